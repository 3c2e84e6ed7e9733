"""A document as what holds a workbook."""

from clusters.models import Cluster
from documents.models import ClusterDocument, final_words
from workbooks.holders import Holder, held_in


def holder(cluster: Cluster, workbook: int) -> Holder | None:
    """Return the document that the workbook is of; one query."""
    found = ClusterDocument.objects.of(cluster).alive().filter(workbook=workbook).first()
    refusal = final_words() if found is not None and not found.is_draft else ""
    return held_in("documents", cluster, found, section="section", refusal=refusal)
