"""The first day: seven things that bring a cluster to goals, KPIs and a first plan. Each ticks itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.models import Cluster
from core.addresses import reverse
from kpis.selectors import Followed
from strategy.models import Goal
from strategy.selectors.phases import StrategyPage

FEW_GOALS = 2


@dataclass(frozen=True, slots=True)
class Task:
    """One thing of the first day: what, how it stands, how long it takes, and where it is done."""

    name: str
    detail: str
    minutes: int
    is_done: bool
    url: str
    button: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Guide:
    """The first day as it stands."""

    tasks: tuple[Task, ...]

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(task.is_done for task in self.tasks)

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left."""
        return self.done == len(self.tasks)

    @property
    def current(self) -> Task | None:
        """The one in hand."""
        return next((task for task in self.tasks if not task.is_done), None)

    @property
    def minutes(self) -> int:
        """How long the rest takes."""
        return sum(task.minutes for task in self.tasks if not task.is_done)


def guide_of(
    cluster: Cluster,
    shown: StrategyPage | None,
    goals: Sequence[Goal] = (),
    kpis: Sequence[Followed] = (),
    *,
    has_colleagues: bool = False,
    has_invited: bool = False,
    has_rounds: bool = False,
) -> Guide:
    """Return the first day of a cluster; no query."""
    slug = cluster.slug
    number = shown.strategy.number if shown else 0
    set_up = [one for one in kpis if one.baseline and one.last_target]
    filled = shown.sheet.filled if shown else {}
    return Guide(
        tuple(
            Task(*task, number=place)
            for place, task in enumerate(
                (
                    (
                        _("The cluster’s profile"),
                        _("Mission and vision from here are used in the strategy too"),
                        5,
                        bool(cluster.mission_text or cluster.vision_text),
                        reverse("clusters:profile", args=[slug]),
                        _("Fill in the profile"),
                    ),
                    (
                        _("Colleagues"),
                        _colleague_words(has_colleagues, has_invited),
                        3,
                        has_colleagues or has_invited,
                        reverse("clusters:invite", args=[slug]),
                        _("Invite a colleague"),
                    ),
                    (
                        _("The strategy"),
                        _("Empty, or from the example"),
                        2,
                        shown is not None,
                        reverse("strategy:start", args=[slug]),
                        _("Start a strategy"),
                    ),
                    (
                        _("Two to five goals"),
                        _goal_words(len(goals)),
                        8,
                        len(goals) >= FEW_GOALS,
                        reverse("strategy:goal_add", args=[slug, number]) if shown else "",
                        _("Write the next goal") if goals else _("Write the first goal"),
                    ),
                    (
                        _("KPIs with baseline and target"),
                        _("Tick them in the catalogue, and fill in one table"),
                        12,
                        bool(set_up),
                        reverse("kpis:catalogue", args=[slug]),
                        _("Choose KPIs"),
                    ),
                    (
                        _("The first plan"),
                        _("A line for each activity"),
                        10,
                        bool(filled.get("activities")),
                        reverse("plans:rows", args=[slug]),
                        _("Write the first activities"),
                    ),
                    (
                        _("First measuring round"),
                        _("Choose when you measure. We remember the rest"),
                        5,
                        has_rounds,
                        reverse("kpis:rounds", args=[slug]),
                        _("Plan the round"),
                    ),
                ),
                start=1,
            )
        )
    )


def _colleague_words(has_colleagues: bool, has_invited: bool) -> str:
    if has_colleagues or not has_invited:
        return _("One more is enough to begin with")
    return _("An invitation is on its way")


def _goal_words(count: int) -> str:
    if not count:
        return _("Few goals are easier to reach")
    said = ngettext("You have written %(count)s goal", "You have written %(count)s goals", count)
    return said % {"count": count}
