"""The pages on which a workbook is taken to another edition, and what is sent from a page of the edition before."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import User
from library.models import Edition
from strategy.models import Strategy
from tests.workbooks.moving import GIVEN, again, answers, move, save
from workbooks.models import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def url(strategy: Strategy, rest: str) -> str:
    return f"/c/{strategy.cluster.slug}/workbooks/{strategy.workbook_id}/{rest}"


def field(response: Any, name: str) -> str:
    return html.fromstring(response.content.decode()).xpath(f"//main//input[@name='{name}']/@value")[0]


def test_the_page_says_what_would_happen_and_yes_does_it(client: Client, strategy: Strategy, second: Edition) -> None:
    detail = client.get(f"/c/{strategy.cluster.slug}/strategies/{strategy.number}/").content.decode()
    assert url(strategy, "edition/") in detail

    shown = client.get(url(strategy, "edition/"))
    words = shown.content.decode()
    assert "2 of your 6 answers stay where they are. 2 are converted. 2 are parked." in words
    assert "Trade press" in words
    assert "Only if the answers to “source in English” include “grant in English”." in words

    done = client.post(url(strategy, "edition/"), {"seen": field(shown, "seen")}, follow=True)
    assert "You have moved to edition 2." in done.content.decode()
    assert again(strategy).edition == second
    assert "Kun her" in done.content.decode()


def test_a_yes_to_an_older_page_shows_the_newer_one(
    client: Client, strategy: Strategy, second: Edition, alice: User
) -> None:
    seen = field(client.get(url(strategy, "edition/")), "seen")
    save(again(strategy), "only", None, alice)

    answer = client.post(url(strategy, "edition/"), {"seen": seen})

    assert answer.status_code == 409
    assert "Check again what changes." in answer.content.decode()
    assert again(strategy).edition.version == 1


def test_the_page_takes_the_same_queries_whatever_is_asked(
    client: Client, strategy: Strategy, second: Edition, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client.get(url(strategy, "edition/"))

    with django_assert_max_num_queries(16):
        client.get(url(strategy, "edition/"))


def test_going_back_is_a_button(client: Client, strategy: Strategy, second: Edition, editor: User) -> None:
    move(strategy, second, editor)

    done = client.post(url(strategy, "edition/undo/"), follow=True)

    assert "your answers are where they were" in done.content.decode()
    assert answers(again(strategy)) == GIVEN


def test_what_is_written_on_the_old_page_of_a_question_that_has_gone_is_kept_and_said(
    client: Client, strategy: Strategy, second: Edition, editor: User, alice: User
) -> None:
    move(strategy, second, alice)

    late = client.post(
        url(strategy, "answers/only/"), {"rev-only": "1", "asked-only": "text", "a-only-da": "Skrevet for sent"}
    )

    assert late.status_code == 200
    assert "kept among the parked answers" in late.content.decode()
    kept = [one.value for one in again(strategy).parked.waiting().filter(question_key="only").order_by("pk")]
    assert kept == [GIVEN["only"], {"da": "Skrevet for sent"}]


def test_what_is_written_as_it_was_asked_before_is_never_read_as_something_else(
    client: Client, strategy: Strategy, second: Edition, alice: User
) -> None:
    move(strategy, second, alice)

    late = client.post(
        url(strategy, "answers/source/"), {"rev-source": "1", "asked-source": "choice", "a-source": "grant"}
    )

    assert "kept among the parked answers" in late.content.decode()
    assert answers(again(strategy))["source"] == ["fees"]
    assert "grant" in [one.value for one in again(strategy).parked.waiting()]


def test_a_whole_section_that_has_gone_keeps_what_was_sent(
    client: Client, strategy: Strategy, second: Edition, alice: User
) -> None:
    move(strategy, second, alice)

    done = client.post(
        f"/c/{strategy.cluster.slug}/strategies/{strategy.number}/phases/two/",
        {"rev-only": "1", "asked-only": "text", "a-only-da": "Skrevet for sent", "act": "save"},
        follow=True,
    )

    assert "kept among the parked answers" in done.content.decode()
    assert {"da": "Skrevet for sent"} in [one.value for one in again(strategy).parked.waiting()]


def test_what_nobody_touched_on_an_old_page_is_not_kept_twice(
    client: Client, strategy: Strategy, second: Edition, alice: User
) -> None:
    move(strategy, second, alice)

    client.post(url(strategy, "answers/only/"), {"rev-only": "1", "asked-only": "text", "a-only-da": "Kun her"})

    assert again(strategy).parked.waiting().filter(question_key="only").count() == 1


@pytest.mark.parametrize("to", ["0", "7", "x", "-1", "99999999999999999999", "1"])
def test_an_edition_that_is_none_is_not_found(client: Client, strategy: Strategy, second: Edition, to: str) -> None:
    assert client.get(url(strategy, f"edition/?to={to}")).status_code == 404


def test_a_parked_answer_is_put_back_from_its_page(
    client: Client, strategy: Strategy, second: Edition, alice: User
) -> None:
    move(strategy, second, alice)
    save(again(strategy), "who", None, alice)
    row = again(strategy).parked.waiting().get(question_key="press")
    revision = Answer.objects.of(strategy.cluster).get(question_key="who").revision

    page = client.get(url(strategy, "parked/")).content.decode()
    assert f'value="who:{revision}"' in page
    done = client.post(url(strategy, f"parked/{row.pk}/put-back/"), {"to": f"who:{revision}"}, follow=True)

    assert "The parked answer is the answer here now." in done.content.decode()
    assert answers(again(strategy))["who"] == GIVEN["press"]


def test_what_stands_beside_a_workbook_is_saved_as_a_file(
    client: Client, strategy: Strategy, second: Edition, alice: User
) -> None:
    move(strategy, second, alice)
    base = reverse("reports:parked", args=[strategy.cluster.slug, strategy.workbook_id, "da", "csv"])[: -len("da.csv")]
    assert f"{base}da.csv" in client.get(url(strategy, "parked/")).content.decode()

    lines = client.get(f"{base}da.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Spørgsmål;Svar;")
    assert any(line.startswith("press;Fagpressen;Alice;") for line in lines)
    assert any(line.startswith("profile;En *ingeniør*;") and line.endswith(";who") for line in lines)
    assert client.get(f"{base}en.xlsx").content[:2] == b"PK"
    assert client.get(f"{base}en.docx").content[:2] == b"PK"
    assert client.get(f"{base}en.pdf", follow=True).status_code == 200
    assert client.get(f"{base}en.exe").status_code == 404
