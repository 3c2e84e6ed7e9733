"""A day: ISO in the browser's own date field, and as people type it where there is none."""

from collections.abc import Mapping

from answers.base import Stored
from answers.days import as_day
from core.dates import DateFault, parse_date
from schema.questions import DateQuestion
from schema.tables import DateColumn
from workbooks.asking.base import Control, Face, InputFault, Posted, Reading, Setting, clean, label_of


class DateFace(Face[DateQuestion | DateColumn]):
    """A day."""

    type = "date"
    width = "c-md"

    def read(
        self, asked: DateQuestion | DateColumn, posted: Posted, name: str, before: Stored, setting: Setting
    ) -> Reading:
        typed = clean(posted.one(name)).strip()
        if not typed:
            return Reading(None)
        try:
            return Reading(parse_date(typed, setting.reading).isoformat())
        except DateFault as fault:
            return Reading(before, (InputFault(name, fault.message),))

    def fill(
        self, asked: DateQuestion | DateColumn, value: Stored, name: str, setting: Setting
    ) -> dict[str, list[str]]:
        day = as_day(value)
        return {name: [day.isoformat() if day else ""]}

    def controls(
        self, asked: DateQuestion | DateColumn, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        # A browser's date field would drop what it cannot read, so a wrong date stands in a plain one.
        typed = posted.one(name)
        return (
            Control(
                kind="date" if not typed.strip() or as_day(typed.strip()) else "number",
                name=name,
                label=label_of(asked, setting),
                text=typed.strip(),
                fault=faults.get(name, ""),
            ),
        )
