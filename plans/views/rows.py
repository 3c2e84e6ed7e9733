"""The plan as rows: changed and added in place, a whole table or one row at a time."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from clusters.access import ClusterRequest, cluster_view
from clusters.fields import Answerable
from clusters.permissions import Permission
from core.acting import Act, acting, done
from core.errors import Conflict
from core.forms import on_top
from core.numbers import whole_number
from core.pages import is_fragment, page
from core.shortcuts import get_or_404
from plans import services
from plans.forms.activities import based_on
from plans.forms.rows import ActivityRow, PlanTable, StepForm, said_by
from plans.models import Activity, Milestone
from plans.shown.activities import Group, PlanLine
from plans.views.loading import filter_of, line_of, opened, wanted_plan
from plans.views.table import ROWS_ON_A_PAGE, frame
from strategy.models import Goal


@dataclass(slots=True)
class TypedRow:
    """An activity as a row that is typed in, or a new one; and what became of it when it was sent."""

    form: ActivityRow
    line: PlanLine | None = None
    conflict: Conflict | None = None
    said: str = ""
    undo: str = ""
    faults: list[str] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether something of it was not taken."""
        return bool(self.form.errors or self.faults or self.conflict)


@dataclass(frozen=True, slots=True)
class GoalRows:
    """A goal with its rows and the one in which a new activity is begun; the last have no goal."""

    goal: Goal | None
    group: Group
    rows: list[TypedRow]
    fresh: TypedRow


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def rows(request: ClusterRequest) -> HttpResponse:
    """Show the plan as rows, and store each row that was changed or begun; none waits for another."""
    wanted = filter_of(request)
    plan = wanted_plan(request, wanted)
    paged = Paginator(plan.lines, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    shown = replace(plan, lines=tuple(paged.object_list))
    table = PlanTable(request.cluster, Answerable(request.cluster))
    data = request.POST if request.method == "POST" else None
    goals = list(wanted.strategy.goals.alive()) if wanted.strategy else []
    groups = list(goal_rows(request, table, shown.groups, goals, data))
    status, sent = 200, [row for group in groups for row in (*group.rows, group.fresh)]
    if data is not None:
        saved = sum(bool(row.said) for row in sent)
        words = ngettext("%(count)s activity saved.", "%(count)s activities saved.", saved) % {"count": saved}
        if not any(row.is_refused for row in sent):
            return done(request, request.get_full_path(), words if saved else _("Nothing has been changed."))
        if saved:
            messages.success(request, words)
        status = 409 if any(row.conflict for row in sent) else 422
    context = {
        **frame(request, wanted, plan, "rows"),
        "groups": groups,
        "table": table,
        "paged": paged,
        "faults": [fault for row in sent for fault in faults_of(row)],
    }
    return page(request, "plans/rows.html", context, partial="view" if status == 200 else None, status=status)


def goal_rows(
    request: ClusterRequest, table: PlanTable, groups: list[Group], goals: list[Goal], data: QueryDict | None
) -> Iterator[GoalRows]:
    """Give each goal of the strategy with its rows, those without activities too, then what serves no goal."""
    own = {group.goal.pk if group.goal else None: group for group in groups}
    elsewhere = [group.goal for group in groups if group.goal and group.goal.pk not in {goal.pk for goal in goals}]
    for goal in [*goals, *elsewhere, None]:
        group = own.get(goal.pk if goal else None, Group(goal, ()))
        shown = [changed(request, table, line, data) for line in group.lines]
        yield GoalRows(goal, group, shown, begun(request, table, goal, data))


def changed(request: ClusterRequest, table: PlanTable, line: PlanLine, data: QueryDict | None) -> TypedRow:
    """Return an activity's row, stored if it was sent."""
    line.activity.cluster = request.cluster
    plain = ActivityRow(table=table, activity=line.activity)
    if data is None or plain.add_prefix("revision") not in data:
        return TypedRow(plain, line)
    form = ActivityRow(data, table=table, activity=line.activity)
    before = opened_copy(line.activity)
    act: Act[Activity] = acting(
        request,
        form,
        lambda: services.change_activity(
            activity=line.activity, draft=form.draft, based_on=based_on(form), by=request.user
        ),
    )
    if act.is_done:
        after = act.made
        return TypedRow(
            ActivityRow(table=table, activity=after), replace(line, activity=after), said=said_by(before, after)
        )
    if act.conflict:
        now = line_of(request, line.activity.number)
        fresh = on_top(ActivityRow(table=table, activity=now.activity), form, act.conflict)
        return TypedRow(fresh, now, conflict=act.conflict)
    return TypedRow(form, line)


def opened_copy(activity: Activity) -> Activity:
    """Return the activity as it stood, for the words about what was changed."""
    return copy.copy(activity)


def begun(request: ClusterRequest, table: PlanTable, goal: Goal | None, data: QueryDict | None) -> TypedRow:
    """Return the row of a new activity under a goal, added if something was written in it."""
    form = ActivityRow(data, table=table, goal=goal)
    if data is None or form.is_empty:
        return TypedRow(ActivityRow(table=table, goal=goal))
    act: Act[Activity] = acting(
        request, form, lambda: services.add_activity(cluster=request.cluster, draft=form.draft, by=request.user)
    )
    if not act.is_done:
        return TypedRow(form)
    words = _("%(key)s has been added") % {"key": act.made.key}
    return TypedRow(ActivityRow(table=table, goal=goal), said=words, undo=url(request, "delete", act.made.number))


def url(request: ClusterRequest, name: str, *args: object) -> str:
    """Return an address of the plan."""
    return reverse(f"plans:{name}", args=[request.cluster.slug, *args])


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def typed_row(request: ClusterRequest, number: int) -> HttpResponse:
    """Store one row, and give it back as it stands; asked for without a change, it is what is stored."""
    if not is_fragment(request):
        opened(request, number)
        return redirect(f"{url(request, 'rows')}#row-a{number}")
    table = PlanTable(request.cluster, Answerable(request.cluster))
    data = request.POST if request.method == "POST" else None
    row = changed(request, table, line_of(request, number), data)
    return row_answer(request, row)


def row_answer(request: ClusterRequest, *rows: TypedRow) -> HttpResponse:
    """Give rows alone."""
    status = 409 if any(row.conflict for row in rows) else 422 if any(row.is_refused for row in rows) else 200
    return page(request, "plans/rows_alone.html", {"rows": rows, "cluster": request.cluster}, status=status)


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def row_add(request: ClusterRequest, goal: int) -> HttpResponse:
    """Add an activity from the row under a goal; 0 is none."""
    found = None
    if goal:
        goals = Goal.objects.of(request.cluster).filter(deleted_at=None, strategy__deleted_at=None)
        found = get_or_404(goals.select_related("strategy"), pk=goal)
    if not is_fragment(request) or request.method != "POST":
        return redirect(url(request, "rows"))
    table = PlanTable(request.cluster, Answerable(request.cluster))
    row = begun(request, table, found, request.POST)
    if not row.undo:
        return row_answer(request, row)
    number = whole_number(row.undo.rstrip("/").split("/")[-2]) or 0
    line = line_of(request, number)
    line.activity.cluster = request.cluster
    made = TypedRow(ActivityRow(table=table, activity=line.activity), line, said=row.said, undo=row.undo)
    return row_answer(request, made, TypedRow(row.form))


@cluster_view(Permission.WRITE)
@require_http_methods(["GET", "POST"])
def steps(request: ClusterRequest, number: int) -> HttpResponse:
    """Show an activity's milestones within its row, and store the one that was changed or begun."""
    activity = opened(request, number)
    if not is_fragment(request):
        return redirect(f"{activity.get_absolute_url()}#milestones")
    own = Milestone.objects.of(request.cluster).alive().filter(activity=activity).order_by("date", "pk")
    sent, status = None, 200
    if request.method == "POST":
        pk = whole_number(request.POST.get("pk", ""))
        milestone = get_or_404(own, pk=pk) if request.POST.get("pk") else None
        sent, status = stored_step(request, activity, milestone)
    forms = [
        sent
        if sent and sent.milestone and sent.milestone.pk == one.pk
        else StepForm(cluster=request.cluster, number=number, milestone=one)
        for one in own
    ]
    fresh = sent if sent and sent.milestone is None else StepForm(cluster=request.cluster, number=number)
    context = {
        "cluster": request.cluster,
        "activity": activity,
        "forms": forms,
        "fresh": fresh,
        "today": timezone.localdate(),
    }
    return page(request, "plans/steps.html", context, status=status)


def stored_step(
    request: ClusterRequest, activity: Activity, milestone: Milestone | None
) -> tuple[StepForm | None, int]:
    """Store a milestone; return its form where it was refused, and the status."""
    make = partial(StepForm, cluster=request.cluster, number=activity.number, milestone=milestone)
    form = make(request.POST)
    today = timezone.localdate()

    def store() -> None:
        draft = form.draft(today)
        if milestone is None:
            services.add_milestone(activity=activity, draft=draft, by=request.user)
        else:
            milestone.activity = activity
            services.change_milestone(milestone=milestone, draft=draft, based_on=based_on(form), by=request.user)

    act: Act[None] = acting(request, form, store)
    if act.status == 302:
        return None, 200
    if act.conflict and milestone is not None:
        now = Milestone.objects.of(request.cluster).alive().filter(pk=milestone.pk).first()
        fresh = StepForm(cluster=request.cluster, number=activity.number, milestone=now or milestone)
        form = on_top(fresh, form, act.conflict)
        form.told = act.conflict.message
    return form, act.status


def faults_of(row: TypedRow) -> list[tuple[str, str]]:
    """Return what is wrong in a row for the summary: the id of the cell, and the words."""
    key = row.form.activity.key if row.form.activity else _("New activity")
    cells = [(name, words) for name, words in row.form.errors.items() if name in row.form.fields]
    found = [(row.form[name].id_for_label, f"{key}: {fault}") for name, own in cells for fault in own]
    return [*found, (f"row-{key}", f"{key}: {row.conflict.message}")] if row.conflict else found
