"""The secret address at which a spreadsheet refreshes the figures."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from plans import services
from tests import factories, pages
from tests.kpis.samples import measured_kpi
from tests.plans.samples import make_activity

SignIn = Callable[..., Client]


@pytest.fixture
def token(cluster: Cluster, editor: User) -> str:
    goal = factories.make_goal(factories.make_strategy(cluster, editor), editor)
    measured_kpi(cluster, editor, goal, name="Eksportører")
    make_activity(cluster, editor, "=Messe", goal=goal)
    _feed, made = services.make_feed(cluster=cluster, person=None, language="en", by=editor, is_figures=True)
    return made


def address(token: str, what: str = "kpis", form: str = "csv") -> str:
    return reverse("calendars:figures", args=[token, what, form])


@pytest.mark.parametrize(
    ("what", "words"), [("kpis", "Eksportører"), ("measurements", "Eksportører"), ("activities", "=Messe")]
)
def test_spreadsheet_reads_each_as_csv_and_json(token: str, sign_in: SignIn, what: str, words: str) -> None:
    visitor = sign_in(None)

    head, sheet = visitor.head(address(token, what)), visitor.get(address(token, what))
    rows = json.loads(visitor.get(address(token, what, "json")).content)

    assert (head.status_code, head["ETag"]) == (200, sheet["ETag"])
    assert words in sheet.content.decode("utf-8-sig")
    assert any(words in map(str, row.values()) for row in rows)
    again = visitor.get(address(token, what), headers={"if-none-match": sheet["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_nothing_typed_becomes_a_formula(token: str, sign_in: SignIn) -> None:
    assert "'=Messe" in sign_in(None).get(address(token, "activities")).content.decode("utf-8-sig")


def test_address_ends_when_it_is_revoked_and_with_its_maker(
    cluster: Cluster, editor: User, alice: User, token: str, sign_in: SignIn
) -> None:
    visitor = sign_in(None)
    feed = cluster.calendar_feeds.get()
    cluster.memberships.filter(user=editor).delete()
    gone = visitor.get(address(token))
    factories.make_member(cluster, editor)
    services.revoke_feed(feed=feed, by=alice)

    assert (gone.status_code, visitor.get(address(token)).status_code) == (410, 410)


@pytest.mark.parametrize("wrong", [("secrets", "csv"), ("kpis", "xlsx")])
def test_address_gives_nothing_else(token: str, sign_in: SignIn, wrong: tuple[str, str]) -> None:
    visitor = sign_in(None)

    assert visitor.get(address(token, *wrong)).status_code == 404
    assert visitor.get(reverse("calendars:feed", args=[token])).status_code == 404
    assert visitor.get(address("x" * 300)).status_code == 404


def test_page_makes_the_addresses_and_shows_them_once(cluster: Cluster, editor: User, sign_in: SignIn) -> None:
    client, page = sign_in(editor), reverse("plans:feeds", args=[cluster.slug])

    made = pages.words(pages.tree(client.post(page, {"scope": "figures", "language": "en"})).xpath("//main")[0])

    assert [
        made.count(f"{what}.{form}") for what in ("kpis", "measurements", "activities") for form in ("csv", "json")
    ] == ([1] * 6)
    assert "kpis.csv" not in client.get(page).content.decode()
