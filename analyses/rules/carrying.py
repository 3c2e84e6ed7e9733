"""What of a result goes over into a strategy: the scores by the strategy's own criteria, and the places.

An analysis has finer criteria than a strategy. Which of them answer to one of the strategy's stands here, by the names
that mean something (`docs/content-format.md`); a criterion of the same name always does.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from analyses.rules.scoring import ZERO, Comparison, Option, Ranking
from core.text import Text

# The strategy's questions that take a result: a table of countries, and a text about technologies.
COUNTRIES, TECHNOLOGIES = "country_priorities", "technology_analysis"
# Options that are named in a column of these are no countries.
NO_COUNTRIES = frozenset({"technology", "idea"})
NO_WORDS = Text()
# As many as are looked at, from the best down; nobody chooses the fiftieth country.
MOST_TURNED = 50
STANDS_FOR = {
    "market": ("market", "need", "size_growth", "competition"),
    "access": ("access", "partners"),
}


@dataclass(frozen=True, slots=True)
class CarriedOption:
    """An option as it was carried over: its place, its score as a fraction, and its scores by the criteria there."""

    key: str
    name: Text
    country: str
    rank: int | None
    score: str
    scores: tuple[tuple[str, int], ...] = ()

    def by(self, criterion: str) -> int | None:
        """Return the score by one of the strategy's criteria; None where the analysis says nothing about it."""
        return dict(self.scores).get(criterion)


@dataclass(frozen=True, slots=True)
class Carried:
    """A result as it was carried over; of a text, also the words that were written."""

    options: tuple[CarriedOption, ...]
    text: Text = NO_WORDS


def question_for(named_by: str) -> str:
    """Return which of the strategy's questions takes a result whose options are named in this column."""
    return TECHNOLOGIES if named_by in NO_COUNTRIES else COUNTRIES


def carried(
    comparison: Comparison, ranking: Ranking, called: dict[str, tuple[Text, str]], criteria: Collection[str]
) -> Carried:
    """Return the result by the strategy's criteria, the best first; what lacks scores stays behind.

    `called` has the name and the country of each option.
    """
    options = {one.key: one for one in comparison.options}
    found = [
        CarriedOption(
            standing.key,
            *called[standing.key],
            standing.rank,
            str(standing.score),
            tuple(
                (criterion, score)
                for criterion in criteria
                if (score := score_for(criterion, options[standing.key], comparison)) is not None
            ),
        )
        for standing in ranking.in_order
        if standing.score is not None
    ]
    return Carried(tuple(found))


def turned(ranked: Sequence[tuple[str, Fraction]], there: Mapping[str, Fraction]) -> list[tuple[str, str]]:
    """Return the pairs that stand the other way round, or level, by the scores that the strategy works out.

    `ranked` are options with their scores here, the best first. Each is named once at most.
    """
    found: list[tuple[str, str]] = []
    told: set[str] = set()
    near = ranked[:MOST_TURNED]
    for place, (better, score) in enumerate(near):
        for worse, other in near[place + 1 :]:
            if {better, worse} & told or score == other or better not in there or worse not in there:
                continue
            if there[better] <= there[worse]:
                found.append((better, worse))
                told |= {better, worse}
    return found


def score_for(criterion: str, option: Option, comparison: Comparison) -> int | None:
    """Return the weighted mean of what answers to one of the strategy's criteria, in whole points; halves go up."""
    asked = STANDS_FOR.get(criterion, (criterion,))
    answering = [one for one in comparison.criteria if one.key in asked]
    if not answering or any(one.key not in option.scores for one in answering):
        return None
    total = sum((one.weight for one in answering), ZERO)
    weights = {one.key: one.weight if total else Fraction(1) for one in answering}
    mean = sum((weight * option.scores[key] for key, weight in weights.items()), ZERO) / sum(weights.values(), ZERO)
    return floor(mean + Fraction(1, 2))
