"""The KPIs of a quarter, the action plan and the year as documents of their own."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from clusters.access import ClusterRequest, cluster_view
from clusters.models import Cluster
from clusters.permissions import Permission
from core.rereading import reread
from core.text import is_language
from exports.document import PrintDocument
from reports.answering import answer_pdf, answer_word
from reports.exports.alone import kpi_report, plan_document, year_document
from reports.models import Export
from strategy.current import opened_in

KINDS = {"kpis": Export.Kind.KPIS, "plan": Export.Kind.PLAN, "year": Export.Kind.YEAR}


@cluster_view(Permission.READ)
@require_GET
def alone_pdf(request: ClusterRequest, number: int, what: str, language: str) -> HttpResponse:
    """Give one part of a strategy by itself as PDF: `what` is a key of `KINDS`."""
    document, name = _asked(request.cluster, number, what, language)
    return answer_pdf(request, KINDS[what], document, name)


@cluster_view(Permission.READ)
@require_GET
def alone_word(request: ClusterRequest, number: int, what: str, language: str) -> HttpResponse:
    """Give one of them as a Word document in one language."""
    return answer_word(*_asked(request.cluster, number, what, language))


@reread
def _asked(cluster: Cluster, number: int, what: str, language: str) -> tuple[PrintDocument, str]:
    if not is_language(language) or what not in KINDS:
        raise Http404
    shown, today = opened_in(cluster, number), timezone.localdate()
    goals = list(shown.strategy.goals.alive())
    if what == "kpis":
        document = kpi_report(shown, goals, language, today)
    elif what == "plan":
        document = plan_document(shown, goals, language, today)
    else:
        document = year_document(shown, language, today)
    return document, f"{document.organisation} - {document.title} {document.period} ({language})"
