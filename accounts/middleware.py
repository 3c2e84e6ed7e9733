"""What is done for every request: who asks, in which language, where they were last seen, and what a log line names."""

from collections.abc import Callable
from uuid import uuid4

import structlog
from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from accounts import devices
from accounts.models import User


class PersonMiddleware:
    """Says who is signed in, and speaks their language.

    It stands in the place of Django's, which waits until somebody asks: the language needs to know for every page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.user = get_user(request)
        if isinstance(request.user, User):
            speak_language_of(request.user, request)
            devices.note_visit(request)
        structlog.contextvars.bind_contextvars(request=uuid4().hex, user=request.user.pk)
        try:
            return self.get_response(request)
        finally:
            structlog.contextvars.clear_contextvars()


def speak_language_of(user: User, request: HttpRequest) -> None:
    """Put the language of the profile before that of the cookie or the browser, which `LocaleMiddleware` has set."""
    if user.language:
        translation.activate(user.language)
        request.LANGUAGE_CODE = translation.get_language()
