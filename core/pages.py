"""Answers to a request: a whole page, the fragment that HTMX asked for, or a word that something happened."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString

LONGEST_ADDRESS = 2_000


def is_fragment(request: HttpRequest) -> bool:
    """Tell whether HTMX asks for a fragment, and not for a page that it boosts or restores."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx and not htmx.boosted and not htmx.history_restore_request)


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    partial: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the template, or its named partial when HTMX asks; the answer varies by who asks."""
    name = f"{template}#{partial}" if partial and is_fragment(request) else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def fragment(html: SafeString) -> HttpResponse:
    """Answer with a part of a page that has been drawn already; like `page`, it varies by who asks."""
    response = HttpResponse(html)
    patch_vary_headers(response, ["HX-Request"])
    return response


def go(request: HttpRequest, to: str) -> HttpResponse:
    """Send the browser to an address, also when HTMX asked."""
    if is_fragment(request):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = to
        return response
    return redirect(to)


def way_back(request: HttpRequest) -> str:
    """Return the path on this portal that a form names as `next`, or the front page for anything else."""
    target = request.POST.get("next", "/")
    is_path = target.startswith("/") and len(target) <= LONGEST_ADDRESS
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if is_path and is_ours else "/"


def announce(response: HttpResponse, message: str) -> HttpResponse:
    """Have the page say the message in its toast region, when the answer is swapped in by HTMX."""
    response["HX-Trigger"] = json.dumps({"toast": {"message": message}})
    return response
