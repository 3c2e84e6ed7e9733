"""The second step at sign-in: which ways a person has set up, and how what is secret about them is kept."""

import ipaddress
from base64 import urlsafe_b64encode
from typing import Any

import structlog
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.later import read_later

# Recovery codes are no way of their own: they are for the day when the others are lost.
WAYS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# In the session: where a person was going when a cluster led them to set it up.
GOING_TO = "second_factor_going_to"

log = structlog.get_logger(__name__)

# What reads passkeys, with the list of all public suffixes: forms and views of allauth take it in, whoever signs in.
read_later("allauth.mfa.webauthn.internal.auth")


def ways_of(user: AbstractBaseUser) -> models.QuerySet[Any]:
    """Return the apps and passkeys that a person has set up."""
    found: models.QuerySet[Any] = Authenticator.objects.filter(user_id=user.pk, type__in=WAYS)
    return found


def has_second_factor(user: AbstractBaseUser) -> bool:
    """Tell whether a person is asked for a second step when they sign in; one query."""
    return ways_of(user).exists()


def ways_to_confirm(user: AbstractBaseUser) -> list[str]:
    """Return the names of the pages at which the person can show the second step again, the usual one first."""
    types = set(ways_of(user).values_list("type", flat=True))
    pages = {Authenticator.Type.TOTP: "mfa_reauthenticate", Authenticator.Type.WEBAUTHN: "mfa_reauthenticate_webauthn"}
    return [page for kind, page in pages.items() if kind in types]


def is_set_up_by(user_field: str) -> models.Exists:
    """Return, for a query whose rows name a person in this field, whether that person has a second step."""
    return models.Exists(Authenticator.objects.filter(user_id=models.OuterRef(user_field), type__in=WAYS))


def can_use_passkeys(request: HttpRequest) -> bool:
    """Tell whether browsers make passkeys for this address: it needs a name, a number is not enough."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost" or host.endswith(".localhost")
    return False


def box() -> MultiFernet:
    """Return what locks and unlocks the secrets; its key comes from the installation's."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = [salted_hmac("accounts.second_factor", "", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in made])


class SecondFactorAdapter(DefaultMFAAdapter):
    """Puts our words and rules in the place of allauth's own."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy(
            "One of your clusters requires two-step sign-in, and this is the only method you have set up. Add "
            "another first."
        ),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Set up an app or a passkey first. You then get the codes as well."
        ),
        "incorrect_code": gettext_lazy(
            "This is not the right code. It changes every 30 seconds; enter the one that is shown now."
        ),
        "incorrect_key": gettext_lazy("That did not work. Try again, or use another way."),
    }

    def get_totp_issuer(self) -> str:
        """Return what the app calls the portal."""
        return settings.INSTALLATION_NAME or _("The Internationalisation Toolkit")

    def _get_site_name(self) -> str:
        return settings.INSTALLATION_NAME or _("The Internationalisation Toolkit")

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        """Return what the browser shows of the person while it makes a passkey."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.display_name if isinstance(user, User) else str(user)}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        """Return a name for a passkey that was given none."""
        return _("Passkey %(number)s") % {"number": Authenticator.objects.filter(user=user, type=type).count() + 1}

    def encrypt(self, text: str) -> str:
        """Lock a secret before it is stored, so that a copy of the database alone opens nothing."""
        return box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Unlock a secret; when the installation's key was lost, give one that nothing fits."""
        try:
            return box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            log.exception("second_factor_not_readable")
            return str(generate_totp_secret())
