"""Taking a self-assessment that is still open to another edition: what changes, and saying yes to it."""

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments import services
from assessments.models import Assessment
from assessments.moving import move_page
from assessments.services.moving import newer_edition, prospect_of
from assessments.views.loading import crumbs, found
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import done, refused
from core.errors import Conflict, Refusal
from core.pages import page
from core.shortcuts import get_or_404
from library.models import Edition

LONGEST_VERSION = 9


def _editions(assessment: Assessment) -> QuerySet[Edition]:
    # across_clusters: of what is asked, which may be the cluster's own
    editions = Edition.across_clusters.published().filter(publication=assessment.edition.publication_id)
    return editions.exclude(pk=assessment.edition_id).select_related("publication")


def _wanted(request: ClusterRequest, assessment: Assessment) -> Edition | None:
    """Return the edition that the address names, or the newest one."""
    named = request.GET.get("to", "")
    if not named:
        return newer_edition(assessment)
    if not (named.isascii() and named.isdigit() and len(named) <= LONGEST_VERSION):
        raise Http404
    return get_or_404(_editions(assessment), version=int(named))


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def edition(request: ClusterRequest, number: int) -> HttpResponse:
    """Show what another edition asks, and take the self-assessment there when somebody says yes."""
    assessment = found(request, number)
    wanted = _wanted(request, assessment)
    context = {
        "assessment": assessment,
        "cluster": request.cluster,
        "crumbs": crumbs(request, (assessment.name, assessment.url()), (_("New edition"), "")),
    }
    if wanted is None:
        is_open = not assessment.is_closed and not assessment.counted
        former = _editions(assessment).filter(version__lt=assessment.edition.version).order_by("-version").first()
        context["former"] = former if is_open else None
        return page(request, "assessments/edition_newest.html", context)
    status, message = 200, ""
    try:
        if request.method == "POST":
            seen = request.POST.get("seen", "")
            services.move_assessment(assessment=assessment, edition=wanted, seen=seen, by=request.user)
            words = _("You have moved to edition %(version)s.") % {"version": wanted.version}
            return done(request, assessment.url(), words)
        shown = prospect_of(assessment, wanted)
    except Conflict as conflict:
        assessment = found(request, number)
        if assessment.is_closed or assessment.edition_id == wanted.pk:
            return refused(request, conflict, assessment.url())
        status, message, shown = 409, conflict.message, prospect_of(assessment, wanted)
        context["assessment"] = assessment
    except Refusal as refusal:
        return refused(request, refusal, assessment.url())
    context |= {"shown": move_page(shown), "wanted": wanted, "message": message}
    return page(request, "assessments/edition.html", context, status=status)
