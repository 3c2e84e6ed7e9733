"""The plan as a spreadsheet, out and in, and last year's open activities into the new year."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from clusters.about import about_sheet
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.acting import acting, bound, done
from core.downloads import file_answer
from core.languages import content_language
from core.numbers import whole_number
from core.pages import page
from exports.sheets import CSV_TYPE, XLSX_TYPE, csv_of, xlsx_of
from plans import services
from plans.exports.sheet import sheet_of
from plans.forms.next_year import CopyForm
from plans.models import Activity
from plans.services.dependencies import waits_of
from plans.shown.activities import PlanLine, plan_of
from plans.views.activities import plan_url
from plans.views.loading import filter_of, wanted_activities


@cluster_view(Permission.READ)
@require_GET
def export(request: ClusterRequest, kind: str) -> HttpResponse:
    """Give the plan as filtered, as XLSX or CSV."""
    rows = wanted_activities(request, filter_of(request)).prefetch_related("kpis")
    plan = plan_of(rows, timezone.localdate(), waits_of(request.cluster))
    sheet = sheet_of(plan.lines, request.cluster)
    name = slugify(f"{request.cluster.slug} {_('Action plan')} {timezone.localdate().isoformat()}")
    if kind == "xlsx":
        return file_answer(xlsx_of([sheet], about_sheet(request.cluster, _("Action plan"))), XLSX_TYPE, f"{name}.xlsx")
    return file_answer(csv_of(sheet, content_language()), CSV_TYPE, f"{name}.csv")


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def copy(request: ClusterRequest) -> HttpResponse:
    """Copy open activities into a new year: the ones that are ticked."""
    year = timezone.localdate().year + (timezone.localdate().month > 6)
    wanted = request.GET.get("year", "")
    named = whole_number(wanted) or 0
    year = named if 1990 < named < 2200 else year
    before = Activity.objects.of(request.cluster).alive().open()
    rows = before.ending_before(year).with_people().with_milestones()
    copied = set(
        Activity.objects.of(request.cluster)
        .filter(deleted_at=None)
        .exclude(copied_from=None)
        .values_list("copied_from", flat=True)
    )
    activities = [activity for activity in rows if activity.pk not in copied]
    for activity in activities:
        activity.cluster = request.cluster
    form = bound(request, CopyForm, activities=activities)
    act = acting(
        request,
        form,
        lambda: services.copy_into_year(cluster=request.cluster, activities=form.chosen, year=year, by=request.user),
    )
    if act.is_done:
        count = len(act.made)
        words = ngettext("%(count)s activity has been copied.", "%(count)s activities have been copied.", count)
        return done(request, f"{plan_url(request)}?year={year}", words % {"count": count})
    today, here = timezone.localdate(), reverse("plans:copy", args=[request.cluster.slug])
    context: dict[str, Any] = {
        "cluster": request.cluster,
        "form": form,
        "lines": [PlanLine(activity, today) for activity in activities],
        "chosen": form.ticked,
        "running_on": before.running_on_into(year).count(),
        "year": year,
        "years": [(one, f"{here}?year={one}") for one in (year - 1, year + 1)],
        "crumbs": [(_("Action plan"), plan_url(request)), (_("New year"), "")],
    }
    return page(request, "plans/copy.html", context, status=422 if form.is_bound else 200)
