"""One comparison in the language of the page: what its options and criteria are called."""

from functools import cached_property

from analyses.selectors.weighing import Weighing
from analyses.words import listed, named, percent_words
from core.languages import content_language

FEWEST = 2


class Called:
    """One comparison in the language of the page."""

    def __init__(self, weighing: Weighing) -> None:
        self.weighing = weighing

    def name(self, key: str) -> str:
        """Return what an option is called."""
        choice = self.weighing.choices[key]
        return named(choice.name, choice.number)

    def names(self, keys: tuple[str, ...]) -> str:
        """Return what options are called, in a sentence."""
        return listed([self.name(key) for key in keys])

    def criterion(self, key: str) -> str:
        """Return what a criterion is called, in the language of the page."""
        return self.weighing.criteria[key].resolve(content_language()).text

    @property
    def title(self) -> str:
        """What is compared."""
        return self.weighing.table.label.resolve(content_language()).text

    @property
    def first(self) -> str:
        """Who is first, or all who share that place."""
        return self.names(self.weighing.ranking.first)

    @property
    def has_places(self) -> bool:
        """Whether anything is ranked."""
        return bool(self.weighing.ranking.first)

    @cached_property
    def columns(self) -> list[str]:
        """The criteria, each with its share of the weights."""
        comparison = self.weighing.comparison
        names = []
        for one in comparison.criteria:
            share = percent_words(comparison.share(one)) if comparison.can_be_weighed else "–"
            names.append(f"{self.criterion(one.key)} {share}")
        return names
