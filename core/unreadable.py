"""The page in place of frozen content that somebody has changed so that nothing can be made of it any more."""

import json
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from core.frozen import UnreadableError

log = structlog.get_logger(__name__)


class UnreadableMiddleware:
    """Says loudly that frozen content cannot be read, and shows members what stands there; the log has it too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Answer with the page, or leave any other exception to others."""
        match = request.resolver_match
        if match is None or not isinstance(exception, UnreadableError):
            return None
        log.error("frozen_content_unreadable", route=match.view_name)
        # Below a cluster's address the gate has let the reader in; whoever has a public link reads a page, no data.
        is_member = "cluster" in match.kwargs
        words = json.dumps(exception.value, ensure_ascii=False, indent=2) if is_member else ""
        return render(request, "unreadable.html", {"words": words}, status=500)
