"""Fetches the document that an address names."""

from clusters.access import ClusterRequest
from core.shortcuts import get_or_404
from documents.models import ClusterDocument
from documents.selectors.page import DocumentPage


def opened(request: ClusterRequest, number: int, *, with_people: bool = False) -> DocumentPage:
    """Return the cluster's document with answers and clauses; three queries, and those of what the portal knows."""
    rows = ClusterDocument.objects.of(request.cluster).alive().with_workbook().with_known()
    return DocumentPage.load(request.cluster, get_or_404(rows, number=number), with_people=with_people)
