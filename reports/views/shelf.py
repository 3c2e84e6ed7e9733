"""The page of all documents: each with its cover and its files, and those that the person asked for lately."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.languages import content_language
from core.pages import page
from core.text import other
from reports.models import Export
from reports.shown.shelf import boards_of

LATEST = 10


@cluster_view(Permission.READ)
@require_GET
def index(request: ClusterRequest) -> HttpResponse:
    """Show the shelf, the data, and what the person asked for lately."""
    mine = list(Export.objects.of(request.cluster).asked_by(request.user).newest()[:LATEST])
    for asked in mine:
        asked.cluster = request.cluster
    context = {
        "boards": boards_of(request.cluster, content_language()),
        "language": content_language(),
        "second": other(content_language()),
        "exports": mine,
        "cluster": request.cluster,
        "may_send": request.membership.may(Permission.SEND_REPORTS),
    }
    return page(request, "reports/index.html", context)
