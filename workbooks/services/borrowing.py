"""Answers that nobody in the cluster has written: emptied all at once, and brought back as they were."""

from collections.abc import Collection, Mapping

from django.db import transaction

from accounts.models import User
from answers.base import Stored
from clusters.activity import record
from core.errors import Refusal
from schema.documents import Section, Template
from workbooks.models import Answer, Workbook
from workbooks.origins import BORROWED, Origin
from workbooks.services.saving import put
from workbooks.stores.sql import is_open
from workbooks.stores.workbook import WorkbookStore, locked_words


@transaction.atomic
def empty_borrowed(*, workbook: Workbook, keys: Collection[str], by: User) -> int:
    """Take away those of the answers that are still borrowed, and return how many; what is anybody's own stays."""
    rows = workbook.answers.filter(question_key__in=keys, origin__in=BORROWED)
    return _put(workbook, [(row, None, Origin.OWN) for row in rows], "emptied-borrowed", by)


@transaction.atomic
def bring_back_borrowed(*, workbook: Workbook, keys: Collection[str], by: User) -> int:
    """Put back what was emptied and has not been answered since, and return how many; it is borrowed again."""
    before = emptied(workbook, keys)
    rows = workbook.answers.filter(question_key__in=before)
    found = [(row, *before[row.question_key]) for row in rows if row.value is None]
    return _put(workbook, found, "restored-borrowed", by)


def emptied(workbook: Workbook, keys: Collection[str]) -> Mapping[str, tuple[Stored, Origin]]:
    """Return what was borrowed until it was emptied, where nothing has been answered since; one query."""
    found = workbook.changes.emptied(keys)
    return {one.question_key: (one.value, Origin(one.origin)) for one in found}


def keys_of(document: Template, section: Section | None) -> list[str]:
    """Return the questions of a section, or of the whole."""
    return [question.key for question in (section.questions if section else document.questions())]


def _put(workbook: Workbook, found: list[tuple[Answer, Stored, Origin]], verb: str, by: User) -> int:
    if not is_open(workbook.pk):
        raise Refusal(locked_words())
    store = WorkbookStore(workbook)
    count = sum(
        put(store, row.question_key, value, row, by=by, is_restored=origin.is_borrowed, origin=origin) is not None
        for row, value, origin in found
    )
    if count:
        record(cluster=workbook.cluster, by=by, verb=verb, subject=str(count))
    return count
