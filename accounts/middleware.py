"""What is done for every request of a signed-in person: their own language, and where they were last seen."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from accounts import devices
from accounts.models import User


class ProfileLanguageMiddleware:
    """Puts the language of the profile before that of the cookie or the browser, which `LocaleMiddleware` has set."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if isinstance(request.user, User) and request.user.language:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class LastSeenMiddleware:
    """Notes every ten minutes that the person is still at work in this browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if isinstance(request.user, User):
            devices.note_visit(request)
        return self.get_response(request)
