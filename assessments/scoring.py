"""One person's way through the statements: where they are, what they have answered, and where each page lies."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from assessments.models import Assessment, Score, ScoreFile, Scorer
from assessments.statements import Level, Phase, StatementText, form_of
from library.models import Edition


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
    def is_reworded(self) -> bool:
        """Whether the statement reads differently since it was answered, and nobody has looked at it since."""
        return self.score is not None and self.score.is_reworded

    @property
    def words(self) -> str:
        """The own level, in a list."""
        return "" if self.score is None or self.score.level is None else str(self.score.level)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was answered in an earlier edition: to which statement, with which level, in words."""

    score: Score
    version: int
    statement: StatementText | None
    level: Level | None


class Desk:
    """What one person needs to score: their own answers and nobody else's."""

    def __init__(
        self, assessment: Assessment, scorer: Scorer, scores: Mapping[str, Score], start: str, url: Callable[[str], str]
    ) -> None:
        self.assessment, self.scorer, self.start = assessment, scorer, start
        # Whether nobody else is asked, and whether this person may then show the cluster what they answered.
        self.is_one = self.may_show = False
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

    @cached_property
    def beside_all(self) -> list[tuple[Earlier, list[ScoreFile]]]:
        """What one has answered to statements that are no longer asked, with its files; no query without any."""
        rows = [one for one in self._scores.values() if one.is_beside]
        return [(self._earlier(one), self.files_of(one.key)) for one in sorted(rows, key=lambda one: one.pk)]

    def earlier(self, stop: Stop) -> Earlier | None:
        """Return what was answered to a statement before it read differently."""
        return self._earlier(stop.score) if stop.score is not None and stop.is_reworded else None

    def _earlier(self, score: Score) -> Earlier:
        given = score.given_in(0)
        # across_clusters: of what is asked, which may be the cluster's own
        editions = Edition.across_clusters.published().filter(publication=self.assessment.edition.publication_id)
        found = editions.filter(version=given.edition).first()
        statement = form_of(found.parsed).by_key.get(given.key) if found else None
        return Earlier(score, given.edition, statement, statement.level(given.level) if statement else None)

    def files_of(self, key: str) -> list[ScoreFile]:
        """Return the person's own files beside a statement; one query."""
        rows = ScoreFile.objects.of(self.assessment.cluster).filter(scorer=self.scorer, key=key)
        return list(rows.order_by("name", "mark"))

    def stop(self, key: str) -> Stop | None:
        """Return the stop at a statement, or None when it is no longer asked."""
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
