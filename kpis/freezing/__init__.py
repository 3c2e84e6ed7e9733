"""What a measuring round holds when it is closed."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from core.frozen import plain
from kpis.models import MeasuringRound, RoundEntry
from kpis.rules.periods import Period
from kpis.rules.status import Point, judge_point, path_of
from kpis.rules.yearly import Total
from kpis.selectors import Followed

# From 2 on it holds all that the document of the round is drawn from (`whole`).
FORMAT = 2


def frozen_of(round: MeasuringRound, entries: Sequence[RoundEntry], followed: dict[int, Followed]) -> dict[str, Any]:
    """Return what stands: per KPI the definition, where it began, what was promised, and what came.

    Numbers are text and dates ISO, so that the same round always gives the same digest.
    """
    return {
        "format": FORMAT,
        "kind": round.kind,
        "date": plain(round.date),
        "kpis": [_kpi(entry, followed[entry.kpi_id]) for entry in entries if entry.kpi_id in followed],
    }


def _kpi(entry: RoundEntry, one: Followed) -> dict[str, Any]:
    measured = entry.measurement
    baseline = one.baseline
    judged = None
    if measured is not None and not measured.is_baseline:
        point = Point(measured.date, measured.value, measured.version)
        judged = judge_point(one.series, path_of(one.series), point)
    goal = one.kpi.goal
    return {
        "key": one.kpi.key,
        "number": one.kpi.number,
        "name": one.current.name,
        "version": one.current.version,
        "definition": one.current.definition,
        "unit": one.current.unit,
        "direction": one.current.direction,
        "goal": goal.key if goal else "",
        "deliverer": entry.deliverer,
        "baseline": {"date": plain(baseline.date), "value": plain(baseline.value)} if baseline else None,
        "value": {
            "date": plain(measured.date),
            "value": plain(measured.value),
            "version": measured.version,
            "source": measured.source,
            "note": measured.note,
            "evidence": [proof.digest for proof in measured.evidence.all()],
        }
        if measured
        else None,
        "expected": plain(round_to(judged.expected)) if judged else None,
        "state": str(judged.state) if judged else "no-data",
        # Only where a year is summed: the sum that was judged.
        **({"total": _total(judged.total)} if judged and judged.total else {}),
    }


def _total(total: Total) -> dict[str, Any]:
    return {
        "from": plain(total.year.start),
        "to": plain(total.year.end),
        "value": plain(round_to(total.value)),
        "parts": total.parts,
        "of": total.of,
    }


def total_in(frozen: dict[str, Any]) -> Total | None:
    """Return the sum of a year that a frozen KPI was judged by, if it was."""
    found = frozen.get("total")
    if found is None:
        return None
    year = Period(date.fromisoformat(found["from"]), date.fromisoformat(found["to"]))
    return Total(year, Decimal(found["value"]), found["parts"], found["of"])


def round_to(value: Any) -> Any:
    """Keep four decimals of a number that was calculated, as many as one that was entered has."""
    return round(value, 4)
