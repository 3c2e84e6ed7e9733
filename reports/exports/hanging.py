"""What hangs on the goals of a strategy, loaded once for its document: summary, picture and spreads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.models import Cluster
from core import markdown
from core.dates import format_date
from core.text import Language, Resolved
from exports.document import Column, Layout, TableBlock, Words, plain
from exports.onepage import MOST_ROWS
from kpis.models import Kpi
from kpis.shown.kpis import ShownKpi, load_kpis
from plans.models import Activity
from plans.shown.activities import PlanLine, plan_of
from strategy.models import Goal
from strategy.selectors.phases import StrategyPage

# What a cell of the summary has room for; the chapter has the rest.
MOST_IN_A_CELL = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the cluster wants, in its own words: its vision, or else its mission; nothing where neither is written."""

    label: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Hanging:
    """The goals of a strategy with what hangs on them, on a day, in the language of the document."""

    goals: Sequence[Goal]
    kpis: Sequence[ShownKpi]
    lines: Sequence[PlanLine]
    language: Language
    today: date
    wanted: Wanted = Wanted()

    def kpis_of(self, goal: Goal) -> list[ShownKpi]:
        """Return the KPIs that measure a goal."""
        return [one for one in self.kpis if one.kpi.goal_id == goal.pk]

    def lines_of(self, goal: Goal) -> list[PlanLine]:
        """Return the activities that lead to a goal."""
        return [line for line in self.lines if line.activity.goal_id == goal.pk]


def hanging_on(shown: StrategyPage, goals: Sequence[Goal], language: Language, today: date) -> Hanging:
    """Load what hangs on the goals."""
    kpis = Kpi.objects.of(shown.cluster).alive().in_strategy(shown.strategy.pk).order_by("goal__position", "number")
    rows = Activity.objects.of(shown.cluster).alive().of_strategy(shown.strategy).with_people().with_milestones()
    followed = load_kpis(shown.cluster, kpis, today=today, language=language)
    return Hanging(goals, followed, plan_of(rows, today).lines, language, today, wanted_by(shown.cluster, language))


def wanted_by(cluster: Cluster, language: Language) -> Wanted:
    """Return what the goals are there for; no query."""
    for label, words in ((_("Vision"), cluster.vision_text), (_("Mission"), cluster.mission_text)):
        if words:
            return Wanted(label, markdown.plain(words.resolve(language).text))
    return Wanted()


def summary_table(found: Hanging) -> TableBlock | None:
    """Return the red thread in a table: each goal, what it is measured by, what is done, who answers and by when.

    Nothing where there is no thread yet, or where it has more goals than a page.
    """
    if not (found.kpis or found.lines) or not 0 < len(found.goals) <= MOST_ROWS:
        return None
    rows: list[tuple[Words, ...]] = []
    for goal in found.goals:
        title = goal.title_text.resolve(found.language)
        kpis = [kpi_words(one) for one in found.kpis_of(goal)]
        lines = [activity_words(line) for line in found.lines_of(goal)]
        rows.append(
            (
                Resolved(f"{goal.key} {title.text}", title.language, title.is_fallback),
                _some(kpis) or _("No KPI: the thread is broken here"),
                _some(lines) or _("No activity: the thread is broken here"),
                answers_for(goal, found.language),
            )
        )
    number = len(found.goals)
    said = ngettext("One goal and its red thread", "%(n)s goals and their red thread", number) % {"n": number}
    columns = (Column(_("Goal")), Column(_("KPIs")), Column(_("Activities")), Column(_("Owner and deadline")))
    return TableBlock(label=said, columns=columns, rows=tuple(rows), layout=Layout.FULL)


def kpi_words(one: ShownKpi) -> str:
    """Say how a KPI stands: K3 13 of 24 (slightly behind)."""
    figures = one.latest_words or "–"
    if one.target_words:
        figures = _("%(value)s of %(target)s") % {"value": figures, "target": one.target_words}
    return f"{one.kpi.key} {figures} ({_small(one.state_label)})"


def activity_words(line: PlanLine) -> str:
    """Say how an activity stands: A6 (delayed)."""
    return f"{line.activity.key} ({_small(line.status_words)})"


def answers_for(goal: Goal, language: Language) -> Words:
    """Return who answers for a goal, and by when it is to be reached."""
    owner: Words = goal.owner.display_name if goal.owner else goal.role_text.resolve(language)
    day = format_date(goal.deadline, language) if goal.deadline else ""
    words = ", ".join(filter(None, (plain(owner) or _("No owner"), day)))
    return Resolved(words, owner.language, owner.is_fallback) if isinstance(owner, Resolved) and owner.text else words


def _some(words: list[str]) -> str:
    more = len(words) - MOST_IN_A_CELL
    said = "; ".join(words[:MOST_IN_A_CELL])
    return _("%(some)s; and %(n)s more") % {"some": said, "n": more} if more > 0 else said


def _small(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"
