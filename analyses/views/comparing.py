"""The same country or technology compared across analyses and years."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from analyses.models import Analysis
from analyses.selectors.comparing import compared
from analyses.selectors.page import pages_of
from analyses.shown.comparing import OneOption, groups_of
from analyses.views.analysis import index_url
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.pages import page


@cluster_view(Permission.READ)
@require_GET
def compare(request: ClusterRequest) -> HttpResponse:
    """Show every option with its place in each analysis, or one of them in full; three queries."""
    analyses = Analysis.objects.of(request.cluster).alive().with_workbook().prefetch_related("workbook__answers")
    found = compared(pages_of(request.cluster, list(analyses)))
    asked = request.GET.get("option", "")
    chosen = next((one for one in found if one.identity == asked), None)
    if asked and chosen is None:
        raise Http404
    crumbs = [(_("Analyses"), index_url(request)), (_("Compare"), "" if chosen is None else request.path)]
    one = OneOption(chosen) if chosen else None
    context = {
        "groups": groups_of(found),
        "one": one,
        "cluster": request.cluster,
        "crumbs": [*crumbs, (one.name, "")] if one else crumbs,
    }
    return page(request, "analyses/compare.html", context)
