"""A day."""

from datetime import date

from django.utils.translation import gettext as _

from answers.base import AnswerType, Description, Stored, Surroundings
from answers.shown import NOTHING, Shown, ShownLine
from core.dates import format_date, format_short
from core.text import Language
from exports.sheets import Cell
from schema.questions import DateQuestion
from schema.tables import DateColumn


def as_day(value: Stored) -> date | None:
    """Return a stored date, or None for anything else."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


class DateType(AnswerType[DateQuestion | DateColumn]):
    """A day."""

    type = "date"
    looks_around = True
    is_day = True
    refuses_fault = True

    def describe(self, asked: DateQuestion | DateColumn, language: Language) -> Description:
        return Description(_("A date"))

    def show(self, asked: DateQuestion | DateColumn, value: Stored, language: Language, around: Surroundings) -> Shown:
        day = as_day(value)
        return Shown("line", line=ShownLine(format_date(day, language))) if day else NOTHING

    def cell(
        self, asked: DateQuestion | DateColumn, value: Stored, language: Language, around: Surroundings
    ) -> ShownLine:
        day = as_day(value)
        return ShownLine(format_short(day, language)) if day else ShownLine()

    def in_sheet(self, value: Stored, shown: str) -> Cell:
        return as_day(value)

    def fault(self, asked: DateQuestion | DateColumn, value: Stored, language: Language, around: Surroundings) -> str:
        start = around.starts.get(asked.key)
        if start is None:
            return ""
        begins, ends = as_day(around.answers.get(start.key)), as_day(value)
        if not (begins and ends and ends < begins):
            return ""
        label = start.label.resolve(language).text
        return _("This date is before the answer to “%(start)s”. Change one of the two.") % {"start": label}
