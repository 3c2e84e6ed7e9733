"""The report of a closed survey."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from clusters.access import ClusterRequest, cluster_view
from clusters.models import Cluster
from clusters.permissions import Permission
from core.numbers import whole_number
from core.rereading import reread
from core.shortcuts import get_or_404
from core.text import is_language
from exports.document import PrintDocument
from reports.answering import answer_pdf, answer_word
from reports.exports.surveys import survey_document
from reports.models import Export
from surveys.models import SurveyRound


@cluster_view(Permission.READ)
@require_GET
def survey_pdf(request: ClusterRequest, number: int, language: str) -> HttpResponse:
    """Give the report as PDF in one language."""
    document, name = _asked(request.cluster, number, language, request.GET.get("with"))
    return answer_pdf(request, Export.Kind.SURVEY, document, name)


@cluster_view(Permission.READ)
@require_GET
def survey_word(request: ClusterRequest, number: int, language: str) -> HttpResponse:
    """Give the report as a Word document in one language."""
    return answer_word(*_asked(request.cluster, number, language, request.GET.get("with")))


@reread
def _asked(cluster: Cluster, number: int, language: str, wanted: str | None) -> tuple[PrintDocument, str]:
    """Return the report and a name for its file; while the survey can be answered there is none."""
    if not is_language(language):
        raise Http404
    rows = SurveyRound.objects.of(cluster).filter(state=SurveyRound.State.CLOSED).select_related("edition")
    round = get_or_404(rows, number=number).in_cluster(cluster)
    earlier = None
    if wanted is not None:
        other = whole_number(wanted[:9])
        earlier = get_or_404(rows.exclude(pk=round.pk), number=-1 if other is None else other)
        earlier = earlier.in_cluster(cluster)
    document = survey_document(round, language, earlier)
    return document, f"{document.organisation} - {document.title} ({language})"
