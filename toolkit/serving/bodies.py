"""How large a request may be: a stranger's is small, a member's as large as what may be uploaded."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from core.access import public_view
from core.uploads import LARGEST, MOST_AT_ONCE

KILOBYTE, MEGABYTE = 1024, 1024**2
# The form around what is uploaded, and what multipart adds to it.
AROUND = MEGABYTE
STRANGERS = 256 * KILOBYTE
FORMS = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + AROUND
UPLOADS = LARGEST * MOST_AT_ONCE + AROUND
# Pages of a cluster take files, and the page that imports one; the other pages take words.
# Who was asked by a personal link to score puts a file beside their answer.
TAKES_A_FILE = re.compile(r"/score/[\w-]{16,64}/[\w-]+/")
TAKES_FILES = re.compile(r"/c/[^/]+/|/administration/import/")


def largest_body(path: str, cookies: str) -> int:
    """Return how many bytes a request to this path may have; `cookies` is its header, which anybody can write."""
    if f"{settings.SESSION_COOKIE_NAME}=" not in cookies:
        return LARGEST + AROUND if TAKES_A_FILE.fullmatch(path) else STRANGERS
    return UPLOADS if TAKES_FILES.match(path) else FORMS


@public_view
def too_large(request: HttpRequest) -> HttpResponseBase:
    """Say that what was sent is too large, without reading it."""
    return render(request, "413.html", status=413)


class BodyLimitMiddleware:
    """Refuses a body that is too large by the length that it says it has, under whichever server."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        if length > largest_body(request.path_info, request.META.get("HTTP_COOKIE", "")):
            return too_large(request)
        return self.get_response(request)
