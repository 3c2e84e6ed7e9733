"""The meeting: one statement after the other on a big screen, most disagreement first, and what is agreed on it."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments import services, words
from assessments.drawing import dots, row_of_dots
from assessments.forms import AgreeForm
from assessments.models import Agreement, Assessment, ScoreFile
from assessments.pages import ResultPage, StatementRow, result_page
from assessments.views.loading import crumbs, found
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, pressed
from core.errors import Conflict
from core.pages import page
from core.shortcuts import get_or_404
from core.uploads import attachment


@cluster_view(Permission.READ)
@require_GET
def meeting(request: ClusterRequest, number: int) -> HttpResponse:
    """Lead to the first statement that has not been settled."""
    assessment = found(request, number)
    if not assessment.is_closed:
        return page(request, "assessments/not_open.html", {"assessment": assessment, "crumbs": crumbs(request)})
    shown = result_page(request.cluster, assessment)
    return redirect(assessment.url("statement", _next(shown).text.key))


@cluster_view(Permission.READ)
@require_GET
def evidence(request: ClusterRequest, number: int, key: str, mark: str) -> FileResponse:
    """Give a file that was opened with the notes; before that, nobody but who put it there sees it."""
    assessment = found(request, number)
    opened = {one["mark"] for note in assessment.notes.get(key, ()) for one in note.get("files", ())}
    if not assessment.is_closed or mark not in opened:
        raise Http404
    kept = get_or_404(ScoreFile.objects.of(request.cluster).filter(scorer__assessment=assessment), mark=mark)
    return attachment(kept.file, kept.name)


def _next(shown: ResultPage, after: str = "") -> StatementRow:
    """Return the first one that is not settled, beginning after another."""
    rows = shown.by_disagreement
    place = next((number for number, row in enumerate(rows, 1) if row.text.key == after), 0)
    turned = [*rows[place:], *rows[:place]]
    waiting = (row for row in turned if row.agreement and row.agreement.level is None and not row.agreement.is_disputed)
    return next(waiting, turned[0])


@cluster_view(Permission.READ)
@require_http_methods(["GET", "POST"])
def statement(request: ClusterRequest, number: int, key: str) -> HttpResponse:
    """Show the scores of a statement, and note what was agreed."""
    assessment = found(request, number)
    if not assessment.is_closed:
        return redirect(assessment.url("meeting"))
    agreement: Agreement = get_or_404(Agreement.objects.of(request.cluster).filter(assessment=assessment), key=key)
    agreement.assessment = assessment
    may_agree = request.membership.may(Permission.WRITE)
    form = AgreeForm(request.POST) if request.method == "POST" else _form_of(agreement)
    if request.method == "POST" and not may_agree:
        raise PermissionDenied
    act = acting(
        request,
        form,
        lambda: services.agree(
            assessment=assessment,
            agreement=agreement,
            level=form.cleaned_data["level"],
            is_disputed="disputed" in request.POST,
            reason=form.cleaned_data["reason"],
            based_on=form.cleaned_data["revision"],
            by=request.user,
        ),
    )
    if act.is_done:
        shown = result_page(request.cluster, assessment)
        return redirect(assessment.url("statement", _next(shown, key).text.key))
    if act.conflict is not None:
        agreement = get_or_404(Agreement.objects.of(request.cluster), pk=agreement.pk)
        agreement.assessment = assessment
        form.data = {**form.data.dict(), "revision": agreement.revision}  # type: ignore[attr-defined]
    return _show(request, assessment, agreement, form, act.status, act.conflict)


def _form_of(agreement: Agreement) -> AgreeForm:
    initial = {"level": agreement.level, "reason": agreement.reason, "revision": agreement.revision}
    return AgreeForm(initial=initial)


def _show(
    request: ClusterRequest,
    assessment: Assessment,
    agreement: Agreement,
    form: AgreeForm,
    status: int,
    conflict: Conflict | None = None,
) -> HttpResponse:
    shown = result_page(request.cluster, assessment)
    row = shown.by_key.get(agreement.key)
    if row is None:
        raise Http404
    spread = row.found.spread
    chosen = str(form["level"].value() if form["level"].value() is not None else "")
    gap = spread.gap if spread else None
    counts = spread.counts if spread else ()
    context = {
        "assessment": assessment,
        "shown": shown,
        "row": row,
        "agreement": agreement,
        "form": form,
        "conflict": conflict,
        "may_agree": request.membership.may(Permission.WRITE),
        "dots": dots(counts, words.counts_words(spread), _("Nobody") if gap else "") if spread else "",
        "say": words.camps_words(spread) if spread else "",
        "levels": [
            (
                one,
                row_of_dots(counts[place]) if spread else "",
                bool(spread and counts[place]),
                chosen == str(one.number),
            )
            for place, one in enumerate(row.text.levels)
        ],
        "notes": assessment.notes.get(agreement.key, []),
        "unsure": row.found.unsure,
        "same": [
            one
            for one in shown.rows
            if one.found.spread and one.found.spread.is_same and one.agreement and one.agreement.level is None
        ],
    }
    return page(request, "assessments/meeting.html", context, status=status)


@cluster_view(Permission.WRITE)
@require_POST
def agree_same(request: ClusterRequest, number: int) -> HttpResponse:
    """Note at once what everybody chose alike."""
    assessment = found(request, number)
    made: list[int] = []

    def agree() -> None:
        made.append(services.agree_where_all_said_the_same(assessment=assessment, by=request.user))

    answer = pressed(request, agree, to=assessment.url("meeting"))
    if made:
        count = made[0]
        said = ngettext("%(count)s statement is agreed.", "%(count)s statements are agreed.", count) % {"count": count}
        return pressed(request, lambda: None, to=assessment.url(), words=said)
    return answer
