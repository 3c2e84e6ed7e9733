"""A cluster's front page, loaded in few queries: what to do next, how the figures stand, and where one was."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from checklists.duties import ItemDuties
from checklists.shown.upcoming import Due, due_items
from clusters.duties import HORIZON, Duty
from clusters.models import Cluster, Membership
from clusters.permissions import Permission
from core.languages import content_language
from core.numbers import format_money
from core.prepared import Prepared
from core.times import moment
from dashboard.asked import beside_strategy
from dashboard.changes import place_of
from dashboard.guide import Guide, guide_of
from dashboard.kpis import tiles_of
from dashboard.steps import Next, Step, next_of
from findings.services import Thread, glance_of
from findings.words import broken
from kpis.duties import KpiDuties
from kpis.rules.status import State
from kpis.selectors import NEWEST
from kpis.shown.kpis import ShownKpi, load_kpis
from plans.duties import PlanDuties
from plans.models import Activity
from strategy.duties import GoalDuties
from strategy.models import Goal, Strategy
from strategy.selectors.goals import goals_of
from strategy.selectors.phases import StrategyPage, answered

CURRENCY = "DKK"


@dataclass(frozen=True, slots=True)
class Figures:
    """The front page's figures: how many KPIs and activities are as planned, and what has been spent."""

    kpis: int = 0
    on_track: int = 0
    unmeasured: int = 0
    activities: int = 0
    as_planned: int = 0
    late: tuple[str, ...] = ()
    budget: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)

    @property
    def budget_words(self) -> str:
        """What is set aside."""
        return format_money(self.budget, CURRENCY, content_language())

    @property
    def spent_words(self) -> str:
        """What has been spent."""
        return format_money(self.spent, CURRENCY, content_language())

    @property
    def behind(self) -> int:
        """How many KPIs have a value and are behind."""
        return self.kpis - self.on_track - self.unmeasured


@dataclass(frozen=True, slots=True)
class Overview:
    """The front page of a cluster that has a strategy."""

    shown: StrategyPage
    goals: list[Goal]
    kpis: list[ShownKpi]
    next: Next
    figures: Figures
    guide: Guide
    thread_words: str
    break_count: int = 0
    due: list[Due] = field(default_factory=list)
    mine: Step | None = None

    @property
    def tiles(self) -> list[ShownKpi]:
        """The few KPIs that need a look first."""
        return tiles_of(self.kpis)

    @property
    def lesser_count(self) -> int:
        """How many of the breaks are none, and want a look all the same."""
        return max(0, self.next.break_count - self.break_count)

    @property
    def is_full(self) -> bool:
        """Whether the wheel is, so that it need not lead any more."""
        return bool(self.shown.phases) and all(phase.progress.is_done for phase in self.shown.phases)


@Prepared
def _current(cluster: Cluster, user: User) -> "QuerySet[Strategy]":
    rows = Strategy.objects.of(cluster).current().with_workbook()
    return rows.annotate(**beside_strategy(cluster, user))[:1]


@Prepared
def _activities(cluster: Cluster, until: date) -> "QuerySet[Activity]":
    return Activity.objects.of(cluster).at_a_glance(until)


def strategy_of(cluster: Cluster, user: User) -> StrategyPage | None:
    """Return the current strategy with its answers and what is asked beside it; two queries."""
    strategy = next(iter(_current(cluster, user)), None)
    return None if strategy is None else answered(cluster, strategy, with_people=True)


def overview_of(membership: Membership, user: User, shown: StrategyPage, today: date) -> Overview:
    """Return the front page; seven queries, one fewer for who may only read."""
    cluster = membership.cluster
    goals = goals_of(shown.strategy)
    kpis = load_kpis(cluster, most=NEWEST, today=today)
    activities: list[Any] = _activities(cluster, today + HORIZON)
    thread = _thread(shown, today, goals, kpis, activities)
    may_write = membership.may(Permission.WRITE)
    due = due_items(cluster, user, today) if may_write else []
    duties = _duties(membership, goals, kpis, activities, due, today)
    beside = vars(shown.strategy)
    return Overview(
        shown=shown,
        goals=goals,
        kpis=kpis,
        next=next_of(
            shown,
            user,
            duties,
            thread,
            today,
            goals=goals,
            has_activities=bool(activities),
            may_write=may_write,
        ),
        figures=_figures(kpis, activities, today),
        guide=guide_of(
            cluster,
            shown,
            goals,
            kpis,
            **{name: bool(beside.get(name)) for name in ("has_colleagues", "has_invited", "has_rounds")},
        ),
        thread_words=broken(thread.errors, len(thread.failed))
        if goals
        else _("The red thread begins with the first goal."),
        break_count=thread.errors,
        due=due,
        mine=_where_i_was(shown, user) if may_write else None,
    )


def _thread(
    shown: StrategyPage, today: date, goals: Sequence[Goal], kpis: Sequence[ShownKpi], activities: Sequence[Any]
) -> Thread:
    beside = vars(shown.strategy)
    rounds = frozenset(kind for kind in ("midterm", "final") if beside.get(f"has_{kind}"))
    return glance_of(shown.cluster, shown, today, kpis=kpis, goals=goals, activities=activities, rounds=rounds)


def _duties(
    membership: Membership,
    goals: Sequence[Goal],
    kpis: Sequence[ShownKpi],
    activities: Sequence[Any],
    due: Sequence[Due],
    today: date,
) -> list[Duty]:
    """Return what is due in every room, of what the page has loaded; no query."""
    known, until = {membership.cluster.pk: membership.cluster}, today + HORIZON
    late_goals = [duty for duty in GoalDuties().made(goals, known) if duty.is_late(today)]
    values = KpiDuties().of_followed(kpis, until) if membership.may(Permission.MEASURE) else []
    items = ItemDuties().made([one.item for one in due], known)
    return [*late_goals, *items, *values, *PlanDuties().of_rows(activities, known, until)]


def _figures(kpis: Sequence[ShownKpi], activities: Sequence[Any], today: date) -> Figures:
    rows = {row.pk: row for row in activities}.values()
    money = [row for row in rows if row.currency == CURRENCY]
    late = [row for row in rows if row.is_overdue(today) or row.status == Activity.Status.DELAYED]
    return Figures(
        kpis=len(kpis),
        on_track=sum(one.state is State.ON_TRACK for one in kpis),
        unmeasured=sum(one.state in (State.NO_DATA, State.OVERDUE) for one in kpis),
        activities=len(rows),
        as_planned=len(rows) - len(late),
        late=tuple(row.key for row in late),
        budget=sum((row.budget for row in money if row.budget), Decimal(0)),
        spent=sum((row.spent for row in money if row.spent), Decimal(0)),
    )


def _where_i_was(shown: StrategyPage, user: User) -> Step | None:
    """Return the answer that the person wrote last."""
    own = [answer for answer in shown.answers.values() if answer.changed_by_id == user.pk]
    newest = max(own, key=lambda answer: answer.changed_at, default=None)
    place = place_of(shown, newest) if newest else None
    return Step(place[0], place[1], moment(newest.changed_at), "pencil") if place and newest else None
