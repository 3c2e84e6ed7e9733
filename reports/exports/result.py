"""The result of a measuring round: on one page, and as the picture on the evaluation's cover."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import format_date, format_short
from core.numbers import format_percent
from core.text import Language, Resolved, Text
from exports.document import Column, Fact, Layout, Ring, Rings, Summary, TableBlock, Words
from kpis.models import MeasuringRound
from kpis.rules.status import State
from kpis.services.rounds import round_name
from kpis.shown.comparison import Cell, ComparisonRow, round_percent, shown_value
from kpis.shown.kpis import ShownKpi

# More KPIs than these neither stand on one page nor round one centre.
MOST_ON_THE_PAGE = 15
MOST_RINGS = 16


def standing(round: MeasuringRound, language: Language) -> str:
    """Say whether the round is closed, for the cover."""
    if round.closed_on is None:
        return _("Preliminary: the round is open")
    return _("Closed by %(who)s on %(day)s") % {
        "who": round.closed_by_name,
        "day": format_date(round.closed_on, language),
    }


def summary(
    round: MeasuringRound, strategy: Text, rows: Sequence[ComparisonRow], place: int, language: Language
) -> Summary:
    """Return the result on one page: how many KPIs stand how, the remark of the closing, and each KPI in a line."""
    facts = [
        Fact(label=_("Strategy"), value=strategy.resolve(language)),
        Fact(label=_("Measuring round"), value=f"{round_name(round)}. {standing(round, language)}."),
    ]
    if round.remark:
        facts.append(Fact(label=_("Remark on closing"), value=round.remark))
    is_open = round.closed_on is None
    is_baseline = round.kind == MeasuringRound.Kind.BASELINE
    cells = [row.cells[place] for row in rows]
    table = (baseline_table if is_baseline else short_table)(_("Every KPI of the round"), rows, place)
    return Summary(
        title=_("The result on one page"),
        lead=baseline_words(cells) if is_baseline else verdict_words(cells),
        facts=tuple(facts),
        table=table if 0 < len(rows) <= MOST_ON_THE_PAGE else None,
        note=_("Values can still come in and be corrected until the round is closed.") if is_open else "",
    )


def verdict_words(cells: Sequence[Cell]) -> str:
    """Say in a sentence how many of the KPIs stand how."""
    found = Counter(kind_of(cell) for cell in cells)
    said = {
        State.ON_TRACK: _("%(n)s on track"),
        State.AT_RISK: _("%(n)s slightly behind"),
        State.OFF_TRACK: _("%(n)s off track"),
        "unjudged": _("%(n)s not assessed"),
        "missing": _("%(n)s without a value"),
    }
    parts = [words % {"n": found[kind]} for kind, words in said.items() if found[kind]]
    if len(parts) > 1:
        parts = [_("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}]
    if not parts:
        return _("No KPI belongs to the round.")
    return ngettext("The round’s only KPI: %(parts)s.", "Of %(n)s KPIs, %(parts)s.", len(cells)) % {
        "n": len(cells),
        "parts": parts[0],
    }


def baseline_words(cells: Sequence[Cell]) -> str:
    """Say in a sentence how many of the KPIs know where they begin."""
    known = sum(cell.point is not None for cell in cells)
    return ngettext(
        "%(known)s of %(n)s KPI has its baseline.", "%(known)s of %(n)s KPIs have their baseline.", len(cells)
    ) % {"known": known, "n": len(cells)}


def kind_of(cell: Cell) -> State | str:
    """Return how a KPI stands in the round, or that it has no value, or nothing to be held against."""
    if cell.point is None:
        return "missing"
    is_judged = cell.promised is not None and cell.state in (State.ON_TRACK, State.AT_RISK, State.OFF_TRACK)
    return cell.state if is_judged else "unjudged"


def short_table(label: str, rows: Sequence[ComparisonRow], place: int) -> TableBlock:
    """Return each KPI with what was promised, what came and how it stands."""
    columns = (
        Column(_("KPI")),
        Column(_("Promised"), is_number=True),
        Column(_("Reached"), is_number=True),
        Column(_("Status")),
    )
    lines = [promise_row(row, row.cells[place]) for row in rows]
    return TableBlock(
        label=label,
        columns=columns,
        rows=tuple((line[0], line[1], line[2], line[5]) for line in lines),
        layout=Layout.FULL,
    )


def baseline_table(label: str, rows: Sequence[ComparisonRow], place: int) -> TableBlock:
    """Return each KPI with where it begins and where it is to end: nothing was promised for the first day."""
    columns = (
        Column(_("KPI")),
        Column(_("Baseline"), is_number=True),
        Column(_("Last target"), is_number=True),
        Column(_("By"), is_number=True),
    )
    lines: list[tuple[Words, ...]] = []
    for row in rows:
        target = row.one.last_target
        day = format_short(target.date, row.one.language) if target else "–"
        value = promise_row(row, row.cells[place])[2]
        lines.append((named(row.one), value, row.one.target_words or "–", day))
    return TableBlock(label=label, columns=columns, rows=tuple(lines), layout=Layout.FULL)


def promise_row(row: ComparisonRow, cell: Cell) -> tuple[Words, ...]:
    """Return the cells of one KPI: name, promised, reached, difference, change, status."""
    words = shown_value(row, cell)
    value = words.value
    if words.frozen:
        value = _("%(value)s (frozen: %(frozen)s)") % {"value": value, "frozen": words.frozen}
    if words.is_missing:
        value = _("Missing")
    return named(row.one), words.promised, value, words.difference or "–", words.change or "–", words.state or "–"


def named(one: ShownKpi) -> Words:
    """Return key and name, marked where the name is in the other language."""
    name = one.name.resolve(one.language)
    return Resolved(f"{one.kpi.key} {name.text}", name.language, name.is_fallback)


def rings(rows: Sequence[ComparisonRow], place: int, language: Language) -> Rings | None:
    """Return how much of its way each KPI has behind it, for the cover; nothing where that cannot be drawn."""
    ways = [row.way(row.cells[place]) for row in rows]
    if not 0 < len(rows) <= MOST_RINGS or all(way is None for way in ways):
        return None
    found = []
    for row, way in zip(rows, ways, strict=True):
        words = format_percent(round_percent(way), language) if way is not None else "–"
        found.append(Ring(name=row.one.kpi.key, percent=None if way is None else round(way), words=words))
    return Rings(
        caption=_("From baseline to target"),
        description=_("How far each KPI has come from its baseline to its last target: %(kpis)s")
        % {"kpis": ", ".join(f"{ring.name} {ring.words}" for ring in found)},
        rings=tuple(found),
    )
