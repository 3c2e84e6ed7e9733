"""What the organisation's own service says of who signs in, and what of it is believed: only what its key has signed.

allauth makes the requests. This room is taken in only where an installation has an issuer: with what asks and what
checks signatures it is six megabytes of each process.
"""

import hashlib
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from requests import RequestException

from accounts import mail

# What the issuer says of its own addresses changes once in a year.
CONFIG_HOLDS = 600
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")
LONGEST_SUBJECT = 255
# Those with two keys: whoever knows the portal's secret can sign nothing in the issuer's name.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
# In seconds.
CLOCKS_DIFFER = 60
# What reading an answer of the issuer raises that is not what the protocol says.
MALFORMED = (KeyError, TypeError, ValueError, AttributeError)
FAULTS = (OAuth2Error, RequestException, *MALFORMED)


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


def let_in(request: HttpRequest) -> HttpResponse:
    """Ask the issuer about whom it has sent back, and answer; raises one of `MALFORMED` for an answer that is none."""
    response: HttpResponse = OAuth2CallbackView.adapter_view(Adapter(request, settings.OIDC_KEY))(request)
    return response
