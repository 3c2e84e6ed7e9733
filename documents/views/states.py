"""From draft to final to signed: the pages that ask, and the signed copies."""

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, done, pressed
from core.pages import page
from core.shortcuts import get_or_404
from core.uploads import attachment
from documents import services
from documents.forms import FinalForm, SignForm
from documents.models import ClusterDocument, SignedCopy
from documents.shown.paper import PaperView
from documents.views.loading import opened
from workbooks.receiving import revision_of


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def final(request: ClusterRequest, number: int) -> HttpResponse:
    """Ask whether the text is final, with what is still blank in it, and let it change no more."""
    shown = opened(request, number)
    initial = {"final_on": timezone.localdate(), "version": shown.document.version}
    form = bound(request, FinalForm, initial=initial)
    act = acting(
        request,
        form,
        lambda: _made(
            lambda: services.make_final(
                shown=shown,
                seen=form.cleaned_data["version"] or 0,
                final_on=form.cleaned_data["final_on"],
                by=request.user,
            )
        ),
    )
    if act.is_done:
        return done(request, shown.detail_url, _("The document is final. Its text no longer changes."))
    context = {
        "form": form,
        "shown": shown,
        "document": shown.document,
        "view": PaperView(shown, shown.here, may_write=True),
        "missing": [(gap, shown.gap_url(gap)) for gap in shown.undecided],
        "cluster": request.cluster,
        "crumbs": [(shown.document.shown_title, shown.detail_url), (_("Make it final"), "")],
    }
    return page(request, "documents/final.html", context, status=act.status)


def _made(deed: object) -> bool:
    deed()  # type: ignore[operator]  # a function without arguments
    return True


@cluster_view(Permission.WRITE)
@require_POST
def open_again(request: ClusterRequest, number: int) -> HttpResponse:
    """Let a final text change again, as the next version."""
    shown = opened(request, number)
    seen = revision_of(request.POST.get("version", "")) or 0
    return pressed(
        request,
        lambda: services.open_again(document=shown.document, seen=seen, by=request.user),
        to=shown.detail_url,
        words=lambda _made: (
            _("The document is a draft again, version %(number)s.") % {"number": shown.document.version}
        ),
    )


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def sign(request: ClusterRequest, number: int) -> HttpResponse:
    """Keep the signed copies of a final document."""
    shown = opened(request, number)
    form = bound(request, SignForm, initial={"signed_on": timezone.localdate()})
    act = acting(
        request,
        form,
        lambda: _made(
            lambda: services.add_signed(
                document=shown.document,
                uploads=form.cleaned_data["chosen"],
                signed_on=form.cleaned_data["signed_on"],
                by=request.user,
            )
        ),
    )
    if act.is_done:
        count = len(form.cleaned_data["chosen"])
        words = ngettext("%(count)s signed copy saved.", "%(count)s signed copies saved.", count) % {"count": count}
        return done(request, f"{shown.detail_url}#signed", words)
    context = {
        "form": form,
        "document": shown.document,
        "cluster": request.cluster,
        "crumbs": [(shown.document.shown_title, shown.detail_url), (_("Add a signed copy"), "")],
    }
    return page(request, "documents/sign.html", context, status=act.status)


@cluster_view(Permission.READ)
@require_GET
def signed(request: ClusterRequest, number: int, pk: int) -> FileResponse:
    """Give out a signed copy, always to be saved and never to be shown by the browser."""
    rows = SignedCopy.objects.of(request.cluster).alive().filter(document__number=number, document__deleted_at=None)
    found = get_or_404(rows, pk=pk)
    return attachment(found.file, found.name)


def copy_of(request: ClusterRequest, number: int, pk: int, *, removed: bool) -> SignedCopy:
    """Return a signed copy of the document."""
    document = get_or_404(ClusterDocument.objects.of(request.cluster).alive(), number=number)
    document.cluster = request.cluster
    rows = SignedCopy.objects.of(request.cluster).filter(document=document, deleted_at__isnull=not removed)
    found = get_or_404(rows, pk=pk)
    found.document = document
    return found


@cluster_view(Permission.WRITE)
@require_POST
def remove_signed(request: ClusterRequest, number: int, pk: int) -> HttpResponse:
    """Put a signed copy away."""
    copy = copy_of(request, number, pk, removed=False)
    words = _("The signed copy “%(name)s” has been removed. You can bring it back below.") % {"name": copy.name}
    to = f"{copy.document.get_absolute_url()}#signed"
    return pressed(request, lambda: services.remove_signed(copy=copy, by=request.user), to=to, words=words)


@cluster_view(Permission.WRITE)
@require_POST
def restore_signed(request: ClusterRequest, number: int, pk: int) -> HttpResponse:
    """Bring back a signed copy."""
    copy = copy_of(request, number, pk, removed=True)
    words = _("The signed copy “%(name)s” is back.") % {"name": copy.name}
    to = f"{copy.document.get_absolute_url()}#signed"
    return pressed(request, lambda: services.restore_signed(copy=copy, by=request.user), to=to, words=words)
