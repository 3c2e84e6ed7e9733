"""The links of a round: to try it out, to share it, and those of the companies, each of which can be withdrawn."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.mail import absolute
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import pressed
from core.languages import content_language
from core.pages import page
from core.shortcuts import get_or_404
from surveys.models import SurveyInvitation
from surveys.pages import crumbs_of, survey_url
from surveys.services.links import new_link, withdraw_link
from surveys.services.sending import token_of
from surveys.views.rounds import opened

ON_A_PAGE = 100


@cluster_view(Permission.RUN_SURVEYS)
@require_GET
def links(request: ClusterRequest, number: int) -> HttpResponse:
    """Show the links of a round, and what it looks like on a phone. Who has answered is not said."""
    row = opened(request, number)
    rows = SurveyInvitation.objects.of(request.cluster).filter(round=row).select_related("company")
    test = path_of(row.test_seed, row.test_digest) if not row.is_closed else ""
    context = {
        "round": row,
        "cluster": request.cluster,
        "test": f"{test}?language={content_language()}" if test else "",
        "test_address": absolute(test) if test else "",
        "open_address": absolute(path_of(row.open_seed, row.open_digest)) if row.is_open and row.open_digest else "",
        "found": Paginator(rows.order_by("company__name", "pk"), ON_A_PAGE).get_page(request.GET.get("page", "")[:6]),
        "crumbs": crumbs_of(request.cluster, (row.called, row.get_absolute_url()), (_("Links"), "")),
    }
    return page(request, "surveys/links.html", context)


def path_of(seed: str, digest: str | None) -> str:
    """Return the path that a seed leads to, or nothing where there is none."""
    return reverse("answering:answer", args=[token_of(seed, digest or "")]) if seed else ""


@cluster_view(Permission.RUN_SURVEYS)
@require_POST
def renew(request: ClusterRequest, number: int, which: str) -> HttpResponse:
    """Make the open link or the test link anew; the one before opens nothing any more."""
    row = opened(request, number)
    return pressed(
        request,
        lambda: new_link(round=row, is_test=which == "test", by=request.user),
        to=survey_url(request.cluster, "links", row.number),
        words=_("There is a new link. The previous one no longer works."),
    )


@cluster_view(Permission.RUN_SURVEYS)
@require_POST
def withdraw(request: ClusterRequest, number: int, company: int) -> HttpResponse:
    """Withdraw the link of one company."""
    row = opened(request, number)
    rows = SurveyInvitation.objects.of(request.cluster).filter(round=row)
    withdraw_link(round=row, invitation=get_or_404(rows, company__number=company), by=request.user)
    messages.success(request, _("The link has been withdrawn. An answer already given through it stays."))
    return redirect(survey_url(request.cluster, "links", row.number))
