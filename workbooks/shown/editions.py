"""What a move to another edition would mean for one workbook, and what stands beside it, as their pages show it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from answers.base import Surroundings
from answers.shown import Shown, ShownLine
from answers.types import type_of
from core.languages import content_language
from library.shown.differences import ChangeLine, line_of
from library.words import condition, here
from schema.differences import Change, Fate
from schema.documents import Template
from schema.moving import Parked, Step
from schema.questions import Question
from workbooks.models import ParkedAnswer
from workbooks.services.editions import Prospect
from workbooks.services.parked import places_for, question_of


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer that stands somewhere else or in another form afterwards: as it was, and as it will be."""

    question: Question
    section: str
    now: tuple[tuple[Question, Shown], ...]
    then: Shown
    is_converted: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """An answer that will stand beside the workbook, and why."""

    question: Question
    shown: Shown
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """An answer whose question will not be asked, since it depends on another answer."""

    question: Question
    shown: Shown
    condition: str


@dataclass(frozen=True)
class MovePage:
    """All that the page says before anything has happened."""

    prospect: Prospect
    headline: str
    reworded: list[ChangeLine]
    taken: list[Taken]
    returned: list[Taken]
    # Each with its section, and whether it must be answered, in words.
    new: list[tuple[Question, str, str]]
    parked: list[Beside]
    hidden: list[Hidden]
    stayed: int

    @property
    def stays_words(self) -> str:
        """What there is to say of the answers that stay."""
        if self.worded_lines:
            return _("Some of the questions read differently: see whether your answers still fit.")
        return _("The same question, the same answer.")

    @property
    def moved_lines(self) -> list[ChangeLine]:
        """The questions that only stand at another place."""
        return [one for one in self.reworded if one.change.fate is Fate.MOVED]

    @property
    def worded_lines(self) -> list[ChangeLine]:
        """The questions that say something else."""
        return [one for one in self.reworded if one.change.fate is not Fate.MOVED]


def move_page(prospect: Prospect) -> MovePage:
    """Return what the page of a move shows, in the language of the page."""
    made, told = prospect.move, prospect.difference
    before, after = told.before, told.after
    assert isinstance(before, Template) and isinstance(after, Template)  # noqa: PT018, S101 -- a prospect's are
    of_questions = {one.key: one for one in told.of("question")}
    stayed = set(made.stayed)
    return MovePage(
        prospect=prospect,
        headline=headline(prospect),
        reworded=[
            line_of(one, told)
            for one in told.of("question")
            if one.key in stayed and one.fate not in (Fate.KEPT, Fate.RETYPED, Fate.REPLACED)
        ],
        taken=[
            *(_taken(step, after, is_converted=True) for step in made.converted),
            *(_taken(step, after, is_converted=False) for step in made.followed),
        ],
        returned=[_taken(step, after, is_converted=False) for step in made.returned],
        new=[
            (one.after.thing, _section(after, one.key), _needed(one.after.thing))
            for one in told.fated(Fate.NEW)
            if one.after is not None and one.after.thing.stores_answer and one.key not in made.answers
        ],
        parked=[_beside(one, prospect, of_questions) for one in made.parked],
        hidden=[_hidden(key, made.answers, after) for key in made.hidden],
        stayed=len(stayed),
    )


def headline(prospect: Prospect) -> str:
    """Say in one breath what becomes of the answers."""
    made = prospect.move
    total = sum(one.value is not None for one in prospect.answers.values())
    if not total:
        return _("Nothing has been answered yet, so nothing can go amiss.")
    stays = ngettext(
        "%(stayed)s of your %(total)s answer stays where it is.",
        "%(stayed)s of your %(total)s answers stay where they are.",
        total,
    )
    said = [stays % {"stayed": len(made.stayed), "total": total}]
    for number, words in (
        (len(made.converted), ngettext("%(n)s is converted.", "%(n)s are converted.", len(made.converted))),
        (
            len(made.followed),
            ngettext("%(n)s follows to a new place.", "%(n)s follow to new places.", len(made.followed)),
        ),
        (len(made.returned), ngettext("%(n)s comes back.", "%(n)s come back.", len(made.returned))),
        (len(made.parked), ngettext("%(n)s is parked.", "%(n)s are parked.", len(made.parked))),
    ):
        if number:
            said.append(words % {"n": number})
    return " ".join(said)


def _needed(question: Question) -> str:
    return _("Must be answered") if question.required else pgettext("question", "Optional")


def _section(document: Template, key: str) -> str:
    section = document.section_of(key)
    return here(section.title) if section else ""


def shown_of(question: Question, value: object, around: dict[str, object] | None = None) -> Shown:
    """Return a value as it is shown, alone or with others around it."""
    return type_of(question).show(question, value, content_language(), Surroundings(around or {}))


def _taken(step: Step, after: Template, *, is_converted: bool) -> Taken:
    return Taken(
        question=step.question,
        section=_section(after, step.key),
        now=tuple((one.question, shown_of(one.question, one.value)) for one in step.sources),
        then=shown_of(step.question, step.value),
        is_converted=is_converted,
    )


def _beside(one: Parked, prospect: Prospect, changes: dict[str, Change]) -> Beside:
    answer = prospect.answers.get(one.key)
    who = answer.changed_by.display_name if answer and answer.changed_by else ""
    change = changes.get(one.key)
    is_gone = change is None or change.after is None
    why = (
        _("It is no longer asked.")
        if is_gone
        else _("It is answered in another way now, and this answer does not fit.")
    )
    return Beside(one.question, shown_of(one.question, one.value), who, why)


def _hidden(key: str, answers: object, after: Template) -> Hidden:
    question = after.question(key)
    assert question is not None and isinstance(answers, dict)  # noqa: PT018, S101 -- the move names only what is asked
    rules = after.conditions_of(question)
    # The question's own says most.
    return Hidden(question, shown_of(question, answers[key]), condition(rules[-1], after) if rules else "")


@dataclass(frozen=True, slots=True)
class ParkedLine:
    """An answer beside the workbook: what it answered, what it says, and where it can be put back."""

    row: ParkedAnswer
    question: Question | None
    shown: Shown
    places: Sequence[tuple[Question, int]]
    stands_at: Question | None = None

    @property
    def plain(self) -> str:
        """The answer as plain text, to be copied."""
        return self.shown.lines


def parked_lines(
    rows: Iterable[ParkedAnswer], document: Template, revisions: dict[str, int], answered: set[str]
) -> list[ParkedLine]:
    """Return the answers beside a workbook; they can be put back where nothing has been answered, or at their own."""
    found = []
    for row in rows:
        question = question_of(row)
        shown = shown_of(question, row.value) if question else shown_of_unknown(row)
        places = [
            (one, revisions.get(one.key, 0))
            for one in (places_for(row, document) if not row.is_original else [])
            if one.key not in answered or one.key == row.question_key
        ]
        found.append(ParkedLine(row, question, shown, places, document.question(row.at_key) if row.at_key else None))
    return found


def shown_of_unknown(row: ParkedAnswer) -> Shown:
    """Return what stands in an answer whose question cannot be read any more."""
    return Shown("line", line=ShownLine(str(row.value)))
