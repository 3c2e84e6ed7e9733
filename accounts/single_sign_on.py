"""Sign-in by the organisation's own service (OpenID Connect): it says who somebody is, and nothing else.

allauth makes the requests; here stands what is believed. A person is known by the issuer's own subject, which is noted
at their first sign-in; before that by an e-mail that the issuer vouches for. Nobody else is let in, no right is taken
from what the issuer says, and a second step that the person has set up, or a cluster asks for, is asked for as always.
"""

import hashlib
from typing import Any, NoReturn

import jwt
import structlog
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import emails, mail
from accounts.models import User

# What the issuer says of its own addresses changes once in a year.
CONFIG_HOLDS = 600
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")
LONGEST_SUBJECT = 255
# Those with two keys: whoever knows the portal's secret can sign nothing in the issuer's name.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
# In seconds.
CLOCKS_DIFFER = 60

log = structlog.get_logger(__name__)


def is_on() -> bool:
    """Tell whether the installation has an issuer."""
    return bool(settings.OIDC_ISSUER)


def name_of_issuer() -> str:
    """Return what people call the place where they sign in."""
    return settings.OIDC_NAME or _("your organisation")


class Adapter(OpenIDConnectOAuth2Adapter):
    """Asks the issuer, and believes only what it has signed."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Return what the issuer says of itself; raises OAuth2Error when another answers in its place."""
        key = "oidc:" + hashlib.sha256(settings.OIDC_ISSUER.encode()).hexdigest()
        config: dict[str, Any] | None = cache.get(key)
        if config is None:
            config = super().openid_config
            if str(config.get("issuer", "")).rstrip("/") != settings.OIDC_ISSUER.rstrip("/"):
                raise OAuth2Error("The issuer calls itself otherwise.")
            scheme = settings.OIDC_ISSUER.partition(":")[0]
            if any(not str(config.get(name, "")).startswith(f"{scheme}:") for name in ENDPOINTS):
                raise OAuth2Error("The issuer names an address that is not safe.")
            cache.set(key, config, CONFIG_HOLDS)
        return config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Return the address of this installation, whatever the request calls it."""
        return mail.absolute(reverse("accounts:single_sign_on_return"))

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Return who has signed in; the signed token says it, and the rest may only add to the same person."""
        signed = self.signed(kwargs["response"]["id_token"], app.client_id)
        if signed.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("The token is not for this portal.")
        if not 0 < len(signed["sub"]) <= LONGEST_SUBJECT:
            raise OAuth2Error("The token names nobody.")
        more = self._fetch_user_info(token.token)
        if more.get("sub") != signed["sub"]:
            raise OAuth2Error("The issuer speaks of somebody else.")
        login: SocialLogin = self.get_provider().sociallogin_from_response(request, {"id_token": {**more, **signed}})
        login.claims = {**more, **signed}
        return login

    def signed(self, credential: str, client: str) -> dict[str, Any]:
        """Return what a token says when the issuer has signed it, for this portal; raises OAuth2Error otherwise."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
        answer.raise_for_status()
        try:
            name = jwt.get_unverified_header(credential).get("kid")
            keys = jwt.PyJWKSet.from_dict(answer.json()).keys
            # An issuer with a single key need not name it.
            fitting = [key for key in keys if key.public_key_use in {None, "sig"} and name in {None, key.key_id}]
            if len(fitting) != 1:
                raise OAuth2Error("The token is signed with a key that is not the issuer's.")
            data: dict[str, Any] = jwt.decode(
                credential,
                key=fitting[0],
                algorithms=ALGORITHMS,
                audience=client,
                issuer=self.openid_config["issuer"],
                leeway=CLOCKS_DIFFER,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except jwt.PyJWTError as fault:
            raise OAuth2Error("The token is not the issuer's.") from fault
        jwtkit.verify_jti(data)
        return data


class Provider(OpenIDConnectProvider):
    """The issuer that the settings name."""

    oauth2_adapter_class = Adapter

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        """Keep nothing of what the issuer says: the subject is enough."""
        return {}


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
