"""The surveys of a cluster, round by round."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.pages import page
from surveys.models import Company


@cluster_view(Permission.READ)
@require_GET
def index(request: ClusterRequest) -> HttpResponse:
    """List the rounds, and lead to the companies that are asked."""
    context = {
        "cluster": request.cluster,
        "companies": Company.objects.of(request.cluster).active().count(),
        "may_run": request.membership.may(Permission.RUN_SURVEYS),
    }
    return page(request, "surveys/index.html", context)
