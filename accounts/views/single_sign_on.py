"""The way to the organisation's own sign-in, and back from there."""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts import single_sign_on
from core.access import public_view
from core.pages import LONGEST_ADDRESS


@public_view
@never_cache
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Lead to the issuer. A link and not a form, since the policy of the pages lets no form lead elsewhere."""
    if not single_sign_on.is_on():
        raise Http404
    from accounts import issuer  # noqa: PLC0415 -- what asks an issuer is memory that others need not have

    adapter = get_adapter(request)
    provider = adapter.get_provider(request, settings.OIDC_KEY)
    target = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    goes_to = target if target.startswith("/") and len(target) <= LONGEST_ADDRESS and is_ours else None
    try:
        # Nothing but where to go on comes from the address: allauth would take scopes and parameters from it, too.
        response: HttpResponse = provider.redirect(request, AuthProcess.LOGIN, next_url=goes_to)
        return response
    except ImmediateHttpResponse as answer:
        return answer.response
    except issuer.FAULTS as fault:
        return failed(request, provider, fault)


@public_view
@never_cache
@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    """Let in whom the issuer has sent back, when it is somebody whom the portal knows."""
    if not single_sign_on.is_on():
        raise Http404
    from accounts import issuer  # noqa: PLC0415 -- as above

    try:
        return issuer.let_in(request)
    except issuer.MALFORMED as fault:
        return failed(request, None, fault)


def failed(request: HttpRequest, provider: object, fault: Exception) -> HttpResponse:
    """Say that it did not work."""
    try:
        get_adapter(request).on_authentication_error(request, provider, exception=fault)
    except ImmediateHttpResponse as answer:
        return answer.response
    return single_sign_on.to_sign_in()
