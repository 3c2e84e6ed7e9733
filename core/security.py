"""What holds for every request and every answer: how much is sent at most, the content security policy, no caches.

The policy's middleware reads the setting that Django 6 has, and goes away with it.
"""

import codecs
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from core.access import Access
from core.numbers import whole_number


class ContentSecurityPolicyMiddleware:
    """Sets the policy of `settings.SECURE_CSP` on every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.policy = "; ".join(f"{name} {' '.join(sources)}" for name, sources in settings.SECURE_CSP.items())

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        return response


class PrivateMiddleware:
    """Keeps every answer out of caches that others read, unless its view says otherwise; static files come before this.

    Not `no-store`: a browser then forgets what stands in a form when one goes back to it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


# What an address names its secret by. A key that has been noted in the session stands in the address no more.
SECRETS = {"token", "key"}
NOTED = "set-password"


class SecretAddressMiddleware:
    """Has nobody index what a secret address shows, and no page learn the address; also where there is nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        match = request.resolver_match
        if match and getattr(match.func, "access", None) == Access.PUBLIC and SECRETS & match.kwargs.keys():
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow, noarchive")
            if match.kwargs.get("key") != NOTED:
                response.headers["Referrer-Policy"] = "no-referrer"
        return response


class OwnAnswerMiddleware:
    """Marks every answer as the portal's own, so that a script does not take a proxy's or a network's page for one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers["X-Toolkit"] = "1"
        return response


class HeadMiddleware:
    """Answers HEAD wherever GET is answered, with the same headers; the server leaves the body out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        response = self.get_response(request)
        if is_head:
            request.method = "HEAD"
        return response


# What a browser writes in. Python knows codecs besides that are no alphabet, or that give letters no database holds.
WRITTEN_IN = {"utf-8", "ascii"}


class RequestBoundsMiddleware:
    """Answers what is larger than anything that is ever sent here, or names what no database holds, without reading it.

    The largest is ten files of ten megabytes at once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = whole_number(request.META.get("CONTENT_LENGTH") or "0")
        if length is None or length > settings.LARGEST_REQUEST:
            return HttpResponse(render_to_string("413.html"), status=413)
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path:
            return HttpResponse(render_to_string("400.html"), status=400)
        if request.encoding is not None and codecs.lookup(request.encoding).name not in WRITTEN_IN:
            return HttpResponse(render_to_string("400.html"), status=400)
        return self.get_response(request)
