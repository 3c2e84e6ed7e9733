"""Documents to hand on: the page that offers them, and the files."""

from dataclasses import dataclass
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.languages import content_language
from core.pages import is_fragment, page
from core.shortcuts import get_or_404
from core.text import Language, is_language, other
from core.workers import is_anybody_at_work
from exports.html import print_html
from exports.store import file_of
from kpis.models import MeasuringRound
from reports.evaluation import evaluation_document
from reports.models import Export
from reports.services import Wanted, is_stuck, request_export
from reports.strategy import strategy_document
from strategy.models import Strategy
from strategy.pages import StrategyPage
from strategy.views.loading import opened

LATEST = 10


@dataclass(frozen=True, slots=True)
class Offer:
    """A document in one language, and how many answers it has to take from the other."""

    language: Language
    borrowed: int
    is_main: bool


@cluster_view(Permission.READ)
@require_GET
def index(request: ClusterRequest) -> HttpResponse:
    """Offer the documents of the cluster's strategies, and show those that the person asked for lately."""
    strategies = Strategy.objects.of(request.cluster).alive().with_workbook()
    mine = list(Export.objects.of(request.cluster).asked_by(request.user).newest()[:LATEST])
    for asked in mine:
        asked.cluster = request.cluster
    rounds = MeasuringRound.objects.of(request.cluster).order_by("-date", "-number")
    context = {"strategies": strategies, "rounds": rounds, "exports": mine, "cluster": request.cluster}
    return page(request, "reports/index.html", context)


@cluster_view(Permission.READ)
@require_GET
def strategy(request: ClusterRequest, number: int) -> HttpResponse:
    """Say what the strategy's document contains, and offer it in both languages."""
    shown = opened(request, number)
    context = {
        "shown": shown,
        "strategy": shown.strategy,
        "cluster": request.cluster,
        "offers": offers(shown),
        "missing": len(shown.gaps),
        "progress": shown.sheet.progress(),
        "crumbs": [(shown.strategy.title, shown.url("detail")), (_("PDF"), "")],
    }
    return page(request, "reports/strategy.html", context)


def offers(shown: StrategyPage) -> list[Offer]:
    """Return the languages of the document, the reader's own first."""
    here = content_language()
    found = []
    for language in (here, other(here)):
        questions = [q for section in shown.sheet.sections() for q in shown.sheet.questions(section)]
        borrowed = sum(shown.sheet.lacks_language(question, language) for question in questions)
        found.append(Offer(language, borrowed, language == shown.cluster.language))
    return found


@cluster_view(Permission.READ)
@require_GET
def strategy_pdf(request: ClusterRequest, number: int, language: str) -> HttpResponse:
    """Give the strategy as PDF in one language: at once, if it was made before, or else when it is made."""
    if not is_language(language):
        raise Http404
    shown = opened(request, number)
    goals = list(shown.strategy.goals.alive())
    document = strategy_document(request.cluster, shown, goals, language)
    wanted = Wanted(Export.Kind.STRATEGY, file_name(shown, language), language, request.path, print_html(document))
    made = request_export(cluster=request.cluster, wanted=wanted, by=request.user)
    pdf = file_of(made.digest) if made.is_done else None
    return redirect(made) if pdf is None else answer_file(made, pdf)


@cluster_view(Permission.READ)
@require_GET
def evaluation_pdf(request: ClusterRequest, number: int, language: str) -> HttpResponse:
    """Give the evaluation of a measuring round as PDF in one language."""
    if not is_language(language):
        raise Http404
    rounds = MeasuringRound.objects.of(request.cluster).select_related("strategy")
    measured = get_or_404(rounds, number=number)
    measured.cluster = request.cluster
    document = evaluation_document(measured, language)
    name = f"{document.organisation} - {document.title} {measured.date.isoformat()} ({language})"
    wanted = Wanted(Export.Kind.EVALUATION, name, language, request.path, print_html(document))
    made = request_export(cluster=request.cluster, wanted=wanted, by=request.user)
    pdf = file_of(made.digest) if made.is_done else None
    return redirect(made) if pdf is None else answer_file(made, pdf)


def file_name(shown: StrategyPage, language: Language) -> str:
    """Return a name for the file that says what it is: cluster, title, language."""
    cluster = shown.cluster.name.resolve(language).text
    return f"{cluster} - {shown.strategy.title} ({language})"


@cluster_view(Permission.READ)
@require_GET
def export(request: ClusterRequest, pk: int) -> HttpResponse:
    """Show how far a document is; the fragment is asked for again and again until the document is made."""
    shown = fetched(request, pk)
    context = {
        "export": shown,
        "cluster": request.cluster,
        "has_worker": not shown.is_open or is_anybody_at_work(),
        "is_stuck": is_stuck(shown),
        "is_fragment": is_fragment(request),
        "crumbs": [(_("PDF and data"), reverse("reports:index", args=[request.cluster.slug])), (shown.name, "")],
    }
    # 286 tells HTMX to stop asking.
    status = 286 if is_fragment(request) and not shown.is_open else 200
    return page(request, "reports/export.html", context, partial="progress", status=status)


@cluster_view(Permission.READ)
@require_GET
def export_file(request: ClusterRequest, pk: int) -> HttpResponse:
    """Give a finished document; one whose file has made room for others is made again."""
    shown = fetched(request, pk)
    if not shown.is_done:
        return redirect(shown)
    pdf = file_of(shown.digest)
    return redirect(shown.address) if pdf is None else answer_file(shown, pdf)


def fetched(request: ClusterRequest, pk: int) -> Export:
    """Return a document that somebody in the cluster asked for: all of them may read what it was made from."""
    found = get_or_404(Export.objects.of(request.cluster), pk=pk)
    found.cluster = request.cluster
    return found


def answer_file(shown: Export, pdf: bytes) -> HttpResponse:
    """Answer with the file under its name."""
    response = HttpResponse(pdf, content_type="application/pdf")
    name = shown.name.replace("/", "-")
    response["Content-Disposition"] = (
        f"inline; filename=\"{slugify(name) or 'document'}.pdf\"; filename*=UTF-8''{quote(name)}.pdf"
    )
    return response
