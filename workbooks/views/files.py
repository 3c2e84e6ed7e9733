"""A file as the answer to a question: chosen on a page of its own, and given to members."""

from urllib.parse import urlencode

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from answers.base import Surroundings
from answers.types import type_of
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, done
from core.pages import page
from core.shortcuts import get_or_404
from core.uploads import attachment
from workbooks.file_form import FileForm
from workbooks.models import AnswerFile
from workbooks.receiving import revision_of
from workbooks.services.files import save_file
from workbooks.services.saving import AnswerConflict
from workbooks.shown.section_page import setting_of
from workbooks.stores.workbook import WorkbookStore
from workbooks.views.answers import loaded, unknown_question, way_back


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def choose(request: ClusterRequest, pk: int, key: str) -> HttpResponse:
    """Show what is there; keep the file that was chosen as the answer, or take the answer away."""
    workbook, answers = loaded(request, pk)
    store = WorkbookStore(workbook)
    question = store.document.question(key)
    if question is None or not question.asks_file:
        return unknown_question(request, key)
    current, back = answers.get(key), way_back(request)
    removes = request.POST.get("act") == "remove"
    form = bound(request, FileForm)
    act = acting(
        request,
        None if removes else form,
        lambda: save_file(
            store,
            cluster=request.cluster,
            key=key,
            upload=None if removes else form.cleaned_data["file"],
            based_on=revision_of(request.POST.get("revision", "")) or 0,
            current=current,
            by=request.user,
        ),
    )
    if act.is_done:
        said = _("The file has been removed. It is kept under Earlier answers.") if removes else _("The file is saved.")
        return done(request, f"{back}#q-{key}" if back else request.path, said)
    if isinstance(act.conflict, AnswerConflict):
        current = act.conflict.current
    value, reading = (current.value if current else None), setting_of(request.cluster).reading
    context = {
        "workbook": workbook,
        "cluster": request.cluster,
        "question": question,
        "form": FileForm() if removes else form,
        "shown": type_of(question).show(question, value, reading, Surroundings()),
        "revision": current.revision if current else 0,
        "has_conflict": act.conflict is not None,
        "said": act.said,
        "removes": removes,
        "query": f"?{urlencode({'back': back})}" if back else "",
        "back": back,
        "crumbs": [*([(workbook.title, f"{back}#q-{key}")] if back else []), (_("File"), "")],
    }
    return page(request, "workbooks/file.html", context, status=act.status)


@cluster_view(Permission.READ)
@require_GET
def file(request: ClusterRequest, mark: str) -> FileResponse:
    """Give out a file of the cluster's answers, always to be saved and never to be shown by the browser."""
    found = get_or_404(AnswerFile.objects.of(request.cluster), mark=mark)
    return attachment(found.file, found.name)
