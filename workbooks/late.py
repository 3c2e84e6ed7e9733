"""What was written on a page of an edition that the workbook has left meanwhile: kept beside it, never dropped.

A form says of each question what type it was (`asked-<key>`). Where that question is gone, or is answered in another
way now, what was sent is read as it was asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from answers.base import Stored
from library.models import Edition
from schema.documents import Template
from schema.questions import QUESTION_TYPES, Question
from workbooks.asking import Posted, Setting, face_of
from workbooks.models import Workbook
from workbooks.receiving import revision_of
from workbooks.services.parked import keep_late
from workbooks.services.saving import value_at
from workbooks.stores.workbook import WorkbookStore

REVISION, ASKED = "rev-", "asked-"


@dataclass(frozen=True, slots=True)
class Late:
    """What is left of a form without what came too late, and the questions of which something was kept."""

    posted: Posted
    kept: tuple[Question, ...] = ()

    @property
    def kind(self) -> str:
        """The type of what was kept, for the page on which somebody goes on writing."""
        return self.kept[0].type if self.kept else ""

    @property
    def words(self) -> str:
        """Say what has become of it."""
        return _(
            "The workbook has moved to another edition while you were writing. What you wrote is kept among the parked "
            "answers."
        )


def take_late(workbook: Workbook, posted: Posted, setting: Setting, by: User) -> Late:
    """Keep what was sent to questions that are gone or are answered in another way; no query where there is none."""
    document = workbook.edition.parsed
    assert isinstance(document, Template)  # noqa: S101 -- start_workbook lets nothing else in
    late = dict(_late_keys(document, posted))
    if not late:
        return Late(posted)
    found = []
    for key, kind in late.items():
        for edition in _left_editions(workbook):
            question = _question(edition, key, kind)
            if question is not None:
                value = face_of(question).read(question, posted, f"a-{key}", None, setting).value
                found.append((edition, question, value))
                break
    kept = [one for one in found if one[2] is not None and not _is_untouched(workbook, posted, one[1].key, one[2])]
    keep_late(workbook=workbook, found=kept, by=by)
    gone = {one[1].key for one in found}
    rest = {name: texts for name, texts in posted.values.items() if not _is_of(name, gone)}
    return Late(Posted(rest), tuple(question for _edition, question, _value in kept))


def _late_keys(document: Template, posted: Posted) -> Iterator[tuple[str, str]]:
    for name in posted.values:
        if not name.startswith(REVISION):
            continue
        key = name.removeprefix(REVISION)
        kind, question = posted.one(f"{ASKED}{key}"), document.question(key)
        if question is None or (kind in QUESTION_TYPES and kind != question.type):
            yield key, kind


def _left_editions(workbook: Workbook) -> list[Edition]:
    """Return the editions that the workbook has been on, the newest first; one query, since it happens seldom."""
    found = []
    for move in workbook.moves.select_related("before", "after").order_by("-pk"):
        found += [one for one in (move.after, move.before) if one.pk != workbook.edition_id]
    return list(dict.fromkeys(found))


def _question(edition: Edition, key: str, kind: str) -> Question | None:
    document = edition.parsed
    question = document.question(key) if isinstance(document, Template) else None
    is_asked = question is not None and question.stores_answer and kind in ("", question.type)
    return question if is_asked else None


def _is_untouched(workbook: Workbook, posted: Posted, key: str, value: Stored) -> bool:
    """Tell whether this is what stood there when the page was opened: whoever saves a section sends all of it."""
    revision = revision_of(posted.one(f"{REVISION}{key}"))
    return revision is not None and value_at(WorkbookStore(workbook), key, revision) == value


def _is_of(name: str, keys: set[str]) -> bool:
    return any(
        name in (f"{REVISION}{key}", f"{ASKED}{key}", f"a-{key}") or name.startswith(f"a-{key}-") for key in keys
    )
