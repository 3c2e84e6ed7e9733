"""From draft to published edition."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import curator_view
from core.acting import acting, bound, done
from core.pages import page
from core.shortcuts import get_or_404
from curation import selectors
from curation.forms import PublishForm
from curation.models import Draft
from curation.services import publishing
from curation.shown.publishing import publishing_of
from curation.views.editor import address


@curator_view
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Say what publishing means, and publish."""
    draft = get_or_404(Draft.objects.open().whole().select_related("based_on"), pk=number)
    form = bound(
        request,
        PublishForm,
        initial={"revision": draft.manuscript.revision, "note_da": draft.note_text.da, "note_en": draft.note_text.en},
    )
    act = acting(
        request,
        form,
        lambda: publishing.publish(
            draft=draft,
            revision=form.cleaned_data["revision"],
            note=form.note,
            by=request.user,  # type: ignore[arg-type]
        ),
    )
    if act.is_done:
        edition = act.made
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
        "is_previewed": is_previewed,
        "seen_icon": "circle-check" if is_previewed else "",
        "crumbs": [
            (_("Desk"), reverse("curation:desk")),
            (draft.manuscript.title_text, address(draft)),
            (_("Publish"), ""),
        ],
    }
    return page(request, "curation/publish.html", context, status=act.status)
