"""The history of one answer, as its page shows it."""

from dataclasses import dataclass
from typing import cast

from django.core.paginator import Page, Paginator

from answers.base import Stored, Surroundings
from answers.sheet import AnswerSheet
from answers.shown import Shown
from answers.types import type_of
from core.differences import Piece, differences
from core.text import Language
from schema.questions import Question
from workbooks.asking import Setting
from workbooks.models import AnswerChange, Workbook

A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Change:
    """One step in the history: the row, and its text in each language that the cluster writes."""

    row: AnswerChange
    shown: tuple[tuple[str, Shown], ...]
    is_current: bool
    # Word by word against the answer before it, for each language that it changed.
    changed: tuple[tuple[str, tuple[Piece, ...]], ...] = ()

    @property
    def who(self) -> str:
        """Who made it; the name as it was then, when the person has left."""
        return self.row.by.display_name if self.row.by else self.row.by_name


def changes_of(
    workbook: Workbook, question: Question, sheet: AnswerSheet, setting: Setting, page_number: str
) -> Page[Change]:
    """Return a page of the changes, newest first, each as it reads in every language that the cluster writes."""
    rows = Paginator(workbook.changes.to_question(question.key), A_PAGE).get_page(page_number)
    kind, around = type_of(question), Surroundings(sheet.values)
    newest = workbook.answers.filter(question_key=question.key).values_list("revision", flat=True).first()
    languages = setting.writing if kind.has_languages else setting.writing[:1]
    stored = list(rows.object_list)
    before = _before(workbook, question, stored)

    def lines(value: Stored, language: Language) -> str:
        return kind.show(question, value, language, around).lines

    # The page keeps its numbers and links, and holds the changes in place of their rows.
    changes = cast(Page[Change], rows)
    changes.object_list = [
        Change(
            row,
            tuple((language, kind.show(question, row.value, language, around)) for language in languages),
            is_current=row.revision == newest and row.kind != AnswerChange.Kind.SET_ASIDE,
            changed=tuple(
                (language, tuple(differences(lines(before[row.pk], language), lines(row.value, language))))
                for language in languages
                if before[row.pk] is not None and lines(before[row.pk], language) != lines(row.value, language)
            ),
        )
        for row in stored
    ]
    return changes


def _before(workbook: Workbook, question: Question, rows: list[AnswerChange]) -> dict[int, Stored]:
    """Return for each change the answer that it changed, in one query; one set aside changed what it was based on."""
    lowest = min((row.revision for row in rows), default=1)
    stored = (
        workbook.changes.filter(question_key=question.key, revision__gte=max(0, lowest - 1))
        .exclude(kind=AnswerChange.Kind.SET_ASIDE)
        .values_list("revision", "value")
    )
    values = dict(stored)
    aside = AnswerChange.Kind.SET_ASIDE
    return {row.pk: values.get(row.revision if row.kind == aside else row.revision - 1) for row in rows}
