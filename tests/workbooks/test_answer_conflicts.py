"""One answer that two people write, or that is sent on top of something else than what stands there."""

import pytest
from django.test import Client

from accounts.models import User
from tests.pages import tree, words
from tests.workbooks.answering import FRAGMENT, address, put, send, sentences, state, value
from workbooks.models import AnswerChange, Workbook

pytestmark = pytest.mark.django_db


def test_colleague_who_was_first_is_not_overwritten(client: Client, workbook: Workbook, alice: User) -> None:
    put(workbook, alice, "Hav")
    put(workbook, alice, "Havn")

    response = send(client, workbook, "name", 1, da="Fjord <b>")

    assert state(response) == (409, "conflict", "1")
    assert value(workbook) == {"da": "Havn"}
    shown = [words(e) for e in tree(response).xpath("//*[@class='version']/p[@class='answer-line']")]
    assert shown == ["Fjord <b>", "Havn"]
    assert [e.get("value") for e in tree(response).xpath("//input[@name='seen-name']")] == ["2"]
    assert [e.get("value") for e in tree(response).xpath("//button[@name='act']")] == [
        "mine:name",
        "theirs:name",
        "both:name",
    ]
    aside = workbook.changes.get(kind=AnswerChange.Kind.SET_ASIDE)
    assert (aside.value, aside.revision) == ({"da": "Fjord <b>"}, 1)


def test_words_that_the_person_stored_before_are_no_conflict(
    client: Client, workbook: Workbook, editor: User, alice: User
) -> None:
    put(workbook, alice, "Hav")
    put(workbook, editor, "Havtorn")
    put(workbook, alice, "Havtorn og tang")

    response = send(client, workbook, "name", 1, da="Havtorn")

    assert state(response) == (200, "saved", "3")
    assert value(workbook) == {"da": "Havtorn og tang"}
    field = tree(response).xpath("//section[@id='q-name']//*[@name='a-name-da']")[0]
    assert (field.get("value") or field.text).strip() == "Havtorn og tang"
    assert workbook.changes.filter(kind=AnswerChange.Kind.SET_ASIDE).count() == 0


def test_two_people_who_write_in_two_languages_are_both_stored(
    client: Client, workbook: Workbook, alice: User, editor: User
) -> None:
    workbook.cluster.has_second_language = True
    workbook.cluster.save()
    put(workbook, alice, "Hav")
    put(workbook, alice, "Havn")

    response = send(client, workbook, "name", 1, da="Hav", en="Sea")

    assert state(response) == (200, "saved", "3")
    assert value(workbook) == {"da": "Havn", "en": "Sea"}
    fields = tree(response).xpath("//section[@id='q-name']//*[@name='a-name-da']")
    assert [field.get("value") or field.text for field in fields] == ["Havn"]
    newest = workbook.changes.get(revision=3)
    assert (newest.kind, newest.by, newest.value) == (AnswerChange.Kind.SAVED, editor, {"da": "Havn", "en": "Sea"})
    assert workbook.changes.filter(kind=AnswerChange.Kind.SET_ASIDE).count() == 0


def test_words_that_stood_before_the_page_was_opened_are_a_conflict(
    client: Client, workbook: Workbook, editor: User, alice: User
) -> None:
    put(workbook, editor, "Havtorn")
    put(workbook, alice, "Hav")
    put(workbook, alice, "Havn")

    response = send(client, workbook, "name", 2, da="Havtorn")

    assert state(response) == (409, "conflict", "2")
    assert value(workbook) == {"da": "Havn"}


@pytest.mark.parametrize(
    ("act", "text", "revision"),
    [("mine", "Fjord", "3"), ("theirs", "Havn", "2"), ("both", "Havn / Fjord", "3")],
)
def test_conflict_is_settled_by_a_choice(
    client: Client, workbook: Workbook, alice: User, act: str, text: str, revision: str
) -> None:
    put(workbook, alice, "Hav")
    put(workbook, alice, "Havn")
    send(client, workbook, "name", 1, da="Fjord")

    data = {"rev-name": 1, "seen-name": 2, "a-name-da": "Fjord", "act": f"{act}:name"}
    response = client.post(address(workbook, "name"), data, headers=FRAGMENT)

    assert state(response) == (200, "saved", revision)
    assert value(workbook) == {"da": text}
    assert [e.get("value") for e in tree(response).xpath("//input[@id='a-name-da']")] == [text]


def test_choice_that_comes_too_late_itself_is_a_conflict_again(client: Client, workbook: Workbook, alice: User) -> None:
    for text in ("Hav", "Havn", "Havne"):
        put(workbook, alice, text)

    data = {"rev-name": 1, "seen-name": 2, "a-name-da": "Fjord", "act": "mine:name"}
    response = client.post(address(workbook, "name"), data, headers=FRAGMENT)

    assert response.status_code == 409
    assert value(workbook) == {"da": "Havne"}
    assert [e.get("value") for e in tree(response).xpath("//input[@name='seen-name']")] == ["3"]


@pytest.mark.parametrize("revision", [None, "", "x", "-1", "1.0", "10" * 15, "٣", "1" * 5000])
def test_save_that_names_no_revision_stores_nothing_and_says_so(
    client: Client, workbook: Workbook, alice: User, revision: str | None
) -> None:
    put(workbook, alice, "Hav")

    response = send(client, workbook, "name", revision, da="Fjord")

    assert state(response) == (422, "invalid", "1")
    assert sentences(response) == [
        "The page has lost track of this answer. Copy your text, reload the page and put it back."
    ]
    assert value(workbook) == {"da": "Hav"}


@pytest.mark.parametrize("revision", ["2", "9999999999"])
def test_revision_from_the_future_stores_nothing_and_says_so(
    client: Client, workbook: Workbook, alice: User, revision: str
) -> None:
    put(workbook, alice, "Hav")

    response = send(client, workbook, "name", revision, da="Fjord")

    assert response.status_code == 422
    assert sentences(response) == [
        "This page is newer than what is saved. Copy your text, reload the page and put it back."
    ]
    assert value(workbook) == {"da": "Hav"}
