"""What people sent is stored locked, with a key that comes from the installation's."""

import json
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "core.submissions"


def box() -> MultiFernet:
    """Return what locks and unlocks."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = [salted_hmac(SALT, "", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in made])


def seal(value: Any) -> str:
    """Lock a value of plain JSON."""
    return box().encrypt(json.dumps(value).encode()).decode()


def seal_without_time(value: Any) -> str:
    """Lock a value of plain JSON; what `seal` gives says to everybody, in the clear, the second when it was made."""
    return box().encrypt_at_time(json.dumps(value).encode(), 0).decode()


def unseal(sealed: str) -> Any:
    """Unlock a value; None when the installation's key is another one by now."""
    try:
        return json.loads(box().decrypt(sealed.encode()))
    except InvalidToken:
        return None
