"""From draft to published edition."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from core.access import curator_view
from core.acting import acting, bound, done, pressed
from core.pages import page
from core.shortcuts import get_or_404
from curation import selectors
from curation.forms import PublishForm
from curation.models import Draft
from curation.services import publishing
from curation.shown.publishing import publishing_of
from curation.views.editing import address
from library.models import Edition


@curator_view
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Say what publishing means, and publish."""
    draft = get_or_404(Draft.objects.open().whole().select_related("based_on"), pk=number)
    form = bound(
        request,
        PublishForm,
        is_first=draft.based_on is None,
        initial={"revision": draft.manuscript.revision, "note_da": draft.note_text.da, "note_en": draft.note_text.en},
    )
    by = _me(request)

    def deed() -> Draft | Edition:
        sent = form.cleaned_data
        if sent["on"]:
            return publishing.schedule(draft=draft, revision=sent["revision"], note=form.note, on=sent["on"], by=by)
        return publishing.publish(draft=draft, revision=sent["revision"], note=form.note, by=by)

    act = acting(request, form, deed)
    if act.is_done:
        edition = act.made
        if isinstance(edition, Draft):
            return done(
                request, reverse("curation:desk"), _("It will be published automatically on that day at six o’clock.")
            )
        words = _("Edition %(version)s is published. Whoever begins now begins with it.") % {"version": edition.version}
        return done(request, edition.publication.get_absolute_url(), words)
    is_previewed = draft.previewed_revision == draft.manuscript.revision
    faults = selectors.faults_in(draft.document)
    version = draft.based_on.version + 1 if draft.based_on else 1
    context = {
        "draft": draft,
        "form": form,
        "version": version,
        "faults": faults,
        "told": None if faults else publishing_of(draft),
        "needs_approval": publishing.needs_approval(draft, by),
        "is_previewed": is_previewed,
        "seen_icon": "circle-check" if is_previewed else "",
        "crumbs": [
            (_("Desk"), reverse("curation:desk")),
            (draft.manuscript.title_text, address(draft)),
            (_("Publish"), ""),
        ],
    }
    return page(request, "curation/publish.html", context, status=act.status)


@curator_view
@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Approve a draft as the second curator."""
    draft = get_or_404(Draft.objects.open().whole(), pk=number)
    sent = request.POST.get("revision", "")
    revision = int(sent) if sent.isdecimal() and len(sent) < 9 else 0
    return pressed(
        request,
        lambda: publishing.approve(draft=draft, revision=revision, by=_me(request)),
        to=reverse("curation:publish", args=[draft.pk]),
        words=_("You have approved the draft as it is now."),
    )


@curator_view
@require_POST
def keep_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take the day back on which a draft was to be published."""
    draft = get_or_404(Draft.objects.open().listed(), pk=number)
    return pressed(
        request,
        lambda: publishing.keep_back(draft=draft),
        to=reverse("curation:desk"),
        words=_("It will no longer be published automatically."),
    )


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 -- the gate has let nobody else in
    return request.user
