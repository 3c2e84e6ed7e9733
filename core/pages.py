"""Answers to a request: a whole page, the fragment that HTMX asked for, or a word that something happened."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers


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


def go(request: HttpRequest, to: str) -> HttpResponse:
    """Send the browser to an address, also when HTMX asked."""
    if is_fragment(request):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = to
        return response
    return redirect(to)


def announce(response: HttpResponse, message: str) -> HttpResponse:
    """Have the page say the message in its toast region, when the answer is swapped in by HTMX."""
    response["HX-Trigger"] = json.dumps({"toast": {"message": message}})
    return response
