"""Pages and fragments of a workbook: a section as a form, one answer by itself, its history, and the whole to read."""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from answers.sheet import Progress
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core import ahead
from core.acting import refused
from core.errors import Conflict, Refusal
from core.pages import fragment, page
from core.shortcuts import get_or_404
from schema.questions import Question
from workbooks.asking import Posted
from workbooks.asking.base import clean
from workbooks.late import take_late
from workbooks.models import Workbook
from workbooks.origins import Origin
from workbooks.receiving import CHOICES, JUDGEMENTS, Act, Outcome, posted_of, receive, revision_of
from workbooks.selectors import state_words
from workbooks.services.borrowing import bring_back_borrowed, empty_borrowed, keys_of
from workbooks.services.presence import beat, leave
from workbooks.services.workbooks import restore_answer
from workbooks.shown.cards import Card
from workbooks.shown.history import changes_of
from workbooks.shown.saved import drawn_saved
from workbooks.shown.section_page import SectionPage, setting_of
from workbooks.stores.progress_cache import progress_of
from workbooks.stores.stored_answers import StoredAnswers, load, name_of, origins_of, sheet_of
from workbooks.stores.workbook import WorkbookStore


def loaded(request: ClusterRequest, pk: int, key: str) -> tuple[Workbook, StoredAnswers]:
    """Return the cluster's workbook with what it asks, and its answers by question; one query.

    The answer to this question comes whole; another one is read when it is asked for.
    """
    told = ahead.take(request, name_of(request.cluster.slug, pk, key))
    answers = load(request.cluster, pk, key, told)
    if answers is None:
        raise Http404
    return answers.workbook, answers


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def answer(request: ClusterRequest, pk: int, key: str) -> HttpResponse:
    """Store one answer as soon as it is written; the fragment says whether it is saved, wrong or in conflict.

    A GET gives the question's card as it stands, for a page on which a colleague's change is to appear.
    """
    workbook, answers = loaded(request, pk, key)
    store = WorkbookStore(workbook)
    question = store.document.question(key)
    setting, posted = setting_of(request.cluster), posted_of(request.POST)
    if request.method == "POST":
        late = take_late(workbook, Posted({f"rev-{key}": [""], **posted.values}), setting, request.user)
        if late.kept:
            return page(
                request,
                "workbooks/late.html",
                {"key": key, "late": late, "workbook": workbook, "cluster": request.cluster},
            )
        posted = late.posted
    if question is None or not question.stores_answer:
        return unknown_question(request, key)
    outcome = Outcome(answers)
    if request.method == "POST":
        # A save that names no revision must not look like one that was stored.
        posted = Posted({f"rev-{key}": [""], **posted.values})
        outcome = receive(
            store=store, questions=[question], posted=posted, answers=answers, setting=setting, by=request.user
        )
    section = store.document.section_of(key)
    assert section is not None  # noqa: S101 -- every question stands in a section
    sheet = sheet_of(store, outcome.answers)
    progresses = {one.key: progress_of(sheet, one, workbook.edition) for one in sheet.document.sections}
    shown = SectionPage(store, section, sheet, outcome.answers, setting, typed=outcome.typed, progresses=progresses)
    card = shown.card(question)
    whole = request.method == "GET" or Act.of(posted).verb in (*CHOICES, *JUDGEMENTS) or key in outcome.grown
    response = card_answer(request, shown, card, whole=whole, judges=any(origins_of(outcome.answers)))
    response["X-Revision"] = str(card.revision)
    response["X-State"] = card.state
    response["X-Progress"] = progress_header(shown)
    return response


def card_answer(request: ClusterRequest, shown: SectionPage, card: Card, *, whole: bool, judges: bool) -> HttpResponse:
    """Answer with what stands in the card now, and with what the answer has touched beside it."""
    simple = None if whole or judges else drawn_saved(shown, card)
    if simple is not None:
        return fragment(simple)
    seen = {
        "card": card,
        "touched": shown.touched_by(card),
        "page": shown,
        "whole": whole,
        "judges": judges,
        "cluster": request.cluster,
    }
    return page(request, "workbooks/answer.html", seen, status=status_of(card))


def status_of(card: Card) -> int:
    """Return 200 for what is stored, 422 for what is wrong, 409 for what a colleague changed first."""
    return {"conflict": 409, "invalid": 422}.get(card.state, 200)


def progress_header(shown: SectionPage) -> str:
    """Return how far each section has come, for the wheels, meters and words around.

    `foundation=60=6%20of%2010%20answered analysis=0=Not%20started`
    """
    language, source = get_language(), shown.source
    return " ".join(f"{key}={_as_header(progress, source, language)}" for key, progress in shown.progresses.items())


@lru_cache(4096)
def _as_header(progress: Progress, source: Origin, _language: str | None) -> str:
    return f"{progress.percent}={quote(state_words(progress, source))}"


def unknown_question(request: ClusterRequest, key: str) -> HttpResponse:
    """Say that the edition of the workbook asks nothing under this key, which may be as long as an address."""
    return page(request, "workbooks/unknown_question.html", {"key": key[:80]}, status=404)


@cluster_view(Permission.READ)
@require_http_methods(["GET", "POST"])
def history(request: ClusterRequest, pk: int, key: str) -> HttpResponse:
    """Show every change of an answer, and bring an earlier one back."""
    workbook, answers = loaded(request, pk, key)
    store = WorkbookStore(workbook)
    question = store.document.question(key)
    if question is None or not question.stores_answer:
        return unknown_question(request, key)
    message, status = "", 200
    back = way_back(request)
    if request.method == "POST":
        if not request.membership.may(Permission.WRITE):
            return page(request, "403.html", status=403)
        message, status = restore(request, workbook, question, answers)
        if status == 200:
            return redirect(f"{request.path}?{urlencode({'back': back})}" if back else request.path)
    sheet, revision = sheet_of(store, answers), answers[key].revision if key in answers else 0
    context = {
        "workbook": workbook,
        "cluster": request.cluster,
        "question": question,
        "changes": changes_of(
            store, question, sheet, setting_of(request.cluster), request.GET.get("page", ""), newest=revision
        ),
        "revision": revision,
        "message": message,
        "may_write": request.membership.may(Permission.WRITE),
        "back": back,
        "crumbs": [*([(workbook.title, f"{back}#q-{key}")] if back else []), (_("Earlier answers"), "")],
    }
    return page(request, "workbooks/history.html", context, status=status)


def way_back(request: ClusterRequest) -> str:
    """Return the page of this cluster that the reader came from; empty when it was none.

    A workbook is filled in on pages of several rooms above this one, and only the browser knows on which.
    """
    came_from = urlsplit(request.headers.get("Referer", ""))
    is_here = came_from.netloc == request.get_host() and came_from.path != request.path
    address = request.GET.get("back", "") or (came_from.path if is_here else "")
    of_cluster, _sep, _rest = request.path.partition("workbooks/")
    return address if address.startswith(of_cluster) and url_has_allowed_host_and_scheme(address, None) else ""


def restore(request: ClusterRequest, workbook: Workbook, question: Question, answers: StoredAnswers) -> tuple[str, int]:
    """Bring back the change that the form names; return a sentence and a status when that cannot be done."""
    posted = posted_of(request.POST)
    change = get_or_404(workbook.changes.to_question(question.key), pk=posted.one("change"))
    try:
        restore_answer(
            workbook=workbook,
            change=change,
            based_on=revision_of(posted.one("revision")) or 0,
            current=answers.get(question.key),
            by=request.user,
        )
    except Conflict as conflict:
        return conflict.message, 409
    except Refusal as refusal:
        return refusal.message, 422
    return "", 200


@cluster_view(Permission.WRITE)
@require_POST
def empty(request: ClusterRequest, pk: int) -> HttpResponse:
    """Take away what is still borrowed, in one section or in the whole, and lead back."""
    home = request.path.partition("workbooks/")[0]
    try:
        count = on_borrowed(request, pk, empty_borrowed)
    except Refusal as refusal:
        return refused(request, refusal, way_back(request) or home)
    said = ngettext(
        "%(count)s answer has been emptied. You can bring it back.",
        "%(count)s answers have been emptied. You can bring them back.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect(way_back(request) or home)


@cluster_view(Permission.WRITE)
@require_POST
def bring_back(request: ClusterRequest, pk: int) -> HttpResponse:
    """Put back what was emptied, in one section or in the whole, and lead back."""
    home = request.path.partition("workbooks/")[0]
    try:
        count = on_borrowed(request, pk, bring_back_borrowed)
    except Refusal as refusal:
        return refused(request, refusal, way_back(request) or home)
    said = ngettext("%(count)s answer is back.", "%(count)s answers are back.", count) % {"count": count}
    messages.success(request, said)
    return redirect(way_back(request) or home)


def on_borrowed(request: ClusterRequest, pk: int, deed: Callable[..., int]) -> int:
    """Do it to the section that the form names, or to the whole when it names none; return to how many answers."""
    workbook = get_or_404(Workbook.objects.of(request.cluster).select_related("edition"), pk=pk)
    workbook.cluster = request.cluster
    document, name = WorkbookStore(workbook).document, request.POST.get("section", "")
    section = document.section(name) if name else None
    if name and section is None:
        raise Http404
    return deed(workbook=workbook, keys=keys_of(document, section), by=request.user)


@cluster_view(Permission.WRITE)
@require_POST
def presence(request: ClusterRequest, pk: int) -> JsonResponse:
    """Note that the page of a section is open, or closed; say who else is here, and which revisions are the newest."""
    workbook = get_or_404(Workbook.objects.of(request.cluster), pk=pk)
    section = clean(request.POST.get("section", ""))[:80]
    if request.POST.get("leaves"):
        leave(workbook=workbook, user=request.user)
        return JsonResponse({})
    colleagues = beat(workbook=workbook, section_key=section, user=request.user)
    revisions = dict(workbook.answers.values_list("question_key", "revision"))
    return JsonResponse(
        {
            "here": [colleague.name for colleague in colleagues if colleague.section_key == section],
            "elsewhere": [colleague.name for colleague in colleagues if colleague.section_key != section],
            "revisions": revisions,
        }
    )
