"""The language switch and the pages for what went wrong."""

import sys

import structlog
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import check_for_language
from django.views.decorators.csrf import csrf_exempt

from core.access import public_view
from core.pages import way_back
from core.troubles import Trouble, trouble_of

log = structlog.get_logger(__name__)

PARTS = {"editor": "components/editor_parts.html", "sheet": "components/sheet_parts.html"}
# The page for each trouble, and after how many seconds a machine may ask again.
TROUBLES = {
    Trouble.FULL: ("full.html", 300),
    Trouble.BUSY: ("503.html", 30),
    Trouble.SLOW: ("slow.html", 60),
    Trouble.READ_ONLY: ("read-only.html", 300),
    Trouble.AWAY: ("away.html", 10),
}


# A page with a secret address has the browser say no origin, which Django takes for another's. All that somebody else's
# page could do here is to change the language for a browser in which nobody is signed in.
@csrf_exempt
@public_view
def choose_language(request: HttpRequest) -> HttpResponse:
    """Switch the interface's language and stay on the page; a signed-in person's choice is remembered."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    response = redirect(way_back(request))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        translation.activate(language)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
        if request.user.is_authenticated:
            request.user.language = language
            request.user.save(update_fields=["language"])
    return response


@public_view
def parts(request: HttpRequest, name: str, language: str) -> HttpResponse:
    """Give a part of a page that most visits never need, when it comes to be needed: the text editor's buttons."""
    if name not in PARTS or language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        answer = HttpResponse(render_to_string(PARTS[name]))
    # The same for everybody, and still kept by nobody between; not for long, since an upgrade brings other icons.
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


@public_view
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the request could not be read."""
    return render(request, "400.html", status=400)


@public_view
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the person may not do this here, and who can."""
    return render(request, "403.html", status=403)


@public_view
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is nothing here, or nothing for this person."""
    return render(request, "404.html", status=404)


@public_view
def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours, or what keeps database or disk from it; needs neither database nor session."""
    reference = structlog.contextvars.get_contextvars().get("request", "")
    if (trouble := trouble_of(sys.exc_info()[1])) is not None:
        name, pause = TROUBLES[trouble]
        log.error("trouble", what=trouble.value, fault=type(sys.exc_info()[1]).__name__)
        return HttpResponse(render_to_string(name), status=503, headers={"Retry-After": str(pause)})
    return HttpResponse(
        render_to_string("500.html", {"reference": reference}), status=500
    )  # without the request no context processor runs


@public_view
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form has expired; what was typed is shown or put back by `core.submissions.keeping`."""
    request.is_token_old = True  # type: ignore[attr-defined]
    return render(request, "403_csrf.html", status=403)
