"""One's own answers as a result: read by oneself alone, and shown to the cluster by who was asked alone."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments import services
from assessments.own import may_show, own_page, own_scorer
from assessments.views.loading import crumbs, found
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import pressed
from core.pages import page


@cluster_view(Permission.READ)
@require_GET
def own(request: ClusterRequest, number: int) -> HttpResponse:
    """Show a member what they answered themselves as a result, while people answer and after."""
    assessment = found(request, number)
    scorer = own_scorer(assessment, request.user)
    if scorer is None:
        return redirect(assessment.url("score"))
    context = {
        "cluster": request.cluster,
        "assessment": assessment,
        "shown": own_page(assessment, scorer),
        "may_show": request.membership.may(Permission.WRITE) and may_show(assessment, request.user),
        "crumbs": crumbs(request, (assessment.name, assessment.url()), (_("Your own answers"), "")),
    }
    return page(request, "assessments/own.html", context)


@cluster_view(Permission.WRITE)
@require_POST
def show(request: ClusterRequest, number: int) -> HttpResponse:
    """Show one's own answers to the cluster as the result, where one was asked alone."""
    assessment = found(request, number)
    return pressed(
        request,
        lambda: services.show_alone(assessment=assessment, by=request.user),
        to=assessment.url(),
        words=_("Your answers are the result now, and everybody in the cluster can read it."),
    )
