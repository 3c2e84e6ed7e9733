"""The same option in several analyses, and how it stood in each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from analyses.rules.scoring import Standing
from analyses.selectors.page import AnalysisPage
from analyses.selectors.weighing import Choice, Weighing


@dataclass(frozen=True)
class Appearance:
    """An option in one analysis."""

    page: AnalysisPage
    weighing: Weighing
    choice: Choice
    standing: Standing

    @property
    def places(self) -> int:
        """How many have a place there."""
        return len(self.weighing.best)

    @property
    def scores(self) -> dict[str, Fraction]:
        """The scores by criterion."""
        options = self.weighing.comparison.options
        return dict(next(one for one in options if one.key == self.choice.key).scores)


@dataclass
class Compared:
    """One option with its appearances, by the key of the analysis."""

    identity: str
    choice: Choice
    found: dict[int, Appearance] = field(default_factory=dict)

    @property
    def is_country(self) -> bool:
        return bool(self.choice.country)

    @property
    def appearances(self) -> list[Appearance]:
        """Where it stands, the earliest analysis first."""
        return sorted(self.found.values(), key=lambda one: (one.page.day, one.page.analysis.number))


def compared(pages: Sequence[AnalysisPage]) -> list[Compared]:
    """Return the options of all analyses, those that stand in most of them first; no query.

    Of two rows of one option in an analysis the better one counts.
    """
    found: dict[str, Compared] = {}
    for page in pages:
        for weighing in page.weighings:
            for standing in reversed(weighing.ranking.in_order):
                choice = weighing.choices[standing.key]
                if choice.identity:
                    one = found.setdefault(choice.identity, Compared(choice.identity, choice))
                    one.found[page.analysis.pk] = Appearance(page, weighing, choice, standing)
    return sorted(found.values(), key=lambda one: (-len(one.found), _latest_rank(one), one.identity))


def _latest_rank(one: Compared) -> int:
    return one.appearances[-1].standing.rank or 10**6
