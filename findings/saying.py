"""What a strategy's texts say in figures, and what was changed after its approval without a reason."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone

from clusters.models import Change, Cluster
from core.remembering import Remembering
from core.text import Text
from findings.rules.facts import ChangedFact, SaidFact
from findings.rules.reading import focus_count, years_in
from kpis.selectors import Followed
from plans.shown.budget import BY_YEAR, frames_of
from strategy.models import Deviation, Goal, Strategy
from strategy.selectors.phases import StrategyPage

TITLE = Text(da="Strategiens titel", en="The strategy’s title")
# Who answers for a goal is handed over without the board.
HANDED_OVER = ("owner", "owner_role")
# By all that is asked and answered.
_counts: Remembering[tuple[SaidFact, ...]] = Remembering(500)


def focus_counts(shown: StrategyPage) -> tuple[SaidFact, ...]:
    """Return how many focus countries the strategy's texts speak of, one of each question at most; no query."""
    return _counts.get((shown.digest, shown.not_own), lambda: _focus_counts(shown))


def _focus_counts(shown: StrategyPage) -> tuple[SaidFact, ...]:
    found = []
    for section in shown.sheet.sections():
        for question in shown.sheet.questions(section):
            said = next(filter(None, map(focus_count, _texts(shown.own_value(question.key)))), "")
            if said:
                found.append(SaidFact(question.key, question.label, said))
    return tuple(found)


def years_said(shown: StrategyPage) -> tuple[SaidFact, ...]:
    """Return the years that the title names, and those that the budget is for; no query."""
    titles = (shown.strategy.title_text.da, shown.strategy.title_text.en)
    found = [SaidFact("", TITLE, years) for years in dict.fromkeys(filter(None, map(years_in, titles)))]
    question = shown.sheet.document.question(BY_YEAR)
    if question is not None:
        found += [SaidFact(BY_YEAR, question.label, f"{year}–{year}") for year in sorted(frames_of(shown))]
    return tuple(found)


def _texts(value: Any) -> Iterator[str]:
    """Return every text in an answer, however deep in a table."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Text):
        yield from filter(None, (value.da, value.en))
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def unexplained(
    cluster: Cluster, strategy: Strategy, goals: Sequence[Goal], kpis: Sequence[Followed]
) -> tuple[ChangedFact, ...]:
    """Return the goals and KPIs whose words or targets changed since the approval, and nobody has said why.

    No query unless one of them has changed at all since then; two if so.
    """
    since = strategy.workbook.locked_at
    if since is None or not strategy.is_decided:
        return ()
    own = {goal.pk for goal in goals}
    rows: dict[tuple[str, int], tuple[str, int, Text]] = {
        ("goal", one.pk): (one.key, one.number, one.title_text) for one in goals if one.changed_at > since
    }
    for one in kpis:
        if one.kpi.goal_id in own and one.kpi.changed_at > since:
            rows["kpi", one.kpi.pk] = (one.kpi.key, one.kpi.number, one.name)
    if not rows:
        return ()
    lines = Change.objects.of(cluster).used().filter(thing__in=("goal", "kpi"), row__in={pk for _thing, pk in rows})
    before: dict[tuple[str, int], dict[str, Any]] = {}
    changed: dict[tuple[str, int], Any] = {}
    until = {one.kpi.pk: one.kpi.decided_until for one in kpis}
    for line in lines.order_by("thing", "row", "revision"):
        at = (line.thing, line.row)
        if at not in rows:
            continue
        if line.at > since and at in before and _decided(line, before[at], until.get(line.row)):
            changed[at] = line.at
        before[at] = line.values
    told = Deviation.objects.of(cluster).filter(strategy=strategy, at__gte=since).exclude(reason="")
    explained = set(told.values_list("key", flat=True)) if changed else set()
    return tuple(
        ChangedFact(thing, pk, rows[thing, pk][1], rows[thing, pk][0], rows[thing, pk][2], timezone.localdate(at))
        for (thing, pk), at in changed.items()
        if rows[thing, pk][0] not in explained
    )


def _decided(line: Change, before: dict[str, Any], until: Any) -> bool:
    """Tell whether a change touched what the approval decided: the words and day of a goal, a target up to a day."""
    after = line.values
    pieces = [piece for piece in {**before, **after} if before.get(piece) != after.get(piece)]
    if line.thing == "goal":
        return any(piece.partition(".")[0] not in HANDED_OVER for piece in pieces)
    days = [piece.partition(".")[2] for piece in pieces if piece.startswith("targets.")]
    return any(until is None or day <= until.isoformat() for day in days)
