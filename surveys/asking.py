"""One visit to the page that a company answers on: what was typed so far, which part is shown, what is missing.

Nothing is kept on the server until it is sent: every part carries what was typed in the others. So an answer that is
never sent is nowhere, and the page works without JavaScript.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from answers.types import type_of
from core.numbers import format_decimal
from core.text import Language, Text
from schema.conditions import visible_questions
from schema.documents import Section, Template
from schema.questions import Question
from surveys.rules.statistics import is_answer
from workbooks.asking import Control, Posted, Reading, Setting, face_of

ALL = "all"
# Before the key of a question that stands alone on its page.
ALONE = "one:"
# A few pages; who has more to say may ring.
LONGEST_TEXT = 5_000
FIELDS = 5


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question with its controls and what is wrong with what was typed."""

    question: Question
    controls: tuple[Control, ...]
    faults: tuple[str, ...]
    is_group: bool

    @property
    def key(self) -> str:
        return self.question.key


@dataclass
class Visit:
    """What somebody has typed, in which language, and what is shown: a section, one question, or all of them."""

    document: Template
    posted: Posted
    language: Language
    part: str = ""
    # The questions that stood on the page that was sent; None where nothing was sent.
    seen: frozenset[str] | None = None
    complaints: dict[str, str] = field(default_factory=dict)

    @property
    def setting(self) -> Setting:
        """In which language one reads and writes."""
        return Setting((self.language,), self.language)

    @cached_property
    def readings(self) -> dict[str, Reading]:
        """What was typed, question by question."""
        found = {}
        for question in self.document.questions():
            reading = face_of(question).read(question, self.posted, name_of(question), None, self.setting)
            found[question.key] = reading
        return found

    @cached_property
    def values(self) -> dict[str, Any]:
        """The answers that could be read."""
        return {key: one.value for key, one in self.readings.items() if not one.faults and is_answer(one.value)}

    @cached_property
    def visible(self) -> frozenset[str]:
        """The keys of the questions that are asked, given the answers so far."""
        return visible_questions(self.document, self.values)

    @cached_property
    def parts(self) -> list[Section]:
        """The sections of which at least one question is asked."""
        return [one for one in self.document.sections if any(q.key in self.visible for q in one.questions)]

    @property
    def shows_all(self) -> bool:
        """Whether all questions stand on one page."""
        return self.part == ALL

    @property
    def is_alone(self) -> bool:
        """Whether each question has a page of its own."""
        return self.part.startswith(ALONE)

    @property
    def steps(self) -> list[str]:
        """The pages in their order, by what they are called in the form."""
        if not self.is_alone:
            return [one.key for one in self.parts]
        return [f"{ALONE}{q.key}" for one in self.parts for q in one.questions if q.key in self.visible]

    @property
    def place(self) -> int:
        """Where the page stands among the others, from 0."""
        return next((n for n, one in enumerate(self.steps) if one == self.part), 0)

    @property
    def here(self) -> str:
        """What the page is called in the form."""
        return ALL if self.shows_all else self.steps[self.place]

    @property
    def shown(self) -> list[Section]:
        """The sections on the page; of a question that stands alone, the section with nothing else in it."""
        if self.shows_all or not self.is_alone:
            return self.parts if self.shows_all else self.parts[self.place : self.place + 1]
        key = self.here.removeprefix(ALONE)
        section = next(one for one in self.parts if any(q.key == key for q in one.questions))
        is_first = section.questions[0].key == key
        questions = tuple(one for one in section.questions if one.key == key)
        return [replace(section, questions=questions, intro=section.intro if is_first else None)]

    def go_to(self, key: str) -> None:
        """Show the page with a question."""
        section = next(one.key for one in self.parts if any(q.key == key for q in one.questions))
        self.part = f"{ALONE}{key}" if self.is_alone else section

    @property
    def needs_countries(self) -> bool:
        """Whether a question on the page is answered with countries."""
        questions = [question for section in self.shown for question in section.questions]
        return any("countries" in face_of(question).needs(question) for question in questions)

    @property
    def is_last(self) -> bool:
        """Whether the answer is sent from here."""
        return self.shows_all or self.place == len(self.steps) - 1

    def asked(self, section: Section) -> list[AskedQuestion]:
        """Return the questions of a section that are asked, with their controls.

        On one page with all of them, and without a script that shows and hides, also those that may come to be asked.
        """
        return [self._asked(question) for question in section.questions if question.key in self.visible]

    def _asked(self, question: Question) -> AskedQuestion:
        face, name = face_of(question), name_of(question)
        faults = {one.field: one.message for one in self.readings[question.key].faults} if self.complaints else {}
        words = (self.complaints.get(question.key, ""), *faults.values())
        controls = face.controls(question, self.posted, name, self.setting, faults)
        if "countries" in face.needs(question):
            controls = _with_room(controls, getattr(question, "max_choices", None))
        return AskedQuestion(question, controls, tuple(dict.fromkeys(filter(None, words))), face.is_group)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What was typed in the parts that are not shown, as hidden fields."""
        here = {
            name_of(question) for section in self.shown for question in section.questions if self._is_here(question)
        }
        known = {name_of(question): question for question in self.document.questions()}
        return [
            (name, text)
            for name, texts in self.posted.values.items()
            if (base := base_of(name)) in known and base not in here
            for text in texts
            if text
        ]

    def _is_here(self, question: Question) -> bool:
        return question.key in self.visible

    @property
    def keys_shown(self) -> str:
        """The questions on the page, for the page that comes next."""
        return ",".join(q.key for section in self.shown for q in section.questions if q.key in self.visible)

    @property
    def has_more(self) -> bool:
        """Whether what was typed asks for more on the same page, which nobody has seen yet."""
        shown = [question.key for section in self.shown for question in section.questions]
        return self.seen is not None and any(key in self.visible and key not in self.seen for key in shown)

    def complain(self, *, everywhere: bool) -> bool:
        """Find what is wrong with the part that is shown, or with all; return whether anything is."""
        self.complaints = {}
        for section in self.parts if everywhere else self.shown:
            for question in section.questions:
                if question.key in self.visible and (words := self._wrong(question)):
                    self.complaints[question.key] = words
        return bool(self.complaints)

    def _wrong(self, question: Question) -> str:
        reading = self.readings[question.key]
        if reading.faults:
            return reading.faults[0].message
        if question.required and not is_answer(reading.value):
            return _("Answer this question before you go on.")
        if isinstance(reading.value, Mapping):
            length = max((len(text) for text in Text.from_value(reading.value).to_value().values()), default=0)
            if length > LONGEST_TEXT:
                return _("The text has %(length)s characters. Shorten it to %(longest)s.") % {
                    "length": format_decimal(length, self.language),
                    "longest": format_decimal(LONGEST_TEXT, self.language),
                }
        return ""

    def to_send(self) -> dict[str, Any]:
        """Return what is kept: the answers to the questions that are asked."""
        return {key: value for key, value in self.values.items() if key in self.visible}

    def in_own_writing(self) -> "Visit":
        """Return the same visit with the numbers as the page writes them, so that one sees how they were read."""
        typed = dict(self.posted.values)
        for question in self.document.questions():
            reading = self.readings[question.key]
            if type_of(question).is_amount and not reading.faults and is_answer(reading.value):
                typed |= face_of(question).fill(question, reading.value, name_of(question), self.setting)
        return replace(self, posted=Posted(typed))

    def in_language(self, language: Language) -> "Visit":
        """Return the same visit in the other language, with what was typed written as one writes it there."""
        if language == self.language:
            return self
        typed = dict(self.posted.values)
        for question in self.document.questions():
            name, reading = name_of(question), self.readings[question.key]
            before, after = f"{name}-{self.language}", f"{name}-{language}"
            if before in typed:
                typed[after] = typed.pop(before)
            elif not reading.faults and is_answer(reading.value):
                typed |= face_of(question).fill(question, reading.value, name, Setting((language,), language))
        return Visit(self.document, Posted(typed), language, self.part, self.seen)


def _with_room(controls: tuple[Control, ...], most: int | None) -> tuple[Control, ...]:
    """Return the fields with some empty ones, since without a script none can be added."""
    wanted = max(len(controls), min(FIELDS, most or FIELDS))
    last = controls[-1]
    more = (
        replace(last, text="", fault="", suffix=f"-{n}", label=last.label.replace(str(len(controls)), str(n)))
        for n in range(len(controls) + 1, wanted + 1)
    )
    return (*controls, *more)[: most or None]


def name_of(question: Question) -> str:
    """Return the name of a question's fields."""
    return f"a-{question.key}"


def base_of(name: str) -> str:
    """Return the name of the question that a field belongs to."""
    head, _line, tail = name.rpartition("-")
    return head if tail in ("da", "en") else name
