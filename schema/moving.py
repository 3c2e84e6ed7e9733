"""Taking answers along to another edition: each stays in its place, follows with its original kept, or is parked.

Nothing that was answered is lost, and what an edition asks again is given back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from schema.answers import check_answer
from schema.conditions import visible_questions
from schema.conversions import Carried, carried, is_same
from schema.differences import Difference
from schema.documents import Template
from schema.questions import Question

Value = Any


@dataclass(frozen=True, slots=True)
class Parked:
    """An answer as it was given to a question that is not asked any more, or is asked in another way.

    `at` and `became` say where it was taken to, and what it is there; both are empty where it was only parked.
    """

    question: Question
    value: Value
    at: str = ""
    became: Value = None
    # Whatever the caller knows it by.
    name: int = 0

    @property
    def key(self) -> str:
        """The key of the question that it answered."""
        return self.question.key


@dataclass(frozen=True, slots=True)
class Step:
    """An answer that another question has now: from which ones it came, and what they had said."""

    question: Question
    value: Value
    sources: tuple[Parked, ...]

    @property
    def key(self) -> str:
        """The key of the question that has it now."""
        return self.question.key


@dataclass(frozen=True)
class Move:
    """What becomes of all answers, and of what was parked before."""

    answers: Mapping[str, Value]
    stayed: tuple[str, ...]
    # The same words under another key, and what was put into another form.
    followed: tuple[Step, ...]
    converted: tuple[Step, ...]
    returned: tuple[Step, ...]
    parked: tuple[Parked, ...]
    # Everything that stands beside the workbook afterwards: what was parked before and now, and the originals.
    beside: tuple[Parked, ...]
    # Answered and to be seen before, answered and hidden now.
    hidden: tuple[str, ...] = ()


@dataclass
class _Work:
    """What has been settled so far."""

    answers: dict[str, Value] = field(default_factory=dict)
    stayed: list[str] = field(default_factory=list)
    followed: list[Step] = field(default_factory=list)
    converted: list[Step] = field(default_factory=list)
    returned: list[Step] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    beside: list[Parked] = field(default_factory=list)


def move(difference: Difference, answers: Mapping[str, Value], parked: Sequence[Parked] = ()) -> Move:
    """Return what becomes of the answers to the earlier edition when the later one is asked; both are templates."""
    before, after = difference.before, difference.after
    assert isinstance(before, Template) and isinstance(after, Template)  # noqa: PT018, S101 -- nothing else is answered
    work = _Work(beside=list(parked))
    given = {key: value for key, value in answers.items() if value is not None}
    asked = {question.key: question for question in before.questions()}
    sources: dict[str, list[Question]] = {}
    for key, heirs in difference.heirs.items():
        for heir in heirs:
            sources.setdefault(heir.key, []).append(asked[key])
    _give_back_originals(work, after, given)
    for question in after.questions():
        if sources.get(question.key) == [asked.get(question.key)]:
            _keep(work, asked[question.key], question, given)
    for question in after.questions():
        if question.key not in work.answers:
            _bring(work, question, [one for one in sources.get(question.key, ()) if one.key in given], given)
    left = [Parked(asked[key], value) for key, value in given.items() if key not in work.used and key in asked]
    # What no question of the earlier edition had asked for stands beside the workbook already, or is nobody's.
    unasked = {key: value for key, value in given.items() if key not in asked}
    work.beside += left
    _give_back(work, after)
    parked_now = tuple(one for one in left if one in work.beside)
    return Move(
        answers={**work.answers, **{key: value for key, value in unasked.items() if key not in work.answers}},
        stayed=tuple(work.stayed),
        followed=tuple(work.followed),
        converted=tuple(work.converted),
        returned=tuple(work.returned),
        parked=parked_now,
        beside=tuple(work.beside),
        hidden=_hidden(before, after, given, work.answers),
    )


def _keep(work: _Work, before: Question, after: Question, given: Mapping[str, Value]) -> None:
    """Leave the answer where it is, if it is read there as before."""
    key = after.key
    if key in work.answers or key in work.used or key not in given or not carried(before, after, given[key]).is_exact:
        return
    work.answers[key] = given[key]
    work.stayed.append(key)
    work.used.add(key)


def _give_back_originals(work: _Work, after: Template, given: Mapping[str, Value]) -> None:
    """Give back what was taken elsewhere and has not been touched there since, where it is asked for as it was."""
    at: dict[str, list[Parked]] = {}
    for one in work.beside:
        if one.at in given and is_same(given[one.at], one.became):
            at.setdefault(one.at, []).append(one)
    for place, originals in at.items():
        made = [_returned(after, one) for one in originals]
        if not all(made) or any(step.key in work.answers for step in made if step):
            continue
        work.used.add(place)
        for step in made:
            if step:
                _return(work, step)


def _returned(after: Template, one: Parked) -> Step | None:
    question = after.question(one.key)
    if question is None:
        return None
    found = carried(one.question, question, one.value)
    return Step(question, found.value, (one,)) if found.is_exact else None


def _return(work: _Work, step: Step) -> None:
    work.answers[step.key] = step.value
    work.returned.append(step)
    for one in step.sources:
        work.beside.remove(one)


def _bring(work: _Work, question: Question, sources: Sequence[Question], given: Mapping[str, Value]) -> None:
    """Let the question have the answers of those that it takes the place of, as far as they follow."""
    found = [(one, carried(one, question, given[one.key])) for one in sources if one.key not in work.used]
    found = [(one, made) for one, made in found if made.follows]
    if not found:
        return
    joined = _joined(question, [made for _one, made in found]) if len(found) > 1 else None
    if joined is None:
        found = found[:1]
    value = found[0][1].value if joined is None else joined
    is_exact = joined is None and found[0][1].is_exact
    originals = tuple(Parked(one, given[one.key], question.key, value) for one, _made in found)
    work.answers[question.key] = value
    work.used |= {one.key for one in originals}
    if is_exact and originals[0].key == question.key:
        work.stayed.append(question.key)
        return
    work.beside += originals
    (work.followed if is_exact else work.converted).append(Step(question, value, originals))


def _joined(question: Question, found: Sequence[Carried]) -> Value:
    """Return several answers in one, where nothing of them is lost by it; None where it would be."""
    values = [one.value for one in found]
    made: Value = None
    if all(isinstance(value, list) and all(isinstance(one, str) for one in value) for value in values):
        made = list(dict.fromkeys(one for value in values for one in value))
    elif all(isinstance(value, dict) for value in values):
        between = "\n\n" if question.type == "longtext" else "; "
        languages = dict.fromkeys(language for value in values for language in value)
        made = {
            language: between.join(value[language] for value in values if value.get(language)) for language in languages
        }
    return None if made is None or check_answer(question, made) else made


def _give_back(work: _Work, after: Template) -> None:
    """Give back what is asked again and has no answer: the newest of what was parked first."""
    for one in list(reversed(work.beside)):
        if one.at and one.at in work.answers:
            continue  # its words are in use where they were taken
        question = after.question(one.key)
        heirs = [question] if question else [q for q in after.questions() if one.key in q.replaces]
        for heir in heirs:
            if heir.key in work.answers:
                continue
            made = carried(one.question, heir, one.value)
            if not made.follows:
                continue
            if made.is_exact and heir.key == one.key:
                _return(work, Step(heir, made.value, (one,)))
            else:
                place = work.beside.index(one)
                work.beside[place] = Parked(one.question, one.value, heir.key, made.value, one.name)
                work.answers[heir.key] = made.value
                work.returned.append(Step(heir, made.value, (work.beside[place],)))
            break


def _hidden(
    before: Template, after: Template, given: Mapping[str, Value], answers: Mapping[str, Value]
) -> tuple[str, ...]:
    """Return the questions that have an answer and were to be seen with it, and are not any more."""
    seen, sees = visible_questions(before, given), visible_questions(after, answers)
    was_seen = {key for key in given if key in seen}
    return tuple(
        question.key
        for question in after.questions()
        if question.key in answers
        and question.key not in sees
        and not was_seen.isdisjoint((question.key, *question.replaces))
    )
