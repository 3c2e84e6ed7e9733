"""What is noted of every request: an id that its lines in the log share, how long it took, and how it ended."""

import re
import time
from collections.abc import Callable
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from installation import metrics

# What a proxy of ours may call a request; anything else could forge a line of the log.
OWN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
SLOW = 2.0

log = structlog.get_logger(__name__)


class RequestMiddleware:
    """Gives the request its id, and says afterwards how it went."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        structlog.contextvars.clear_contextvars()
        key = id_of(request)
        structlog.contextvars.bind_contextvars(request=key)
        begun = time.monotonic()
        try:
            response = self.get_response(request)
            note(request, response.status_code, time.monotonic() - begun)
        finally:
            structlog.contextvars.clear_contextvars()
        response.headers["X-Request-ID"] = key
        return response


def id_of(request: HttpRequest) -> str:
    """Return the id that our proxy has given the request, or a new one."""
    given = request.headers.get("X-Request-ID", "") if settings.ALLAUTH_TRUSTED_PROXY_COUNT else ""
    return given if OWN_ID.fullmatch(given) else uuid4().hex


def note(request: HttpRequest, status: int, seconds: float) -> None:
    """Count the request, and write its line where each has one, or where it failed or was slow."""
    match = request.resolver_match
    # The route and never the address, in which secrets and what people search for may stand.
    route = (match.view_name if match else "") or "none"
    method = request.method if request.method in metrics.METHODS else "other"
    metrics.note_request(method, route, status, seconds)
    if settings.LOGS_REQUESTS or status >= 500 or seconds >= SLOW:
        level = log.error if status >= 500 else log.info
        level("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))
