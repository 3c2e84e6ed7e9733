"""The reports of a cluster, and how one is started."""

from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, done
from core.languages import both
from core.pages import page
from core.text import Text
from funders import services
from funders.forms import StartForm
from funders.models import FunderReport, Sending
from funders.rules.planning import planned_year
from funders.selectors.question_keys import funder_of, grant_of, period_of
from funders.services.reports import answers_of
from library.models import Edition, Kind
from strategy.models import Strategy


@cluster_view(Permission.READ)
@require_GET
def index(request: ClusterRequest) -> HttpResponse:
    """List the cluster's reports with what was sent of each, and those that can be brought back."""
    # across_clusters: prefetched through reports that are this cluster's
    sendings = Prefetch("sendings", queryset=Sending.across_clusters.bare(), to_attr="sent")
    reports = FunderReport.objects.of(request.cluster).with_workbook().prefetch_related(sendings)
    context = {
        "reports": list(reports.alive()),
        "deleted": list(reports.deleted()),
        "may_write": request.membership.may(Permission.WRITE),
        "cluster": request.cluster,
    }
    return page(request, "funders/index.html", context)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def start(request: ClusterRequest) -> HttpResponse:
    """Begin a report on a published template, with what is known already."""
    editions = list(
        Edition.objects.offered_to(request.cluster).filter(publication__kind=Kind.REPORT).order_by("publication__slug")
    )
    reports = list(FunderReport.objects.of(request.cluster).alive().with_workbook())
    form = bound(
        request,
        StartForm,
        editions=editions,
        cluster=request.cluster,
        reports=reports,
        title=first_title(year_of(reports)),
        initial=beginning(request, reports),
    )
    act = acting(
        request,
        form,
        lambda: services.start_report(
            cluster=request.cluster,
            edition=form.edition,
            title=form.title_text,
            period=form.period,
            strategy=form.cleaned_data["strategy"],
            funder=form.cleaned_data["funder"],
            grant=form.cleaned_data["grant"],
            earlier=form.cleaned_data.get("earlier"),
            by=request.user,
        ),
    )
    if act.is_done:
        words = _("“%(title)s” is ready to write.") % {"title": act.made.shown_title}
        return done(request, act.made.get_absolute_url(), words)
    context = {
        "form": form,
        "editions": form.editions,
        "cluster": request.cluster,
        "crumbs": [
            (_("For the funder"), reverse("funders:index", args=[request.cluster.slug])),
            (_("Start a plan and report"), ""),
        ],
    }
    return page(request, "funders/start.html", context, status=act.status)


def year_of(reports: list[FunderReport]) -> int:
    """Return the year that is planned next: the one after the newest report's, or the coming one."""
    ends = period_of(answers_of(reports[0]))[1] if reports else None
    today = timezone.localdate()
    return ends.year + 1 if ends else planned_year(today)


def first_title(year: int) -> Text:
    """Return what a report is called until somebody calls it otherwise."""
    return both(lambda: _("Action plan and annual report %(year)s") % {"year": year})


def beginning(request: ClusterRequest, reports: list[FunderReport]) -> dict[str, Any]:
    """Return what the form begins with: the next year, the current strategy, and the funder of the newest report."""
    newest = reports[0] if reports else None
    before = answers_of(newest) if newest else {}
    year = year_of(reports)
    first, last = date(year, 1, 1), date(year, 12, 31)
    language = request.cluster.language
    return {
        "period_from": first,
        "period_to": last,
        "strategy": Strategy.objects.of(request.cluster).current().first(),
        "funder": funder_of(before).resolve(language).text,
        "grant": grant_of(before).resolve(language).text,
        "earlier": newest,
    }
