"""What a cluster makes its own: copied, written in the one editor, put into use, and kept in step with the original."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, done, pressed
from core.downloads import file_answer
from core.pages import page
from core.shortcuts import get_or_404
from curation import selectors
from curation.models import OwnCopy
from curation.own_forms import CopyForm, MergeForm, PutIntoUseForm
from curation.rules.merging import pieces
from curation.services import own, writing
from curation.services.files import file_of_draft
from curation.shown.merging import lines_of
from curation.shown.publishing import publishing_of
from curation.views import editing, preview
from curation.views.files import YAML
from library.models import Edition
from schema.vocabulary import STARTABLE_KINDS


@cluster_view(Permission.READ)
@require_http_methods(["GET", "POST"])
def index(request: ClusterRequest) -> HttpResponse:
    """List what the cluster has made its own, and what it can copy."""
    may_write = request.membership.may(Permission.WRITE)
    form = bound(
        request,
        CopyForm,
        editions=Edition.objects.newest().without_document().of_kind(*STARTABLE_KINDS),
        initial={"edition": request.GET.get("from", "")},
    )
    if may_write:
        act = acting(request, form, lambda: own.copy_for(cluster=request.cluster, edition=form.chosen, by=request.user))
        if act.is_done:
            words = _("This copy is yours. Change what you like, then put it into use.")
            return done(request, act.made.urls["editor"], words)
    copies = list(OwnCopy.objects.of(request.cluster).alive().listed())
    newest = selectors.newest_of(copies)
    context: dict[str, Any] = {
        "form": form,
        "copies": [
            (one, after if (after := newest.get(one.follows.publication_id)) and _is_behind(one, after) else None)
            for one in copies
        ],
        "deleted": OwnCopy.objects.of(request.cluster).deleted().listed(),
        "may_write": may_write,
        "cluster": request.cluster,
    }
    return page(request, "curation/own_index.html", context, status=act.status if may_write else 200)


def _is_behind(copy: OwnCopy, edition: Edition) -> bool:
    return edition.version > copy.follows.version


@cluster_view(Permission.WRITE)
@require_GET
def editor(request: ClusterRequest, number: int) -> HttpResponse:
    """Show a copy with one thing in the middle."""
    return editing.show(request, _copy(request, number), request.GET.get("at", ""))


@cluster_view(Permission.WRITE)
@require_POST
def change(request: ClusterRequest, number: int) -> HttpResponse:
    """Write what was changed on the page, and do what a button asks for."""
    return editing.Changing(request, _copy(request, number)).answer()


@cluster_view(Permission.WRITE)
@require_POST
def undo(request: ClusterRequest, number: int) -> HttpResponse:
    """Take back the person's own last step."""
    return editing.step(request, _copy(request, number), writing.undo)


@cluster_view(Permission.WRITE)
@require_POST
def redo(request: ClusterRequest, number: int) -> HttpResponse:
    """Do again what the person took back last."""
    return editing.step(request, _copy(request, number), writing.redo)


@cluster_view(Permission.WRITE)
@require_GET
def draft_file(request: ClusterRequest, number: int) -> HttpResponse:
    """Give out a copy as a file."""
    copy = _copy(request, number)
    return file_answer(file_of_draft(copy).encode(), YAML, f"{copy.manuscript.slug}.yaml")


@cluster_view(Permission.WRITE)
@require_GET
def preview_read(request: ClusterRequest, number: int) -> HttpResponse:
    """Show a copy as it is read."""
    return preview.as_read(request, _copy(request, number))


@cluster_view(Permission.WRITE)
@require_GET
def preview_form(request: ClusterRequest, number: int) -> HttpResponse:
    """Show a copy as it is filled in."""
    return preview.as_filled_in(request, _copy(request, number))


@cluster_view(Permission.WRITE)
@require_GET
def preview_phone(request: ClusterRequest, number: int) -> HttpResponse:
    """Show a copy as it stands on a phone."""
    return preview.on_a_phone(request, _copy(request, number))


@cluster_view(Permission.WRITE)
@require_GET
def preview_file(request: ClusterRequest, number: int, language: str, form: str) -> HttpResponse:
    """Give out a copy as the file that one reads or fills in."""
    return preview.as_file(request, _copy(request, number), language, form)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def history(request: ClusterRequest, number: int) -> HttpResponse:
    """Show the steps of a copy, and go back to one of them."""
    return editing.history(request, _copy(request, number))


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def publish(request: ClusterRequest, number: int) -> HttpResponse:
    """Say what it means to put a copy into use, and do it."""
    copy = _copy(request, number)
    form = bound(request, PutIntoUseForm, initial={"revision": copy.manuscript.revision})
    act = acting(
        request,
        form,
        lambda: own.put_into_use(copy=copy, revision=form.cleaned_data["revision"], note=form.note, by=request.user),
    )
    if act.is_done:
        words = _("Edition %(version)s of your own copy is in use.") % {"version": act.made.version}
        return done(request, copy.urls["home"], words)
    faults = selectors.faults_in(copy.document)
    is_previewed = copy.previewed_revision == copy.manuscript.revision
    context = {
        "draft": copy,
        "form": form,
        "version": copy.based_on.version + 1 if copy.based_on else 1,
        "faults": faults,
        "told": None if faults else publishing_of(copy),
        "is_previewed": is_previewed,
        "seen_icon": "circle-check" if is_previewed else "",
        "crumbs": [
            (_("Own templates"), copy.urls["home"]),
            (copy.manuscript.title_text, editing.address(copy)),
            (_("Put into use"), ""),
        ],
    }
    return page(request, "curation/publish.html", context, status=act.status)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def merge(request: ClusterRequest, number: int) -> HttpResponse:
    """Show what is new in the original, and take over what is chosen of it."""
    copy = _copy(request, number)
    original = selectors.original_of(copy)
    crumbs = [
        (_("Own templates"), copy.urls["home"]),
        (copy.manuscript.title_text, editing.address(copy)),
        (_("New in the original"), ""),
    ]
    context: dict[str, Any] = {"draft": copy, "original": original, "crumbs": crumbs}
    if original is None:
        return page(request, "curation/own_merge.html", context)
    found = pieces(copy.follows.document, original.document, copy.document)
    form = bound(
        request,
        MergeForm,
        pieces=[one.id for one in found],
        initial={"revision": copy.manuscript.revision, "version": original.version},
    )
    # What the page showed, or nothing of it is done.
    is_seen = request.method != "POST" or request.POST.get("version") == str(original.version)
    act = acting(
        request,
        form,
        lambda: own.take_over(
            copy=copy,
            original=original,
            chosen=form.cleaned_data["pieces"],
            revision=form.cleaned_data["revision"] if is_seen else 0,
            by=request.user,
        ),
    )
    if act.is_done:
        count, left = act.made
        words = ngettext("%(count)s change taken over.", "%(count)s changes taken over.", count) % {"count": count}
        if left:
            words += " " + _("What belongs to a section that you did not take over was left out.")
        return done(request, editing.address(copy), words)
    chosen = request.POST.getlist("pieces") if request.method == "POST" else None
    lines = lines_of(found)
    context |= {
        "form": form,
        "lines": lines,
        "chosen": [one.id for one in lines if one.is_safe] if chosen is None else chosen,
        "revision": copy.manuscript.revision,
    }
    return page(request, "curation/own_merge.html", context, status=act.status)


@cluster_view(Permission.WRITE)
@require_POST
def delete(request: ClusterRequest, number: int) -> HttpResponse:
    """Put a copy away."""
    copy = _copy(request, number)
    return pressed(
        request,
        lambda: own.delete(copy=copy, by=request.user),
        to=_home(request),
        words=_("Your copy has been deleted. Work that runs on it goes on, and you can bring it back below."),
    )


@cluster_view(Permission.WRITE)
@require_POST
def restore(request: ClusterRequest, number: int) -> HttpResponse:
    """Have a copy back."""
    copy = get_or_404(OwnCopy.objects.of(request.cluster).deleted().whole(), number=number)
    return pressed(request, lambda: own.restore(copy=copy, by=request.user), to=_home(request), words=_("It is back."))


def _copy(request: ClusterRequest, number: int) -> OwnCopy:
    return get_or_404(OwnCopy.objects.of(request.cluster).alive().whole(), number=number)


def _home(request: ClusterRequest) -> str:
    return reverse("own:index", args=[request.cluster.slug])
