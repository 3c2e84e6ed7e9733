"""The pages of the library: each kind of publication to read, on samples and on the real starter content."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clusters.permissions import Role
from library.loading import STARTER_CONTENT
from library.models import Edition
from tests.factories import make_cluster, make_member, make_user
from tests.library.publishing import contents, publish, question_block, starter, texts
from tests.pages import heading, notes, queries, rows, tree, words
from tests.schema.samples import (
    catalogue,
    checklist,
    edited,
    every_type,
    example,
    question,
    resource,
    strategy,
    survey,
    template,
    text,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name",
    [str(path.relative_to(STARTER_CONTENT).with_suffix("")) for path in sorted(STARTER_CONTENT.glob("*/*.yaml"))],
)
def test_every_publication_of_the_starter_content_can_be_read(reader: Client, name: str) -> None:
    url = starter(name)
    edition = Edition.objects.get()

    response = reader.get(url)

    assert heading(response) == edition.title_text.en
    assert texts(response, "//main//p[@class='lead']") == [" ".join(edition.summary_text.en.split())]
    assert all(entry.split() == head.split() for entry, head in contents(response))
    ids = tree(response).xpath("//@id")
    assert sorted(ids) == sorted(set(ids))


def test_texts_follow_the_language_of_the_page(client: Client) -> None:
    client.force_login(make_user("Dorte", language="da"))
    url = publish(survey())

    response = client.get(url)

    assert heading(response) == "Prøve"
    assert tree(response).xpath("//h1//@lang") == []


def test_template_shows_its_sections_questions_and_what_they_take(reader: Client) -> None:
    response = reader.get(publish(every_type()))

    assert contents(response) == [("first in English",) * 2, ("second in English",) * 2]
    types = {
        key: texts(response, f"//h3[@id='q-{key}']/../p[contains(@class, 'lib-type')]/span")
        for key in tree(response).xpath("//h3/@id[starts-with(., 'q-')]")
        for key in [key.removeprefix("q-")]
    }
    assert types == {
        "name": ["One line of text", "Required"],
        "why": ["Text in paragraphs"],
        "members": ["A number from 0 to 500, in medlemmer in English"],
        "price": ["An amount in DKK"],
        "part": ["A percentage"],
        "start": ["A date"],
        "stage": ["One of 2 options"],
        "means": ["At most 2 of 2 options"],
        "mandate": ["A score from 1 to 5"],
        "where": ["At most 3 countries"],
        "criteria": ["A table with 2 rows"],
        "markets": ["A table with rows you add"],
        "live": ["Your goals are listed here, each with an owner and a deadline"],
        "parties": ["A fixed clause"],
        "extra": ["A clause that you can leave out"],
        "later": ["One line of text"],
        "late": ["A score from 1 to 5"],
    }


def test_question_shows_help_example_options_levels_and_columns(reader: Client) -> None:
    response = reader.get(publish(every_type()))

    name = question_block(response, "name")
    assert [words(found) for found in name.xpath(".//*[@class='q-help']")] == ["Hjælp in English"]
    assert [words(found) for found in name.xpath(".//*[@class='example']/p")] == ["Eksempel in English"]
    options = question_block(response, "stage").xpath(".//li")
    assert [words(found) for found in options] == ["plan in English", "report in English"]
    levels = question_block(response, "mandate").xpath(".//dl/div")
    assert [words(found) for found in levels] == [f"{number} {number} in English" for number in range(1, 6)]
    assert rows(response, 1)[6] == ["state in English", "One of 2 options: open in English, closed in English"]
    assert rows(response, 1)[-1] == ["score in English", "Calculated from the weights"]


def test_clause_names_the_questions_whose_answers_are_set_in(reader: Client) -> None:
    response = reader.get(publish(every_type()))

    clause = question_block(response, "parties").xpath(".//*[contains(@class, 'lib-clause')]")
    assert [words(found) for found in clause] == ["Mellem [name in English] og [why in English]. in English"]


@pytest.mark.parametrize(
    ("asked", "rule", "sentence"),
    [
        (
            question("stage", "choice", options=[{"key": "a", "label": text("A")}, {"key": "b", "label": text("B")}]),
            {"is": "a"},
            "Only if the answer to “stage in English” is “A in English”.",
        ),
        (
            question("stage", "choice", options=[{"key": "a", "label": text("A")}, {"key": "b", "label": text("B")}]),
            {"is_not": "b"},
            "Only if the answer to “stage in English” is not “B in English”.",
        ),
        (
            question("stage", "choice", options=[{"key": "a", "label": text("A")}, {"key": "b", "label": text("B")}]),
            {"in": ["a", "b"]},
            "Only if the answer to “stage in English” is “A in English” or “B in English”.",
        ),
        (
            question("stage", "multichoice", options=[{"key": "a", "label": text("A")}]),
            {"is": "a"},
            "Only if the answers to “stage in English” include “A in English”.",
        ),
        (
            question("stage", "multichoice", options=[{"key": "a", "label": text("A")}]),
            {"is_not": "a"},
            "Only if the answers to “stage in English” do not include “A in English”.",
        ),
        (
            question("stage", "number"),
            {"is": 1250},
            "Only if the answer to “stage in English” is 1,250.",
        ),
    ],
)
def test_conditions_are_said_in_words(reader: Client, asked: Any, rule: Any, sentence: str) -> None:
    later = question("later", show_if={"question": "stage", **rule})

    response = reader.get(publish(template(asked, later)))

    assert texts(response, "//*[@class='lib-condition']") == [sentence]


def test_condition_of_a_section_stands_under_its_heading(reader: Client) -> None:
    response = reader.get(publish(every_type()))

    assert texts(response, "//section[@id='part-second']/*[@class='lib-condition']") == [
        "Only if the answer to “stage in English” is “plan in English”."
    ]


def test_checklist_counts_its_days_in_words_and_links_to_what_it_starts(reader: Client) -> None:
    linked = publish(survey())
    data = checklist()
    data["groups"][0]["items"][0]["due_days"] = 0
    data["groups"].append({"key": "after", "title": text("Efter"), "items": [{**data["groups"][0]["items"][0]}]})
    data["groups"][1]["items"][0] = {**data["groups"][1]["items"][0], "key": "thank", "due_days": 1}

    response = reader.get(publish(data))

    assert texts(response, "//*[@class='due']") == ["On day 0", "30 days before", "1 day after"]
    assert texts(response, "//*[@class='lib-anchor']") == ["Day 0: Afrejse in English"]
    assert tree(response).xpath("//ul[@class='lib-items']//a/@href") == [linked]


def test_link_to_something_that_is_not_published_is_left_out(reader: Client) -> None:
    response = reader.get(publish(checklist()))

    assert len(tree(response).xpath("//ul[@class='lib-items']/li")) == 2
    assert tree(response).xpath("//ul[@class='lib-items']//a") == []


def test_catalogue_is_narrowed_by_words_level_and_phase(reader: Client) -> None:
    publish(strategy())
    data = catalogue()
    first, second = data["kpis"]
    data["kpis"] = [
        {**first, "name": text("Eksportører"), "section": "direction"},
        {**second, "level": "input", "name": text("Årsværk"), "section": "elsewhere"},
    ]
    url = publish(data)

    def keys(query: str) -> list[str]:
        return [str(key) for key in tree(reader.get(url + query)).xpath("//tr/@id")]

    assert keys("") == ["kpi-sold", "kpi-exporting"]
    assert keys("?level=outcome") == ["kpi-exporting"]
    assert keys("?section=elsewhere") == ["kpi-sold"]
    assert keys("?q=ÅRSV") == ["kpi-sold"]
    assert keys("?q=aarsvaerk") == ["kpi-sold"]
    assert keys("?level=nonsense") == ["kpi-sold", "kpi-exporting"]
    assert keys("?q=nothing") == []
    assert texts(reader.get(url + "?level=outcome"), "//*[@id='catalogue-status']") == ["Showing 1 of 2 KPIs"]
    assert texts(reader.get(url), "//select[@name='section']/option") == [
        "All phases",
        "direction in English",
        "elsewhere",
    ]


def test_catalogue_answers_htmx_with_the_table_alone(reader: Client) -> None:
    response = reader.get(publish(catalogue()) + "?level=outcome", headers={"HX-Request": "true"})

    assert tree(response).xpath("//h1") == []
    assert len(rows(response)) == 3
    assert "HX-Request" in response["Vary"]


def test_resource_shows_figures_with_sources_and_parts_with_anchors(reader: Client) -> None:
    response = reader.get(publish(resource()))

    assert contents(response) == [("Råd", "Råd")]
    figures = tree(response).xpath("//ul[@class='lib-figures']/li")
    assert [(words(one.xpath("./b")[0]), one.xpath("./a/@href")[0]) for one in figures] == [
        ("42 %", "https://example.org/r"),
        ("7", "https://example.org/tal"),
    ]
    assert tree(response).xpath("//section[@class='lib-sources']//a/@href") == ["https://example.org/r"]
    assert tree(response).xpath("//*[@class='prose']//h3") == []


def test_terms_stand_in_danish_order_under_their_letters(client: Client) -> None:
    client.force_login(make_user("Dorte", language="da"))
    names = ["Åbning", "Zebra", "ærlighed", "Éclair", "Ejer", "Østers", "5G"]
    data = edited(resource(), "terms", [{"term": text(name), "definition": text("Ord")} for name in names])

    response = client.get(publish(data))

    assert texts(response, "//section[@class='lib-letter']/h2") == ["#", "E", "Z", "Æ", "Ø", "Å"]
    assert texts(response, "//dl[@class='lib-terms']/dt") == [
        "5G",
        "Éclair",
        "Ejer",
        "Zebra",
        "ærlighed",
        "Østers",
        "Åbning",
    ]
    page = tree(response)
    assert [url[1:] for url in page.xpath("//nav[@class='lib-letters']//@href")] == page.xpath(
        "//section[@class='lib-letter']/h2/@id"
    )


def test_resources_on_the_same_topic_stand_beside_it(reader: Client) -> None:
    url = publish(resource())
    other = publish({**resource(), "slug": "more"})
    publish({**resource(), "slug": "elsewhere", "topic": "people"})

    assert tree(reader.get(url)).xpath("//section[@class='lib-related']//a/@href") == [other]


def test_newest_edition_is_shown_and_older_ones_keep_their_address(reader: Client) -> None:
    url = publish(survey())
    publish({**survey(), "version": 3, "title": text("Ny")})

    newest, older = reader.get(url), reader.get(f"{url}1/")

    assert (heading(newest), heading(older)) == ("Ny in English", "Prøve in English")
    assert tree(newest).xpath("//aside//dd/a/@href") == [f"{url}1/"]
    assert notes(newest) == []
    assert notes(older) == ["You are reading version 1. The newest is version 3. Read the newest"]
    assert reader.get(f"{url}2/").status_code == 404


@pytest.mark.parametrize("state", [Edition.State.DRAFT, Edition.State.RETIRED])
def test_edition_that_is_not_published_is_not_found(reader: Client, state: str) -> None:
    url = publish(survey())
    Edition.objects.update(state=state)

    assert reader.get(url).status_code == 404
    assert reader.get(f"{url}1/").status_code == 404


def test_unknown_publications_are_not_found(reader: Client) -> None:
    publish(survey())

    assert reader.get("/library/survey/unknown/").status_code == 404
    assert reader.get("/library/unknown/baseline/").status_code == 404
    assert reader.get("/library/strategy/baseline/").status_code == 404


def test_visitor_is_sent_to_sign_in(client: Client) -> None:
    url = publish(survey())

    response = client.get(url)

    assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={url}")


def start_links(client: Client, url: str) -> list[str]:
    return [str(link) for link in tree(client.get(url)).xpath("//header[@class='lib-head']//a/@href")]


@pytest.mark.parametrize(("role", "links"), [(Role.EDITOR, 1), (Role.OWNER, 1), (Role.REVIEWER, 0), (Role.READER, 0)])
def test_those_who_may_write_can_start_from_a_strategy_template(client: Client, role: Role, links: int) -> None:
    user, cluster = make_user("Eva"), make_cluster("havtorn")
    make_member(cluster, user, role)
    client.force_login(user)

    assert start_links(client, publish(strategy())) == ["/c/havtorn/strategies/start/?template=plan"][:links]


def test_start_leads_to_the_cluster_that_one_works_in(client: Client) -> None:
    user = make_user("Eva")
    for slug in ("havtorn", "tang"):
        make_member(make_cluster(slug), user, Role.EDITOR)
    make_cluster("foreign")
    client.force_login(user)
    url = publish(strategy())

    def links_in(slug: str) -> list[str]:
        session = client.session
        session["cluster"] = slug
        session.save()
        return start_links(client, url)

    assert start_links(client, url) == []
    assert links_in("tang") == ["/c/tang/strategies/start/?template=plan"]
    assert links_in("foreign") == []


def test_kind_that_no_room_starts_has_no_button(client: Client) -> None:
    user = make_user("Eva")
    make_member(make_cluster(), user, Role.EDITOR)
    client.force_login(user)

    assert start_links(client, publish(survey())) == []


def settled(client: Client, urls: list[str]) -> list[int]:
    """Count when each process has read the documents once."""
    for url in urls:
        client.get(url)
    return [queries(client, url) for url in urls]


def test_number_of_queries_does_not_depend_on_how_much_there_is(reader: Client) -> None:
    publish(strategy())
    publish(catalogue())
    publish(survey())
    urls = [publish(example()), publish(checklist()), publish(resource()), publish(every_type())]
    before = settled(reader, urls)
    for number in range(2, 5):
        for data in (strategy(), catalogue(), survey(), resource()):
            publish({**data, "slug": f"{data['slug']}-{number}"})
        for data in (example(), checklist(), every_type()):
            publish({**data, "version": number})

    assert settled(reader, urls) == before
    # Session, person, editions, document, and what stands beside it; the shell asks for the person's clusters.
    assert max(before) <= 9
