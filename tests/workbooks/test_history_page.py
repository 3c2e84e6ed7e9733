"""Every change of an answer, and bringing an earlier one back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from library.services import publish_edition
from tests.pages import heading, notes, queries, tree, words
from tests.workbooks.samples import every_question
from workbooks.models import AnswerChange, Workbook
from workbooks.services.saving import AnswerConflict
from workbooks.services.workbooks import save_answer, start_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def workbook(cluster: Cluster, alice: User) -> Workbook:
    edition = publish_edition(data=every_question(), by=None)
    return start_workbook(cluster=cluster, edition=edition, title="Prøve", by=alice)


def address(workbook: Workbook, key: str = "name") -> str:
    return reverse("workbooks:history", args=[workbook.cluster.slug, workbook.pk, key])


def put(workbook: Workbook, by: User, value: Any, key: str = "name", based_on: int | None = None) -> None:
    current = workbook.answers.filter(question_key=key).first()
    revision = current.revision if current else 0
    save_answer(
        workbook=workbook,
        question_key=key,
        value=value,
        based_on=revision if based_on is None else based_on,
        current=current,
        by=by,
    )


def changes(response: HttpResponse) -> list[tuple[str, str]]:
    """Return who made each change, with the words on its badge."""
    sections = tree(response).xpath("//section[contains(@class, 'panel')]")
    heads = [words(one.xpath(".//h2/text()[1]/..")[0]).split(",")[0] for one in sections]
    badges = [words(one.xpath(".//h2/following-sibling::*")[0]) for one in sections]
    return list(zip(heads, badges, strict=True))


def test_changes_are_listed_newest_first(client: Client, workbook: Workbook, alice: User, editor: User) -> None:
    put(workbook, alice, {"da": "Hav"})
    put(workbook, editor, {"da": "Havn"})
    with pytest.raises(AnswerConflict):
        put(workbook, alice, {"da": "Fjord"}, based_on=1)

    response = client.get(address(workbook))

    assert heading(response) == "name in English"
    assert changes(response) == [
        ("Alice", "Not used: a colleague saved first"),
        ("Erik", "The answer now"),
        ("Alice", "Saved"),
    ]


PHASE = "/c/havtorn/strategies/1/phases/only/"


def crumbs(response: HttpResponse) -> list[tuple[str, str | None]]:
    """Return the words and the address of each step of the way here."""
    items = tree(response).xpath("//nav[@class='crumbs']//li")
    return [(words(item), next(iter(item.xpath("a/@href")), None)) for item in items]


def test_way_back_leads_to_the_question_on_the_page_one_came_from(
    client: Client, workbook: Workbook, alice: User
) -> None:
    put(workbook, alice, {"da": "Hav"})
    put(workbook, alice, {"da": "Havn"})

    response = client.get(address(workbook), headers={"Referer": f"http://testserver{PHASE}"})

    assert crumbs(response) == [("Prøve", f"{PHASE}#q-name"), ("Earlier answers", None)]
    form = tree(response).xpath("//main//form")[0]
    sent = client.post(
        address(workbook) + form.get("action"),
        {"change": workbook.changes.get(revision=1).pk, "revision": "2"},
        headers={"Referer": f"http://testserver{address(workbook)}"},
    )
    after = client.get(sent["Location"], headers={"Referer": f"http://testserver{address(workbook)}"})
    assert crumbs(after) == crumbs(response)


@pytest.mark.parametrize(
    ("back", "referer"),
    [
        ("", ""),
        ("", f"https://example.org{PHASE}"),
        ("", "http://testserver/c/neighbour/"),
        ("https://example.org/c/havtorn/", ""),
        ("//example.org/c/havtorn/", ""),
        ("javascript:alert(1)", ""),
        ("/c/havtorn-2/", ""),
    ],
)
def test_way_back_leads_nowhere_else(client: Client, workbook: Workbook, back: str, referer: str) -> None:
    response = client.get(address(workbook), {"back": back}, headers={"Referer": referer})

    # A trail of the page itself alone is none.
    assert crumbs(response) == []


def test_earlier_text_is_brought_back(client: Client, workbook: Workbook, alice: User) -> None:
    put(workbook, alice, {"da": "Hav"})
    put(workbook, alice, {"da": "Havn"})
    change = workbook.changes.get(revision=1)

    response = client.post(address(workbook), {"change": change.pk, "revision": "2"})

    assert (response.status_code, response["Location"]) == (302, address(workbook))
    assert workbook.answers.get().value == {"da": "Hav"}
    assert workbook.changes.first().kind == AnswerChange.Kind.RESTORED


@pytest.mark.parametrize(
    ("revision", "status", "note"),
    [
        ("1", 409, "A colleague changed this answer while you were writing. Nothing has been overwritten."),
        ("", 409, "A colleague changed this answer while you were writing. Nothing has been overwritten."),
        ("x", 409, "A colleague changed this answer while you were writing. Nothing has been overwritten."),
        ("3", 422, "This page is newer than what is saved. Copy your text, reload the page and put it back."),
        ("9" * 5000, 409, "A colleague changed this answer while you were writing. Nothing has been overwritten."),
    ],
)
def test_bringing_back_on_top_of_another_revision_is_refused(
    client: Client, workbook: Workbook, alice: User, revision: str, status: int, note: str
) -> None:
    put(workbook, alice, {"da": "Hav"})
    put(workbook, alice, {"da": "Havn"})

    response = client.post(address(workbook), {"change": workbook.changes.get(revision=1).pk, "revision": revision})

    assert (response.status_code, notes(response)) == (status, [note])
    assert workbook.answers.get().value == {"da": "Havn"}


@pytest.mark.parametrize("change", ["", "x", "0", "-1", "9" * 30, "9" * 5000, "\x00", "1.5"])
def test_change_that_is_not_there_is_not_found(client: Client, workbook: Workbook, alice: User, change: str) -> None:
    put(workbook, alice, {"da": "Hav"})

    assert client.post(address(workbook), {"change": change, "revision": "1"}).status_code == 404


def test_change_of_another_question_or_workbook_is_not_found(
    client: Client, workbook: Workbook, alice: User, cluster: Cluster
) -> None:
    put(workbook, alice, {"da": "Hav"})
    put(workbook, alice, {"da": "Tekst"}, "why")
    other = start_workbook(cluster=cluster, edition=workbook.edition, title="x", by=alice)
    put(other, alice, {"da": "Andet"})
    strange = [workbook.changes.get(question_key="why"), other.changes.get()]

    found = [client.post(address(workbook), {"change": c.pk, "revision": "1"}).status_code for c in strange]

    assert (found, workbook.answers.get(question_key="name").value) == ([404, 404], {"da": "Hav"})


def test_reader_sees_the_history_and_cannot_change_it(
    sign_in: Callable, workbook: Workbook, alice: User, bob: User
) -> None:
    put(workbook, alice, {"da": "Hav"})
    put(workbook, alice, {"da": "Havn"})
    reader = sign_in(bob)

    shown = reader.get(address(workbook))
    refused = reader.post(address(workbook), {"change": workbook.changes.get(revision=1).pk, "revision": "2"})

    assert len(changes(shown)) == 2
    assert tree(shown).xpath("//main//form") == []
    assert (refused.status_code, workbook.answers.get().value) == (403, {"da": "Havn"})


def test_name_is_kept_when_the_person_has_left(client: Client, workbook: Workbook, alice: User) -> None:
    put(workbook, alice, {"da": "Hav"})
    alice.delete()

    assert changes(client.get(address(workbook))) == [("Alice", "The answer now")]


def test_history_that_is_empty_says_so(client: Client, workbook: Workbook) -> None:
    response = client.get(address(workbook))

    assert "Nothing has been written here yet" in words(tree(response).xpath("//main")[0])


@pytest.mark.parametrize("key", ["unknown", "live"])
def test_question_that_has_no_answers_has_no_history(client: Client, workbook: Workbook, key: str) -> None:
    response = client.get(address(workbook, key))

    assert (response.status_code, heading(response)) == (404, "This question does not exist here")


@pytest.mark.parametrize("page", ["", "0", "2", "x", "99999", "9" * 5000, "-1"])
def test_any_page_number_gives_a_page(client: Client, workbook: Workbook, alice: User, page: str) -> None:
    put(workbook, alice, {"da": "Hav"})

    assert client.get(address(workbook), {"page": page}).status_code == 200


def test_address_cannot_plant_a_link(client: Client, workbook: Workbook, alice: User) -> None:
    put(workbook, alice, {"da": "Hav"})

    response = client.get(address(workbook), {"back": "https://evil.example/"})

    assert tree(response).xpath("//a[contains(@href, 'evil.example')]") == []


EVERY_VALUE = {
    "name": {"da": "<b>Hav</b>"},
    "why": {"da": "- et\n- to"},
    "members": 12.5,
    "price": 1000,
    "part": 40,
    "start": "2026-11-24",
    "stage": "plan",
    "means": ["visit"],
    "mandate": 3,
    "where": ["DE"],
    "markets": [{"id": "r1", "cells": {"name": {"da": "Tyskland"}}}],
}


@pytest.mark.parametrize("key", sorted(EVERY_VALUE))
def test_answers_of_every_type_have_a_history(client: Client, workbook: Workbook, alice: User, key: str) -> None:
    put(workbook, alice, EVERY_VALUE[key], key)
    put(workbook, alice, None, key)

    response = client.get(address(workbook, key))

    assert changes(response) == [("Alice", "The answer now"), ("Alice", "Saved")]
    assert tree(response).xpath("//main//b") == []


def test_long_history_takes_as_many_queries_as_a_short_one(client: Client, workbook: Workbook, alice: User) -> None:
    put(workbook, alice, {"da": "1"})
    short = queries(client, address(workbook))
    for n in range(2, 8):
        put(workbook, alice, {"da": str(n)})

    assert (short, queries(client, address(workbook))) == (6, 6)
