"""What is done for every request: who asks, in which language, where they were last seen, and what a log line names."""

import time
from collections.abc import Callable
from typing import Any

import structlog
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import devices
from accounts.models import User
from accounts.second_factor import ways_to_confirm
from core.access import Access
from core.submissions.once import View

READS = {"GET", "HEAD", "OPTIONS"}


class PersonMiddleware:
    """Says who is signed in, and speaks their language.

    It stands in the place of Django's, which waits until somebody asks: the language needs to know for every page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.user = self.person(request)
        if isinstance(request.user, User):
            speak_language_of(request.user, request)
            devices.note_visit(request)
        structlog.contextvars.bind_contextvars(user=request.user.pk)
        return self.get_response(request)

    def person(self, request: HttpRequest) -> Any:
        """Return who the session names, or somebody anonymous."""
        return get_user(request)


def speak_language_of(user: User, request: HttpRequest) -> None:
    """Put the language of the profile before that of the cookie or the browser, which `LocaleMiddleware` has set."""
    if user.language:
        translation.activate(user.language)
        request.LANGUAGE_CODE = translation.get_language()


class FreshStepMiddleware:
    """Asks an administrator for the second step again before they change something, if the installation says so.

    What they typed is kept meanwhile, as for somebody who was signed out (`core.submissions.keeping`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """Lead to the page of the second step, or to where it is set up."""
        minutes, user = settings.ADMIN_SECOND_FACTOR_MINUTES, request.user
        is_act = getattr(view, "access", None) == Access.ADMIN and request.method not in READS
        if not minutes or not is_act or not isinstance(user, User) or not user.is_superuser:
            return None
        if is_second_step_fresh(request, minutes):
            return None
        response = HttpResponse(status=401) if getattr(request, "htmx", False) else self.lead(request, user)
        response.leads_to_confirm = True  # type: ignore[attr-defined]
        return response

    @staticmethod
    def lead(request: HttpRequest, user: User) -> HttpResponse:
        """Return the way to what the person has set up, and back to the page."""
        ways = ways_to_confirm(user)
        if not ways:
            words = _("Set up two-step sign-in first. This portal asks administrators for it before changes.")
            messages.warning(request, words)
        return redirect_to_login(request.path, reverse(ways[0] if ways else "mfa_index"))


def is_second_step_fresh(request: HttpRequest, minutes: int) -> bool:
    """Tell whether this session has shown a code or a passkey within the last minutes."""
    since = time.time() - minutes * 60
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" and record.get("at", 0) >= since for record in records)
