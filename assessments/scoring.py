"""One person's way through the statements: where they are, what they have answered, and where each page lies."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assessments.models import Assessment, Score, ScoreFile, Scorer
from assessments.statements import Phase, StatementText


@dataclass(frozen=True, slots=True)
class Stop:
    """A statement on the way, with the person's own answer."""

    statement: StatementText
    score: Score | None
    url: str

    @property
    def is_answered(self) -> bool:
        """Whether something was answered."""
        if self.score is None:
            return False
        return self.score.is_answered if self.statement.levels else bool(self.score.note)

    @property
    def words(self) -> str:
        """The own level, in a list."""
        return "" if self.score is None or self.score.level is None else str(self.score.level)


class Desk:
    """What one person needs to score: their own answers and nobody else's."""

    def __init__(
        self, assessment: Assessment, scorer: Scorer, scores: Mapping[str, Score], start: str, url: Callable[[str], str]
    ) -> None:
        self.assessment, self.scorer, self.start = assessment, scorer, start
        self.stops = [Stop(one, scores.get(one.key), url(one.key)) for one in assessment.form.steps]
        self._scores = scores

    @property
    def scored(self) -> list[Stop]:
        """The statements with levels."""
        return [one for one in self.stops if one.statement.levels]

    @property
    def answered(self) -> int:
        """How many of them have an answer."""
        return sum(one.is_answered for one in self.scored)

    @property
    def phases(self) -> list[tuple[Phase, list[Stop]]]:
        """The way, phase by phase."""
        return [
            (phase, [one for one in self.stops if one.statement.phase.key == phase.key])
            for phase in self.assessment.form.phases
        ]

    @property
    def next_stop(self) -> Stop | None:
        """The first statement without an answer."""
        return next((one for one in self.scored if not one.is_answered), None)

    def files_of(self, key: str) -> list[ScoreFile]:
        """Return the person's own files beside a statement; one query."""
        rows = ScoreFile.objects.of(self.assessment.cluster).filter(scorer=self.scorer, key=key)
        return list(rows.order_by("name", "mark"))

    def stop(self, key: str) -> Stop | None:
        """Return one of them."""
        return next((one for one in self.stops if one.statement.key == key), None)

    def beside(self, key: str, step: int) -> str:
        """Return the address of the one before or after; at either end the list."""
        place = next(number for number, one in enumerate(self.stops) if one.statement.key == key) + step
        return self.stops[place].url if 0 <= place < len(self.stops) else self.start

    def place(self, key: str) -> int:
        """Return which of the scored statements this is, counted from one."""
        return next((number for number, one in enumerate(self.scored, 1) if one.statement.key == key), 0)


def desk_of(assessment: Assessment, scorer: Scorer, start: str, url: Callable[[str], str]) -> Desk:
    """Return a person's desk; one query."""
    own = Score.objects.of(assessment.cluster).filter(scorer=scorer)
    return Desk(assessment, scorer, {one.key: one for one in own}, start, url)
