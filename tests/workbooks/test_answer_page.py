"""One answer, stored as soon as it is written: the fragment that the page puts under the question."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from clusters.models import Cluster
from core.sql import first
from library.services import publish_edition
from tests.pages import heading, tree, words
from tests.schema.samples import question, template
from tests.workbooks.answering import FRAGMENT, address, put, send, sentences, state, value
from workbooks.models import Workbook
from workbooks.services.workbooks import start_workbook
from workbooks.stores.sql import ahead_of

pytestmark = pytest.mark.django_db


def test_answer_is_stored_and_the_fragment_says_so(client: Client, workbook: Workbook, editor: User) -> None:
    response = send(client, workbook, "name", da=" Havtorn ")

    assert state(response) == (200, "saved", "1")
    assert value(workbook) == {"da": "Havtorn"}
    assert workbook.answers.get(question_key="name").changed_by == editor
    assert [e.get("value") for e in tree(response).xpath("//input[@name='rev-name']")] == ["1"]
    assert len(tree(response).xpath("//*[@id='after-name']")) == 1


def test_progress_of_every_section_is_sent_along(client: Client, workbook: Workbook) -> None:
    response = send(client, workbook, "name", da="Havtorn")

    assert response["X-Progress"] == "first=20=2%20of%2010%20answered second=0=Not%20started"


def test_number_that_is_wrong_stays_to_be_corrected(client: Client, workbook: Workbook) -> None:
    send(client, workbook, "members", v="40")

    response = send(client, workbook, "members", 1, v="ca. 40")

    assert state(response) == (422, "invalid", "1")
    assert value(workbook, "members") == 40
    assert sentences(response) == ["“ca. 40” is not a number. Enter it in digits, for example 1,250.5."]


def test_text_that_is_too_long_is_refused(client: Client, workbook: Workbook) -> None:
    response = send(client, workbook, "why", da="x" * 100_001)

    assert state(response) == (422, "invalid", "0")
    assert sentences(response) == ["The text has 100,001 characters. Shorten it to 100,000."]
    assert value(workbook, "why") is None


@pytest.mark.parametrize("key", ["unknown", "live", "x" * 200])
def test_question_that_the_edition_does_not_have_gets_a_page(client: Client, workbook: Workbook, key: str) -> None:
    response = send(client, workbook, key, v="1")

    assert response.status_code == 404
    assert heading(response) == "This question does not exist here"
    assert workbook.answers.count() == 1


def test_reader_and_reviewer_may_not_write(sign_in: Callable, workbook: Workbook, bob: User, reviewer: User) -> None:
    statuses = [send(sign_in(user), workbook, "name", da="Fjord").status_code for user in (bob, reviewer)]

    assert (statuses, value(workbook)) == ([403, 403], None)


def test_who_has_been_signed_out_is_told_without_a_page(sign_in: Callable, workbook: Workbook) -> None:
    response = send(sign_in(None), workbook, "name", da="Fjord")

    assert (response.status_code, response.content) == (401, b"")
    assert value(workbook) is None


def test_words_of_the_person_before_are_not_stored_as_those_of_who_has_signed_in_since(
    client: Client, workbook: Workbook, editor: User, alice: User
) -> None:
    data = {"a-name-da": "Fjord", "rev-name": "0"}
    before, own = str(alice.pk), str(editor.pk)

    refused = client.post(address(workbook, "name"), data, headers={**FRAGMENT, "X-Person": before})
    stored_then = value(workbook)
    taken = client.post(address(workbook, "name"), data, headers={**FRAGMENT, "X-Person": own})

    assert (refused.status_code, refused.content, stored_then) == (401, b"", None)
    assert (taken.status_code, value(workbook)) == (200, {"da": "Fjord"})


def test_stranger_finds_nothing(sign_in: Callable, workbook: Workbook, charlie: User) -> None:
    assert send(sign_in(charlie), workbook, "name", da="Fjord").status_code == 404
    assert value(workbook) is None


def test_workbook_of_another_cluster_is_not_found_under_ones_own(
    sign_in: Callable, workbook: Workbook, charlie: User, other_cluster: Cluster
) -> None:
    there = reverse("workbooks:answer", args=[other_cluster.slug, workbook.pk, "name"])

    response = sign_in(charlie).post(there, {"rev-name": 0, "a-name-da": "Fjord"}, headers=FRAGMENT)

    assert (response.status_code, value(workbook)) == (404, None)


def test_form_that_has_expired_stores_nothing(workbook: Workbook, editor: User) -> None:
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en-gb"})
    client.force_login(editor)

    response = client.post(address(workbook, "name"), {"rev-name": 0, "a-name-da": "Fjord"})

    assert (response.status_code, heading(response), value(workbook)) == (403, "The form has expired", None)


def test_request_that_is_too_large_stores_nothing(client: Client, workbook: Workbook) -> None:
    response = send(client, workbook, "why", da="x" * 6_000_000)

    assert (response.status_code, value(workbook, "why")) == (400, None)


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_address_takes_only_get_and_post(client: Client, workbook: Workbook, method: str) -> None:
    assert getattr(client, method)(address(workbook, "name")).status_code == 405


def test_card_can_be_fetched_anew(client: Client, workbook: Workbook, alice: User) -> None:
    put(workbook, alice, "Hav")

    response = client.get(address(workbook, "name"), headers=FRAGMENT)

    assert state(response) == (200, "saved", "1")
    assert [e.get("value") for e in tree(response).xpath("//input[@id='a-name-da']")] == ["Hav"]


def test_answer_to_a_hidden_question_is_kept(client: Client, workbook: Workbook) -> None:
    send(client, workbook, "mandate", v="5")
    send(client, workbook, "later", da="gemt")

    send(client, workbook, "mandate", 1, v="1")

    assert value(workbook, "later") == {"da": "gemt"}


def test_end_before_its_beginning_is_refused(client: Client, workbook: Workbook, cluster: Cluster) -> None:
    data = template(question("period_start", "date"), question("period_end", "date"), slug="dates")
    edition = publish_edition(data=data, by=None)
    given = {"period_start": "2026-05-01"}
    dates = start_workbook(cluster=cluster, edition=edition, title="x", by=None, answers=given)

    response = send(client, dates, "period_end", v="2026-04-30")

    assert response.status_code == 422
    assert sentences(response) == [
        "This date is before the answer to “period_start in English”. Change one of the two."
    ]
    assert value(dates, "period_end") is None


def test_table_answers_with_its_sum_and_scores(client: Client, workbook: Workbook) -> None:
    data = {"rev-criteria": 0, "a-criteria-need-weight": "75", "a-criteria-access-weight": "25"}
    response = client.post(address(workbook, "criteria"), data, headers=FRAGMENT)

    assert words(tree(response).xpath("//*[@id='sum-criteria']")[0]) == "Total 100 of 100"

    data = {"rev-markets": 0, "a-markets-rows": "r1", "a-markets-r1-need": "5", "a-markets-r1-access": "1"}
    response = client.post(address(workbook, "markets"), data, headers=FRAGMENT)

    assert words(tree(response).xpath("//*[@id='a-markets-r1-score']")[0]) == "4.00"


def queries_of(client: Client, workbook: Workbook, **typed: Any) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert send(client, workbook, "name", **typed).status_code == 200
    return [q["sql"] for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]


def test_save_takes_as_many_queries_however_much_is_answered(client: Client, workbook: Workbook, alice: User) -> None:
    send(client, workbook, "name", da="før")
    few = queries_of(client, workbook, revision=1, da="et")
    for key in ("why", "later"):
        put(workbook, alice, "tekst", key)
    for n in range(5):
        put(workbook, alice, f"nummer {n}")

    many = queries_of(client, workbook, revision=7, da="to")

    # Session, person with membership and answers at once, and what is written.
    assert (len(few), len(many)) == (2, 2), "\n".join(few)


def test_nothing_is_read_ahead_for_who_is_not_in_the_cluster(workbook: Workbook, alice: User, charlie: User) -> None:
    rows = [
        first(*question[:2])
        for person in (alice, charlie)
        if (question := ahead_of("havtorn", person.pk, workbook.pk, "name"))
    ]

    assert [row is None for row in rows] == [False, True]


def test_what_is_read_with_who_asks_opens_nothing_else(
    client: Client, workbook: Workbook, other_cluster: Cluster, editor: User, sign_in: Callable
) -> None:
    """The address names cluster and workbook before the gate has looked at either."""
    edition, by, browser = workbook.edition, editor, sign_in(editor)
    theirs = start_workbook(cluster=other_cluster, edition=edition, title="Deres", by=by)
    assert send(browser, workbook, "name", da="før").status_code == 200
    queries = queries_of(browser, workbook, revision=1, da="efter")
    own, mixed = address(workbook, "name"), address(theirs, "name")

    answers = [browser.get(one).status_code for one in (mixed, mixed.replace("/c/nabo/", "/c/havtorn/"), own)]

    assert (len(queries), answers, value(theirs)) == (2, [404, 404, 200], None)


# ---- whatever is sent


KEYS = ["name", "why", "members", "price", "part", "start", "stage", "means", "mandate", "where", "criteria", "markets"]
VERBS = ["save", "next", "add", "remove", "up", "down", "mine", "theirs", "both", "fits", "unfits", "empty"]
FIELDS = ["", "-da", "-en", "-rows", "-r1-name-da", "-r1-need", "-need-weight"]
junk = st.text(max_size=20) | st.sampled_from(["r1", "0", "1", "true", "plan", "\x00", "a" * 3000, "=1+1", "🦀"])
acts = junk | st.builds("{}:{}:{}".format, st.sampled_from(VERBS), st.sampled_from(KEYS), junk)
parts = st.dictionaries(st.sampled_from(FIELDS) | junk, st.lists(junk, max_size=3), max_size=5)
no_forms = st.sampled_from(["multipart/form-data; boundary=x", "application/json", "text/plain; charset=rubbish", ""])
form = "application/x-www-form-urlencoded"
thorough = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@thorough
@given(key=st.sampled_from(KEYS), revision=junk | st.integers(0, 3).map(str), act=acts, parts=parts)
def test_whatever_is_sent_gets_an_answer_and_never_a_crash(
    client: Client, workbook: Workbook, key: str, revision: str, act: str, parts: dict[str, list[str]]
) -> None:
    data = {f"rev-{key}": revision, f"seen-{key}": revision, "act": act}
    data |= {f"a-{key}{name}": texts for name, texts in parts.items()}

    response = client.post(address(workbook, key), urlencode(data, doseq=True), content_type=form, headers=FRAGMENT)

    assert response.status_code in {200, 409, 422}


@thorough
@given(body=st.binary(max_size=200), kind=no_forms | st.just(form))
def test_bytes_that_are_no_form_get_an_answer_and_never_a_crash(
    client: Client, workbook: Workbook, body: bytes, kind: str
) -> None:
    response = client.generic("POST", address(workbook, "name"), body, content_type=kind, headers=FRAGMENT)

    assert response.status_code in {400, 422}
