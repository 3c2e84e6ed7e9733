"""The measurements of a KPI as a table: newest first, with what was corrected, and the breaks of the series."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kpis.models import Kpi, KpiDefinition, Measurement, MeasuringRound
from kpis.shown.kpis import ShownKpi
from kpis.words import calculated_words


@dataclass(frozen=True, slots=True)
class Proof:
    """A file that proves a measurement, as a link shows it."""

    pk: int
    name: str


@dataclass(frozen=True, slots=True)
class History:
    """Everything that was ever measured of a KPI: what holds, what was superseded, the files and the rounds."""

    standing: tuple[Measurement, ...]
    superseded: tuple[Measurement, ...]
    proofs: Mapping[int, Sequence[Proof]]
    rounds: Mapping[int, str]


def load_history(kpi: Kpi) -> History:
    """Return the history of a KPI; one query."""
    rows = Measurement.objects.of(kpi.cluster).filter(kpi=kpi).with_history()
    found: dict[int, Measurement] = {}
    proofs: dict[int, dict[int, Proof]] = {}
    rounds: dict[int, str] = {}
    for row in rows:
        found.setdefault(row.pk, row)
        if row.proof:
            proofs.setdefault(row.pk, {})[row.proof] = Proof(row.proof, row.proof_name)
        if row.round_kind:
            rounds[row.pk] = row.round_kind
    return History(
        tuple(m for m in found.values() if m.superseded_at is None),
        tuple(m for m in found.values() if m.superseded_at is not None),
        {pk: tuple(own.values()) for pk, own in proofs.items()},
        rounds,
    )


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A measurement, or a break of the series between two."""

    measurement: Measurement | None = None
    value: str = ""
    expected: str = ""
    kind: str = ""
    is_accent: bool = False
    former: tuple["HistoryLine", ...] = ()
    proofs: Sequence[Proof] = ()
    new_definition: KpiDefinition | None = None
    bridge: str = ""


def lines_of(one: ShownKpi, history: History) -> list[HistoryLine]:
    """Return the table's lines, newest first; a number that was withdrawn stands where it stood."""
    replaced = {m.pk: m for m in history.superseded}
    used: set[int] = set()

    def former(m: Measurement) -> tuple[HistoryLine, ...]:
        found = []
        before = replaced.get(m.corrects_id or 0)
        while before is not None:
            used.add(before.pk)
            found.append(line(before))
            before = replaced.get(before.corrects_id or 0)
        return tuple(found)

    def line(m: Measurement, former: tuple[HistoryLine, ...] = ()) -> HistoryLine:
        expected = one.expected(m)
        kind = history.rounds.get(m.pk, "")
        return HistoryLine(
            measurement=m,
            value=one.show(m.value),
            expected=calculated_words(expected, one.unit, one.language) if expected is not None else "–",
            kind=kind_of(m, kind),
            is_accent=m.is_baseline or bool(kind),
            former=former,
            proofs=history.proofs.get(m.pk, ()),
        )

    measured = [(m.date, m.pk, line(m, former(m))) for m in history.standing]
    measured += [(m.date, m.pk, line(m)) for m in history.superseded if m.pk not in used]
    measured.sort(key=lambda found: found[:2], reverse=True)
    lines: list[HistoryLine] = []
    breaks = sorted((d for d in one.definitions if d.valid_from), key=lambda d: d.version)
    for day, _pk, shown in measured:
        while breaks and breaks[-1].valid_from and day < breaks[-1].valid_from:
            lines.append(break_line(one, breaks.pop()))
        lines.append(shown)
    return lines + [break_line(one, definition) for definition in reversed(breaks)]


def break_line(one: ShownKpi, definition: KpiDefinition) -> HistoryLine:
    """Return the line that parts two stretches of a series."""
    return HistoryLine(new_definition=definition, bridge=bridge_words(one, definition))


def kind_of(measurement: Measurement, round_kind: str) -> str:
    """Name what kind of measurement it is."""
    if measurement.is_baseline:
        return _("Baseline")
    return str(MeasuringRound.Kind(round_kind).label) if round_kind else _("Progress")


def bridge_words(one: ShownKpi, definition: KpiDefinition) -> str:
    """Say what joins the numbers before and after a break."""
    if definition.bridge_before and definition.bridge_after:
        return _("Bridge: %(before)s counted the old way is %(after)s the new way.") % {
            "before": one.show(definition.bridge_before),
            "after": one.show(definition.bridge_after),
        }
    return _("There is no bridge, so the values above and below are not compared.")
