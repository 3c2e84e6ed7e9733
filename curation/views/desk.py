"""The curators' desk: what is being written, what is published, and where one begins."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from core.access import curator_view
from core.acting import acting, bound, done, pressed
from core.pages import page
from core.shortcuts import get_or_404
from curation.forms import NewDraftForm
from curation.models import Draft, Withdrawal
from curation.selectors import links_in
from curation.services import drafts, withdrawing
from curation.shown.desk import desk_of
from curation.views.editing import address
from library.models import Edition, Publication


@curator_view
def desk(request: HttpRequest) -> HttpResponse:
    """Show the drafts and what is published."""
    return page(request, "curation/desk.html", {"desk": desk_of(timezone.localdate())})


@curator_view
def new(request: HttpRequest) -> HttpResponse:
    """Begin something new."""
    form = bound(request, NewDraftForm)
    act = acting(
        request,
        form,
        lambda: drafts.new_draft(
            kind=form.cleaned_data["kind"], title=form.named, languages=form.languages, by=_me(request)
        ),
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
    draft = drafts.open_draft(edition=edition, by=_me(request))
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


@curator_view
@require_POST
def withdraw(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Take something out of use."""
    publication = get_or_404(Publication.objects.published(), kind=kind, slug=slug)
    return pressed(
        request,
        lambda: withdrawing.withdraw(publication=publication, by=_me(request)),
        to=reverse("curation:desk"),
        words=_("It is out of use. Work that runs on it goes on, and nobody can begin with it."),
    )


@curator_view
@require_POST
def put_back(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """Put something into use again."""
    publication = get_or_404(Publication.objects.all(), kind=kind, slug=slug)
    return pressed(
        request,
        lambda: withdrawing.put_back(publication=publication, by=_me(request)),
        to=reverse("curation:desk"),
        words=_("It is in use again."),
    )


@curator_view
def log(request: HttpRequest) -> HttpResponse:
    """Show who published what, the newest first."""
    editions = Edition.objects.without_document().exclude(published_at=None)
    rows = editions.select_related("publication", "published_by").order_by("-published_at", "-pk")
    context = {
        "editions": Paginator(rows, 50).get_page(request.GET.get("page")),
        "withdrawals": Withdrawal.objects.select_related("publication")[:50],
        "crumbs": [(_("Desk"), reverse("curation:desk")), (_("Who published what"), "")],
    }
    return page(request, "curation/log.html", context)


@curator_view
def links(request: HttpRequest) -> HttpResponse:
    """List the addresses that the content points at, to be looked at by hand."""
    found: dict[str, list[Edition]] = {}
    for edition in Edition.objects.newest():
        for address_ in links_in(edition.document):
            found.setdefault(address_, []).append(edition)
    crumbs = [(_("Desk"), reverse("curation:desk")), (_("Links in the content"), "")]
    return page(request, "curation/links.html", {"links": sorted(found.items()), "crumbs": crumbs})


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 -- the gate has let nobody else in
    return request.user
