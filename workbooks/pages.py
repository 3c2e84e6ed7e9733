"""A section of a workbook as a form: what its page, its fragments and its messages show.

Built in memory from the sheet and the stored answers; what a person has typed stands before what is stored, so that
nothing is lost when a save is refused.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from clusters.models import Cluster
from core.languages import content_language
from core.text import Language, Text
from core.times import moment
from library.schema.documents import Section
from library.schema.questions import PanelQuestion, Question, TableQuestion
from workbooks.models import Answer, Workbook
from workbooks.questions import FACES, Control, InputFault, Posted, Setting, Shown, Stored, Surroundings, TableFace
from workbooks.questions.tables import TableRow, new_row_id, scores, stored_rows, sum_sentence
from workbooks.sheet import AnswerSheet, Gap, Progress


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
    theirs: Answer | None = None
    is_conflict: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """One side of a conflict: who wrote it, when, and the text as it is shown."""

    who: str
    at: datetime | None
    shown: Shown


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a table's column in a form."""

    label: str
    size: str
    hint: str


@dataclass(slots=True)
class Card:
    """One question with its fields, its help and the state of its answer."""

    question: Question
    setting: Setting
    sheet: AnswerSheet
    answer: Answer | None
    typed: Typed | None = None
    panel: Panel | None = None
    extra_row: bool = False
    in_section: frozenset[str] = field(default_factory=frozenset)

    # ---- what is asked

    @property
    def key(self) -> str:
        """The question's key."""
        return self.question.key

    @property
    def name(self) -> str:
        """The name under which a form sends the answer."""
        return f"a-{self.question.key}"

    @property
    def type(self) -> str:
        """The type of question."""
        return self.question.type

    @property
    def is_group(self) -> bool:
        """Whether several fields answer it, so that a legend names them."""
        return FACES[self.type].is_group or len(self.setting.writing) > 1

    @property
    def is_answerable(self) -> bool:
        """Whether a person answers here."""
        return self.question.stores_answer

    @property
    def is_visible(self) -> bool:
        """Whether the other answers leave it visible."""
        return self.sheet.is_visible(self.key)

    @property
    def show_if(self) -> str:
        """The condition for the browser, when the question it depends on stands in the same section."""
        rule = self.question.show_if
        if rule is None or rule.question not in self.in_section:
            return ""
        values = rule.in_ if rule.in_ is not None else [rule.is_ if rule.is_ is not None else rule.is_not]
        return json.dumps(
            {"question": f"a-{rule.question}", "values": [str(v) for v in values], "not": rule.is_not is not None}
        )

    # ---- the fields

    @property
    def faults(self) -> dict[str, str]:
        """A sentence for the id of each field that is wrong."""
        return {fault.field: fault.message for fault in self.typed.faults} if self.typed else {}

    @property
    def posted(self) -> Posted:
        """The texts in the fields: what was typed, or what is stored."""
        if self.typed:
            return self.typed.posted
        return Posted(FACES[self.type].fill(self.question, self.value, self.name, self.setting))

    @property
    def value(self) -> Stored:
        """What is stored."""
        return self.answer.value if self.answer else None

    @property
    def controls(self) -> tuple[Control, ...]:
        """The fields."""
        return FACES[self.type].controls(self.question, self.posted, self.name, self.setting, self.faults)

    @property
    def first_id(self) -> str:
        """The id of the first field, for links that lead to the question."""
        return next(iter(self.faults), None) or (self.controls[0].id if self.controls else f"q-{self.key}")

    # ---- tables

    @property
    def columns(self) -> list[Column]:
        """The heads of the table's columns."""
        return [self._column(column) for column in self._table.columns]

    def _column(self, column: Any) -> Column:
        sizes = {"number": "c-xs", "percent": "c-xs", "scale": "c-xs", "weighted": "c-xs", "money": "c-sm", "date": "c-md"}
        hint = ""
        if getattr(column, "min", None) is not None and getattr(column, "max", None) is not None:
            hint = f"{column.min}–{column.max}"
        if column.type == "percent":
            hint = "%"
        if column.type == "money":
            hint = column.currency
        return Column(column.label.resolve(self.setting.reading).text, sizes.get(column.type, "c-text"), hint)

    @property
    def _table(self) -> TableQuestion:
        assert isinstance(self.question, TableQuestion)  # noqa: S101 -- templates ask only tables
        return self.question

    @property
    def has_fixed_rows(self) -> bool:
        """Whether the document says which rows there are."""
        return self._table.rows is not None

    @property
    def rows(self) -> tuple[TableRow, ...]:
        """The rows of the table; one that is empty stands ready where there are none."""
        face, posted = TableFace(), self.posted
        if not self.has_fixed_rows:
            ids = posted.all(f"{self.name}-rows")
            if not ids or self.extra_row:
                posted = Posted({**posted.values, f"{self.name}-rows": [*ids, new_row_id()]})
        return face.rows(self._table, posted, self.name, self.setting, self.faults, self.scores)

    @property
    def blank_row(self) -> TableRow:
        """An empty row for the browser to copy; its id is replaced there."""
        return TableFace().row(self._table, Posted({}), self.name, "ROW", 0, self.setting, {}, {})

    @property
    def scores(self) -> dict[str, dict[str, Any]]:
        """The computed scores by column and row, from what is stored."""
        return scores(self._table, stored_rows(self.value), self.sheet.values)

    @property
    def weights(self) -> str:
        """What the browser needs to compute the scores while somebody types: by column, the weight of each other column."""
        from library.schema.weights import weights_of  # noqa: PLC0415 -- only tables with weighted columns

        columns = {
            column.key: {
                "from": f"a-{column.weights.question}",
                "column": column.weights.column,
                "weights": {key: str(weight) for key, weight in weights_of(column, self.sheet.values).items()},
            }
            for column in self._table.weighted_columns
        }
        return json.dumps(columns) if columns else ""

    @property
    def sum_column(self) -> str:
        """The key of the column whose sum is checked, or an empty string."""
        return self._table.sum_to.column if self._table.sum_to else ""

    @property
    def sum_total(self) -> str:
        """What that column must add up to."""
        return str(self._table.sum_to.total) if self._table.sum_to else ""

    @property
    def sum_words(self) -> str:
        """What that column adds up to now, in words."""
        return sum_sentence(self._table, self.value, self.setting.reading)

    # ---- the state of the answer

    @property
    def revision(self) -> int:
        """The revision that the next save is based on."""
        if self.typed:
            return self.typed.based_on
        return self.answer.revision if self.answer else 0

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer."""
        return self.sheet.is_answered(self.question)

    @property
    def fault(self) -> str:
        """What is wrong with the stored answer seen together with the others."""
        return "" if self.typed else self.sheet.fault(self.question, self.setting.reading)

    @property
    def messages(self) -> list[InputFault]:
        """Every sentence about what was typed, with the field it belongs to."""
        if self.typed is None:
            return [InputFault(self.first_id, self.fault)] if self.fault else []
        found = list(self.typed.faults)
        if self.typed.message:
            found.append(InputFault(self.first_id, self.typed.message))
        return found

    @property
    def state(self) -> str:
        """One of conflict, invalid, saved and unanswered."""
        if self.typed and self.typed.is_conflict:
            return "conflict"
        if self.messages and self.typed:
            return "invalid"
        return "saved" if self.is_answered or (self.answer and self.answer.revision > 1) else "unanswered"

    @property
    def saved_words(self) -> str:
        """When the answer was last saved, in words."""
        return _("Saved %(when)s") % {"when": moment(self.answer.changed_at)} if self.answer else ""

    @property
    def theirs(self) -> Version | None:
        """What a colleague stored meanwhile."""
        if not (self.typed and self.typed.is_conflict):
            return None
        answer = self.typed.theirs
        if answer is None:
            return Version("", None, FACES[self.type].show(self.question, None, self.setting.reading, Surroundings()))
        who = answer.changed_by.display_name if answer.changed_by else ""
        return Version(who, answer.changed_at, self._shown(answer.value))

    @property
    def mine(self) -> Shown | None:
        """What was typed here, as it would be shown."""
        if self.typed is None:
            return None
        reading = FACES[self.type].read(self.question, self.typed.posted, self.name, self.value, self.setting)
        return self._shown(reading.value)

    @property
    def can_merge(self) -> bool:
        """Whether both texts of a conflict can be put into the field."""
        return self.type in ("text", "longtext", "table", "multichoice", "countries")

    def _shown(self, value: Stored) -> Shown:
        language = self.setting.reading if self.setting.reading in self.setting.writing else self.setting.writing[0]
        return FACES[self.type].show(self.question, value, language, Surroundings(self.sheet.values))


@dataclass(slots=True)
class SectionPage:
    """The form of a section."""

    workbook: Workbook
    section: Section
    sheet: AnswerSheet
    answers: Mapping[str, Answer]
    setting: Setting
    typed: Mapping[str, Typed] = field(default_factory=dict)
    panels: Mapping[str, Panel] = field(default_factory=dict)
    extra_row: str = ""

    @property
    def cards(self) -> list[Card]:
        """A card for each question that may become visible on this page; panels of rooms that do not exist are left out."""
        return [self.card(question) for question in self.section.questions if self._has_place(question)]

    def _has_place(self, question: Question) -> bool:
        if isinstance(question, PanelQuestion):
            return question.panel in self.panels and self.sheet.is_visible(question.key)
        if self.sheet.is_visible(question.key):
            return True
        # Hidden for now, but the browser may show it as soon as the answer it depends on changes.
        return question.show_if is not None and question.show_if.question in self._keys

    @property
    def _keys(self) -> frozenset[str]:
        return frozenset(question.key for question in self.section.questions)

    def card(self, question: Question) -> Card:
        """Return the card of one question."""
        return Card(
            question=question,
            setting=self.setting,
            sheet=self.sheet,
            answer=self.answers.get(question.key),
            typed=self.typed.get(question.key),
            panel=self.panels.get(question.panel) if isinstance(question, PanelQuestion) else None,
            extra_row=self.extra_row == question.key,
            in_section=self._keys,
        )

    @property
    def errors(self) -> list[dict[str, str]]:
        """What was sent and could not be stored, for the summary at the top: id and sentence."""
        found = []
        for card in self.cards:
            if card.typed is None:
                continue
            label = card.question.label.resolve(self.setting.reading).text
            if card.state == "conflict":
                text = _("A colleague changed “%(label)s” while you were writing") % {"label": label}
                found.append({"id": f"q-{card.key}", "text": text})
            found += [{"id": m.field, "text": f"{label}: {m.message}"} for m in card.messages if card.state == "invalid"]
        return found

    @property
    def progress(self) -> Progress:
        """How far the section has come."""
        return self.sheet.progress(self.section)

    @property
    def gaps(self) -> list[Gap]:
        """What is missing or wrong in the section."""
        return [*self.sheet.missing(self.section), *self.sheet.wrong(self.setting.reading, self.section)]

    @property
    def needs_countries(self) -> bool:
        """Whether the page needs the list of countries to choose from."""
        return any(
            question.type == "countries"
            or (isinstance(question, TableQuestion) and any(column.type == "country" for column in question.columns))
            for question in self.section.questions
        )

    def _neighbour(self, step: int) -> Section | None:
        sections = [s for s in self.sheet.document.sections if s.key == self.section.key or s in list(self.sheet.sections())]
        place = next(i for i, s in enumerate(sections) if s.key == self.section.key) + step
        return sections[place] if 0 <= place < len(sections) else None

    @property
    def previous(self) -> Section | None:
        """The section before this one."""
        return self._neighbour(-1)

    @property
    def next(self) -> Section | None:
        """The section after this one."""
        return self._neighbour(1)

    @property
    def changed_words(self) -> str:
        """When that was, in words."""
        return moment(self.changed_at) if self.changed_at else ""

    @property
    def changed_at(self) -> datetime | None:
        """When an answer of the section was last changed."""
        times = [a.changed_at for key, a in self.answers.items() if key in self._keys]
        return max(times, default=None)


def setting_of(cluster: Cluster) -> Setting:
    """Return the languages of a form for this cluster and the person who reads it now."""
    return Setting(writing=cluster.languages, reading=content_language())


def merged(question: Question, theirs: Stored, mine: Stored, languages: tuple[Language, ...]) -> Stored:
    """Return both sides of a conflict in one value: theirs first, then what mine has more."""
    if question.type in ("text", "longtext"):
        a, b = Text.from_value(theirs), Text.from_value(mine)
        between = "\n\n" if question.type == "longtext" else " / "
        text = a
        for language in languages:
            words = [w for w in dict.fromkeys((a.get(language), b.get(language))) if w]
            text = text.with_language(language, between.join(words))
        return text.to_value() or None
    if question.type == "table":
        rows = {row["id"]: row for row in stored_rows(theirs)}
        extra = []
        for row in stored_rows(mine):
            same = rows.get(row["id"])
            if same is None:
                extra.append(row)
            elif same["cells"] != row["cells"] and isinstance(question, TableQuestion) and question.rows is None:
                extra.append({"id": new_row_id(), "cells": row["cells"]})
        return [*rows.values(), *extra] or None
    if isinstance(theirs, list) and isinstance(mine, list):
        return list(dict.fromkeys([*theirs, *mine]))
    return mine if theirs is None else theirs
