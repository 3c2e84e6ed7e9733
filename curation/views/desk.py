"""The curators' desk: what is being written, what is published, and where one begins."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.access import curator_view
from core.acting import acting, bound, done, pressed
from core.pages import page
from core.shortcuts import get_or_404
from curation.forms import NewDraftForm
from curation.models import Draft
from curation.services import drafts
from curation.shown.desk import desk_of
from curation.views.editor import address
from library.models import Edition


@curator_view
def desk(request: HttpRequest) -> HttpResponse:
    """Show the drafts and what is published."""
    return page(request, "curation/desk.html", {"desk": desk_of()})


@curator_view
def new(request: HttpRequest) -> HttpResponse:
    """Begin something new."""
    form = bound(request, NewDraftForm)
    act = acting(
        request,
        form,
        lambda: drafts.new_draft(kind=form.cleaned_data["kind"], title=form.title, by=request.user),  # type: ignore[arg-type]
    )
    if act.is_done:
        return done(request, address(act.made))
    crumbs = [(_("Desk"), reverse("curation:desk")), (_("Begin something new"), "")]
    return page(request, "curation/new.html", {"form": form, "crumbs": crumbs}, status=act.status)


@curator_view
@require_POST
def begin(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Open the draft in which the next edition of something is written."""
    editions = Edition.objects.published().of(kind, slug)
    edition = (
        get_or_404(editions, version=int(request.POST["version"]))
        if request.POST.get("version", "").isdecimal()
        else None
    )
    edition = edition or get_or_404(Edition.objects.newest().of(kind, slug))
    draft = drafts.open_draft(edition=edition, by=request.user)  # type: ignore[arg-type]
    return done(request, address(draft))


@curator_view
@require_POST
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Put a draft away."""
    draft = get_or_404(Draft.objects.open().listed(), pk=number)
    return pressed(
        request,
        lambda: drafts.discard(draft=draft),
        to=reverse("curation:desk"),
        words=_("The draft has been put away. You find it below “Put away”."),
    )


@curator_view
@require_POST
def bring_back(request: HttpRequest, number: int) -> HttpResponse:
    """Open a draft again that was put away."""
    draft = get_or_404(Draft.objects.filter(state=Draft.State.DISCARDED), pk=number)
    return pressed(
        request, lambda: drafts.bring_back(draft=draft), to=address(draft), otherwise=reverse("curation:desk")
    )
