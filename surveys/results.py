"""What the answers of a round say: counted once in memory, whatever number of answers; one query for all of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.utils.crypto import salted_hmac

from answers.types import type_of
from schema.conditions import visible_questions
from schema.documents import Template
from schema.questions import Question
from surveys.documents import document_of
from surveys.models import SurveyAnswer, SurveyInvitation, SurveyRound
from surveys.models.companies import Region, Size
from surveys.rules.hiding import TwoWays, Why, hidden_groups, is_few
from surveys.rules.statistics import FEWEST, Counted, is_answer
from surveys.rules.unions import Beside, hidden_beside
from surveys.rules.waves import both_times


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: its segment, what was answered of what was asked, and which texts are hidden."""

    pk: str
    size: str
    region: str
    values: Mapping[str, Any]
    asked: frozenset[str]
    hidden: frozenset[str]


@dataclass(frozen=True, slots=True)
class Part:
    """The companies that are looked at: of a size, in a region, or both; neither is all."""

    size: str = ""
    region: str = ""

    def __bool__(self) -> bool:
        return bool(self.size or self.region)

    def holds(self, size: str, region: str) -> bool:
        """Tell whether an answer is among them."""
        return (not self.size or self.size == size) and (not self.region or self.region == region)


EVERYBODY = Part()
# Who answers again within so many days says what they said before: two such surveys can be subtracted.
NEAR = timedelta(days=92)
# What the register says of a company goes before what it said itself.
SEGMENTS = ("size", "region")


@dataclass(frozen=True, slots=True)
class Nearby:
    """What surveys that were closed shortly before tell beside this one.

    `told` has the questions at which one to four companies stand alone in one of two, `differs` says that some do.
    """

    told: frozenset[str] = field(default_factory=frozenset)
    differs: bool = False


NOTHING_NEAR = Nearby()


class Results:
    """All answers to a round, question by question."""

    def __init__(
        self,
        round: SurveyRound,
        document: Template,
        answers: list[Given],
        invited: int,
        nearby: Nearby = NOTHING_NEAR,
    ) -> None:
        self.round = round
        self.nearby = nearby
        self.document = document
        self.answers = answers
        self.invited = invited
        self._parts: dict[str, TwoWays[str]] = {}
        self._grouped: dict[str, dict[str, int]] = {}
        self._hidden: dict[tuple[str, str], dict[str, Why]] = {}

    @property
    def may_be_shown(self) -> bool:
        """Whether there are enough answers for anything but the response rate."""
        return len(self.answers) >= FEWEST

    @cached_property
    def _counted(self) -> dict[str, Counted]:
        return {
            question.key: Counted.of(
                [one.values.get(question.key) for one in self.answers if question.key in one.asked]
            )
            for question in self.document.questions()
        }

    def counted(self, question: Question) -> Counted:
        """Return the answers to one question."""
        return self._counted[question.key]

    def why_hidden(self, question: Question) -> Why | None:
        """Return why no figure of a question is shown: too few answers, or too few since it was shown before.

        It was shown before when the round was opened again, and when another shortly before asked nearly the same.
        """
        n = self.counted(question).n
        if n < FEWEST or not self.may_be_shown:
            return Why.FEW
        if question.key in self.nearby.told:
            return Why.SUBTRACTION
        before = self.round.shown.get(question.key)
        return Why.SUBTRACTION if before is not None and is_few(abs(n - before)) else None

    def population(self, question: Question) -> int | None:
        """Return how many the question concerns; nobody knows of those who were silent behind a condition."""
        return None if self.document.conditions_of(question) else self.invited

    def by_group(self, question: Question, by: str) -> dict[str, Counted]:
        """Return the answers to a question by the group of those who gave them; "" are those whose group is unknown."""
        found: dict[str, list[object]] = {}
        for one in self.answers:
            if question.key in one.asked:
                found.setdefault(group_of(one, by), []).append(one.values.get(question.key))
        return {group: Counted.of(values) for group, values in found.items()}

    def hidden_groups(self, question: Question, by: str) -> dict[str, Why]:
        """Return the groups that are hidden: the small ones, and what other breakdowns would tell of some."""
        known = self._hidden.get((question.key, by))
        if known is None:
            answered, masks = self._answered(question), self._masks(by)
            # In one order, whoever asks: where two are as good to hide, both views hide the same.
            order = [*self._order(by), *sorted(masks)]
            groups = {group: answered & masks.get(group, 0) for group in order}
            known = hidden_groups({group: mask.bit_count() for group, mask in groups.items()})
            if by not in SEGMENTS:
                known = hidden_beside(groups, known, self._others(question, by, answered))
            self._hidden[question.key, by] = known
        return known

    def _order(self, by: str) -> list[str]:
        """Return the groups of a breakdown in the order in which they are named, those not known last."""
        if by in SEGMENTS:
            return [*(Size.values if by == "size" else Region.values), ""]
        return [*(option.key for option in getattr(self.document.question(by), "options", ())), ""]

    def _answered(self, question: Question) -> int:
        """Return which answers answer a question, a bit for each."""
        return sum(
            1 << place
            for place, one in enumerate(self.answers)
            if question.key in one.asked and is_answer(one.values.get(question.key))
        )

    def _masks(self, by: str) -> dict[str, int]:
        """Return which answers are in each group, a bit for each."""
        if by not in self._grouped:
            found: dict[str, int] = {}
            for place, one in enumerate(self.answers):
                group = group_of(one, by)
                found[group] = found.get(group, 0) | 1 << place
            self._grouped[by] = found
        return self._grouped[by]

    def _others(self, question: Question, by: str, answered: int) -> list[Beside]:
        """Return the parts of size and region, and the breakdowns that are offered before this one."""
        sizes, regions = (self._masks(key) for key in SEGMENTS)
        two_ways = self._two_ways(question)
        lines = [_together(masks, hidden) for masks, hidden in ((sizes, two_ways.rows), (regions, two_ways.columns))]

        def is_shown(union: int) -> bool:
            # Whole sizes, or whole regions: those are shown, and what is hidden of them is known as one.
            return any(all(not union & one & answered or not ~union & one & answered for one in line) for line in lines)

        found: list[Beside] = [([size & region for size in sizes.values() for region in regions.values()], is_shown)]
        for key in self.breakdowns[: self.breakdowns.index(by)] if by in self.breakdowns else ():
            hidden = self.hidden_groups(question, key)
            found.append((_together(self._masks(key), hidden), lambda _union: True))
        return found

    @cached_property
    def breakdowns(self) -> list[str]:
        """The questions by whose options the answers can be broken down, in the order in which they are offered."""
        questions = self.document.questions()
        return [one.key for one in questions if getattr(one, "options", ()) and not type_of(one).is_several]

    def part(self, question: Question, part: Part) -> tuple[Counted, Why | None]:
        """Return the answers of one size, one region, or both, and why they may not be shown."""
        values = [
            one.values.get(question.key)
            for one in self.answers
            if question.key in one.asked and part.holds(one.size, one.region)
        ]
        counted = Counted.of(values)
        if (why := self.why_hidden(question)) is not None:
            return counted, why
        if not self.may_be_broken_down or not counted.n:
            return counted, Why.FEW
        return counted, self._two_ways(question).why(part.size or None, part.region or None)

    def _two_ways(self, question: Question) -> TwoWays[str]:
        if question.key not in self._parts:
            counts: dict[tuple[str, str], int] = {}
            for one in self.answers:
                if question.key in one.asked and is_answer(one.values.get(question.key)):
                    counts[one.size, one.region] = counts.get((one.size, one.region), 0) + 1
            # In the order in which a breakdown names them: where two are as good to hide, both hide the same.
            self._parts[question.key] = TwoWays.of(counts, [*Size.values, ""], [*Region.values, ""])
        return self._parts[question.key]

    @property
    def may_be_broken_down(self) -> bool:
        """Whether groups are shown: not after a reopening, when each could be held against what it was; so nearby."""
        return self.may_be_shown and not self.round.reopened and not self.nearby.differs


def _together(masks: Mapping[str, int], hidden: Collection[str]) -> list[int]:
    """Return each group by itself, and those that are hidden as one."""
    together = 0
    for group in hidden:
        together |= masks.get(group, 0)
    return [*(mask for group, mask in masks.items() if group not in hidden), *([together] if together else [])]


def mark_of(pk: str, key: str) -> str:
    """Return what one text is called on a page: nothing that its writer's other texts are called by, too."""
    return salted_hmac("surveys.texts", f"{pk}:{key}", algorithm="sha256").hexdigest()[:32]


def group_of(one: Given, by: str) -> str:
    """Return the group of an answer: its size, its region, or the option that was chosen at a question."""
    if by == "size":
        return one.size
    if by == "region":
        return one.region
    value = one.values.get(by) if by in one.asked else None
    return value if isinstance(value, str) else ""


def answered_both(round: SurveyRound, other: SurveyRound) -> int | None:
    """Return how many companies answered both rounds, so far as that may be told; one query.

    By the marks that say that something came: whose answers those are, nobody knows, in either round.
    """
    rows = SurveyInvitation.objects.of(round.cluster).filter(round__in=(round, other), has_answered=True)
    companies: dict[int, set[int]] = {round.pk: set(), other.pk: set()}
    for pk, company in rows.values_list("round", "company"):
        companies[pk].add(company)
    now, then = companies[round.pk], companies[other.pk]
    return both_times(len(then), len(now), len(then & now)) if then and now else None


def nearby_of(round: SurveyRound, document: Template) -> Nearby:
    """Return what surveys that were closed shortly before this one tell beside it; two queries, one where none was.

    Of an open link nobody knows who has answered by it.
    """
    if round.opened_on is None or round.has_open_link:
        return NOTHING_NEAR
    asked = SurveyRound.objects.of(round.cluster).filter(
        closed_on__gte=round.opened_on - NEAR, state=SurveyRound.State.CLOSED
    )
    asked = asked.filter(way=SurveyRound.Way.PERSONAL).exclude(pk=round.pk).select_related("edition")
    before = [one for one in asked if round.closed_on is None or (one.closed_on, one.pk) < (round.closed_on, round.pk)]
    if not before:
        return NOTHING_NEAR
    rows = SurveyInvitation.objects.of(round.cluster).filter(round__in=[round, *before], has_answered=True)
    who: dict[int, set[int]] = {}
    for pk, company in rows.values_list("round", "company"):
        who.setdefault(pk, set()).add(company)
    now, told, differs = who.get(round.pk, set()), set(), False
    here = {question.key for question in document.questions()}
    for one in before:
        then = who.get(one.pk, set())
        both = here & {question.key for question in document_of(one).questions()}
        differs = differs or (bool(both) and now != then)
        if is_few(len(now - then)) or is_few(len(then - now)):
            told |= both
    return Nearby(frozenset(told), differs)


def results_of(round: SurveyRound, invited: int) -> Results:
    """Return the results of a round; three queries at most."""
    document = document_of(round)
    rows = SurveyAnswer.objects.of(round.cluster).filter(round=round)
    answers = [
        Given(
            str(row.pk),
            row.size,
            row.region,
            row.values,
            visible_questions(document, row.values),
            frozenset(row.hidden),
        )
        for row in rows
    ]
    return Results(round, document, answers, invited, nearby_of(round, document))
