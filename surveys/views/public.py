"""What a member company sees: the questions, by a link of its own, without an account."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.access import public_view
from core.errors import Conflict
from core.text import Language, Text, is_language, other
from schema.documents import Template
from surveys.asking import ALL, ALONE, Visit
from surveys.documents import document_of
from surveys.models import SurveyRound
from surveys.services.answering import (
    Door,
    Way,
    door_of_way,
    invitation_of,
    take_answer,
    take_open_answer,
    way_of,
)
from surveys.services.proofs import new_proof, proven
from surveys.services.sending import refuse_for_good
from workbooks.asking import Posted

STATUS = {Door.UNKNOWN: 404, Door.ANSWERED: 200, Door.REVOKED: 410, Door.ENDED: 410, Door.FULL: 410}
MOST_FIELDS = 2_000
YEAR = 365 * 24 * 60 * 60


# The secret of the link is what shows that the form is theirs. A cookie is set by the open link alone, when an answer
# has been sent: a browser answers once.
@csrf_exempt
@public_view
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the survey part by part; take the answer when it is sent. Opening the link uses nothing up."""
    way = way_of(token)
    language = language_of(request, way)
    with translation.override("en-gb" if language == "en" else "da"):
        door = door_of_way(way)
        if way is None:
            return shut(request, door, language)
        if door is Door.OPEN and way.needs_proof and not way.is_test and cookie_of(way) in request.COOKIES:
            door = Door.ANSWERED
        document = document_of(way.round)
        if request.method != "POST":
            if door is not Door.OPEN:
                return shut(request, door, language, way)
            visit = Visit(document, Posted({}), language, first_part(request, document))
            return shown(request, visit, way, token)
        visit = visit_of(request, document, language)
        if door is not Door.OPEN:
            return shut(request, door, language, way, visit)
        return act(request, visit, way, token)


def cookie_of(way: Way) -> str:
    """Return the name of the cookie that says that this browser has answered; it names the round and nothing else."""
    return f"answered-{way.round.open_digest[:12] if way.round.open_digest else ''}"


def first_part(request: HttpRequest, document: Template) -> str:
    """Return the part that one begins with."""
    return ALL if ALL in request.GET else document.sections[0].key


def language_of(request: HttpRequest, way: Way | None) -> Language:
    """Return the language of the page: the one that was chosen, else the company's own, else the browser's."""
    for chosen in (request.POST.get("language"), request.GET.get("language")):
        if is_language(chosen):
            return chosen
    if way is not None and way.language:
        return "en" if way.language == "en" else "da"
    return "en" if (translation.get_language() or "").startswith("en") else "da"


def visit_of(request: HttpRequest, document: Template, language: Language) -> Visit:
    """Return what was typed so far."""
    typed = {name: request.POST.getlist(name) for name in list(request.POST)[:MOST_FIELDS] if name.startswith("a-")}
    seen = frozenset(request.POST.get("seen", "")[:20_000].split(","))
    return Visit(document, Posted(typed), language, request.POST.get("part", "")[:200], seen).in_own_writing()


def act(request: HttpRequest, visit: Visit, way: Way, token: str) -> HttpResponse:
    """Do what the button says: go on, go back, speak the other language, show all, or send.

    What the browser's own Back and Forward ask for is `go`, with the part to show.
    """
    deed = request.POST.get("act", "")
    if is_language(deed):
        with translation.override("en-gb" if deed == "en" else "da"):
            return shown(request, visit.in_language(deed), way, token)
    if deed in ("back", "all", "parts", "alone", "go"):
        wanted = {"all": ALL, "parts": "", "alone": ALONE, "go": request.POST.get("to", "")[:200]}
        visit.part = wanted.get(deed, visit.steps[max(visit.place - 1, 0)])
        return shown(request, visit, way, token)
    if deed != "send":
        if visit.complain(everywhere=False):
            return shown(request, visit, way, token, status=422)
        if visit.has_more:
            return shown(request, visit, way, token, has_more=True)
        if not visit.is_last:
            visit.part = visit.steps[visit.place + 1]
        return shown(request, visit, way, token)
    if visit.complain(everywhere=True):
        if not visit.shows_all:
            visit.go_to(next(iter(visit.complaints)))
        return shown(request, visit, way, token, status=422)
    if visit.has_more:
        return shown(request, visit, way, token, has_more=True)
    return send(request, visit, way, token)


def send(request: HttpRequest, visit: Visit, way: Way, token: str) -> HttpResponse:
    """Take an answer that is complete."""
    proof = ""
    if way.needs_proof:
        proof = proven(way.round, request.POST.get("proof", ""), request.POST.get("sum", ""))
        if not proof:
            return shown(request, visit, way, token, status=422, is_unproven=True)
    try:
        if not way.is_test:
            take(way, visit, proof)
    except Conflict as conflict:
        return shut(request, Door(conflict.message), visit.language, way, visit)
    return finished(request, visit.language, way, token)


def take(way: Way, visit: Visit, proof: str) -> None:
    """Keep the answer; raises Conflict."""
    if way.invitation is not None:
        take_answer(invitation=way.invitation, values=visit.to_send())
    else:
        take_open_answer(round=way.round, values=visit.to_send(), proof=proof)


def shown(
    request: HttpRequest,
    visit: Visit,
    way: Way,
    token: str,
    *,
    status: int = 200,
    has_more: bool = False,
    is_unproven: bool = False,
) -> HttpResponse:
    """Return the page with the part that is shown."""
    round = way.round
    context = {
        "way": way,
        "is_unproven": is_unproven,
        "proof": new_proof(round) if way.needs_proof and visit.is_last else None,
        **around(visit.language, round),
        "visit": visit,
        "has_more": has_more,
        "sections": [(section, visit.asked(section)) for section in visit.shown],
        "introduction": Text.from_value(round.introduction),
        "number": visit.place + 1,
        "count": len(visit.steps),
        "token": token,
    }
    response = private(render(request, "surveys/answer/questions.html", context, status=status))
    return framed(response) if way.is_test else response


def framed(response: HttpResponse) -> HttpResponse:
    """Let the portal's own page show the test as it looks on a phone."""
    policy = {**settings.SECURE_CSP, "frame-ancestors": ["'self'"]}
    response["Content-Security-Policy"] = "; ".join(f"{name} {' '.join(sources)}" for name, sources in policy.items())
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def finished(request: HttpRequest, language: Language, way: Way, token: str) -> HttpResponse:
    """Thank for the answer."""
    context = {**around(language, way.round), "thanks": Text.from_value(way.round.thanks), "way": way}
    response = private(render(request, "surveys/answer/thanks.html", context))
    if way.is_test:
        return framed(response)
    if way.needs_proof:
        path = reverse("answering:answer", args=[token])
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(cookie_of(way), "1", max_age=YEAR, path=path, secure=secure, httponly=True, samesite="Lax")
    return response


def shut(
    request: HttpRequest,
    door: Door,
    language: Language,
    way: Way | None = None,
    visit: Visit | None = None,
) -> HttpResponse:
    """Say why the link does not open, with what was typed, so that nothing of it is lost."""
    round = way.round if way else None
    typed: list[Any] = []
    if visit is not None:
        typed = [(section, [one for one in visit.asked(section) if one.key in visit.values]) for section in visit.parts]
        typed = [(section, asked) for section, asked in typed if asked]
    context = {**around(language, round), "door": door.value, "round": round, "typed": typed, "visit": visit}
    context["way"] = way
    status = 409 if visit is not None and door is Door.ANSWERED else STATUS[door]
    return private(render(request, "surveys/answer/shut.html", context, status=status))


def around(language: Language, round: SurveyRound | None) -> Mapping[str, Any]:
    """Return what every page of an answer has: whose survey it is, and in which language."""
    return {
        "language": language,
        "other": other(language),
        "cluster": round.cluster if round else None,
        "title": round.title_text if round else None,
        "sender": round.sender_in(language) if round else "",
    }


def private(response: HttpResponse) -> HttpResponse:
    """Have no cache keep the page."""
    patch_cache_control(response, private=True, no_store=True)
    return response


@csrf_exempt
@public_view
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether a company is never to be asked again, and note it; mail programmes post here by themselves."""
    invitation = invitation_of(token)
    language = language_of(request, Way(invitation.round, invitation) if invitation else None)
    with translation.override("en-gb" if language == "en" else "da"):
        if invitation is None:
            return shut(request, Door.UNKNOWN, language)
        if request.method == "POST":
            refuse_for_good(invitation=invitation)
        is_stopped = request.method == "POST" or invitation.company.do_not_ask
        context = {**around(language, invitation.round), "company": invitation.company, "is_stopped": is_stopped}
        return private(render(request, "surveys/answer/stop.html", context))
