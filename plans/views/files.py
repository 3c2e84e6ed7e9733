"""The files kept with an activity."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound
from core.shortcuts import get_or_404
from core.uploads import attachment
from plans import services
from plans.forms.activities import FilesForm
from plans.models import Activity, ActivityFile
from plans.views.activities import activity_page
from plans.views.loading import opened
from plans.views.parts import back


@cluster_view(Permission.WRITE)
@require_POST
def add_files(request: ClusterRequest, number: int) -> HttpResponse:
    """Keep files with the activity: all that were sent, or none."""
    activity = opened(request, number)
    form = bound(request, FilesForm)
    act = acting(
        request,
        form,
        lambda: services.add_files(activity=activity, uploads=form.cleaned_data["chosen"], by=request.user),
    )
    if not act.is_done:
        return activity_page(request, activity, files=form, status=act.status)
    uploads = form.cleaned_data["chosen"]
    names = ", ".join(upload.name for upload in uploads)
    words = ngettext("%(count)s file saved: %(names)s.", "%(count)s files saved: %(names)s.", len(uploads))
    messages.success(request, words % {"count": len(uploads), "names": names})
    return back(activity, "files")


@cluster_view(Permission.READ)
@require_GET
def file(request: ClusterRequest, number: int, pk: int) -> FileResponse:
    """Give out a file, always to be saved and never to be shown by the browser."""
    found = get_or_404(ActivityFile.objects.of(request.cluster).kept().filter(activity__number=number), pk=pk)
    return attachment(found.file, found.name)


def fetched(request: ClusterRequest, activity: Activity, pk: int, *, removed: bool = False) -> ActivityFile:
    """Return the file, or answer 404; one that was removed is found only by `removed`."""
    rows = ActivityFile.objects.of(request.cluster).filter(activity=activity, removed_at__isnull=not removed)
    found = get_or_404(rows, pk=pk)
    found.activity = activity
    return found


@cluster_view(Permission.WRITE)
@require_POST
def remove_file(request: ClusterRequest, number: int, pk: int) -> HttpResponse:
    """Put a file away; the activity's page offers to bring it back."""
    activity = opened(request, number)
    found = fetched(request, activity, pk)
    services.remove_file(file=found, by=request.user)
    messages.success(
        request, _("The file “%(name)s” has been removed. You can bring it back below.") % {"name": found.name}
    )
    return back(activity, "files")


@cluster_view(Permission.WRITE)
@require_POST
def restore_file(request: ClusterRequest, number: int, pk: int) -> HttpResponse:
    """Bring back a file that was removed."""
    activity = opened(request, number)
    found = fetched(request, activity, pk, removed=True)
    services.restore_file(file=found, by=request.user)
    messages.success(request, _("The file “%(name)s” is back.") % {"name": found.name})
    return back(activity, "files")
