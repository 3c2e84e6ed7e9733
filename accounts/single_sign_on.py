"""Sign-in by the organisation's own service (OpenID Connect): it says who somebody is, and nothing else.

What is believed of what it says stands in `issuer`; here stands who that is. A person is known by the issuer's own
subject, which is noted at their first sign-in; before that by an e-mail that the issuer vouches for. Nobody else is let
in, no right is taken from what the issuer says, and a second step that the person has set up, or a cluster asks for, is
asked for as always.
"""

from typing import Any, NoReturn

import structlog
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import emails
from accounts.models import User

log = structlog.get_logger(__name__)


def is_on() -> bool:
    """Tell whether the installation has an issuer."""
    return bool(settings.OIDC_ISSUER)


def name_of_issuer() -> str:
    """Return what people call the place where they sign in."""
    return settings.OIDC_NAME or _("your organisation")


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Says for whom the door opens."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the person, or turn whoever it is away with a sentence."""
        if not sociallogin.is_existing:
            sociallogin.user = self.known_by_email(request, sociallogin)
        if not User.objects.who_may_sign_in().filter(pk=sociallogin.user.pk).exists():
            self.turn_away(request, _("Your account is switched off. Ask an administrator of the portal."))

    def known_by_email(self, request: HttpRequest, sociallogin: SocialLogin) -> User:
        """Return the person of a subject that is new here, and note whose it is from now on."""
        claims = sociallogin.claims
        email = emails.normal(claims["email"]) if isinstance(claims.get("email"), str) else ""
        if emails.fault_of(email):
            words = _("The sign-in at %(issuer)s does not say which email address is yours. Ask your IT support.")
            self.turn_away(request, words % {"issuer": name_of_issuer()})
        if claims.get("email_verified") is not True and not settings.OIDC_TRUSTS_EMAIL:
            log.warning("single_sign_on_refused", reason="unverified")
            words = _("The sign-in at %(issuer)s does not confirm that %(email)s is yours. Ask your IT support.")
            self.turn_away(request, words % {"issuer": name_of_issuer(), "email": email})
        person = User.objects.with_email(email).first() or self.invited(email, claims)
        if person is None:
            log.warning("single_sign_on_refused", reason="unknown")
            words = _("Nobody with the email address %(email)s has been invited. An owner of your cluster can do so.")
            self.turn_away(request, words % {"email": email})
        provider = sociallogin.account.provider
        if SocialAccount.objects.filter(user=person, provider=provider).exists():
            log.warning("single_sign_on_refused", reason="another_subject", person=person.pk)
            words = _("%(email)s already belongs to another sign-in at %(issuer)s. Ask an administrator of the portal.")
            self.turn_away(request, words % {"issuer": name_of_issuer(), "email": email})
        try:
            with transaction.atomic():
                sociallogin.account.user = person
                sociallogin.account.save()
        except IntegrityError:
            # The same sign-in, sent twice at the same moment.
            sociallogin.account = SocialAccount.objects.get(provider=provider, uid=sociallogin.account.uid)
            person = sociallogin.account.user
        log.info("single_sign_on_noted", person=person.pk)
        return person

    def invited(self, email: str, claims: dict[str, Any]) -> User | None:
        """Return a new person for an e-mail that has been invited; the rooms that invite people say who that is."""
        return None

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Say no, always: people come by invitation."""
        return False

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        """Say on the page of sign-in that it did not work; the log says why."""
        fault, error = kwargs.get("exception"), kwargs.get("error")
        log.warning("single_sign_on_failed", error=str(error or ""), fault=type(fault).__name__ if fault else "")
        if str(error) == "cancelled":
            words = _("The sign-in at %(issuer)s was not completed.")
        else:
            words = _("Signing in at %(issuer)s did not work. Try again in a moment.")
        self.turn_away(request, words % {"issuer": name_of_issuer()})

    @staticmethod
    def turn_away(request: HttpRequest, words: str) -> NoReturn:
        """End the sign-in with a sentence."""
        messages.error(request, words)
        raise ImmediateHttpResponse(to_sign_in())


def to_sign_in() -> HttpResponse:
    """Return the way to the page of sign-in."""
    return redirect("account_login")
