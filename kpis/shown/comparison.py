"""Measuring rounds beside each other: what was promised, what came, what was corrected, and how far one has come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clusters.models import Cluster
from core.dates import format_date
from core.graphics import charts
from core.graphics.charts import Bar
from core.numbers import format_percent
from core.text import Language
from kpis.freezing import total_in
from kpis.freezing.whole import RoundWhole
from kpis.models import Kpi, MeasuringRound, RoundCorrection, RoundEntry
from kpis.rules.status import Point, State, bridged, change_between, expected_by, judge_point, stand, way_gone
from kpis.rules.yearly import Total
from kpis.shown.kpis import ShownKpi, load_kpis, shown_kpi
from kpis.words import CHIPS, calculated_words, change_words, rounded_as_read, state_words, total_words, value_words


@dataclass(frozen=True, slots=True)
class Cell:
    """A KPI in a round. `value` is what holds now; a frozen number that was corrected stands beside it."""

    point: Point | None = None
    promised: Decimal | None = None
    frozen: Decimal | None = None
    corrections: tuple[RoundCorrection, ...] = ()
    state: State = State.NO_DATA
    deliverer: str = ""
    source: str = ""
    belongs: bool = True
    # Where a year is summed: what `point` is the sum of.
    total: Total | None = None

    @property
    def is_part(self) -> bool:
        """Whether it is the sum of a year that is not whole: no number to hold against a year's."""
        return self.total is not None and not self.total.is_whole


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """A KPI in every round."""

    one: ShownKpi
    cells: tuple[Cell, ...]

    def value(self, cell: Cell) -> str:
        """What came; of a sum, which year's, and of how much of it."""
        if cell.point is None:
            return ""
        if cell.total is None:
            return self.one.show(cell.point.value)
        named = {
            "value": calculated_words(cell.point.value, self.one.unit, self.one.language),
            "of": total_words(cell.total, self.one.language),
        }
        return _("%(value)s (%(of)s)") % named

    def change(self, cell: Cell) -> str:
        """How far it is from the baseline of the path; over a broken series nothing is compared."""
        baseline = self.one.baseline
        if cell.point is None or baseline is None or cell.point.date == baseline.date or cell.is_part:
            return ""
        change = change_between(
            Point(baseline.date, baseline.value, baseline.version), cell.point, self.one.series.bridges
        )
        if change is None:
            return _("Not compared: what is counted has changed")
        return change_words(change, self.one.unit, self.one.language)

    def way(self, cell: Cell) -> Decimal | None:
        """How much of the way to the last target was gone, in percent."""
        if cell.point is None or cell.is_part:
            return None
        value = bridged(cell.point, self.one.series.version, self.one.series.bridges)
        return way_gone(value, self.one.path) if value is not None else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rounds of a strategy, and its KPIs in them."""

    rounds: tuple[MeasuringRound, ...]
    rows: tuple[ComparisonRow, ...]
    language: Language

    def row(self, kpi: Kpi) -> ComparisonRow | None:
        """Return the line of a KPI, or None when it is not compared."""
        return next((row for row in self.rows if row.one.kpi.pk == kpi.pk), None)


def comparison_of(
    cluster: Cluster, rounds: Sequence[MeasuringRound], language: Language, *, today: date | None = None
) -> Comparison:
    """Return the rounds beside each other as they stand; seven queries."""
    entries = list(
        RoundEntry.objects.of(cluster).filter(round__in=[r.pk for r in rounds]).select_related("measurement")
    )
    corrections = list(
        RoundCorrection.objects.of(cluster).filter(round__in=[r.pk for r in rounds]).order_by("at", "pk")
    )
    kpis = Kpi.objects.of(cluster).filter(pk__in={e.kpi_id for e in entries})
    found = load_kpis(cluster, kpis, today=today, language=language)
    return beside(found, rounds, entries, corrections, language)


def whole_comparison(whole: RoundWhole, language: Language) -> Comparison:
    """Return a round beside those before it, as they stand or as they were frozen; no query."""
    found = [shown_kpi(one, language) for one in whole.followed]
    return beside(found, whole.rounds, whole.entries, whole.corrections, language)


def beside(
    found: Sequence[ShownKpi],
    rounds: Sequence[MeasuringRound],
    entries: Sequence[RoundEntry],
    corrections: Sequence[RoundCorrection],
    language: Language,
) -> Comparison:
    """Return the rounds beside each other from what is loaded."""
    by_place = {(e.round_id, e.kpi_id): e for e in entries}
    rows = []
    for one in found:
        cells = tuple(_cell(one, r, by_place.get((r.pk, one.kpi.pk)), corrections) for r in rounds)
        rows.append(ComparisonRow(one, cells))
    return Comparison(tuple(rounds), tuple(rows), language)


def _cell(
    one: ShownKpi, round: MeasuringRound, entry: RoundEntry | None, corrections: Sequence[RoundCorrection]
) -> Cell:
    if entry is None:
        return Cell(belongs=False)
    own = tuple(c for c in corrections if c.round_id == round.pk and c.kpi_id == one.kpi.pk)
    measured = entry.measurement
    point = Point(measured.date, measured.value, measured.version) if measured else None
    frozen = frozen_kpi(round, one.kpi) if round.is_closed else None
    if frozen is not None:
        promised = Decimal(frozen["expected"]) if frozen["expected"] is not None else None
        stood = frozen["value"]
        point = point or (_frozen_point(stood) if stood else None)
        state = State(frozen["state"])
        total = total_in(frozen)
        if total is not None and stood and point is not None:
            # The sum stays as it was frozen, but for what was corrected in this round.
            total = replace(total, value=total.value + point.value - Decimal(stood["value"]))
            point = Point(point.date, total.value, frozen["version"])
        if own and point and promised is not None and own[-1].measurement_id == entry.measurement_id:
            value = bridged(point, frozen["version"], one.series.bridges)
            state = stand(value, promised, one.series) if value is not None else state
        return Cell(
            point,
            promised,
            Decimal(frozen["total"]["value"] if total else stood["value"]) if stood else None,
            own,
            state,
            frozen["deliverer"],
            stood["source"] if stood else "",
            total=total,
        )
    source = measured.source if measured else ""
    if point is None or measured is None:
        expected = expected_by(one.series, one.path, round.date)
        return Cell(None, expected, None, own, State.NO_DATA, entry.deliverer, source)
    judged = None if measured.is_baseline else judge_point(one.series, one.path, point)
    if judged is None:
        return Cell(point, None, None, own, State.NO_DATA, entry.deliverer, source)
    if judged.total is not None:
        point = Point(point.date, judged.value, one.series.version)
    promised = bridged(Point(point.date, judged.expected, one.series.version), point.version, one.series.bridges)
    return Cell(point, promised, None, own, judged.state, entry.deliverer, source, total=judged.total)


def frozen_kpi(round: MeasuringRound, kpi: Kpi) -> dict[str, Any] | None:
    """Return what a closed round holds of a KPI."""
    kpis = (round.frozen or {}).get("kpis", [])
    return next((found for found in kpis if found["number"] == kpi.number), None)


def _frozen_point(stood: dict[str, Any]) -> Point:
    return Point(date.fromisoformat(stood["date"]), Decimal(stood["value"]), stood["version"])


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A cell in words, for a page or a document."""

    value: str
    promised: str
    difference: str
    change: str
    state: str
    chip: str
    day: str
    deliverer: str
    source: str
    frozen: str
    corrections: tuple[str, ...]
    is_missing: bool
    belongs: bool


def shown_value(row: ComparisonRow, cell: Cell) -> ShownValue:
    """Return a cell in words."""
    one, language = row.one, row.one.language
    judged = cell.point is not None and cell.promised is not None
    difference = cell.point.value - cell.promised if cell.point and cell.promised is not None else None
    if difference is not None and rounded_as_read(difference, one.unit) == 0:
        words = _("as promised")
    else:
        words = change_words(difference, one.unit, language) if difference is not None else ""
    return ShownValue(
        value=row.value(cell) or "–",
        promised=calculated_words(cell.promised, one.unit, language) if cell.promised is not None else "–",
        difference=words,
        change=row.change(cell),
        state=state_words(cell.state) if judged else "",
        chip=CHIPS[cell.state] if judged else "",
        day=format_date(cell.point.date, language) if cell.point else "",
        deliverer=cell.deliverer,
        source=cell.source,
        frozen=value_words(cell.frozen, one.unit, language)
        if cell.frozen is not None and cell.point and cell.frozen != cell.point.value
        else "",
        corrections=tuple(correction_words(c, one) for c in cell.corrections),
        is_missing=cell.belongs and cell.point is None,
        belongs=cell.belongs,
    )


def correction_words(correction: RoundCorrection, one: ShownKpi) -> str:
    """Say what was corrected after the closing, by whom, when and why."""
    before = one.show(correction.before) if correction.before is not None else _("no value")
    return _("Corrected from %(before)s to %(after)s by %(who)s on %(day)s: %(reason)s") % {
        "before": before,
        "after": one.show(correction.after),
        "who": correction.by_name,
        "day": format_date(correction.at.date(), one.language),
        "reason": correction.reason,
    }


def way_chart(comparison: Comparison, rows: Sequence[ComparisonRow], *, id: str, is_print: bool = False) -> SafeString:
    """Draw how much of the way from baseline to the last target each round found gone."""
    later = [(n, r) for n, r in enumerate(comparison.rounds) if r.kind != MeasuringRound.Kind.BASELINE]
    groups = []
    for row in rows:
        bars = []
        for n, round in later:
            way = row.way(row.cells[n])
            if way is not None:
                label = str(MeasuringRound.Kind(round.kind).label)
                is_first = round.kind == MeasuringRound.Kind.MIDTERM
                bars.append(Bar(label, way, format_percent(round_percent(way), comparison.language), outlined=is_first))
        if bars:
            groups.append((row.one.title, bars))
    if not groups:
        return SafeString()
    said = ["; ".join(f"{b.label} {b.words}" for b in bars) for _name, bars in groups]
    return charts.bar_chart(
        groups,
        title=_("How far each KPI has come from the baseline to the last target"),
        description=" ".join(f"{name}: {words}." for (name, _bars), words in zip(groups, said, strict=True)),
        id=id,
        goal=(Decimal(100), _("Target")),
        is_print=is_print,
    )


def round_percent(value: Decimal) -> Decimal:
    """Round a percentage that was calculated."""
    return round(value, 0) + 0
