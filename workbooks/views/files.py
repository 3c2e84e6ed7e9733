"""A file as the answer to a question: chosen on a page of its own, and given to members."""

from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from answers.base import Stored, Surroundings
from answers.shown import NOTHING, Shown
from answers.types import type_of
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, done
from core.pages import page
from core.shortcuts import get_or_404
from core.text import Language
from core.uploads import attachment
from schema.questions import Question
from workbooks.file_form import FileForm
from workbooks.models import AnswerChange, AnswerFile, Workbook
from workbooks.receiving import revision_of
from workbooks.services.files import save_file, take_mine
from workbooks.services.saving import AnswerConflict
from workbooks.shown.section_page import setting_of
from workbooks.stores.workbook import WorkbookStore
from workbooks.views.answers import loaded, unknown_question, way_back


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def choose(request: ClusterRequest, pk: int, key: str) -> HttpResponse:
    """Show what is there; keep the file that was chosen as the answer, or take the answer away."""
    workbook, answers = loaded(request, pk, key)
    store = WorkbookStore(workbook)
    question = store.document.question(key)
    if question is None or not question.asks_file:
        return unknown_question(request, key)
    current, back = answers.get(key), way_back(request)
    verb = request.POST.get("act", "")
    mine = _mine(request, workbook, key) if verb == "mine" else None
    if verb == "mine" and mine is None:
        raise Http404
    form = bound(request, FileForm)
    based_on = revision_of(request.POST.get("revision", "")) or 0
    act = acting(
        request,
        None if verb else form,
        lambda: (
            take_mine(store, mine, based_on=based_on, current=current, by=request.user)
            if mine
            else save_file(
                store,
                cluster=request.cluster,
                key=key,
                upload=None if verb == "remove" else form.cleaned_data["file"],
                based_on=based_on,
                current=current,
                by=request.user,
            )
        ),
    )
    removes = mine.value is None if mine else verb == "remove"
    if act.is_done:
        said = _("The file has been removed. It is kept under Earlier answers.") if removes else _("The file is saved.")
        return done(request, f"{back}#q-{key}" if back else request.path, said)
    if isinstance(act.conflict, AnswerConflict):
        current = act.conflict.current
        mine = mine or _mine(request, workbook, key)
    value, reading = (current.value if current else None), setting_of(request.cluster).reading
    context = {
        "workbook": workbook,
        "cluster": request.cluster,
        "question": question,
        "form": FileForm() if verb else form,
        "shown": _shown(question, value, reading),
        "mine": mine,
        "shown_mine": _shown(question, mine.value, reading) if mine else NOTHING,
        "theirs": current,
        "is_own": current is not None and current.changed_by_id == request.user.pk,
        "revision": current.revision if current else 0,
        "has_conflict": act.conflict is not None,
        "said": act.said,
        "removes": removes,
        "query": f"?{urlencode({'back': back})}" if back else "",
        "back": back,
        "crumbs": [*([(workbook.title, f"{back}#q-{key}")] if back else []), (_("File"), "")],
    }
    return page(request, "workbooks/file.html", context, status=act.status)


def _mine(request: ClusterRequest, workbook: Workbook, key: str) -> AnswerChange | None:
    """Return what the person sent and a colleague was faster than: the one that a page names, or the newest."""
    rows = workbook.changes.filter(question_key=key, by=request.user, kind=AnswerChange.Kind.SET_ASIDE)
    named = revision_of(request.POST.get("mine", ""))
    return (rows if named is None else rows.filter(pk=named)).order_by("-pk").first()


def _shown(question: Question, value: Stored, reading: Language) -> Shown:
    return type_of(question).show(question, value, reading, Surroundings())


@cluster_view(Permission.READ)
@require_GET
def file(request: ClusterRequest, mark: str) -> FileResponse:
    """Give out a file of the cluster's answers, always to be saved and never to be shown by the browser."""
    found = get_or_404(AnswerFile.objects.of(request.cluster), mark=mark)
    return attachment(found.file, found.name)
