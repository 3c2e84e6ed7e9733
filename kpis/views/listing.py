"""The KPIs of the cluster: the list, the panel of a strategy, and the files."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from clusters.about import about_sheet
from clusters.access import ClusterRequest, cluster_view
from clusters.permissions import Permission
from core.downloads import file_answer
from core.languages import content_language
from core.pages import is_fragment, page
from core.shortcuts import get_or_404
from exports.sheets import CSV_TYPE, XLSX_TYPE, csv_of, xlsx_of
from kpis.exports import kpis_sheet, measurements_sheet, targets_sheet, template_sheet, years_sheet
from kpis.forms.filters import FilterForm
from kpis.models import Kpi, MeasuringRound
from kpis.rules.status import State
from kpis.selectors import NEWEST
from kpis.shown.kpis import Group, ShownKpi, by_goal, load_kpis
from strategy.models import Goal, Strategy

WORST = list(State)


@cluster_view(Permission.READ)
@require_GET
def index(request: ClusterRequest) -> HttpResponse:
    """List the KPIs with trend and status, goal by goal or in another order."""
    everything = load_kpis(request.cluster, most=NEWEST, with_dropped=True)
    found = [one for one in everything if one.kpi.dropped_at is None]
    form = FilterForm(request.GET or None, cluster=request.cluster)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    shown = [one for one in found if fits(one, wanted)]
    goals = [goal for goal in form.goals if goal.strategy.is_current or any(o.kpi.goal_id == goal.pk for o in found)]
    is_filtered = any(wanted.get(name) for name in ("goal", "status", "level"))
    sort = wanted.get("sort", "")
    groups = [Group(None, tuple(ordered(shown, sort)))] if sort else by_goal(shown, goals)
    context = {
        "cluster": request.cluster,
        "form": form,
        "groups": [group for group in groups if group.kpis or (group.goal and not is_filtered)],
        "in_one": bool(sort),
        "count": len(found),
        "shown_count": len(shown),
        "is_filtered": is_filtered,
        "lead": lead(found),
        "due_count": sum(len(one.due) for one in found),
        "dropped": [one for one in everything if one.kpi.dropped_at is not None],
        "may_edit": request.membership.may(Permission.EDIT_KPIS),
        "may_measure": request.membership.may(Permission.MEASURE),
        "round": MeasuringRound.objects.of(request.cluster).open().order_by("date").first(),
    }
    return page(request, "kpis/index.html", context)


def fits(one: ShownKpi, wanted: dict[str, str]) -> bool:
    """Tell whether a KPI is among those that are asked for."""
    goal, status, level = wanted.get("goal"), wanted.get("status"), wanted.get("level")
    if goal and (str(one.kpi.goal_id) if one.kpi.goal_id else "none") != goal:
        return False
    return not (status and one.state != status) and not (level and one.current.level != level)


def ordered(found: Sequence[ShownKpi], sort: str) -> list[ShownKpi]:
    """Return the KPIs in the order that is asked for."""
    if sort == "name":
        return sorted(found, key=lambda one: one.name.resolve(one.language).text.casefold())
    if sort == "due":
        far = timezone.localdate().max
        coming = {o.kpi.pk: o.due[0].end if o.due else o.verdict.coming.end if o.verdict.coming else far for o in found}
        return sorted(found, key=lambda one: (coming[one.kpi.pk], one.kpi.number))
    return sorted(found, key=lambda one: (WORST.index(one.state), one.kpi.number))


def lead(found: Sequence[ShownKpi]) -> str:
    """Say in a sentence how many KPIs stand how."""
    if not found:
        return _("What the cluster measures to see whether it reaches its goals.")
    counted = [(state, sum(one.state is state for one in found)) for state in (State.ON_TRACK, *WORST)]
    seen: dict[State, int] = dict(counted)
    from_state = {
        State.ON_TRACK: _("%(count)s on track"),
        State.AT_RISK: _("%(count)s slightly behind"),
        State.OFF_TRACK: _("%(count)s off track"),
        State.OVERDUE: _("%(count)s overdue"),
        State.NO_DATA: _("%(count)s without data"),
    }
    parts = [words % {"count": seen[state]} for state, words in from_state.items() if seen[state]]
    return ", ".join(parts).capitalize() + "."


@cluster_view(Permission.READ)
@require_GET
def panel(request: ClusterRequest, number: int) -> HttpResponse:
    """Show a strategy's KPIs among its questions: to be worked on, or with `read` to be read."""
    strategy = get_or_404(Strategy.objects.of(request.cluster).alive(), number=number)
    goals = list(Goal.objects.of(request.cluster).filter(strategy=strategy).alive())
    found = load_kpis(request.cluster, Kpi.objects.of(request.cluster).alive().in_strategy(strategy.pk), most=NEWEST)
    context = {
        "cluster": request.cluster,
        "strategy": strategy,
        "groups": by_goal(found, goals),
        "count": len(found),
        "is_read": "read" in request.GET,
        "may_edit": request.membership.may(Permission.EDIT_KPIS),
    }
    return page(request, "kpis/panel.html" if is_fragment(request) else "kpis/panel_page.html", context)


@cluster_view(Permission.READ)
@require_GET
def export(request: ClusterRequest, form: str) -> HttpResponse:
    """Give every value as CSV, or values, KPIs and targets as a workbook."""
    found = load_kpis(request.cluster)
    values = measurements_sheet(found)
    if form == "csv":
        content, kind = csv_of(values, content_language()), CSV_TYPE
    else:
        sheets = [values, kpis_sheet(found), targets_sheet(found), *years_sheet(found)]
        content, kind = xlsx_of(sheets, about_sheet(request.cluster, _("KPIs"))), XLSX_TYPE
    return file_answer(content, kind, f"{request.cluster.slug}-kpi-{timezone.localdate().isoformat()}.{form}")


@cluster_view(Permission.MEASURE)
@require_GET
def template(request: ClusterRequest) -> HttpResponse:
    """Give a sheet to be filled in, with a line for each value that is due."""
    content = xlsx_of([template_sheet(load_kpis(request.cluster))])
    return file_answer(content, XLSX_TYPE, f"{request.cluster.slug}-{slugify(_('Measurements'))}.xlsx")
