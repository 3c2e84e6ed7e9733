"""One answer, or one row of a table, brought back from a snapshot: a new revision, on top of what stands."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from answers.base import Stored
from answers.tables import stored_rows, table_of
from clusters.activity import record
from core.errors import Refusal
from reviews.models import Snapshot
from schema.answers import check_answer
from strategy.selectors.phases import StrategyPage
from workbooks.services.saving import Saved, save
from workbooks.stores.workbook import WorkbookStore


def bring_back(*, shown: StrategyPage, snapshot: Snapshot, key: str, row: str, based_on: int, by: User) -> Saved:
    """Let an answer be again what a snapshot says, or one row of it; nothing else is changed, and nothing deleted.

    Raises Refusal where the strategy no longer asks for it or would not take it, and Conflict when a colleague has
    changed the answer since it was read.
    """
    question = shown.sheet.document.question(key)
    if question is None or not question.stores_answer:
        raise Refusal(_("The strategy no longer asks this question, so nothing can be brought back."))
    current = shown.answers.get(key)
    kept = snapshot.frozen.answers.get(key)
    value = with_row(kept, current.value if current else None, row) if row else kept
    if row and table_of(question) is None:
        raise Refusal(_("This question is no longer a table, so the row cannot be brought back."))
    if value is not None and check_answer(question, value):
        raise Refusal(_("The question has changed since, and no longer takes this answer. Copy it by hand."))
    saved = save(
        WorkbookStore(shown.workbook),
        key=key,
        value=value,
        based_on=based_on,
        current=current,
        by=by,
        is_restored=True,
    )
    if saved.is_changed:
        label = question.label.resolve(shown.cluster.language).text
        record(cluster=shown.cluster, by=by, verb="restored-answer", subject=label)
    return saved


def with_row(kept: Stored, now: Stored, row: str) -> Stored:
    """Return the rows that stand, with one as it was kept: in its place where it stands, else where it stood."""
    before, rows = stored_rows(kept), stored_rows(now)
    place = next((number for number, one in enumerate(before) if one["id"] == row), None)
    if place is None:
        raise Refusal(_("The snapshot has no such row."))
    found: dict[str, Any] = before[place]
    if any(one["id"] == row for one in rows):
        return [found if one["id"] == row else one for one in rows]
    return [*rows[:place], found, *rows[place:]]
