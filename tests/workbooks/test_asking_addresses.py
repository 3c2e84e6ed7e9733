"""Yes or no, an email address, a web address: asked, read and shown."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from answers.base import Surroundings
from answers.types import type_of
from clusters.models import Cluster
from core.text import Text
from library.services import publish_edition
from schema.documents import Template
from schema.parsing import parse
from schema.questions import Question
from strategy.services import start_strategy
from tests.schema.samples import question, template
from tests.workbooks.samples import DANISH, read, reread


def one(kind: str) -> Question:
    found = parse({**template(question("a", kind)), "format": 2})
    assert isinstance(found, Template)
    return found.questions()[0]


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("yesno", "yes", "yes"),
        ("yesno", "no", "no"),
        ("yesno", "", None),
        ("email", " Mette Krogh <METTE@Omslag.DK> ", "mette@omslag.dk"),
        ("email", "", None),
        ("address", "omslag.dk/nyt", "https://omslag.dk/nyt"),
        ("address", "http://omslag.dk", "http://omslag.dk"),
        ("address", "", None),
    ],
)
def test_what_is_typed_is_read(kind: str, typed: str, stored: object) -> None:
    reading = read(one(kind), DANISH, v=typed)

    assert (reading.value, reading.faults) == (stored, ())
    assert reread(one(kind), stored).value == stored


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("yesno", "maybe", "is not one of the options"),
        ("email", "mette", "“mette” is not an email address."),
        ("email", "x" * 100_000, "is not an email address."),
        ("address", "javascript:alert(1)", "is not a web address"),
        ("address", "https://" + "x" * 100_000, "is not a web address"),
        ("address", "<script>.dk", "is not a web address"),
    ],
)
def test_what_is_wrong_is_said_and_not_stored(kind: str, typed: str, words: str) -> None:
    reading = read(one(kind), DANISH, before="before", v=typed)

    assert reading.value == "before"
    assert words in reading.faults[0].message
    assert len(reading.faults[0].message) < 200


@pytest.mark.parametrize(
    ("kind", "value", "plain"),
    [("yesno", "no", "No"), ("email", "a@b.dk", "a@b.dk"), ("address", "https://a.dk/x_y", "https://a.dk/x_y")],
)
def test_what_is_stored_is_shown(kind: str, value: Any, plain: str) -> None:
    kinds = type_of(one(kind))

    assert kinds.show(one(kind), value, "en", Surroundings()).plain == plain
    assert kinds.is_answered(value)
    assert not kinds.show(one(kind), None, "en", Surroundings())


@pytest.mark.django_db
def test_the_page_of_a_phase_asks_and_the_strategy_shows_them(client: Client, cluster: Cluster, alice: User) -> None:
    asked = [question(kind, kind) for kind in ("yesno", "email", "address")]
    edition = publish_edition(data={**template(*asked, kind="strategy"), "format": 2}, by=None)
    strategy = start_strategy(cluster=cluster, edition=edition, title=Text(en="Ours"), by=alice)
    base = f"/c/{cluster.slug}/strategies/{strategy.number}/"
    sent = {"rev-yesno": "0", "a-yesno": "yes", "rev-email": "0", "a-email": "a@b.dk", "rev-address": "0"}

    client.post(f"{base}phases/only/", {**sent, "a-address": "a.dk", "act": "save"})

    form = client.get(f"{base}phases/only/").content.decode()
    assert 'value="a@b.dk"' in form
    shown = client.get(base).content.decode()
    assert 'href="https://a.dk"' in shown
    assert "a@b.dk" in shown
    assert "Yes" in shown
