"""What is wrong in a phase's form is said where it stands, and whatever is sent gets an answer."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from clusters.models import Cluster
from strategy.models import Strategy
from tests.pages import tree, value
from tests.strategy.phases import FIRST, SECOND, answers, errors, loaded, loaded_again, strategy_with_a_plan
from tests.workbooks.samples import fields_of, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return strategy_with_a_plan(cluster, alice)


# ---- what is wrong


def test_faults_stay_in_the_fields_and_the_rest_is_saved(client: Client, strategy: Strategy) -> None:
    typed = loaded(client, name__da="Havtorn", members="ca. 40", start="31.02.2026", where=["Narnia"], part="101")

    response = client.post(FIRST, typed)

    assert response.status_code == 422
    assert answers(strategy) == {"name": {"da": "Havtorn"}, "stage": "plan"}
    kept = [value(response, name) for name in ("a-name-da", "a-members", "a-start", "a-part")]
    assert kept == ["Havtorn", "ca. 40", "31.02.2026", "101"]
    assert fields_of(response.content)["a-where"] == ["Narnia", ""]
    assert errors(response) == {
        "#a-members": ("members in English: “ca. 40” is not a number. Enter it in digits, for example 1,250.5."),
        "#a-part": "part in English: “part in English” is 101. Enter a number from 0 to 100.",
        "#a-start": (
            "start in English: “31.02.2026” is not a date. Enter day, month and year, for example 24/11/2026."
        ),
        "#a-where-1": (
            "where in English: We do not know the country “Narnia”. "
            "Choose it from the list that appears while you type."
        ),
    }


WRONG = {
    FIRST: {
        "name__da": "x" * 2_001,
        "why__da": "x" * 100_001,
        "members": "x",
        "price": "x",
        "part": "x",
        "start": "x",
        "stage": "x",
        "means": ["x"],
        "mandate": "x",
        "where": ["x", "y"],
    },
    SECOND: {
        "criteria__need__weight": "x",
        "markets__rows": "r1",
        "markets__r1__name__da": "x" * 2_001,
        "markets__r1__need": "9",
        "markets__r1__access": "9",
        "markets__r1__cost": "x",
        "markets__r1__share": "x",
        "markets__r1__day": "x",
        "markets__r1__state": "x",
        "markets__r1__country": "x",
        "late": "9",
    },
}


@pytest.mark.parametrize("url", [FIRST, SECOND])
def test_every_line_of_the_summary_leads_to_a_field_that_is_marked(
    client: Client, strategy: Strategy, url: str
) -> None:
    response = client.post(url, loaded(client, url, **WRONG[url]))

    page = tree(response)
    ids = [href.removeprefix("#") for href in errors(response)]
    assert len(ids) == len(WRONG[url]) + (1 if url == FIRST else -1)
    assert [one for one in ids if len(page.xpath(f"//*[@id='{one}']")) != 1] == []
    assert [one for one in ids if not page.xpath(f"//*[@id='e-{one}']")] == []


def test_table_with_too_many_rows_can_be_found_from_the_summary(client: Client, strategy: Strategy) -> None:
    rows = [f"r{n}" for n in range(501)]

    response = client.post(SECOND, loaded(client, SECOND, markets__rows=rows))

    (where,) = errors(response)
    assert len(tree(response).xpath(f"//*[@id='{where.removeprefix('#')}']")) == 1


def test_typed_text_is_not_markup(client: Client, strategy: Strategy) -> None:
    nasty = '"><script>alert(1)</script>'

    response = client.post(FIRST, loaded(client, members=nasty, name__da=nasty, why__da=f"</textarea>{nasty}"))

    assert tree(response).xpath("//script[contains(., 'alert')]") == []
    assert value(response, "a-members") == nasty
    assert value(response, "a-why-da") == f"</textarea>{nasty}"


def test_text_that_is_wrong_is_shown_even_when_a_colleague_has_hidden_the_question(
    client: Client, strategy: Strategy, alice: User
) -> None:
    put(strategy.workbook, alice, "mandate", 5)
    fields = loaded(client, SECOND, later__da="x" * 2_001)
    put(strategy.workbook, alice, "mandate", 1)

    response = client.post(SECOND, fields)

    assert response.status_code == 422
    assert list(errors(response)) == ["#a-later-da"]
    assert value(response, "a-later-da") == "x" * 2_001
    assert client.post(SECOND, loaded_again(response, later__da="Senere")).status_code == 302
    assert answers(strategy)["later"] == {"da": "Senere"}


def test_wrong_answers_to_a_phase_that_a_colleague_has_hidden_are_shown(
    client: Client, strategy: Strategy, alice: User
) -> None:
    fields = loaded(client, SECOND, criteria__need__weight="ti")
    put(strategy.workbook, alice, "stage", "report")

    response = client.post(SECOND, fields)

    assert (response.status_code, value(response, "a-criteria-need-weight")) == (422, "ti")


# ---- whatever is sent


VERBS = ["save", "next", "add", "remove", "up", "down", "mine", "theirs", "both"]
QUESTIONS = ["name", "why", "members", "start", "stage", "means", "where", "criteria", "markets", "live", "gone"]
FIELDS = ["", "-da", "-en", "-rows", "-r1-name-da", "-r1-day", "-need-weight"]
junk = st.text(max_size=20) | st.sampled_from(
    ["r1", "0", "1", "true", "plan", "\x00", "x" * 3000, "\r\nX: y", "//[", "🦀"]
)
acts = junk | st.builds("{}:{}:{}".format, st.sampled_from(VERBS), st.sampled_from(QUESTIONS) | junk, junk)
names = st.builds(
    "{}{}{}".format, st.sampled_from(["a-", "rev-", "seen-"]), st.sampled_from(QUESTIONS), st.sampled_from(FIELDS)
)
thorough = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@thorough
@given(
    url=st.sampled_from([FIRST, SECOND]),
    data=st.dictionaries(
        names | junk, st.lists(junk | st.sampled_from(["0", "1"]), min_size=1, max_size=3), max_size=12
    ),
    revisions=st.sampled_from(["0", "1", "9"]),
    act=acts,
)
def test_whatever_is_sent_gets_an_answer_and_never_a_crash(
    client: Client, strategy: Strategy, url: str, data: dict[str, list[str]], revisions: str, act: str
) -> None:
    data = {**{f"rev-{key}": [revisions] for key in QUESTIONS}, **data, "act": [act]}

    response = client.post(url, urlencode(data, doseq=True), content_type="application/x-www-form-urlencoded")

    assert response.status_code in {302, 400, 404, 409, 422}


@settings(thorough, max_examples=15)
@given(row=junk.filter(lambda words: "\x00" not in words))
def test_whatever_the_address_asks_for_gets_a_page(client: Client, strategy: Strategy, row: str) -> None:
    assert client.get(SECOND, {"row": row}).status_code == 200
