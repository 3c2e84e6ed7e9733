"""The same country or technology across analyses and years, as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from analyses.selectors.comparing import Appearance, Compared
from analyses.selectors.page import AnalysisPage
from analyses.words import decimal_of, named, score_words, weight_words
from core.dates import format_date, format_short
from core.graphics.charts import LineChart, Mark, line_chart
from core.languages import content_language

FEWEST_POINTS = 2


@dataclass(frozen=True, slots=True)
class Head:
    """An analysis as the head of a column."""

    title: str
    day: str
    url: str


@dataclass(frozen=True, slots=True)
class Cell:
    """How an option stood in one analysis: its score, and its place in words."""

    head: str
    score: str
    place: str


@dataclass(frozen=True, slots=True)
class Line:
    """An option with a cell for each analysis."""

    identity: str
    name: str
    cells: tuple[Cell, ...]


class Group:
    """Countries, or everything else, beside each other."""

    def __init__(self, title: str, options: Sequence[Compared]) -> None:
        self.title, self.options = title, options

    @cached_property
    def pages(self) -> list[AnalysisPage]:
        """The analyses in which any of them stands, the earliest first."""
        found = {one.page.analysis.pk: one.page for option in self.options for one in option.found.values()}
        return sorted(found.values(), key=lambda page: (page.day, page.analysis.number))

    @property
    def heads(self) -> list[Head]:
        """The heads of the columns."""
        return [_head(page) for page in self.pages]

    @property
    def lines(self) -> list[Line]:
        """The options."""
        return [
            Line(
                one.identity,
                name_of(one),
                tuple(_cell(page, one.found.get(page.analysis.pk)) for page in self.pages),
            )
            for one in self.options
        ]


def groups_of(found: Sequence[Compared]) -> list[Group]:
    """Return countries and the others, where there are any."""
    groups = (
        Group(_("Countries"), [one for one in found if one.is_country]),
        Group(_("Technologies, ideas and others"), [one for one in found if not one.is_country]),
    )
    return [group for group in groups if group.options]


def name_of(one: Compared) -> str:
    """Return what an option is called, as the newest analysis has it."""
    choice = one.appearances[-1].choice
    return named(choice.name, choice.number)


def _head(page: AnalysisPage) -> Head:
    return Head(page.title, format_date(page.day, content_language()), page.detail_url)


def _cell(page: AnalysisPage, found: Appearance | None) -> Cell:
    if found is None:
        return Cell(page.title, "–", "")
    if found.standing.is_out:
        return Cell(page.title, score_words(found.standing.score), _("out"))
    if found.standing.rank is None:
        return Cell(page.title, "–", _("scores missing"))
    words = {"rank": found.standing.rank, "count": found.places}
    return Cell(page.title, score_words(found.standing.score), _("No. %(rank)s of %(count)s") % words)


class OneOption:
    """One option in full: its score over time, and each criterion in each analysis."""

    def __init__(self, option: Compared) -> None:
        self.option = option
        self.appearances = option.appearances

    @property
    def name(self) -> str:
        """What it is called."""
        return name_of(self.option)

    @property
    def heads(self) -> list[Head]:
        """The analyses."""
        return [_head(one.page) for one in self.appearances]

    @property
    def totals(self) -> list[Cell]:
        """Score and place in each."""
        return [_cell(one.page, one) for one in self.appearances]

    @property
    def rows(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Each criterion, with its score in each analysis; criteria of one key are the same."""
        language = content_language()
        names: dict[str, str] = {}
        for one in self.appearances:
            names |= {key: text.resolve(language).text for key, text in one.weighing.criteria.items()}
        return [
            (
                name,
                [
                    (one.page.title, weight_words(one.scores[key]) if key in one.scores else "–")
                    for one in self.appearances
                ],
            )
            for key, name in names.items()
        ]

    @property
    def drawing(self) -> SafeString | str:
        """Its score over time; nothing where two days are not known."""
        language = content_language()
        marks = {
            one.page.day: Mark(one.page.day, decimal_of(one.standing.score), score_words(one.standing.score))
            for one in self.appearances
            if one.standing.score is not None
        }
        if len(marks) < FEWEST_POINTS:
            return ""
        said = ", ".join(f"{format_date(mark.day, language)}: {mark.label}" for mark in marks.values())
        line = LineChart(
            title=_("Score of %(name)s over time") % {"name": self.name},
            description=said,
            runs=(tuple(marks.values()),),
        )
        return line_chart(
            line,
            id="over-time",
            number=lambda number: weight_words(Fraction(number)),
            day=lambda day: format_short(day, language),
        )
