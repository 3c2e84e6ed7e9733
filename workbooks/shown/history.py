"""The history of one answer, as its page shows it."""

from dataclasses import dataclass
from typing import Any, cast

from django.core.paginator import Page, Paginator

from answers.base import Stored, Surroundings
from answers.sheet import AnswerSheet
from answers.shown import Shown
from answers.types import type_of
from core.differences import Piece, differences
from core.text import Language, is_language
from schema.questions import Question
from workbooks.asking import Setting
from workbooks.origins import BORROWED
from workbooks.stores.base import Store, StoredChange

A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Change:
    """One step in the history: the row, and its text in each language that the cluster writes."""

    row: StoredChange
    shown: tuple[tuple[str, Shown], ...]
    is_current: bool
    # Word by word against the answer before it, for each language that it changed.
    changed: tuple[tuple[str, tuple[Piece, ...]], ...] = ()

    @property
    def is_borrowed(self) -> bool:
        """Whether nobody in the cluster wrote it."""
        return self.row.origin in BORROWED

    @property
    def who(self) -> str:
        """Who made it; the name as it was then, when the person has left."""
        return self.row.by.display_name if self.row.by else self.row.by_name


def changes_of(
    store: Store, question: Question, sheet: AnswerSheet, setting: Setting, page_number: str, *, newest: int
) -> Page[Change]:
    """Return a page of the changes, newest first, each as it reads in every language that the cluster writes.

    `newest` is the revision of the answer as it is now.
    """
    # A sequence of changes is all that a paginator asks for.
    rows = Paginator(cast(Any, store.history(question.key)), A_PAGE).get_page(page_number)
    kind, around = type_of(question), Surroundings(sheet.values)
    written = tuple(filter(is_language, setting.writing))
    languages = written if kind.has_languages else written[:1]
    stored: list[StoredChange] = list(rows.object_list)
    before = _before(store, question, stored)

    def lines(value: Stored, language: Language) -> str:
        return kind.show(question, value, language, around).lines

    # The page keeps its numbers and links, and holds the changes in place of their rows.
    changes = cast(Page[Change], rows)
    changes.object_list = [
        Change(
            row,
            tuple((language, kind.show(question, row.value, language, around)) for language in languages),
            is_current=row.revision == newest and not row.is_set_aside,
            changed=tuple(
                (language, tuple(differences(lines(before[row.pk], language), lines(row.value, language))))
                for language in languages
                if before[row.pk] is not None and lines(before[row.pk], language) != lines(row.value, language)
            ),
        )
        for row in stored
    ]
    return changes


def _before(store: Store, question: Question, rows: list[StoredChange]) -> dict[int, Stored]:
    """Return for each change the answer that it changed, in one query; one set aside changed what it was based on."""
    changed = {row.pk: row.revision if row.is_set_aside else row.revision - 1 for row in rows}
    values = store.values_at(question.key, set(changed.values()))
    return {pk: values.get(revision) for pk, revision in changed.items()}
