"""What a member company sees: the questions, by a link of its own, without an account."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.access import public_view
from core.errors import Conflict
from core.text import Language, Text, is_language, other
from schema.documents import Template
from surveys.asking import ALL, Visit
from surveys.documents import document_of
from surveys.models import SurveyInvitation, SurveyRound
from surveys.services.answering import Door, door_of, invitation_of, take_answer
from surveys.services.sending import refuse_for_good
from workbooks.asking import Posted

STATUS = {Door.UNKNOWN: 404, Door.ANSWERED: 200, Door.REVOKED: 410, Door.ENDED: 410}
MOST_FIELDS = 2_000


# No cookie is set and none is asked for: the secret of the link is what shows that the form is theirs.
@csrf_exempt
@public_view
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the survey part by part; take the answer when it is sent. Opening the link uses nothing up."""
    invitation = invitation_of(token)
    language = language_of(request, invitation)
    with translation.override("en-gb" if language == "en" else "da"):
        door = door_of(invitation)
        if invitation is None:
            return shut(request, door, language)
        round = invitation.round
        document = document_of(round)
        if request.method != "POST":
            if door is not Door.OPEN:
                return shut(request, door, language, invitation)
            visit = Visit(document, Posted({}), language, first_part(request, document))
            return shown(request, visit, round, token)
        visit = visit_of(request, document, language)
        if door is not Door.OPEN:
            return shut(request, door, language, invitation, visit)
        return act(request, visit, invitation, token)


def first_part(request: HttpRequest, document: Template) -> str:
    """Return the part that one begins with."""
    return ALL if ALL in request.GET else document.sections[0].key


def language_of(request: HttpRequest, invitation: SurveyInvitation | None) -> Language:
    """Return the language of the page: the one that was chosen, else the company's own."""
    for chosen in (request.POST.get("language"), request.GET.get("language")):
        if is_language(chosen):
            return chosen
    if invitation is not None:
        return "en" if invitation.company.language == "en" else "da"
    return "en" if (translation.get_language() or "").startswith("en") else "da"


def visit_of(request: HttpRequest, document: Template, language: Language) -> Visit:
    """Return what was typed so far."""
    typed = {name: request.POST.getlist(name) for name in list(request.POST)[:MOST_FIELDS] if name.startswith("a-")}
    seen = frozenset(request.POST.get("seen", "")[:20_000].split(","))
    return Visit(document, Posted(typed), language, request.POST.get("part", "")[:80], seen)


def act(request: HttpRequest, visit: Visit, invitation: SurveyInvitation, token: str) -> HttpResponse:
    """Do what the button says: go on, go back, speak the other language, show all, or send."""
    deed, round = request.POST.get("act", ""), invitation.round
    if is_language(deed):
        with translation.override("en-gb" if deed == "en" else "da"):
            return shown(request, visit.in_language(deed), round, token)
    if deed in ("back", "all", "parts"):
        visit.part = {"all": ALL, "parts": ""}.get(deed, visit.parts[max(visit.place - 1, 0)].key)
        return shown(request, visit, round, token)
    if deed != "send":
        if visit.complain(everywhere=False):
            return shown(request, visit, round, token, status=422)
        if visit.has_more:
            return shown(request, visit, round, token, has_more=True)
        if not visit.is_last:
            visit.part = visit.parts[visit.place + 1].key
        return shown(request, visit, round, token)
    if visit.complain(everywhere=True):
        if not visit.shows_all:
            visit.part = next(one.key for one in visit.parts if any(q.key in visit.complaints for q in one.questions))
        return shown(request, visit, round, token, status=422)
    if visit.has_more:
        return shown(request, visit, round, token, has_more=True)
    try:
        take_answer(invitation=invitation, values=visit.to_send())
    except Conflict as conflict:
        return shut(request, Door(conflict.message), visit.language, invitation, visit)
    return finished(request, visit.language, invitation)


def shown(
    request: HttpRequest,
    visit: Visit,
    round: SurveyRound,
    token: str,
    *,
    status: int = 200,
    has_more: bool = False,
) -> HttpResponse:
    """Return the page with the part that is shown."""
    context = {
        **around(visit.language, round),
        "visit": visit,
        "has_more": has_more,
        "sections": [(section, visit.asked(section)) for section in visit.shown],
        "introduction": Text.from_value(round.introduction),
        "number": visit.place + 1,
        "count": len(visit.parts),
        "token": token,
    }
    return private(render(request, "surveys/answer/questions.html", context, status=status))


def finished(request: HttpRequest, language: Language, invitation: SurveyInvitation) -> HttpResponse:
    """Thank for the answer."""
    context = {**around(language, invitation.round), "thanks": Text.from_value(invitation.round.thanks)}
    return private(render(request, "surveys/answer/thanks.html", context))


def shut(
    request: HttpRequest,
    door: Door,
    language: Language,
    invitation: SurveyInvitation | None = None,
    visit: Visit | None = None,
) -> HttpResponse:
    """Say why the link does not open, with what was typed, so that nothing of it is lost."""
    round = invitation.round if invitation else None
    typed: list[Any] = []
    if visit is not None:
        typed = [(section, [one for one in visit.asked(section) if one.key in visit.values]) for section in visit.parts]
        typed = [(section, asked) for section, asked in typed if asked]
    context = {**around(language, round), "door": door.value, "round": round, "typed": typed, "visit": visit}
    status = 409 if visit is not None and door is Door.ANSWERED else STATUS[door]
    return private(render(request, "surveys/answer/shut.html", context, status=status))


def around(language: Language, round: SurveyRound | None) -> Mapping[str, Any]:
    """Return what every page of an answer has: whose survey it is, and in which language."""
    return {
        "language": language,
        "other": other(language),
        "cluster": round.cluster if round else None,
        "title": round.title_text if round else None,
        "sender": round.sender if round else "",
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
    language = language_of(request, invitation)
    with translation.override("en-gb" if language == "en" else "da"):
        if invitation is None:
            return shut(request, Door.UNKNOWN, language)
        if request.method == "POST":
            refuse_for_good(invitation=invitation)
        is_stopped = request.method == "POST" or invitation.company.do_not_ask
        context = {**around(language, invitation.round), "company": invitation.company, "is_stopped": is_stopped}
        return private(render(request, "surveys/answer/stop.html", context))
