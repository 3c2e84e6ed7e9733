"""An answer that takes the place of another, and its line in the history: written by one statement, or not at all."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.workbooks.samples import put
from toolkit.migrating import applied, go_back
from workbooks.models import Answer, AnswerChange, Workbook

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def answered(workbook: Workbook, alice: User) -> Workbook:
    put(workbook, alice, "name", {"da": "Hav"})
    return workbook


def stands(workbook: Workbook) -> tuple[Any, int, list[int]]:
    """Return words, revision, and the revisions in the history."""
    answer = workbook.answers.get(question_key="name")
    history = workbook.changes.filter(question_key="name").order_by("pk")
    return answer.value["da"], answer.revision, list(history.values_list("revision", flat=True))


def test_both_are_written_by_one_statement(answered: Workbook, alice: User) -> None:
    with CaptureQueriesContext(connection) as asked:
        put(answered, alice, "name", {"da": "Havn"})

    written = [one["sql"] for one in asked.captured_queries if not one["sql"].lstrip().startswith("SELECT")]
    assert len(written) == 1, written
    assert stands(answered) == ("Havn", 2, [1, 2])


def test_answer_stays_as_it_was_where_the_history_refuses(answered: Workbook, alice: User) -> None:
    taken = {"workbook": answered, "question_key": "name", "value": None, "by": alice, "by_name": "Alice"}
    AnswerChange.objects.create(revision=2, **taken)

    with pytest.raises(IntegrityError):
        put(answered, alice, "name", {"da": "Havn"})

    assert stands(answered) == ("Hav", 1, [1, 2])


def test_save_after_a_transaction_that_was_undone_is_stored(answered: Workbook, alice: User) -> None:
    with transaction.atomic():
        put(answered, alice, "name", {"da": "Havn"})
        transaction.set_rollback(True)
    undone = stands(answered)
    put(answered, alice, "name", {"da": "Havne"})

    assert (undone, stands(answered)) == (("Hav", 1, [1]), ("Havne", 2, [1, 2]))


@pytest.mark.parametrize("begin", [lambda: call_command("migrate", verbosity=0), lambda: go_back(applied())])
def test_saves_keep_no_migration_from_changing_the_table(
    answered: Workbook, alice: User, begin: Callable[[], object]
) -> None:
    put(answered, alice, "name", {"da": "Havn"})
    begin()
    before = Answer._meta.get_field("question_key")
    after = models.CharField(max_length=90)
    after.set_attributes_from_name("question_key")

    with connection.schema_editor() as editor:
        editor.alter_field(Answer, before, after)
        editor.alter_field(Answer, after, before)

    put(answered, alice, "name", {"da": "Havne"})
    assert stands(answered) == ("Havne", 3, [1, 2, 3])
