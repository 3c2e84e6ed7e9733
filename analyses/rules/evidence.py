"""What a figure rests on, and how old that is."""

from dataclasses import dataclass
from datetime import date

from core.text import Text

# After this, what a figure rests on is old, in months: most statistics come once a year, and a year late.
STALE_AFTER = 24
NOTHING = Text()
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Evidence:
    """One source: what it speaks of, what it is, who found it, and from when it is."""

    subject: Text
    source: Text
    who: Text = NOTHING
    value: Text = NOTHING
    # Its day; of a figure that has only a year, the last day of that.
    dated: date | None = None
    is_year: bool = False
    # Where it stands in the analysis.
    section: str = ""
    question: str = ""

    def months(self, today: date) -> int | None:
        """Return how many whole months old it is; nothing is younger than new."""
        if self.dated is None:
            return None
        months = (today.year - self.dated.year) * MONTHS + today.month - self.dated.month
        return max(0, months - (today.day < self.dated.day))

    def is_stale(self, today: date) -> bool:
        """Tell whether it is too old to decide on without looking again."""
        months = self.months(today)
        return months is not None and months >= STALE_AFTER


def end_of_year(year: int) -> date:
    """Return the day that a figure of a year stands for."""
    return date(year, 12, 31)


def oldest(found: tuple[Evidence, ...]) -> Evidence | None:
    """Return the oldest of the sources that have a day."""
    return min((one for one in found if one.dated), key=lambda one: one.dated or date.max, default=None)
