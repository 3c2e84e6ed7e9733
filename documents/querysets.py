"""Which documents, clauses and signed copies."""

from typing import TYPE_CHECKING

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from clusters.deletable import DeletableSet
from clusters.models import Membership
from clusters.permissions import Role
from surveys.models import Company

if TYPE_CHECKING:
    from documents.models import ClusterDocument, DocumentClause, SignedCopy  # noqa: F401


class ClusterDocumentSet(DeletableSet["ClusterDocument"]):
    """Documents that a cluster has put together, the deleted ones too unless one asks for those alive."""

    def with_workbook(self) -> "ClusterDocumentSet":
        """Add the workbook with its edition, what the document is tied to, and who answers for it."""
        heavy = ("workbook__edition__document",)
        return self.select_related(
            *("workbook__edition__publication", "strategy__workbook", "activity__owner", "owner", "created_by")
        ).defer(*heavy)

    def with_known(self) -> "ClusterDocumentSet":
        """Add what the portal knows of the cluster's people and members; no query of its own."""
        # across_clusters: narrowed to the cluster of the document
        owners = Membership.across_clusters.filter(cluster=OuterRef("cluster"), role=Role.OWNER).order_by("pk")
        companies = Company.across_clusters.filter(cluster=OuterRef("cluster")).order_by().values("cluster")
        counted = companies.annotate(n=Count("pk", filter=Q(is_active=True, merged_into=None))).values("n")
        return self.annotate(
            contact_name=Subquery(owners.values("user__name")[:1]),
            contact_email=Subquery(owners.values("user__email")[:1]),
            member_count=Coalesce(Subquery(counted, output_field=IntegerField()), Value(0)),
        )


class DocumentClauseSet(DeletableSet["DocumentClause"]):
    """Clauses that a cluster has left out, changed or added."""


class SignedCopySet(DeletableSet["SignedCopy"]):
    """Signed copies."""
