"""The earlier versions of whatever people change in a cluster, on one page."""

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from clusters import revisions
from clusters.access import ClusterRequest, cluster_view
from clusters.forms.rows import RevisionForm
from clusters.history import steps_of
from clusters.models import Change, Cluster
from clusters.permissions import Permission
from clusters.revised import Revised
from core.errors import Refusal
from core.pages import page
from core.shortcuts import get_or_404


@cluster_view(Permission.READ)
@require_GET
def history(request: ClusterRequest, thing: str, pk: int) -> HttpResponse:
    """Show how a row came to be what it is; each kind of row says who may read that."""
    row = found(request, thing, pk)
    if not request.membership.may(row.read_right):
        raise PermissionDenied
    return shown(request, row)


def shown(request: ClusterRequest, row: Revised, message: str = "", status: int = 200) -> HttpResponse:
    """Show the history, with what went wrong if something did."""
    may_write = row.may_be_changed_by(request.membership)
    context = {
        "row": row,
        "thing": row._meta.model_name,
        "cluster": request.cluster,
        "steps": steps_of(row),
        "message": message,
        "may_write": may_write,
        "talk_url": row.talk_url if request.membership.may(Permission.REVIEW) else "",
        "crumbs": [
            (row.called or _("Cluster settings"), row.form_url if may_write else ""),
            (_("Earlier versions"), ""),
        ],
    }
    return page(request, "clusters/history.html", context, status=status)


@cluster_view(Permission.WRITE)
@require_POST
def bring_back(request: ClusterRequest, thing: str, pk: int, line: int) -> HttpResponse:
    """Let a row be again what it was; each kind of row says who may do that."""
    row = found(request, thing, pk)
    if not row.may_be_changed_by(request.membership):
        raise PermissionDenied
    change = get_or_404(Change.objects.of(request.cluster).about(row), pk=line)
    form = RevisionForm(request.POST)
    based_on = form.cleaned_data["revision"] if form.is_valid() else 0
    try:
        revisions.bring_back(row, change, based_on=based_on or 0, by=request.user)
    except Refusal as conflict:
        return shown(request, row, conflict.message, 409)
    messages.success(request, _("The earlier version is back."))
    return redirect(row.history_url)


def found(request: ClusterRequest, thing: str, pk: int) -> Revised:
    """Return the row that the address names, of the request's cluster."""
    model = next((one for one in apps.get_models() if issubclass(one, Revised) and one._meta.model_name == thing), None)
    if model is None:
        raise Http404
    if model is Cluster:
        if pk != request.cluster.pk:
            raise Http404
        return request.cluster
    row: Revised = get_or_404(model.objects.of(request.cluster), pk=pk)  # type: ignore[attr-defined]  # each is guarded
    return row.in_cluster(request.cluster)
