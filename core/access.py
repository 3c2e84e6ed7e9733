"""The first plank of the gate: every route says who may come in.

A view carries exactly one of `public_view`, `library_view`, `signed_in_view`, `curator_view`, `admin_view` or, for what
belongs to a cluster, `clusters.access.cluster_view`. The middleware refuses a view that carries none; a test walks
every address.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation

from core.languages import interface_language
from core.submissions.once import View, sent_once
from core.text import is_language


class Access(StrEnum):
    """Who may come in by a route."""

    PUBLIC = "public"
    LIBRARY = "library"
    SIGNED_IN = "signed-in"
    CURATOR = "curator"
    ADMIN = "admin"
    CLUSTER = "cluster"


def declare(view: View, access: Access) -> View:
    """Note on the view who may come in; a second declaration is a mistake."""
    if hasattr(view, "access"):
        raise ImproperlyConfigured(f"{view} declares its access twice")
    view.access = access  # type: ignore[attr-defined]
    return view


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the sign-in page and from there back to where they were going.

    A fragment cannot show that page: it answers 401, and the page it stands in keeps what was typed.
    """
    if getattr(request, "htmx", False):
        response = HttpResponse(status=401)
        response["X-Sign-In"] = reverse("account_login")
        return response
    response = cast(HttpResponse, redirect_to_login(request.get_full_path()))
    response.leads_to_sign_in = True  # type: ignore[attr-defined]
    return response


def public_view(view: View) -> View:
    """Let everybody in."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return declare(inner, Access.PUBLIC)


def library_view(view: View) -> View:
    """Let in whoever is signed in, and everybody where the installation has opened its library.

    The address may name the language (`?language=en`), so that each has one of its own for search engines.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated and not settings.PUBLIC_LIBRARY:
            return to_sign_in(request)
        wanted = request.GET.get("language", "")
        if not is_language(wanted):
            return view(request, *args, **kwargs)
        with translation.override(interface_language(wanted)):
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Content-Language", wanted)
            return response

    return declare(inner, Access.LIBRARY)


def signed_in_view(view: View) -> View:
    """Let in whoever is signed in."""
    view = sent_once(view)

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    return declare(inner, Access.SIGNED_IN)


def _flag_view(flag: str, access: Access) -> Callable[[View], View]:
    def decorator(view: View) -> View:
        view = sent_once(view)

        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if not getattr(request.user, flag, False):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return declare(inner, access)

    return decorator


curator_view = _flag_view("is_curator", Access.CURATOR)
admin_view = _flag_view("is_superuser", Access.ADMIN)


class AccessMiddleware:
    """Refuses to run a view that does not say who may come in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """Fail closed, and loudly, before the view runs."""
        if not hasattr(view, "access"):
            raise ImproperlyConfigured(f"{view.__module__}.{getattr(view, '__name__', view)} declares no access")
        if request.headers.get("X-Person", str(request.user.pk)) != str(request.user.pk):
            # Somebody else has signed in to this browser since the page was opened: its words are not theirs.
            return to_sign_in(request)
        return None
