"""A day: ISO in the browser's own date field, and as people type it where there is none."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.dates import DateFault, format_date, format_short, parse_date
from core.text import Language
from workbooks.questions.base import (
    NOTHING,
    Control,
    Face,
    InputFault,
    Line,
    Posted,
    Reading,
    Setting,
    Shown,
    Stored,
    Surroundings,
    clean,
)


def as_day(value: Stored) -> date | None:
    """Return a stored date, or None for anything else."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


class DateFace(Face):
    """A day."""

    type = "date"

    def read(self, asked: Any, posted: Posted, name: str, before: Stored, setting: Setting) -> Reading:
        typed = clean(posted.one(name)).strip()
        if not typed:
            return Reading(None)
        try:
            return Reading(parse_date(typed, setting.reading).isoformat())
        except DateFault as fault:
            return Reading(before, (InputFault(name, fault.message),))

    def fill(self, asked: Any, value: Stored, name: str, setting: Setting) -> dict[str, list[str]]:
        day = as_day(value)
        return {name: [day.isoformat() if day else ""]}

    def controls(
        self, asked: Any, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        # A browser's date field would drop what it cannot read, so a wrong date stands in a plain one.
        typed = posted.one(name)
        return (
            Control(
                kind="date" if not typed.strip() or as_day(typed.strip()) else "number",
                name=name,
                label=asked.label.resolve(setting.reading).text,
                text=typed.strip(),
                fault=faults.get(name, ""),
            ),
        )

    def show(self, asked: Any, value: Stored, language: Language, around: Surroundings) -> Shown:
        day = as_day(value)
        return Shown("line", line=Line(format_date(day, language))) if day else NOTHING


class ShortDateFace(DateFace):
    """A day in the cell of a table, where there is room for digits only."""

    def show(self, asked: Any, value: Stored, language: Language, around: Surroundings) -> Shown:
        day = as_day(value)
        return Shown("line", line=Line(format_short(day, language))) if day else NOTHING
