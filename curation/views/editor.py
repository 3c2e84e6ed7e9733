"""The editor of the curators' drafts."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from core.access import curator_view
from core.shortcuts import get_or_404
from curation.models import Draft
from curation.services import writing
from curation.views import editing


@curator_view
def editor(request: HttpRequest, number: int) -> HttpResponse:
    """Show a draft with one thing in the middle."""
    return editing.show(request, _draft(number), request.GET.get("at", ""))


@curator_view
@require_POST
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Write what was changed on the page, and do what a button asks for."""
    return editing.Changing(request, _draft(number)).answer()


@curator_view
@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take back the curator's own last step."""
    return editing.step(request, _draft(number), writing.undo)


@curator_view
@require_POST
def redo(request: HttpRequest, number: int) -> HttpResponse:
    """Do again what the curator took back last."""
    return editing.step(request, _draft(number), writing.redo)


@curator_view
@require_http_methods(["GET", "POST"])
def history(request: HttpRequest, number: int) -> HttpResponse:
    """Show the steps of a draft, and go back to one of them."""
    return editing.history(request, _draft(number))


def _draft(number: int) -> Draft:
    return get_or_404(Draft.objects.open().whole(), pk=number)
