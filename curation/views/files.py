"""Content as files: out of the portal, and in as drafts."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.access import curator_view
from core.acting import acting, bound
from core.downloads import file_answer
from core.pages import page
from core.shortcuts import get_or_404
from curation.forms import BringInForm
from curation.models import Draft
from curation.services import files
from library.models import Edition

YAML = "application/yaml; charset=utf-8"


@curator_view
def draft_file(request: HttpRequest, number: int) -> HttpResponse:
    """Give out a draft as a file."""
    draft = get_or_404(Draft.objects.open().whole(), pk=number)
    return file_answer(files.file_of_draft(draft).encode(), YAML, f"{draft.manuscript.slug}.yaml")


@curator_view
def edition_file(request: HttpRequest, kind: str, slug: str, version: int) -> HttpResponse:
    """Give out an edition as a file."""
    edition = get_or_404(Edition.objects.published().of(kind, slug), version=version)
    return file_answer(files.file_of(edition).encode(), YAML, f"{slug}.yaml")


@curator_view
def archive(request: HttpRequest) -> HttpResponse:
    """Give out the newest edition of everything."""
    name = files.archive_name(timezone.localdate())
    return file_answer(files.archive(), "application/zip", name)


@curator_view
def bring_in(request: HttpRequest) -> HttpResponse:
    """Make drafts of files."""
    form = bound(request, BringInForm)

    def deed() -> list[files.BroughtIn]:
        assert isinstance(request.user, User)  # noqa: S101 -- the gate has let nobody else in
        sent = form.cleaned_data["file"]
        content = sent.read(files.LARGEST_ARCHIVE + 1)
        return files.bring_in(name=sent.name, content=content, by=request.user)

    act = acting(request, form, deed)
    crumbs = [(_("Desk"), reverse("curation:desk")), (_("Files in and out"), "")]
    context = {"form": form, "crumbs": crumbs, "brought": act.result if act.is_done else None}
    status = 200 if act.is_done else act.status
    return page(request, "curation/files.html", context, status=status)
