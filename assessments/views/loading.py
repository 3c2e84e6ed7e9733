"""The assessment that an address names."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import services
from assessments.models import Assessment
from clusters.access import ClusterRequest
from core.shortcuts import get_or_404


def found(request: ClusterRequest, number: int) -> Assessment:
    """Return it, or answer 404; once its last day has passed its answers are opened by whoever looks first."""
    rows = Assessment.objects.of(request.cluster).alive().with_edition()
    assessment: Assessment = get_or_404(rows, number=number)
    assessment.cluster = request.cluster
    services.close_if_over(assessment, timezone.localdate())
    return assessment


def crumbs(request: ClusterRequest, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the way here."""
    return [(_("Self-assessment"), reverse("assessments:index", args=[request.cluster.slug])), *more]
