"""The years of a KPI in words, as its page and its files show them."""

from dataclasses import dataclass
from decimal import Decimal

from core.text import Language
from kpis import words
from kpis.rules.status import Point, Series, State, expected_on, stand, totals_of
from kpis.rules.yearly import Total


@dataclass(frozen=True, slots=True)
class Year:
    """What a year came to, and what the path expected of as many periods; of an average it expects nothing."""

    total: Total
    expected: Decimal | None
    state: State | None
    series: Series
    unit: str
    language: Language

    @property
    def name(self) -> str:
        return words.year_words(self.total.year, self.language)

    @property
    def value(self) -> str:
        """What it came to."""
        return words.calculated_words(self.total.value, self.unit, self.language)

    @property
    def parts(self) -> str:
        """How many of its periods have a value."""
        return words.parts_words(self.total)

    @property
    def expected_words(self) -> str:
        """What was expected, or a dash."""
        return words.calculated_words(self.expected, self.unit, self.language) if self.expected is not None else "–"

    @property
    def state_label(self) -> str:
        """How it stood, in a word or two."""
        return words.state_words(self.state) if self.state else ""

    @property
    def chip(self) -> str:
        """The kind of chip that shows the status."""
        return words.CHIPS[self.state] if self.state else ""


def years_of(series: Series, path: tuple[Point, ...], unit: str, language: Language) -> list[Year]:
    """Return what each year came to, the newest first; nothing where a value stands for itself."""
    found = []
    for total in reversed(totals_of(series)):
        whole = expected_on(path, total.year.end) if series.is_summed else None
        expected = total.share(whole) if whole is not None else None
        state = stand(total.value, expected, series) if expected is not None else None
        found.append(Year(total, expected, state, series, unit, language))
    return found
