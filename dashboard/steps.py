"""What to do next: what has a day, from whichever room, and what the strategy and the red thread lack."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from clusters.duties import HORIZON, Duty, duties_of
from core.addresses import reverse
from core.dates import format_date
from core.languages import content_language
from core.text import Text
from core.times import when_due
from findings.services import Thread
from findings.shown.findings import FindingRow, rows_of
from kpis.duties import KpiDuties
from kpis.models import MeasuringRound
from strategy.models import Goal
from strategy.selectors.phases import StrategyPage, missing_words
from surveys.models import SurveyRound

# What is asked of one person fits on a screen; the rest is folded.
MOST_STEPS = 6
MOST_BREAKS = 6
# What is ticked off or put off from the front page itself.
DEEDS = frozenset({"item", "milestone", "activity"})
# Putting these off moves what others wait for, so a reason is asked for.
REASONED = frozenset({"milestone", "activity"})


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do next: what, where, by when and how late in words, and whose it is."""

    label: str
    url: str
    detail: str = ""
    icon: str = "circle-dashed"
    day: date | None = None
    when: str = ""
    is_late: bool = False
    is_mine: bool = False
    kind: str = ""
    pk: int = 0

    @property
    def day_words(self) -> str:
        """The day itself, small beneath how late it is; what comes says it already."""
        return format_date(self.day, content_language()) if self.day and self.is_late else ""

    @property
    def can_be_done(self) -> bool:
        """Whether it is ticked off or put off without leaving the page."""
        return self.kind in DEEDS

    @property
    def needs_reason(self) -> bool:
        """Whether others wait for it, so that putting it off wants a reason."""
        return self.kind in REASONED

    @property
    def name(self) -> str:
        """What its form is known by."""
        return f"{self.kind}-{self.pk}"


@dataclass(frozen=True, slots=True)
class Breaks:
    """What breaks the thread at one goal, or at none."""

    goal: Goal | None
    rows: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True)
class Next:
    """All of it: mine first, then ours, and what breaks the red thread."""

    mine: list[Step] = field(default_factory=list)
    ours: list[Step] = field(default_factory=list)
    breaks: list[Breaks] = field(default_factory=list)
    worst_first: Sequence[FindingRow] = ()

    @property
    def break_count(self) -> int:
        """How many there are, in whatever order they are shown."""
        return len(self.worst_first)

    @property
    def late_mine(self) -> int:
        """How many of mine are late."""
        return sum(step.is_late for step in self.mine)

    @property
    def late_ours(self) -> int:
        """How many of ours are late."""
        return sum(step.is_late for step in self.ours)

    @property
    def is_grouped(self) -> bool:
        """Whether there are so many breaks that each goal has them folded."""
        return self.break_count > MOST_BREAKS


def next_of(
    shown: StrategyPage,
    user: User,
    duties: Iterable[Duty],
    thread: Thread,
    today: date,
    *,
    goals: Sequence[Goal],
    has_activities: bool,
    may_write: bool = True,
) -> Next:
    """Return what to do next; no query."""
    asked = [step_of(duty, user, today) for duty in duties if duty.is_late(today) or _is_near(duty, today)]
    asked += _rounds_and_reports(shown, user, today)
    dated = sorted(asked, key=lambda one: (not one.is_late, one.day or date.max))
    lacking = _lacking(shown, thread, goals, has_activities) if may_write else []
    rows = rows_of(shown.cluster, thread)
    mine = [step for step in dated if step.is_mine]
    ours = [step for step in dated if not step.is_mine] + lacking
    if not (mine or ours or rows) and may_write:
        ours = _when_all_is_there(shown)
    return Next(mine, ours, _grouped(rows, thread, goals), rows)


def _is_near(duty: Duty, today: date) -> bool:
    return duty.day is not None and duty.day <= today + HORIZON


def step_of(duty: Duty, user: User, today: date) -> Step:
    """Word a duty for its reader: what to do, in which words when, and what can be done without leaving the page."""
    offered, is_mine = duties_of(duty.kind), duty.owner_id == user.pk
    who = "" if is_mine else duty.who or _("no owner")
    title = duty.title.resolve(content_language()).text
    if duty.kind == KpiDuties.kind:
        title = _("Enter the value of %(key)s, %(title)s") % {"key": duty.key, "title": title}
    return Step(
        label=title,
        url=duty.path,
        detail=" · ".join(words for words in (offered.detail(duty), who) if words),
        icon="triangle-alert" if duty.is_late(today) else offered.icon,
        day=duty.day,
        when=when_due(duty.day, today) if duty.day else "",
        is_late=duty.is_late(today),
        is_mine=is_mine,
        kind=duty.kind,
        pk=duty.pk,
    )


def _rounds_and_reports(shown: StrategyPage, user: User, today: date) -> list[Step]:
    """Return the round that is to be closed, the survey, the report that has not been sent, the review asked of one."""
    found, beside, slug = [], vars(shown.strategy), shown.cluster.slug
    if (day := beside.get("round_date")) is not None and day <= today + HORIZON:
        kind = str(MeasuringRound.Kind(beside["round_kind"]).label)
        url = reverse("kpis:round", args=[slug, beside["round_number"]])
        label = _("Enter the values, and close the round: %(kind)s") % {"kind": kind}
        found.append(_dated(label, url, _("Measuring round"), "calendar-check", day, today))
    if (day := beside.get("survey_until")) is not None and day <= today + HORIZON:
        is_draft = beside["survey_state"] == SurveyRound.State.DRAFT
        label = _("Send the survey “%(title)s”") if is_draft else _("Close the survey “%(title)s”")
        label %= {"title": Text.from_value(beside["survey_title"]).resolve(content_language()).text}
        url = reverse("surveys:round", args=[slug, beside["survey_number"]])
        is_mine = beside["survey_owner"] == user.pk
        found.append(_dated(label, url, _("Survey"), "message-square", day, today, is_mine=is_mine))
    if (day := beside.get("copy_until")) is not None and day <= today + HORIZON:
        title = Text.from_value(beside["copy_title"]).resolve(content_language()).text
        label = _("See what the original of “%(title)s” has new") % {"title": title}
        url = reverse("own:merge", args=[slug, beside["copy_number"]])
        is_mine = beside["copy_owner"] == user.pk
        found.append(_dated(label, url, _("Own templates"), "git-compare", day, today, is_mine=is_mine))
    if (number := beside.get("report_number")) is not None:
        label = _("Send “%(title)s” to the funder") % {"title": beside["report_title"]}
        url = reverse("funders:detail", args=[slug, number])
        found.append(Step(label, url, _("Not sent yet"), "send", when=_("No deadline")))
    if (snapshot := beside.get("review_snapshot")) is not None:
        url = reverse("reviews:snapshot", args=[slug, shown.strategy.number, snapshot])
        who = _("Review, asked for by %(who)s") % {"who": beside["review_by"]}
        title = shown.strategy.title_text.resolve(content_language()).text
        label = _("Read “%(title)s”, and say whether it is ready") % {"title": title}
        found.append(_dated(label, url, who, "eye", beside["review_until"], today, is_mine=True))
    return found


def _dated(label: str, url: str, detail: str, icon: str, day: date, today: date, *, is_mine: bool = False) -> Step:
    is_late = day < today
    shape = "triangle-alert" if is_late else icon
    return Step(label, url, detail, shape, day, when_due(day, today), is_late=is_late, is_mine=is_mine)


def _lacking(shown: StrategyPage, thread: Thread, goals: Sequence[Goal], has_activities: bool) -> list[Step]:
    """Return what the strategy itself lacks; what has no day says so."""
    slug, none = shown.cluster.slug, _("No deadline")
    found = []
    if not goals:
        url = reverse("strategy:goal_add", args=[slug, shown.strategy.number])
        said = _("Everything else builds on the goals")
        found.append(Step(_("Write the first goal"), url, said, "target", when=none))
    elif not thread.facts.kpis:
        said = ngettext("The goal has no KPI yet", "None of the %(count)s goals has a KPI yet", len(goals))
        url = reverse("kpis:catalogue", args=[slug])
        found.append(Step(_("Choose the first KPIs"), url, said % {"count": len(goals)}, icon="chart-line", when=none))
    if goals and not has_activities:
        url = reverse("plans:index", args=[slug])
        found.append(Step(_("Begin the action plan"), url, _("The plan is empty"), "list-checks", when=none))
    for phase in shown.phases:
        progress = phase.progress
        if progress.missing or progress.borrowed:
            words = {"number": phase.number, "label": phase.label}
            label = _("Begin phase %(number)s, %(label)s")
            if progress.answered:
                label = _("Finish phase %(number)s, %(label)s")
            said = phase.state if progress.borrowed else missing_words(progress.missing)
            found.append(Step(label % words, phase.url, said, phase.icon, when=none))
    if not shown.progress.is_begun and not any(phase.progress.missing for phase in shown.phases):
        # Nothing is required, so nothing is missing: still there is nothing to take to a board.
        label = _("Begin to fill in the strategy")
        found.append(Step(label, shown.begin_url, _("Nothing has been answered yet"), "pencil", when=none))
    return found


def _when_all_is_there(shown: StrategyPage) -> list[Step]:
    pdf = reverse("reports:strategy", args=[shown.cluster.slug, shown.strategy.number])
    return [
        Step(_("Read the strategy through"), shown.url("detail"), _("Every required answer is there"), "eye"),
        Step(_("Take it to the board as a PDF"), pdf, _("In Danish or English"), "file-down"),
    ]


def _grouped(rows: Sequence[FindingRow], thread: Thread, goals: Sequence[Goal]) -> list[Breaks]:
    """Return the breaks by the goal that they hang on, in the order of the goals, those of none last."""
    of_kpi: dict[Any, int | None] = {f"kpi:{one.pk}": one.goal for one in thread.facts.kpis}
    of_activity = {f"activity:{one.pk}": one.goal for one in thread.facts.activities}
    of_goal = {f"goal:{goal.pk}": goal.pk for goal in goals}
    places: dict[int | None, list[FindingRow]] = {goal.pk: [] for goal in goals}
    for row in rows:
        hit = row.found.hit
        goal = hit.goal or {**of_kpi, **of_activity, **of_goal}.get(hit.subject)
        places.setdefault(goal if goal in places else None, []).append(row)
    known = {goal.pk: goal for goal in goals}
    return [Breaks(known.get(pk) if pk else None, tuple(some)) for pk, some in places.items() if some]
