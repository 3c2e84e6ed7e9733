"""The history of one answer, as its page shows it."""

from dataclasses import dataclass
from typing import cast

from django.core.paginator import Page, Paginator

from library.schema.questions import Question
from workbooks.models import AnswerChange, Workbook
from workbooks.questions import FACES, Setting, Shown, Surroundings
from workbooks.sheet import AnswerSheet

A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Change:
    """One step in the history: the row, and its text in each language that the cluster writes."""

    row: AnswerChange
    shown: tuple[tuple[str, Shown], ...]
    is_current: bool

    @property
    def who(self) -> str:
        """Who made it; the name as it was then, when the person has left."""
        return self.row.by.display_name if self.row.by else self.row.by_name


def changes_of(
    workbook: Workbook, question: Question, sheet: AnswerSheet, setting: Setting, page_number: str
) -> Page[Change]:
    """Return a page of the changes, newest first, each as it reads in every language that the cluster writes."""
    rows = Paginator(workbook.changes.to_question(question.key), A_PAGE).get_page(page_number)
    face, around = FACES[question.type], Surroundings(sheet.values)
    newest = workbook.answers.filter(question_key=question.key).values_list("revision", flat=True).first()
    languages = setting.writing if face.languages({}) is not None or question.type == "table" else setting.writing[:1]
    found = [
        Change(
            row,
            tuple((language, face.show(question, row.value, language, around)) for language in languages),
            is_current=row.revision == newest and row.kind != AnswerChange.Kind.SET_ASIDE,
        )
        for row in rows.object_list
    ]
    # The page keeps its numbers and links, and holds the changes in place of their rows.
    changes = cast(Page[Change], rows)
    changes.object_list = found
    return changes
