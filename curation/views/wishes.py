"""A word to the curators from somebody who works with what they publish, and what became of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from checklists.models import Item
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.access import curator_view
from core.acting import acting, bound, done, pressed
from core.pages import page
from core.shortcuts import get_or_404
from core.text import Text
from curation.forms import WishForm
from curation.models import Wish
from curation.services import wishes
from library.models import Edition
from schema.documents import Template
from workbooks.models import Workbook


@cluster_view(Permission.READ)
def question(request: ClusterRequest, pk: int, key: str) -> HttpResponse:
    """Take a wish about a question of a workbook."""
    workbook = get_or_404(Workbook.objects.of(request.cluster).select_related("edition__publication"), pk=pk)
    template = workbook.edition.parsed
    asked = template.question(key) if isinstance(template, Template) else None
    if asked is None:
        raise Http404
    return _wish(request, workbook.edition, key, asked.label)


@cluster_view(Permission.READ)
def item(request: ClusterRequest, number: int, item: int) -> HttpResponse:
    """Take a wish about an item of a checklist that was published."""
    rows = Item.objects.of(request.cluster).select_related("checklist__edition__publication")
    row = get_or_404(rows.filter(checklist__number=number), number=item)
    if not row.key or row.checklist.edition is None:
        raise Http404
    return _wish(request, row.checklist.edition, row.key, row.label_text)


def _wish(request: ClusterRequest, edition: Edition, part: str, called: Text) -> HttpResponse:
    form = bound(request, WishForm)
    act = acting(
        request,
        form,
        lambda: wishes.wish(
            edition=edition, part=part, called=called, words=form.cleaned_data["words"], today=timezone.localdate()
        ),
    )
    if act.is_done:
        words = _("Thank you. The curators read it; they do not see who wrote it.")
        return done(request, reverse("dashboard:overview", args=[request.cluster.slug]), words)
    return page(request, "curation/wish.html", {"form": form, "called": called}, status=act.status)


@curator_view
@require_POST
def settle(request: HttpRequest, number: int) -> HttpResponse:
    """Take a wish off the desk."""
    wish = get_or_404(Wish.objects.waiting(), pk=number)
    assert isinstance(request.user, User)  # noqa: S101 -- the gate has let nobody else in
    by = request.user
    return pressed(request, lambda: wishes.settle(wish=wish, by=by), to=reverse("curation:desk"), words=_("Settled."))
