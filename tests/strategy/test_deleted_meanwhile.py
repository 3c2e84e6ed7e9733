"""Somebody writes in a strategy while a colleague deletes it: nothing is taken for saved, and no word is lost."""

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from library.services import publish_edition
from strategy.models import Strategy
from tests import factories
from tests.schema.samples import question, template
from tests.workbooks.answering import send, value
from workbooks.models import Workbook
from workbooks.stores import sql

pytestmark = pytest.mark.django_db
ONE = "/c/havtorn/strategies/1/"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice, publish_edition(data=template(question("a")), by=None))


def test_words_that_come_after_it_was_deleted_are_not_taken_and_can_be_sent_when_it_is_back(
    client: Client, alice: User, strategy: Strategy
) -> None:
    client.force_login(alice)

    def save(words: str, revision: int) -> int:
        return send(client, strategy.workbook, "a", revision, da=words).status_code

    assert save("Før", 0) == 200
    client.post(f"{ONE}delete/")
    assert save("Imens", 1) == 404
    client.post(f"{ONE}restore/")
    assert value(strategy.workbook, "a") == {"da": "Før"}
    assert save("Imens", 1) == 200


def test_whatever_holds_a_workbook_and_can_be_deleted_is_asked() -> None:
    holders = [
        one.related_model._meta.db_table
        for one in Workbook._meta.related_objects
        if one.one_to_one and any(field.name == "deleted_at" for field in one.related_model._meta.fields)
    ]
    # Where PostgreSQL knows it by its name, what is sent does not say it.
    query, _given = sql._read(connection.vendor, False)

    assert len(holders) >= 4
    assert all(name in query for name in holders)
