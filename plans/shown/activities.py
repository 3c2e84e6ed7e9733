"""The action plan as its pages show it: filtered, grouped by goal, with progress that flows up and money that adds up.

Progress flows from what is seen to be done: milestones to their activity, activities to their goal. An activity that is
under way and has no milestones says nothing about how far it is, so it does not pull its goal down to nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import spanned
from core.languages import content_language
from core.numbers import NBSP, format_money
from plans.models import Activity, Milestone
from strategy.models import Goal

KINDS = {
    Activity.Status.PLANNED: "none",
    Activity.Status.IN_PROGRESS: "accent",
    Activity.Status.DELAYED: "warn",
    Activity.Status.DONE: "ok",
    Activity.Status.DROPPED: "none",
}
ICONS = {
    Activity.Status.PLANNED: "circle",
    Activity.Status.IN_PROGRESS: "circle-dot",
    Activity.Status.DELAYED: "triangle-alert",
    Activity.Status.DONE: "circle-check",
    Activity.Status.DROPPED: "circle-x",
}


@dataclass(frozen=True, slots=True)
class PlanLine:
    """An activity as a row, a card or a bar shows it; its milestones are loaded."""

    activity: Activity
    today: date
    waits_for: tuple[Activity, ...] = ()

    @property
    def milestones(self) -> list[Milestone]:
        """The milestones, by day."""
        return self.activity.steps

    @property
    def percent(self) -> int | None:
        """How far it is, or None where nothing tells."""
        return percent_of(self.activity, self.activity.steps)

    @property
    def reached(self) -> int:
        """How many milestones have been reached."""
        return sum(one.is_done for one in self.activity.steps)

    @property
    def is_late(self) -> bool:
        """Whether it should have ended, or a milestone should have been reached, before today."""
        return self.activity.is_overdue(self.today) or (
            not self.activity.is_closed and any(one.is_overdue(self.today) for one in self.activity.steps)
        )

    @property
    def kind(self) -> str:
        """The colour of its status."""
        return "bad" if self.activity.is_overdue(self.today) else KINDS[Activity.Status(self.activity.status)]

    @property
    def icon(self) -> str:
        """The shape of its status."""
        overdue = self.activity.is_overdue(self.today)
        return "octagon-alert" if overdue else ICONS[Activity.Status(self.activity.status)]

    @property
    def status_words(self) -> str:
        """Its status in words; how many days it is late belongs to it."""
        status = str(Activity.Status(self.activity.status).label)
        if not self.activity.is_overdue(self.today) or self.activity.ends is None:
            return status
        days = (self.today - self.activity.ends).days
        late = ngettext("%(count)s day overdue", "%(count)s days overdue", days) % {"count": days}
        return f"{status}, {late}"

    @property
    def milestone_words(self) -> str:
        """How many milestones have been reached, in words; nothing where there are none."""
        total = len(self.activity.steps)
        if not total:
            return ""
        return ngettext(
            "%(done)s of %(count)s milestone reached", "%(done)s of %(count)s milestones reached", total
        ) % {"done": self.reached, "count": total}

    @property
    def when(self) -> str:
        """When it is done, as short as it stays clear."""
        return span_words(self.activity.starts, self.activity.ends)

    @property
    def budget_words(self) -> str:
        """The budget in the language of the page; nothing where none is written."""
        return money_words(self.activity.budget, self.activity.currency)

    @property
    def spent_words(self) -> str:
        """What has been spent, in the language of the page."""
        return money_words(self.activity.spent, self.activity.currency)


@dataclass(frozen=True, slots=True)
class Sums:
    """Money added up, each currency by itself: they are never mixed."""

    budget: dict[str, Decimal] = field(default_factory=dict)
    spent: dict[str, Decimal] = field(default_factory=dict)

    @classmethod
    def of(cls, activities: Iterable[Activity]) -> "Sums":
        """Add up activities; a dropped one counts with what was spent on it."""
        sums = cls()
        for one in activities:
            budget = one.spent if one.status == Activity.Status.DROPPED else one.budget
            sums.add(one.currency, budget, one.spent)
        return sums

    def add(self, currency: str, budget: Decimal | None, spent: Decimal | None) -> None:
        """Add amounts of one currency; nought is an amount, nothing written is none."""
        for amounts, amount in ((self.budget, budget), (self.spent, spent)):
            if amount is not None:
                amounts[currency] = amounts.get(currency, Decimal(0)) + amount

    @property
    def budget_words(self) -> str:
        """The budgets, or a dash."""
        return sum_words(self.budget)

    @property
    def spent_words(self) -> str:
        """What has been spent, or a dash."""
        return sum_words(self.spent)

    @property
    def is_over(self) -> bool:
        """Whether more has been spent than was set aside, in some currency."""
        return any(spent > self.budget.get(currency, Decimal(0)) for currency, spent in self.spent.items())


@dataclass(frozen=True, slots=True)
class Group:
    """A goal with its activities, or those that serve no goal yet."""

    goal: Goal | None
    lines: tuple[PlanLine, ...]

    @property
    def percent(self) -> int | None:
        """How far the goal's activities are."""
        return percent_of_goal([line.activity for line in self.lines])

    @property
    def sums(self) -> Sums:
        """The money of its activities."""
        return Sums.of(line.activity for line in self.lines)

    @property
    def key(self) -> str:
        """The goal's key, or nothing."""
        return self.goal.key if self.goal else ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The activities of a plan, as filtered, with their milestones."""

    lines: tuple[PlanLine, ...]
    today: date

    @property
    def groups(self) -> list[Group]:
        """The activities by goal, in the order of the goals; those without a goal come last."""
        found: dict[int | None, tuple[Goal | None, list[PlanLine]]] = {}
        for line in self.lines:
            goal = line.activity.goal
            goal = goal if goal is not None and goal.deleted_at is None else None
            found.setdefault(goal.pk if goal else None, (goal, []))[1].append(line)
        groups = [Group(goal, tuple(lines)) for goal, lines in found.values()]
        return sorted(groups, key=lambda group: group.goal is None)

    @property
    def late(self) -> list[PlanLine]:
        """The activities that are late, or have a milestone that is."""
        return [line for line in self.lines if line.is_late]

    @property
    def sums(self) -> Sums:
        """The money of the whole plan."""
        return Sums.of(line.activity for line in self.lines)

    def column(self, status: str) -> list[PlanLine]:
        """Return the activities of one status, the next to end first."""
        lines = [line for line in self.lines if line.activity.status == status]
        return sorted(lines, key=lambda line: (line.activity.ends or date.max, line.activity.number))


def plan_of(activities: Iterable[Activity], today: date, dependencies: Iterable[tuple[int, int]] = ()) -> Plan:
    """Put a plan together from activities with people and milestones, and pairs of who waits for whom."""
    rows = list(activities)
    by_key = {row.pk: row for row in rows}
    needs: dict[int, list[Activity]] = {}
    for activity, needed in sorted(dependencies):
        if activity in by_key and needed in by_key:
            needs.setdefault(activity, []).append(by_key[needed])
    return Plan(tuple(PlanLine(row, today, tuple(needs.get(row.pk, ()))) for row in rows), today)


def percent_of(activity: Activity, milestones: Sequence[Milestone]) -> int | None:
    """Return how far an activity is: whole when it is done, else by its milestones; None where nothing tells."""
    if activity.status == Activity.Status.DONE:
        return 100
    if activity.status == Activity.Status.DROPPED:
        return None
    if milestones:
        return round(100 * sum(one.is_done for one in milestones) / len(milestones))
    return 0 if activity.status == Activity.Status.PLANNED else None


def percent_of_goal(activities: Iterable[Activity]) -> int | None:
    """Return the mean of what is known of the activities; dropped ones count for nothing, unknown ones neither."""
    known = [percent for one in activities if (percent := percent_of(one, one.steps)) is not None]
    return round(sum(known) / len(known)) if known else None


def money_words(amount: Decimal | None, currency: str) -> str:
    """Return an amount in the language of the page, or nothing."""
    return "" if amount is None else format_money(amount.normalize() + 0, currency, content_language())


def sum_words(amounts: dict[str, Decimal]) -> str:
    """Return sums of several currencies side by side, without those that come to nought beside others, or a dash."""
    told = {currency: amount for currency, amount in amounts.items() if amount} or amounts
    words = [money_words(amount, currency) for currency, amount in sorted(told.items())]
    return " + ".join(words) or "–"


def span_words(starts: date | None, ends: date | None) -> str:
    """Return a span of days in words, the year once where it is the same."""
    if starts and ends:
        if starts == ends:
            return day_words(ends)
        return spanned(short(starts) if starts.year == ends.year else day_words(starts), day_words(ends))
    if ends:
        return _("by %(day)s") % {"day": day_words(ends)}
    if starts:
        return _("from %(day)s") % {"day": day_words(starts)}
    return ""


def day_words(day: date) -> str:
    """Return a day with its year: 9. feb. 2027, 9 Feb 2027."""
    return f"{short(day)}{NBSP}{day.year}"


def short(day: date) -> str:
    """Return a day of a year that the context tells: 9. feb., 9 Feb."""
    words = formats.date_format(day, "j. N" if content_language() == "da" else "j M")
    return words.replace(" ", NBSP)
