"""Figures, and which of them differ from what was reported before. Pure: no database, no words but the labels'.

A figure's key says what it speaks of, with the day or period it holds for, so that only like is compared with like:

- a KPI's baseline, target for a day and value of a day, each under one version of its definition;
- an activity's budget and what has been spent on it;
- a cell of a table or a number of the narrative, within one report, since another report speaks of another period.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.text import Text

REPORT = "report"
NO_WORDS = Text()
Period = tuple[date | None, date | None]


class FigureKind(StrEnum):
    """What a figure is, which decides what it may be compared with."""

    BASELINE = "baseline"
    TARGET = "target"
    VALUE = "value"
    BUDGET = "budget"
    SPENT = "spent"
    # Numbers of the narrative: what is intended, and what came.
    INTENDED = "intended"
    RESULT = "result"


class Why(StrEnum):
    """Why a figure is flagged."""

    DIFFERS = "differs"
    # What has been spent can grow and not shrink.
    LESS = "less"
    # It was reported when the activity was over.
    CLOSED = "closed"
    # The same period has been reported already.
    SAME_PERIOD = "same-period"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with what it speaks of; `unit` is a KPI's unit, `money:DKK`, `number` or `percent`."""

    key: str
    kind: FigureKind
    label: Text
    value: Decimal | None
    unit: str = "number"
    # Whether the activity it belongs to was over.
    is_closed: bool = False
    # Whether it stands in the report itself; what does not is only compared.
    is_shown: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What one sending said: of which report, as which of its sendings, when, for which period, and the figures."""

    id: int
    report: int
    title: Text
    number: int
    stage: str
    sent_on: date
    period: Period
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A figure that differs from what a sending said."""

    key: str
    kind: FigureKind
    label: Text
    why: Why
    before: Decimal
    before_unit: str
    now: Decimal | None
    now_unit: str
    # The sending that said something else.
    against: int
    title: Text
    sent_on: date
    explanation: Text = NO_WORDS


def differences(
    now: Iterable[Figure], reported: Sequence[Reported], *, report: int, stage: str, period: Period
) -> list[Difference]:
    """Return the figures that differ from the newest sending that holds them; `reported` comes newest first.

    Figures of this report that were sent and are there no more come last.
    """
    known = {figure.key: figure for figure in now}
    found = [one for figure in known.values() if (one := _changed(figure, reported, period)) is not None]
    own = [one for one in reported if one.report == report]
    seen: set[str] = set()
    for sending in own:
        for key, before in sending.figures.items():
            if key in seen:
                continue
            seen.add(key)
            is_expected = before.kind is not FigureKind.RESULT or stage == REPORT
            if (key not in known or known[key].value is None) and before.value is not None and is_expected:
                found.append(_difference(before, None, sending, Why.GONE))
    return found


def _changed(figure: Figure, reported: Sequence[Reported], period: Period) -> Difference | None:
    holding = [one for one in reported if figure.key in one.figures]
    if figure.kind is FigureKind.RESULT:
        # Before the year is over a result is a guess that nobody has to stand by.
        holding = [one for one in holding if one.stage == REPORT]
    if not holding or figure.value is None:
        return None
    if figure.kind is FigureKind.SPENT:
        return _spent(figure, holding, period)
    before = holding[0].figures[figure.key]
    if before.value is None or (before.value == figure.value and before.unit == figure.unit):
        return None
    return _difference(before, figure, holding[0], Why.DIFFERS)


def _spent(figure: Figure, holding: Sequence[Reported], period: Period) -> Difference | None:
    """Compare what has been spent: it may grow while the activity runs, until its period has been reported."""
    newest = holding[0]
    before = newest.figures[figure.key]
    if before.value is not None and figure.value is not None:
        if before.unit != figure.unit:
            return _difference(before, figure, newest, Why.DIFFERS)
        if figure.value < before.value:
            return _difference(before, figure, newest, Why.LESS)
        if before.is_closed and figure.value != before.value:
            return _difference(before, figure, newest, Why.CLOSED)
    same = next((one for one in holding if one.stage == REPORT and one.period == period), None)
    told = same.figures[figure.key] if same else None
    if same and told and told.value is not None and (told.value, told.unit) != (figure.value, figure.unit):
        return _difference(told, figure, same, Why.SAME_PERIOD)
    return None


def _difference(before: Figure, now: Figure | None, sending: Reported, why: Why) -> Difference:
    assert before.value is not None  # noqa: S101 -- callers compare only what was said
    return Difference(
        key=before.key,
        kind=before.kind,
        label=(now or before).label,
        why=why,
        before=before.value,
        before_unit=before.unit,
        now=now.value if now else None,
        now_unit=now.unit if now else before.unit,
        against=sending.id,
        title=sending.title,
        sent_on=sending.sent_on,
    )


def to_freeze(figures: Iterable[Figure], found: Iterable[Difference]) -> list[Figure]:
    """Return what a sending says: the figures that stand in it, and those that its list of differences names.

    What is explained once is not flagged for ever: the next comparison is with what the explanation was for.
    """
    flagged = {one.key: one for one in found}
    kept = [figure for figure in figures if figure.is_shown or figure.key in flagged]
    there = {figure.key for figure in kept}
    gone = [
        Figure(key=one.key, kind=one.kind, label=one.label, value=None, unit=one.before_unit)
        for one in flagged.values()
        if one.key not in there
    ]
    return [*kept, *gone]
