"""The strategies of a cluster: list, start, read, what is missing, title, current, delete and bring back."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from library.services import publish_edition
from strategy import services
from strategy.models import Strategy
from strategy.services import GoalDraft
from strategy.shown import panels
from tests import factories
from tests.pages import faults, heading, notes, queries, tree, value, words
from tests.schema.samples import question
from tests.strategy.samples import publish_every_question, publish_starter, starter
from tests.workbooks.samples import every_question, put

pytestmark = pytest.mark.django_db

LIST = "/c/havtorn/strategies/"
ONE = f"{LIST}1/"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice, publish_every_question())


def titles(response: HttpResponse) -> list[str]:
    return [words(one) for one in tree(response).xpath("//ul[@class='results']//h2")]


# ---- the list


def test_strategies_are_listed_the_current_one_first(
    client: Client, strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    edition = strategy.workbook.edition
    for title in ("To", "Tre"):
        services.start_strategy(cluster=cluster, edition=edition, title=Text(da=title), by=alice)

    response = client.get(LIST)

    assert (heading(response), titles(response)) == ("Strategies", ["Strategi 2027", "Tre", "To"])


def test_cluster_without_a_strategy_is_told_how_to_begin(
    client: Client, sign_in: Callable, cluster: Cluster, bob: User
) -> None:
    def ways(who: Client) -> list[str]:
        return [words(link) for link in tree(who.get(LIST)).xpath("//main//a[contains(@class, 'btn')]")]

    assert ways(client) == ["Start a strategy", "Look in the library first"]
    assert ways(sign_in(bob)) == []


def test_deleted_strategy_is_offered_back_to_who_may_write(
    client: Client, sign_in: Callable, strategy: Strategy, bob: User
) -> None:
    deleted = client.post(f"{ONE}delete/")
    gone = client.get(ONE).status_code, client.post(f"{ONE}settings/", {"title": "x"}).status_code
    offered = len(tree(client.get(LIST)).xpath(f"//form[@action='{ONE}restore/']"))
    to_reader = len(tree(sign_in(bob).get(LIST)).xpath("//main//form"))
    back = client.post(f"{ONE}restore/")

    assert (deleted["Location"], gone, offered, to_reader) == (LIST, (404, 404), 1, 0)
    assert (back["Location"], titles(client.get(LIST))) == (LIST, ["Strategi 2027"])


def test_strategy_that_is_not_deleted_cannot_be_brought_back(client: Client, strategy: Strategy) -> None:
    assert client.post(f"{ONE}restore/").status_code == 404


# ---- starting


def test_strategy_is_started_from_the_template(client: Client, cluster: Cluster) -> None:
    publish_starter()

    response = client.post(
        f"{LIST}start/", {"source": "template:internationalisation-strategy", "title": " Strategi  2030 "}
    )

    made = Strategy.objects.of(cluster).get()
    assert (response.status_code, response["Location"]) == (302, f"{ONE}begin/")
    assert (made.title, made.workbook.answers.count(), made.goals.count()) == ("Strategi  2030", 0, 0)
    first = starter("templates/strategy.yaml")["sections"][0]["key"]
    assert client.get(response["Location"])["Location"] == f"{ONE}phases/{first}/"
    assert notes(client.get(f"{ONE}phases/{first}/")) == ["“Strategi 2030” is ready. Begin with the first phase."]


def test_strategy_is_started_from_the_example(client: Client, cluster: Cluster) -> None:
    _template, example = publish_starter()

    response = client.post(f"{LIST}start/", {"source": f"example:{example.publication.slug}", "title": "Strategi 2030"})

    assert response["Location"] == ONE
    made = Strategy.objects.of(cluster).get()
    told = starter("examples/strategy.yaml")
    assert (made.workbook.answers.count(), made.goals.count()) == (len(told["answers"]), 0)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"source": "", "title": "x"},
        {"source": "template:gone", "title": "x"},
        {"source": "example:internationalisation-strategy", "title": "x"},
        {"source": "template:internationalisation-strategy", "title": ""},
        {"source": "template:internationalisation-strategy", "title": " \x00\t "},
        {"source": "template:internationalisation-strategy", "title": "x" * 161},
    ],
)
def test_start_that_is_wrong_starts_nothing(client: Client, cluster: Cluster, data: dict[str, str]) -> None:
    publish_starter()

    response = client.post(f"{LIST}start/", data)

    assert (response.status_code, Strategy.objects.of(cluster).count()) == (422, 0)
    assert len(faults(response)) >= 1


def test_template_chosen_in_the_library_is_chosen_in_the_form(client: Client, cluster: Cluster) -> None:
    publish_starter()
    publish_every_question()

    chosen = [
        value(client.get(f"{LIST}start/", {"template": slug}), "source")
        for slug in ("every", "internationalisation-strategy", "gone")
    ]

    assert chosen[:2] == [["template:every"], ["template:internationalisation-strategy"]]
    assert len(chosen[2]) == 1


def test_start_says_so_when_nothing_has_been_published(client: Client, cluster: Cluster) -> None:
    response = client.get(f"{LIST}start/")

    assert "No template has been published yet" in words(tree(response).xpath("//main")[0])
    assert client.post(f"{LIST}start/", {"source": "x", "title": "x"}).status_code == 422


# ---- reading


def test_read_view_has_every_phase_and_answer(client: Client, strategy: Strategy, alice: User) -> None:
    for key, stored in {
        "stage": "plan",
        "name": {"da": "Havtorn"},
        "why": {"da": "Fordi **vi** kan"},
        "where": ["DE", "NO"],
        "price": 1000,
        "criteria": [{"id": "need", "cells": {"weight": 100}}],
    }.items():
        put(strategy.workbook, alice, key, stored)
    factories.make_goal(strategy, alice)

    response = client.get(ONE)

    page = tree(response)
    assert heading(response) == "Strategi 2027"
    assert [words(one) for one in page.xpath("//section[contains(@class, 'read-phase')]//h2")] == [
        "first in English",
        "second in English",
    ]
    said = {
        answer.get("id"): [words(part) for part in answer.xpath("./*[not(self::h3)] | ./ul/li")]
        for answer in page.xpath("//*[@class='read-answer']")
    }
    assert said["a-why"][0] == "Fordi vi kan"
    assert said["a-where"][1:] == ["Germany", "Norway"]
    assert said["a-price"] == ["DKK 1,000"]
    assert said["a-members"] == ["Not answered yet Answer: members in English"]
    assert "Flere eksporterer" in said["a-live"][0]


def test_text_in_the_other_language_is_marked(client: Client, strategy: Strategy, alice: User) -> None:
    put(strategy.workbook, alice, "name", {"da": "Havtorn"})

    page = tree(client.get(ONE))

    (line,) = page.xpath("//*[@id='a-name']/p[@class='answer-line']")
    assert (line.get("lang"), words(page.xpath("//*[@id='a-name']/p[@class='fallback-note']")[0])) == (
        "da",
        "In Danish: the English text is missing",
    )


def test_contents_lead_to_what_is_there(client: Client, strategy: Strategy) -> None:
    page = tree(client.get(ONE))

    links = [a.get("href").removeprefix("#") for a in page.xpath("//aside//ol//a[starts-with(@href, '#')]")]
    assert len(links) > 10
    assert [link for link in links if len(page.xpath(f"//*[@id='{link}']")) != 1] == []


def test_reader_is_not_led_to_where_one_writes(sign_in: Callable, strategy: Strategy, bob: User) -> None:
    page = tree(sign_in(bob).get(ONE))

    assert page.xpath("//main//a[contains(@href, '#q-') or contains(@href, '/begin/')]") == []


def test_panels_of_rooms_that_do_not_exist_are_left_out(
    client: Client, cluster: Cluster, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in panels.ROUTES:
        monkeypatch.setitem(panels.ROUTES, name, "nowhere:panel")
    template, _example = publish_starter()
    services.start_strategy(cluster=cluster, edition=template, title=Text(da="Prøve"), by=alice)

    shown = {one.get("id") for one in tree(client.get(ONE)).xpath("//*[@class='read-answer']")}

    asked = {f"a-{q.key}": q.panel for q in template.parsed.questions() if q.type == "panel"}
    assert {asked[key] for key in shown & set(asked)} == {"goals"}
    assert set(asked.values()) > {"goals"}


def test_no_heading_level_is_skipped_when_reading(client: Client, strategy: Strategy, alice: User) -> None:
    put(strategy.workbook, alice, "why", {"da": "# Stor\n\n### Lille\n\ntekst"})

    levels = [int(h.tag[1]) for h in tree(client.get(ONE)).xpath("//main//*[self::h1 or self::h2 or self::h3]")]

    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


# ---- what is missing


def gaps(response: HttpResponse) -> dict[str, str]:
    """Return the words and the link of each gap."""
    items = tree(response).xpath("//ul[contains(@class, 'gaps')]/li")
    return {words(one.xpath("./span")[0]): "".join(one.xpath("./a/@href")) for one in items}


def test_missing_and_wrong_answers_are_listed_with_where_they_are_mended(
    client: Client, strategy: Strategy, alice: User
) -> None:
    put(strategy.workbook, alice, "stage", "plan")
    put(strategy.workbook, alice, "criteria", [{"id": "need", "cells": {"weight": 60}}])

    response = client.get(f"{ONE}missing/")

    assert gaps(response) == {
        "name in English": f"{ONE}phases/first/#q-name",
        "criteria in English “weight in English” adds up to 60. It must be 100: 40 is missing.": (
            f"{ONE}phases/second/#q-criteria"
        ),
        "live in English": f"{ONE}phases/second/#q-live",
    }


def test_nothing_missing_is_said_so(client: Client, strategy: Strategy, alice: User) -> None:
    put(strategy.workbook, alice, "name", {"da": "Havtorn"})

    response = client.get(f"{ONE}missing/")

    assert (gaps(response), notes(response)) == (
        {},
        ["Nothing is missing. Read the strategy through, and take it to the board. Read the strategy"],
    )


def test_template_that_requires_nothing_is_not_said_to_be_complete_before_anything_is_answered(
    client: Client, cluster: Cluster, alice: User
) -> None:
    data = every_question()
    for section in data["sections"]:
        for one in section["questions"]:
            one.pop("required", None)
    strategy = factories.make_strategy(cluster, alice, publish_edition(data=data, by=None))

    empty = client.get(f"{ONE}missing/")
    put(strategy.workbook, alice, "name", {"da": "Havtorn"})
    begun = client.get(f"{ONE}missing/")

    assert "Nothing has been answered yet." in words(tree(empty).xpath("//main")[0])
    assert "Nothing is missing" not in words(tree(empty).xpath("//main")[0])
    assert "is answered. 1 of " in words(tree(begun).xpath("//main")[0])
    assert "Nothing has been answered here yet." in words(tree(empty).xpath("//main")[0])


def test_reader_sees_gaps_without_links(sign_in: Callable, strategy: Strategy, bob: User) -> None:
    assert gaps(sign_in(bob).get(f"{ONE}missing/")) == {"name in English": ""}


# ---- title, current


def test_title_is_changed(client: Client, strategy: Strategy) -> None:
    response = client.post(f"{ONE}settings/", {"title": "Ny titel", "revision": 1})

    assert (response.status_code, heading(client.get(ONE))) == (302, "Ny titel")


@pytest.mark.parametrize("title", ["", "  ", "x" * 161, None])
def test_title_that_is_wrong_stays_to_be_corrected(client: Client, strategy: Strategy, title: str | None) -> None:
    response = client.post(f"{ONE}settings/", {} if title is None else {"title": title})

    assert (response.status_code, len(faults(response)), heading(client.get(ONE))) == (422, 1, "Strategi 2027")


def test_line_break_in_a_title_becomes_a_space(client: Client, strategy: Strategy) -> None:
    client.post(f"{ONE}settings/", {"title": "To\r\nlinjer\x07", "revision": 1})

    strategy.refresh_from_db()
    assert strategy.title == "To linjer"


def test_another_strategy_is_made_the_current_one(
    client: Client, strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    services.start_strategy(cluster=cluster, edition=strategy.workbook.edition, title=Text(da="To"), by=alice)

    response = client.post(f"{LIST}2/current/")

    assert (response["Location"], titles(client.get(LIST))) == (f"{LIST}2/", ["To", "Strategi 2027"])


def test_strategy_of_another_cluster_is_not_found_by_its_number(
    client: Client, sign_in: Callable, strategy: Strategy, charlie: User
) -> None:
    statuses = {
        sign_in(charlie).get(f"/c/{slug}/strategies/1/{page}").status_code
        for slug in ("havtorn", "nabo")
        for page in ("", "missing/", "settings/", "phases/first/", "goals/", "begin/")
    }

    assert statuses == {404}


# ---- how much it costs


def test_pages_take_as_many_queries_with_much_as_with_little(
    client: Client, strategy: Strategy, cluster: Cluster, alice: User, bob: User
) -> None:
    pages = (LIST, f"{LIST}start/", ONE, f"{ONE}missing/", f"{ONE}settings/", f"{ONE}translations/")
    few = {page: queries(client, page) for page in pages}
    for key, stored in (("stage", "plan"), ("name", {"da": "x"}), ("why", {"da": "x"}), ("members", 4)):
        put(strategy.workbook, alice, key, stored)
    for n in range(3):
        services.add_goal(strategy=strategy, draft=GoalDraft(title=Text(da=f"Mål {n}"), owner=bob), by=alice)
    for n in range(4):
        made = factories.make_strategy(cluster, alice, factories.make_edition("strategy", f"t{n}", question("q")))
        if n > 1:
            services.delete_strategy(strategy=made, by=bob)

    many = {page: queries(client, page) for page in pages}

    assert few == many
    assert list(many.values()) == [5, 4, 5, 3, 3, 4]


def test_first_and_last_change_are_said(client: Client, strategy: Strategy, alice: User) -> None:
    before = words(tree(client.get(ONE)).xpath("//p[@class='lead']")[0])
    put(strategy.workbook, alice, "name", {"da": "Havtorn"})
    strategy.workbook.answers.update(changed_at=datetime(2026, 11, 24, 12, tzinfo=UTC))

    after = words(tree(client.get(ONE)).xpath("//p[@class='lead']")[0])

    assert (before, after) == ("Nothing has been answered yet.", "Last changed 24 November 2026 by Alice")


junk = st.text(max_size=30) | st.sampled_from(["", "\x00", "x" * 6000, "template:every", "🦀"])


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    data=st.dictionaries(st.sampled_from(["source", "title"]), junk), page=st.sampled_from(["start/", "1/settings/"])
)
def test_whatever_is_sent_gets_an_answer_and_never_a_crash(
    client: Client, strategy: Strategy, data: dict[str, str], page: str
) -> None:
    assert client.post(LIST + page, {**data, "revision": 1}).status_code in {302, 409, 422}
