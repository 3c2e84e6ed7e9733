"""Fetches what the rules are told, in a fixed number of queries, however much there is."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, FilteredRelation, Max, Q, QuerySet
from django.utils import timezone

from assessments.pages import weakest_without_step
from checklists.models import Item
from clusters.models import Cluster
from core.prepared import Prepared
from core.remembering import Remembering
from core.text import Text
from findings.asked import due_rounds_of, least_rate_of, survey_facts, surveys_of
from findings.models import MonthCount, Waiver
from findings.rules.facts import (
    ActivityFact,
    CarriedFact,
    ExaminedFact,
    Facts,
    GoalFact,
    ItemFact,
    KpiFact,
    MilestoneFact,
    PhaseFact,
    StrategyFact,
    WeakFact,
    YearFact,
)
from findings.saying import focus_counts, unexplained, years_said
from kpis.models import MeasuringRound
from kpis.rules.status import Point, State, judge_point, path_of
from kpis.selectors import Followed, followed_in
from plans.models import Activity
from plans.selectors import with_steps
from plans.shown.budget import FRAME_CURRENCY, TOTAL, frames_of, spread
from schema.vocabulary import Direction
from strategy.models import Goal, Strategy
from strategy.selectors.goals import goals_of
from strategy.selectors.phases import Phase, StrategyPage
from strategy.selectors.translations import translation_gaps
from workbooks.linking import examined, links_of

# As many values as tell whether a KPI was off track twice, and what the sum of a year needs.
NEWEST = 14
FOCUS, SCORES, ROLE = "focus_countries", "country_priorities", "focus"
# Nobody reads further.
MOST_ITEMS = 60
_WAIVER = ("pk", "rule", "subject", "fingerprint", "reason", "until", "by_name")
_MONTH = ("pk", "month", "errors", "warnings", "hints", "waived")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A strategy with its goals, KPIs and activities, loaded once for the rules and for the page."""

    shown: StrategyPage
    goals: Sequence[Goal]
    kpis: Sequence[Followed]
    activities: Sequence[Any]


def load(
    cluster: Cluster,
    shown: StrategyPage,
    today: date,
    *,
    kpis: Sequence[Followed] | None = None,
    goals: Sequence[Goal] | None = None,
) -> Loaded:
    """Return what hangs on a strategy; six queries, four fewer where the page has goals and KPIs already."""
    activities = _activities(cluster)
    with_steps(cluster, activities)
    return Loaded(
        shown,
        goals_of(shown.strategy) if goals is None else goals,
        followed_in(cluster, most=NEWEST, today=today) if kpis is None else kpis,
        activities,
    )


@Prepared
def _activities(cluster: Cluster) -> "QuerySet[Activity]":
    rows = Activity.objects.of(cluster).alive().exclude(status=Activity.Status.DROPPED)
    return rows.with_people().annotate(noted_at=Max("notes__at"))


def waivers_and_months(cluster: Cluster, most: int) -> tuple[list[Waiver], list[MonthCount]]:
    """Return what is set aside or was, and the newest months, either with the latest first; one query."""
    newest = MonthCount.objects.of(cluster).newest(most).values("pk")
    aside = FilteredRelation("waivers", condition=Q(waivers__ended_at=None))
    rows = Cluster.objects.filter(Q(finding_months=None) | Q(finding_months__in=newest), pk=cluster.pk)
    names = (*(f"aside__{name}" for name in _WAIVER), *(f"finding_months__{name}" for name in _MONTH))
    waivers: dict[int, Waiver] = {}
    counts: dict[int, MonthCount] = {}
    # Each waiver beside each month: few of either, and one query for both.
    for row in rows.annotate(aside=aside).values_list(*names):
        waiver, month = row[: len(_WAIVER)], row[len(_WAIVER) :]
        if waiver[0] is not None:
            waivers[waiver[0]] = Waiver(cluster=cluster, **dict(zip(_WAIVER, waiver, strict=True)))
        if month[0] is not None:
            counts[month[0]] = MonthCount(cluster=cluster, **dict(zip(_MONTH, month, strict=True)))
    return (
        sorted(waivers.values(), key=lambda one: -one.pk),
        sorted(counts.values(), key=lambda one: one.month, reverse=True),
    )


@Prepared
def _rounds(cluster: Cluster, strategy: Strategy) -> "QuerySet[MeasuringRound]":
    planned = MeasuringRound.objects.of(cluster).filter(strategy=strategy)
    return planned.only("pk", "cluster", "strategy", "kind", "date", "closed_at").order_by("date")


@Prepared
def _ties(cluster: Cluster) -> "QuerySet[Activity]":
    rows = Activity.objects.of(cluster).only("pk").order_by()
    return rows.annotate(kpi_pk=F("kpis"), needed_pk=F("needs__needed"))


def facts_of(cluster: Cluster, loaded: Loaded, today: date) -> Facts:
    """Return the facts of a strategy that is loaded; six queries, one more once a self-assessment has been opened, two
    more once a result of an analysis has been carried over or a measuring round is near, and two more where a focus
    country has no score.
    """
    shown = loaded.shown
    rounds = _rounds(cluster, shown.strategy)
    surveys = surveys_of(cluster)
    kpis: defaultdict[int, set[int]] = defaultdict(set)
    waits: defaultdict[int, set[int]] = defaultdict(set)
    # Each KPI beside each wait: few of either, and one query for both.
    for row in _ties(cluster):
        kpis[row.pk].update({row.kpi_pk} - {None})  # type: ignore[attr-defined]  # added below
        waits[row.pk].update({row.needed_pk} - {None})  # type: ignore[attr-defined]  # added below
    owners = [
        *(one.owner for one in loaded.goals),
        *(one.kpi.owner for one in loaded.kpis),
        *(one.owner for one in loaded.activities if not one.is_closed),
    ]
    strategy = _strategy(shown, frozenset(one.kind for one in rounds))
    return Facts(
        today=today,
        strategy=strategy,
        goals=tuple(_goal(one) for one in loaded.goals),
        kpis=tuple(_kpi(one) for one in loaded.kpis),
        activities=tuple(
            _activity(one, kpis.get(one.pk, set()), waits.get(one.pk, set())) for one in loaded.activities
        ),
        years=_years(shown, loaded.activities, today),
        phases=_phases(shown),
        follow_ups=_follow_ups(cluster, today),
        weak=_weak(cluster),
        carried=_carried(cluster, shown),
        examined=_examined(cluster, strategy),
        unexplained=unexplained(cluster, shown.strategy, loaded.goals, loaded.kpis),
        surveys=survey_facts(surveys, loaded.kpis),
        due_rounds=due_rounds_of(cluster, rounds, surveys, today),
        least_rate=least_rate_of(surveys),
        people={one.pk: one.display_name for one in owners if one is not None},
        loads=Counter(one.pk for one in owners if one is not None),
        most=cluster.most_duties,
    )


def glance_facts_of(
    shown: StrategyPage,
    today: date,
    *,
    kpis: Sequence[Followed],
    goals: Sequence[Goal],
    activities: Iterable[Any],
    rounds: frozenset[str],
) -> Facts:
    """Return what the rules of a front page need, of what it has loaded (`ActivitySet.at_a_glance`); no query."""
    found: dict[int, ActivityFact] = {}
    for row in activities:
        before = found.get(row.pk)
        changed = max(filter(None, (row.changed_at, row.noted_at)), default=None)
        found[row.pk] = ActivityFact(
            pk=row.pk,
            number=row.number,
            key=row.key,
            title=row.title_text,
            goal=row.goal_id,
            kpis=(before.kpis if before else frozenset()) | ({row.kpi_pk} if row.kpi_pk else set()),
            owner=row.owner_id,
            has_owner=bool(row.owner_id is not None or row.role_text),
            ends=row.ends,
            is_closed=row.is_closed,
            changed_on=timezone.localdate(changed) if changed else None,
        )
    return Facts(
        today=today,
        strategy=_strategy(shown, rounds),
        goals=tuple(_goal(one) for one in goals),
        kpis=tuple(_kpi(one) for one in kpis),
        activities=tuple(found.values()),
        phases=_phases(shown),
    )


def _goal(goal: Goal) -> GoalFact:
    has_owner = bool(goal.owner_id is not None or goal.role_text)
    return GoalFact(goal.pk, goal.key, goal.title_text, has_owner, goal.deadline, goal.owner_id)


def _kpi(one: Followed) -> KpiFact:
    kpi = one.kpi
    noted = max((m.date for m in one.measurements if m.note), default=None)
    off, since = _off_track(one)
    return KpiFact(
        pk=kpi.pk,
        number=kpi.number,
        key=kpi.key,
        name=one.name,
        goal=kpi.goal_id,
        has_owner=bool(kpi.owner_id is not None or kpi.role_text),
        has_source=bool(Text.from_value(one.current.source)),
        is_up=one.current.direction == Direction.UP,
        baseline=one.baseline.value if one.baseline else None,
        targets=tuple(target.value for target in one.targets),
        due_since=one.due[0].last_day if one.due else None,
        off_periods=off,
        off_since=since,
        noted_on=noted,
        owner=kpi.owner_id,
    )


def _off_track(one: Followed) -> tuple[int, date | None]:
    """Return how many of the newest values in a row were off track, and the day of the oldest of them."""
    path, count, since = path_of(one.series), 0, None
    for measured in reversed(one.series.values):
        judged = judge_point(
            one.series, path, Point(measured.date, measured.value, measured.version, measured.frequency)
        )
        if judged is None or judged.state is not State.OFF_TRACK:
            break
        count, since = count + 1, measured.date
    return count, since


def _activity(row: Any, kpis: set[int], waits: set[int]) -> ActivityFact:
    changed = max(filter(None, (row.changed_at, row.noted_at)), default=None)
    return ActivityFact(
        pk=row.pk,
        number=row.number,
        key=row.key,
        title=row.title_text,
        goal=row.goal_id,
        kpis=frozenset(kpis),
        owner=row.owner_id,
        has_owner=bool(row.owner_id is not None or row.role_text),
        starts=row.starts,
        ends=row.ends,
        is_closed=row.is_closed,
        budget=row.budget,
        spent=row.spent,
        currency=row.currency,
        milestones=tuple(MilestoneFact(one.pk, one.title_text, one.date) for one in row.steps if not one.is_done),
        waits_for=tuple(sorted(waits)),
        changed_on=timezone.localdate(changed) if changed else None,
    )


def _years(shown: StrategyPage, activities: Sequence[Activity], today: date) -> tuple[YearFact, ...]:
    frames = frames_of(shown)
    planned: dict[int, Decimal] = {}
    spent: dict[int, Decimal] = {}
    for one in activities:
        if one.currency != FRAME_CURRENCY:
            continue
        for year, budget, paid in spread(one, today):
            if year is not None:
                planned[year] = planned.get(year, Decimal(0)) + budget
                spent[year] = spent.get(year, Decimal(0)) + paid
    return tuple(
        YearFact(year, frame, planned.get(year, Decimal(0)), spent.get(year, Decimal(0)))
        for year, frame in sorted(frames.items())
    )


def _strategy(shown: StrategyPage, rounds: frozenset[str]) -> StrategyFact:
    begins, ends = shown.period
    frames = frames_of(shown)
    scores: Any = shown.own_value(SCORES)
    cells = [row.get("cells", {}) for row in scores if isinstance(row, dict)] if isinstance(scores, list) else []
    scored = frozenset(str(one["country"]) for one in cells if _is_scored(one))
    chosen: Any = shown.own_value(FOCUS)
    focus = tuple(one for one in chosen if isinstance(one, str)) if isinstance(chosen, list) else ()
    return StrategyFact(
        number=shown.strategy.number,
        begins=begins,
        ends=ends,
        total_budget=_amount(shown.own_value(TOTAL)),
        frames_total=sum(frames.values(), Decimal(0)) if frames else None,
        focus=focus,
        scored=scored,
        in_focus_by_score=frozenset(
            str(one["country"]) for one in cells if one.get("role") == ROLE and "country" in one
        ),
        rounds=rounds,
        # What is still the example's is told as missing, and judged once it is one's own.
        asks=frozenset(shown.sheet.visible) - shown.not_own,
        focus_counts=focus_counts(shown),
        years_said=years_said(shown),
    )


def _is_scored(cells: dict[str, Any]) -> bool:
    """Tell whether a row of the table has a country and at least one number."""
    return "country" in cells and any(isinstance(one, int | float | Decimal) for one in cells.values())


def _amount(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    try:
        return Decimal(str(value))
    except ArithmeticError:
        return None


# How many texts of each phase are not whole in both languages, by the answers and the languages.
_untranslated: Remembering[dict[str, int]] = Remembering(500)


def _gaps(shown: StrategyPage) -> dict[str, int]:
    return {phase.key: len(found) for phase, found in translation_gaps(shown, ()) if phase is not None}


def _phases(shown: StrategyPage) -> tuple[PhaseFact, ...]:
    gaps = _untranslated.get((shown.digest, shown.cluster.languages), lambda: _gaps(shown))
    return tuple(_phase(shown, one, gaps.get(one.key, 0)) for one in shown.phases)


def _phase(shown: StrategyPage, phase: Phase, untranslated: int = 0) -> PhaseFact:
    section = next(one for one in shown.sheet.document.sections if one.key == phase.key)
    missing, faulty = phase.progress.missing, phase.progress.faulty
    return PhaseFact(phase.number, phase.key, section.short or section.title, missing, faulty, untranslated)


def _weak(cluster: Cluster) -> tuple[WeakFact, ...]:
    found = weakest_without_step(cluster)
    return tuple(WeakFact(number, one.key, text.label, f"{float(one.figure or 0):.1f}") for number, one, text in found)


def _carried(cluster: Cluster, shown: StrategyPage) -> tuple[CarriedFact, ...]:
    shown.strategy.workbook.cluster = cluster
    links = links_of(shown.strategy.workbook, shown.sheet.visible)
    return tuple(
        CarriedFact(key, one.title, one.url, bool(one.warning), one.stale) for key, one in links.items() if one.url
    )


def _examined(cluster: Cluster, strategy: StrategyFact) -> tuple[ExaminedFact, ...]:
    bare = [one for one in strategy.focus if one not in strategy.scored] if SCORES in strategy.asks else []
    found = examined(cluster, bare)
    return tuple(ExaminedFact(one, found[one].title, found[one].url) for one in bare if one in found)


@Prepared
def _late_items(cluster: Cluster, today: date) -> "QuerySet[Item]":
    rows = Item.objects.of(cluster).open().running().filter(stage=Item.Stage.AFTER, due__lt=today)
    return rows.select_related("checklist").order_by("due", "pk")[:MOST_ITEMS]


def _follow_ups(cluster: Cluster, today: date) -> tuple[ItemFact, ...]:
    return tuple(
        ItemFact(one.pk, one.number, one.checklist.number, one.label_text, one.checklist.title, one.due)
        for one in _late_items(cluster, today)
        if one.due is not None
    )
