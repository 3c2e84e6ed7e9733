"""Documents to hand on: the page that offers them, and the files."""

from dataclasses import dataclass
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.languages import content_language
from core.pages import page
from core.text import Language, is_language, other
from exports.html import print_html
from exports.pdf import PdfFailed
from exports.store import pdf_of
from reports.strategy import strategy_document
from strategy.models import Strategy
from strategy.pages import StrategyPage
from strategy.views.loading import opened


@dataclass(frozen=True, slots=True)
class Offer:
    """A document in one language, and how many answers it has to take from the other."""

    language: Language
    borrowed: int
    is_main: bool


@cluster_view(Permission.READ)
@require_GET
def index(request: ClusterRequest) -> HttpResponse:
    """Offer the documents of the cluster's strategies."""
    strategies = Strategy.objects.of(request.cluster).alive().with_workbook()
    return page(request, "reports/index.html", {"strategies": strategies, "cluster": request.cluster})


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
    """Give the strategy as PDF in one language."""
    if not is_language(language):
        raise Http404
    shown = opened(request, number)
    goals = list(shown.strategy.goals.alive())
    document = strategy_document(request.cluster, shown, goals, language)
    try:
        pdf = pdf_of(print_html(document), name=f"strategy-{shown.strategy.pk}-{language}")
    except PdfFailed as failure:
        context = {"message": failure.message, "back": shown.url("detail"), "again": request.get_full_path()}
        return page(request, "reports/failed.html", context, status=503)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = file_name(shown, language)
    response["Content-Disposition"] = (
        f"inline; filename=\"{slugify(name) or 'strategy'}.pdf\"; filename*=UTF-8''{quote(name)}.pdf"
    )
    return response


def file_name(shown: StrategyPage, language: Language) -> str:
    """Return a name for the file that says what it is: cluster, title, language."""
    cluster = shown.cluster.name.resolve(language).text
    return f"{cluster} - {shown.strategy.title} ({language})".replace("/", "-")
