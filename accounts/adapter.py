"""What allauth asks us: nobody registers, mails are ours, and the demo's people stay out where there is no demo."""

import time
from typing import Any

import structlog
from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts import devices, mail
from accounts.addresses import client_address
from accounts.models import User

log = structlog.get_logger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Puts our rules and words in the place of allauth's own."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "duplicate_email": _("This is already your email address."),
        "email_password_mismatch": _(
            "Email address and password do not match. Try again, or get a new password by email."
        ),
        "email_taken": _("Somebody else already uses this email address."),
        "enter_current_password": _("This is not the password that you sign in with now. Try again."),
        "incorrect_password": _("This is not the password that you sign in with now. Try again."),
        "too_many_login_attempts": _("There have been too many attempts. Wait five minutes, then try again."),
        "rate_limited": _("Too many attempts in a short time. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no, always: people come by invitation."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Answer for a person of the demo, where there is none, as for a wrong password.

        allauth would otherwise go on with a person whom the backend has refused, to tell them that they are inactive.
        """
        if not settings.PASSWORDS:
            return None
        person = super().authenticate(request, **credentials)
        if isinstance(person, User) and person.is_demo and not settings.DEMO:
            return None
        return person

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count the attempts in a browser that is known to be the person's apart, so that no stranger shuts it out."""
        key = str(super()._get_login_attempts_cache_key(request, **credentials))
        known = devices.known_digest(request, str(credentials.get("email") or ""))
        return f"{key}:{known}" if known else key

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send our own mail of the same name, in the language of the person, or of the page they stand on."""
        person = context.get("user") or User.objects.with_email(email).first()
        language = getattr(person, "language", "") or translation.get_language()
        folder, _slash, name = template_prefix.rpartition("/")
        # allauth has a mail for each thing that happens to the second step; ours is one.
        change = name if folder == "mfa/email" else ""
        mail.send(
            to=email,
            template="second_factor" if change else name,
            language=language,
            context={**context, "email": email, "change": change},
        )

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send it if it can be sent: what it tells of is done, whether or not the mail server is awake."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except mail.MailNotSentError as fault:
            log.warning("notification_not_mailed", fault=type(fault.__cause__).__name__)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that attempts are counted by; never an error, whatever a proxy leaves out."""
        return client_address(request)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """Note in which browser the person has signed in."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if isinstance(user, User):
            devices.remember(request, response, user)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password once more, unless the person has just signed in with everything that it takes."""
        request: HttpRequest = self.request
        records = get_authentication_records(request, request.user)
        if records and time.time() - records[-1]["at"] < account_settings.REAUTHENTICATION_TIMEOUT:
            return False
        required: bool = super().is_reauthentication_required(app=app, **kwargs)
        return required

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Lead to the address of this installation, whatever the request calls it."""
        return mail.absolute(reverse("account_confirm_email", args=[emailconfirmation.key]))

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Lead from a confirmed e-mail back to the profile."""
        return reverse("accounts:profile")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead from a changed password back to the profile."""
        return reverse("accounts:profile")
