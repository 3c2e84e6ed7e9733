"""One question of a form as its card shows it: the fields, the help, the state of the answer, both sides of a conflict.

What a person has typed stands before what is stored, so that nothing is lost when a save is refused.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from answers.base import Stored, Surroundings
from answers.sheet import AnswerSheet
from answers.shown import Shown
from answers.types import type_of
from core.parts.values import NotValuesError, drawn_from, of_lasting
from core.text import LANGUAGES, Text, is_language
from core.times import moment
from library.shown.leads import Lead
from schema.conditions import Condition
from schema.questions import Question
from workbooks.asking import Control, Form, InputFault, Posted, Setting, TableForm, face_of
from workbooks.origins import Origin
from workbooks.services.saving import is_older
from workbooks.stores.base import StoredAnswer


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands at a panel question: a template to include, or an address to load it from."""

    template: str = ""
    url: str = ""
    context: Any = None


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody sent for a question that could not be stored, and why."""

    posted: Posted
    based_on: int
    faults: tuple[InputFault, ...] = ()
    message: str = ""
    # The answer that a colleague stored meanwhile.
    theirs: StoredAnswer | None = None
    is_conflict: bool = False
    # The other save was the same person's, in another window.
    is_own: bool = False
    # Kept for the next round.
    is_waiting: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """One side of a conflict: who wrote it, when, and the text as it is shown."""

    who: str
    at: datetime | None
    shown: Shown


@dataclass
class Card:
    """One question with its fields, its help and the state of its answer; what it computes, it computes once."""

    question: Question
    setting: Setting
    sheet: AnswerSheet
    answer: StoredAnswer | None
    typed: Typed | None = None
    panel: Panel | None = None
    extra_row: bool = False
    in_section: frozenset[str] = field(default_factory=frozenset)
    answer_url: str = ""
    history_url: str = ""
    leads: tuple[Lead, ...] = ()
    # What stands below it as part of the same question.
    besides: list["Card"] = field(default_factory=list)

    def drawn_from(self) -> object:
        """Return what its card shows, for `{% kept %}`; what was typed and a panel are drawn anew each time."""
        if self.typed is not None or self.panel is not None:
            raise NotValuesError("Drawn for this answer alone")
        return self._drawn_from

    @cached_property
    def _drawn_from(self) -> bytes:
        answer = self.answer
        stored = answer and (
            answer.value,
            answer.revision,
            answer.changed_at,
            # Only a confirmation is told with its name.
            answer.changed_by and answer.changed_by.display_name if answer.source.is_confirmed else "",
            answer.written_at,
            answer.source,
        )
        said = (self.is_visible, self.is_borrowed, self.fault, self.show_if, self.extra_row)
        where = (self.answer_url, self.history_url, [(lead.name, lead.url, lead.icon) for lead in self.leads])
        return drawn_from(
            of_lasting(self.question), self.setting, stored, said, self.sheet.around(self.question), where
        )

    # ---- what is asked

    @property
    def key(self) -> str:
        """The question's key."""
        return self.question.key

    @property
    def label(self) -> Text:
        """What stands above the fields: beside another question a word or two."""
        return self.question.heading if self.question.beside else self.question.label

    @property
    def name(self) -> str:
        """The name under which a form sends the answer."""
        return f"a-{self.question.key}"

    @property
    def fields_template(self) -> str:
        """The template that draws the fields."""
        return face_of(self.question).template

    @property
    def is_group(self) -> bool:
        """Whether several fields answer it, so that a legend names them."""
        return face_of(self.question).is_group or len(self.setting.writing) > 1

    @cached_property
    def is_visible(self) -> bool:
        """Whether the other answers leave it visible, or something in it must be mended."""
        return self.sheet.is_visible(self.key) or self.typed is not None

    @property
    def show_if(self) -> str:
        """The conditions for the browser, of which all must hold: those whose questions stand in the same section."""
        here = [rule for rule in self.question.conditions if self.in_section.issuperset(rule.questions)]
        told = [{"any": bool(rule.any_), "parts": [_for_browser(one) for one in rule.parts]} for rule in here]
        return json.dumps(told) if told else ""

    # ---- the fields

    @cached_property
    def faults(self) -> dict[str, str]:
        """A sentence for the id of each field that is wrong."""
        return {fault.field: fault.message for fault in self.typed.faults} if self.typed else {}

    @cached_property
    def posted(self) -> Posted:
        """The texts in the fields: what was typed, or what is stored."""
        if self.typed:
            return self.typed.posted
        return Posted(face_of(self.question).fill(self.question, self.value, self.name, self.setting))

    @property
    def value(self) -> Stored:
        return self.answer.value if self.answer else None

    @cached_property
    def controls(self) -> tuple[Control, ...]:
        """The fields."""
        return face_of(self.question).controls(self.question, self.posted, self.name, self.setting, self.faults)

    @property
    def first_id(self) -> str:
        """The id of the first field, for links that lead to the question."""
        return next(iter(self.faults), None) or (self.controls[0].id if self.controls else f"q-{self.key}")

    @cached_property
    def table(self) -> TableForm | None:
        """The fields as rows and columns, for a table."""
        form = Form(
            self.name,
            self.setting,
            self.posted,
            self.faults,
            self.value,
            self.sheet.values,
            has_extra_row=self.extra_row,
        )
        return face_of(self.question).table(self.question, form)

    # ---- the state of the answer

    @property
    def revision(self) -> int:
        """The revision that the next save is based on."""
        if self.typed:
            return self.typed.based_on
        return self.answer.revision if self.answer else 0

    @cached_property
    def is_answered(self) -> bool:
        return self.sheet.is_answered(self.question)

    @cached_property
    def fault(self) -> str:
        """What is wrong with the stored answer seen together with the others."""
        return "" if self.typed else self.sheet.fault(self.question, self.setting.reading)

    @cached_property
    def messages(self) -> list[InputFault]:
        """Every sentence about what was typed, with the field it belongs to."""
        if self.typed is None:
            return [InputFault(self.first_id, self.fault)] if self.fault else []
        found = list(self.typed.faults)
        if self.typed.message and not self.typed.is_waiting:
            found.append(InputFault(self.first_id, self.typed.message))
        return found

    @property
    def counts(self) -> bool:
        """Whether it counts in the progress: what is asked, and panels that are known to be filled or empty."""
        return not self.question.shows_panel or self.question.shows_panel in self.sheet.filled

    @property
    def is_open(self) -> bool:
        """Whether somebody can still answer it here."""
        return not (self.panel or self.question.is_computed or self.is_answered)

    @property
    def computed(self) -> str:
        """The number that follows from other answers, or what it lacks."""
        return self.sheet.show(self.question, self.setting.reading).one_line

    @property
    def is_done(self) -> bool:
        """Whether the list of the section ticks it off; what nobody answers it does not."""
        if self.question.is_computed:
            return False
        if self.question.shows_panel:
            return self.counts and not self.sheet.is_empty(self.question)
        return self.is_answered and not self.messages and not self.is_borrowed

    @property
    def is_borrowed(self) -> bool:
        """Whether something stands here that nobody in the cluster has changed or confirmed."""
        return self.typed is None and self.sheet.is_borrowed(self.question)

    @property
    def source(self) -> Origin:
        """Where the answer comes from."""
        return self.answer.source if self.answer else Origin.OWN

    @cached_property
    def state(self) -> str:
        """One of conflict, invalid, waiting, borrowed, saved and unanswered."""
        if self.typed and self.typed.is_conflict:
            return "conflict"
        if self.messages and self.typed:
            return "invalid"
        if self.typed and self.typed.is_waiting:
            return "waiting"
        if self.is_borrowed:
            return "borrowed"
        return "saved" if self.is_answered or (self.answer and self.answer.revision > 1) else "unanswered"

    @cached_property
    def language_notes(self) -> dict[str, str]:
        """What is to be said beside the field of a language: its words are missing, or older than the original."""
        main, *others = self.setting.writing
        if len(others) != 1 or self.typed or not type_of(self.question).has_languages:
            return {}
        (second,) = others
        # In another one only an example is written, and the checker says what it lacks.
        if not is_language(main) or not is_language(second):
            return {}
        found: dict[str, str] = {}
        for language in (main, second):
            if self.sheet.lacks_language(self.question, language):
                found[language] = "missing"
        if not found and self.answer is not None and is_older(self.answer, second):
            found[second] = "older"
        return found

    @property
    def saved_words(self) -> str:
        """When the answer was last saved, who confirmed it when, or where it comes from, in words."""
        if told := getattr(self.answer, "told", ""):
            return str(told)
        if self.answer and self.source.is_confirmed and self.answer.changed_by:
            words = {"who": self.answer.changed_by.display_name, "when": moment(self.answer.changed_at)}
            return _("%(who)s confirmed %(when)s that it fits") % words
        return _("Saved %(when)s") % {"when": moment(self.answer.changed_at)} if self.answer else ""

    @property
    def theirs(self) -> Version | None:
        """What a colleague stored meanwhile."""
        if not (self.typed and self.typed.is_conflict):
            return None
        answer = self.typed.theirs
        if answer is None:
            return Version("", None, self._shown(None))
        who = answer.changed_by.display_name if answer.changed_by else ""
        return Version(who, answer.changed_at, self._shown(answer.value))

    @property
    def mine(self) -> Shown | None:
        """What was typed here, as it would be shown."""
        if self.typed is None:
            return None
        reading = face_of(self.question).read(self.question, self.typed.posted, self.name, self.value, self.setting)
        return self._shown(reading.value)

    @property
    def can_merge(self) -> bool:
        """Whether both texts of a conflict can be put into the field."""
        return type_of(self.question).can_merge

    def _shown(self, value: Stored) -> Shown:
        written = [one for one in LANGUAGES if one in self.setting.writing]
        language = self.setting.reading if self.setting.reading in written or not written else written[0]
        return type_of(self.question).show(self.question, value, language, Surroundings(self.sheet.values))


def _for_browser(rule: Condition) -> dict[str, object]:
    name = f"a-{rule.question}"
    if rule.answered is not None:
        return {"question": name, "answered": rule.answered}
    values = rule.in_ if rule.in_ is not None else [rule.is_ if rule.is_ is not None else rule.is_not]
    return {"question": name, "values": [str(one) for one in values], "not": rule.is_not is not None}
