"""What an app that shows codes would show, for tests."""

import hashlib
import hmac
import struct
from base64 import b32decode

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from accounts.models import User
from tests.days import seconds


def code_of(secret: str) -> str:
    """Return the six digits that belong to this half minute (RFC 6238)."""
    digest = hmac.new(b32decode(secret), struct.pack(">Q", int(seconds()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def set_up_app(user: User) -> str:
    """Set up an app and recovery codes for a person, and return the app's key."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return str(secret)


def recovery_codes_of(user: User) -> list[str]:
    """Return the recovery codes that are left."""
    found = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return list(found.wrap().get_unused_codes())
