"""Scoring alone, one statement a page: as a member, or by a personal link without an account."""

import secrets
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from assessments import services
from assessments.forms import UNSURE, ScoreForm
from assessments.models import Assessment, Scorer
from assessments.scoring import Desk, Stop, desk_of
from assessments.statements import StatementText
from assessments.views.loading import crumbs, found
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.access import public_view
from core.errors import Conflict, Refusal
from core.forms import refuse
from core.pages import is_fragment, page
from core.uploads import attachment
from library.shown.leads import Lead, leads_of

GO = {"next": 1, "previous": -1}


def _own(request: ClusterRequest, number: int) -> tuple[Assessment, Desk | None]:
    """Return the assessment and the member's desk; no desk for a member who was not asked."""
    assessment = found(request, number)
    scorer = Scorer.objects.of(request.cluster).filter(assessment=assessment, user=request.user).first()
    if scorer is None:
        return assessment, None
    desk = desk_of(assessment, scorer, assessment.url("score"), lambda key: assessment.url("score_statement", key))
    desk.is_one = not Scorer.objects.of(request.cluster).filter(assessment=assessment).exclude(pk=scorer.pk).exists()
    desk.may_show = request.membership.may(Permission.WRITE)
    return assessment, desk


@cluster_view(Permission.READ)
@require_GET
def score(request: ClusterRequest, number: int) -> HttpResponse:
    """List the statements with one's own answers."""
    assessment, desk = _own(request, number)
    context = {"assessment": assessment, "desk": desk, "crumbs": crumbs(request, (assessment.name, assessment.url()))}
    return page(request, "assessments/score_list.html", {**context, "layout": "base.html"})


@cluster_view(Permission.READ)
@require_http_methods(["GET", "POST"])
def score_statement(request: ClusterRequest, number: int, key: str) -> HttpResponse:
    """Show one statement and store one's own answer to it."""
    assessment, desk = _own(request, number)
    if desk is None:
        return redirect(assessment.url("score"))
    return _statement(request, desk, key, assessment.url("score"))


def _guest_desk(request: HttpRequest, token: str) -> Desk | None:
    """Return the desk of a personal link; nothing where the link does not work."""
    scorer = services.scorer_of(token)
    if scorer is None:
        return None
    assessment = scorer.assessment
    services.close_if_over(assessment, timezone.localdate())
    start = reverse("scoring:start", args=[token])
    return desk_of(assessment, scorer, start, lambda key: reverse("scoring:statement", args=[token, key]))


@public_view
@require_GET
def guest_start(request: HttpRequest, token: str) -> HttpResponse:
    """Show a guest what they are asked, with their own answers."""
    desk = _guest_desk(request, token)
    if desk is None:
        return page(request, "assessments/no_link.html", status=404)
    context = {"assessment": desk.assessment, "desk": desk, "layout": "plain.html", "is_guest": True}
    return page(request, "assessments/score_list.html", context)


# The secret of the link is what shows that the form is theirs; the page has the browser say no origin.
@csrf_exempt
@public_view
@require_http_methods(["GET", "POST"])
def guest_statement(request: HttpRequest, token: str, key: str) -> HttpResponse:
    """Show a guest one statement and store their answer to it."""
    desk = _guest_desk(request, token)
    if desk is None:
        return page(request, "assessments/no_link.html", _typed(request), status=404)
    return _statement(request, desk, key, desk.start)


@cluster_view(Permission.READ)
@require_GET
def score_file(request: ClusterRequest, number: int, key: str, mark: str) -> FileResponse:
    """Give a member a file of their own."""
    _assessment, desk = _own(request, number)
    return _file(desk, key, mark)


@public_view
@require_GET
def guest_file(request: HttpRequest, token: str, key: str, mark: str) -> FileResponse:
    """Give a guest a file of their own."""
    return _file(_guest_desk(request, token), key, mark)


def _file(desk: Desk | None, key: str, mark: str) -> FileResponse:
    found = next((one for one in desk.files_of(key) if one.mark == mark), None) if desk else None
    if found is None:
        raise Http404
    return attachment(found.file, found.name)


def _typed(request: HttpRequest) -> dict[str, Any]:
    return {"note": request.POST.get("note", "")[:2000], "link": request.POST.get("link", "")[:500]}


def _statement(request: HttpRequest, desk: Desk, key: str, end: str) -> HttpResponse:
    stop = desk.stop(key)
    if stop is None:
        return _gone(request, desk)
    assessment = desk.assessment
    if request.method != "POST":
        if assessment.is_closed:
            return redirect(end)
        return _page(request, desk, stop, _initial(stop))
    form = ScoreForm(request.POST, request.FILES, statement=stop.statement)
    fault, status = None, 422
    if form.is_valid():
        try:
            services.score(
                assessment=assessment,
                scorer=desk.scorer,
                key=key,
                given=form.given,
                based_on=form.cleaned_data["revision"] or 0,
                page=form.cleaned_data["page"],
                wording=request.POST.get("wording", "")[:20],
            )
            if upload := form.cleaned_data["file"]:
                services.add_file(assessment=assessment, scorer=desk.scorer, key=key, upload=upload)
            if mark := request.POST.get("remove", ""):
                services.remove_file(assessment=assessment, scorer=desk.scorer, key=key, mark=mark[:32])
        except Refusal as refusal:
            refuse(form, refusal)
            fault, status = refusal, 409 if isinstance(refusal, Conflict) else 422
        else:
            if is_fragment(request):
                return page(request, "assessments/saved.html", {"is_saved": True})
            if upload or mark or request.POST.get("go") == "stay":
                return redirect(f"{request.path}#files")
            return redirect(desk.beside(key, GO.get(request.POST.get("go", ""), 1)))
    if is_fragment(request):
        words = [str(error) for errors in form.errors.values() for error in errors]
        return page(request, "assessments/saved.html", {"faults": words}, status=status)
    shown = {name: form.data.get(name, "") for name in ("level", "note", "link")}
    # Read once more, so that saving again is based on what the page shows.
    shown |= {"revision": _revision_now(desk, key), "page": secrets.token_hex(8)}
    return _page(request, desk, stop, shown, form, fault, status)


def _gone(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Give back what was typed at a statement that has gone since the page was opened."""
    if request.method != "POST" or desk.assessment.is_closed:
        raise Http404
    words = _("This statement is no longer asked. What you have just written here has not been saved.")
    if is_fragment(request):
        return page(request, "assessments/saved.html", {"faults": [words]}, status=409)
    context = {"desk": desk, "words": words, **_typed(request)}
    return page(request, "assessments/gone.html", context, status=409)


def _revision_now(desk: Desk, key: str) -> int:
    stored = desk.scorer.scores.filter(key=key).first()
    return stored.revision if stored else 0


def _initial(stop: Stop) -> dict[str, Any]:
    own = stop.score
    chosen = UNSURE if own and own.is_unsure else str(own.level) if own and own.level is not None else ""
    return {
        "level": chosen,
        "note": own.note if own else "",
        "link": own.link if own else "",
        "revision": own.revision if own else 0,
        "page": secrets.token_hex(8),
    }


def _page(
    request: HttpRequest,
    desk: Desk,
    stop: Stop,
    shown: dict[str, Any],
    form: ScoreForm | None = None,
    fault: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    key = stop.statement.key
    context = {
        "assessment": desk.assessment,
        "desk": desk,
        "statement": stop.statement,
        "shown": shown,
        "form": form,
        "conflict": fault if isinstance(fault, Conflict) and fault.sides else None,
        "is_over": isinstance(fault, Conflict) and not fault.sides,
        "fault": fault,
        "place": desk.place(key),
        "total": len(desk.scored),
        "previous": desk.beside(key, -1),
        "levels": [(one, shown["level"] == str(one.number)) for one in stop.statement.levels],
        "is_unsure": shown["level"] == UNSURE,
        "files": desk.files_of(key),
        "earlier": desk.earlier(stop),
        "leads": _leads(request, stop.statement),
    }
    return page(request, "assessments/score.html", context, status=status)


def _leads(request: HttpRequest, statement: StatementText) -> list[Lead]:
    """Return where one reads on; nothing for a guest to whom the library is closed."""
    if not (request.user.is_authenticated or settings.PUBLIC_LIBRARY):
        return []
    return list(leads_of([statement]).values())
