"""The measurements of a KPI as a table: newest first, with what was corrected, and the breaks of the series."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.dates import format_date
from kpis.models import Evidence, KpiDefinition, Measurement, MeasuringRound, RoundEntry
from kpis.pages import Followed
from kpis.words import reckoned_words


@dataclass(frozen=True, slots=True)
class Line:
    """A measurement, or a break of the series between two."""

    measurement: Measurement | None = None
    value: str = ""
    expected: str = ""
    kind: str = ""
    is_accent: bool = False
    former: tuple["Line", ...] = ()
    proofs: tuple[Evidence, ...] = ()
    new_definition: KpiDefinition | None = None
    bridge: str = ""


def history_of(
    one: Followed, superseded: Sequence[Measurement], proofs: Sequence[Evidence], entries: Sequence[RoundEntry]
) -> list[Line]:
    """Return the table's lines; a number that was withdrawn stands where it stood."""
    replaced = {m.pk: m for m in superseded}
    by_measurement: dict[int, list[Evidence]] = {}
    for proof in proofs:
        by_measurement.setdefault(proof.measurement_id, []).append(proof)
    rounds = {entry.measurement_id: entry.round for entry in entries}
    used: set[int] = set()

    def former(m: Measurement) -> tuple[Line, ...]:
        found = []
        before = replaced.get(m.corrects_id or 0)
        while before is not None:
            used.add(before.pk)
            found.append(line(before))
            before = replaced.get(before.corrects_id or 0)
        return tuple(found)

    def line(m: Measurement, former: tuple[Line, ...] = ()) -> Line:
        expected = one.expected(m)
        round = rounds.get(m.pk)
        return Line(
            measurement=m,
            value=one.show(m.value),
            expected=reckoned_words(expected, one.unit, one.language) if expected is not None else "–",
            kind=kind_of(m, round),
            is_accent=m.is_baseline or round is not None,
            former=former,
            proofs=tuple(by_measurement.get(m.pk, ())),
        )

    lines = [line(m, former(m)) for m in one.measurements]
    lines += [line(m) for m in superseded if m.pk not in used]
    lines.sort(
        key=lambda found: (found.measurement.date, found.measurement.pk) if found.measurement else (), reverse=True
    )
    for definition in one.definitions:
        if definition.valid_from:
            place = next(
                (
                    n
                    for n, found in enumerate(lines)
                    if found.measurement and found.measurement.date < definition.valid_from
                ),
                len(lines),
            )
            lines.insert(place, Line(new_definition=definition, bridge=bridge_words(one, definition)))
    return lines


def kind_of(measurement: Measurement, round: MeasuringRound | None) -> str:
    """Name what kind of measurement it is."""
    if measurement.is_baseline:
        return _("Baseline")
    return str(MeasuringRound.Kind(round.kind).label) if round else _("Progress")


def bridge_words(one: Followed, definition: KpiDefinition) -> str:
    """Say what joins the numbers before and after a break."""
    if definition.bridge_before and definition.bridge_after:
        return _("Bridge: %(before)s counted the former way is %(after)s the new way.") % {
            "before": one.show(definition.bridge_before),
            "after": one.show(definition.bridge_after),
        }
    return _("There is no bridge, so the values above and below are not compared.")


def break_words(definition: KpiDefinition, one: Followed) -> str:
    """Say from when what is counted has changed."""
    if definition.valid_from is None:
        return ""
    return _("New definition from %(day)s") % {"day": format_date(definition.valid_from, one.language)}
