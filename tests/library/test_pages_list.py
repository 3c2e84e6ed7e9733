"""The list of the library: search, filters, pages, and what helps when nothing is found."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from library.models import Edition
from library.services import publish_edition
from tests.days import TODAY
from tests.pages import heading, queries, tree, words
from tests.schema.samples import catalogue, checklist, common, example, resource, strategy, survey, text

INDEX = "/library/"
pytestmark = pytest.mark.django_db


def guide(
    slug: str, title: str, summary: str = "Kort", body: str = "Tekst", topic: str = "markets", **more: Any
) -> Edition:
    data: dict[str, Any] = {
        **common("resource", slug),
        "title": {"da": title, "en": f"{title} (en)"},
        "summary": {"da": summary, "en": "Short"},
        "topic": topic,
        "body": {"da": body, "en": "Words"},
        **more,
    }
    return publish_edition(data=data, by=None)


def titles(response: HttpResponse) -> list[str]:
    return [words(found) for found in tree(response).xpath("//ul[@class='results']//h3")]


def facets(response: HttpResponse, name: str) -> list[tuple[str, bool]]:
    found = tree(response).xpath(f"//input[@name='{name}']")
    return [(words(one.getnext()), one.get("checked") is not None) for one in found]


def headline(response: HttpResponse) -> str:
    (found,) = tree(response).xpath("//*[@id='results-title']")
    return words(found)


def test_everything_published_is_listed_by_kind_with_its_size(reader: Client) -> None:
    for data in (example(), resource(), catalogue(), checklist(), survey(), strategy()):
        publish_edition(data=data, by=None)

    response = reader.get(INDEX)

    assert heading(response) == "Library"
    assert headline(response) == "6 publications"
    results = tree(response).xpath("//ul[@class='results']/li")
    assert [(words(one.xpath(".//*[@class='meta']")[0]), words(one.xpath("./span[2]")[0])) for one in results] == [
        (f"Strategy template Published {TODAY.day} {TODAY:%B %Y}", "3 questions"),
        (f"Survey Published {TODAY.day} {TODAY:%B %Y}", "1 question"),
        (f"Checklist Published {TODAY.day} {TODAY:%B %Y}", "2 items"),
        (f"KPI catalogue Published {TODAY.day} {TODAY:%B %Y}", "2 KPIs"),
        (f"Guidance Funding Published {TODAY.day} {TODAY:%B %Y}", "1 min read"),
        (f"Example Published {TODAY.day} {TODAY:%B %Y}", "1 min read"),
    ]


def test_only_the_newest_published_edition_is_listed(reader: Client) -> None:
    publish_edition(data={**survey(), "title": text("Gammel")}, by=None)
    publish_edition(data={**survey(), "version": 2, "title": text("Ny")}, by=None)
    draft = publish_edition(data={**survey(), "version": 3, "title": text("Kladde")}, by=None)
    Edition.objects.filter(pk=draft.pk).update(state=Edition.State.DRAFT)
    retired = publish_edition(data={**survey("other"), "title": text("Taget af")}, by=None)
    Edition.objects.filter(pk=retired.pk).update(state=Edition.State.RETIRED)

    assert titles(reader.get(INDEX)) == ["Ny in English"]


@pytest.mark.parametrize(
    "query",
    [
        "strategi",
        "STRATEGI",
        "eksportstrategien",
        "strategier",
        "ærø",
        "Ærø",
        "ÆRØ",
        "aeroe",
        "grøn vækst",
        "vækst, GRØN",
    ],
)
def test_danish_words_are_found_whatever_their_case_spelling_and_ending(reader: Client, query: str) -> None:
    guide("one", "Eksportstrategien", "Fra Ærø", "Grøn vækst")
    guide("two", "Noget andet")

    assert titles(reader.get(INDEX, {"q": query})) == ["Eksportstrategien (en)"]


@pytest.mark.parametrize(
    ("query", "count"),
    [("100%", 1), ("q%z", 0), ("q_z", 0), ("<script>", 0), ("'", 1), ('"', 1), ("\\", 1), ("%", 1), ("_", 1)],
)
def test_signs_are_no_wildcards_and_alone_no_words(reader: Client, query: str, count: int) -> None:
    guide("one", "Hundrede", body="100 kroner")

    assert titles(reader.get(INDEX, {"q": query})) == ["Hundrede (en)"] * count


def test_both_languages_are_searched_and_every_word_must_be_there(reader: Client) -> None:
    guide("one", "Messe")
    publish_edition(data=checklist(), by=None)

    assert titles(reader.get(INDEX, {"q": "afrejse english"})) == ["Prøve in English"]
    assert titles(reader.get(INDEX, {"q": "afrejse messe"})) == []


def test_titles_come_before_texts(reader: Client) -> None:
    guide("a", "Anden", body="Om partnere")
    guide("b", "Bedre", summary="Find en partner")
    guide("c", "Partneraftale")

    response = reader.get(INDEX, {"q": "partner"})

    assert titles(response)[0] == "Partneraftale (en)"
    assert sorted(titles(response)) == ["Anden (en)", "Bedre (en)", "Partneraftale (en)"]
    assert headline(response) == "3 results for “partner”"
    assert [words(found) for found in tree(response).xpath("//mark")] == ["Partneraftale"]


def test_kinds_and_topics_narrow_the_list_and_keep_their_counts(reader: Client) -> None:
    guide("one", "Marked A")
    guide("two", "Marked B", topic="people", helps=[{"kind": "checklist", "slug": checklist()["slug"]}])
    publish_edition(data=checklist(), by=None)
    publish_edition(data=survey(), by=None)

    def found(**chosen: Any) -> list[str]:
        return titles(reader.get(INDEX, chosen))

    assert found(kind="checklist") == ["Prøve in English"]
    assert found(kind=["checklist", "resource"]) == ["Prøve in English", "Marked A (en)", "Marked B (en)"]
    assert found(topic="people") == ["Prøve in English", "Marked B (en)"]
    assert found(kind="checklist", topic="people") == ["Prøve in English"]
    assert found(kind="survey", topic="people") == []
    assert found(kind="resource", topic="people") == ["Marked B (en)"]
    assert len(found(kind="nonsense", topic="nonsense")) == 4
    response = reader.get(INDEX, {"kind": "checklist"})
    assert facets(response, "kind") == [("Survey1", False), ("Checklist1", True), ("Guidance2", False)]
    assert facets(response, "topic") == [("Markets1", False), ("People2", False)]
    assert facets(reader.get(INDEX, {"q": "marked"}), "kind") == [("Guidance2", False)]


def test_nothing_found_says_what_to_try(reader: Client) -> None:
    guide("one", "Messe")

    response = reader.get(INDEX, {"q": "kvante messe", "kind": "resource"})

    assert headline(response) == "No results for “kvante messe”"
    assert tree(response).xpath("//*[@class='facets']") != []
    assert tree(reader.get(INDEX, {"q": "kvante messe"})).xpath("//*[@class='facets']") == []
    links = tree(response).xpath("//div[@class='empty']//a")
    assert [(words(one), one.get("href")) for one in links] == [
        ("Show all kinds and topics", "/library/?q=kvante%20messe"),
        ("Only “kvante”", "/library/?q=kvante"),
        ("Only “messe”", "/library/?q=messe"),
        ("See everything", "/library/"),
    ]


def test_empty_library_says_so(reader: Client) -> None:
    response = reader.get(INDEX)

    assert headline(response) == "0 publications"
    assert [words(found) for found in tree(response).xpath("//div[@class='empty']/h2")] == [
        "Nothing has been published yet"
    ]


def test_list_is_paged_and_keeps_the_search(reader: Client) -> None:
    for number in range(23):
        guide(f"guide-{number}", f"Vejledning {number:02}")

    first, second = reader.get(INDEX, {"q": "vejledning"}), reader.get(INDEX, {"q": "vejledning", "page": "2"})

    assert (len(titles(first)), titles(second)) == (20, [f"Vejledning {number} (en)" for number in (20, 21, 22)])
    assert tree(first).xpath("//a[@rel='next']/@href") == ["?q=vejledning&page=2"]
    assert titles(reader.get(INDEX, {"page": "nonsense"})) == titles(first)
    assert titles(reader.get(INDEX, {"page": "99"})) == titles(second)


def test_words_that_cannot_be_read_count_as_none(reader: Client) -> None:
    guide("one", "Messe")

    assert reader.get(INDEX, {"q": "a\x00b"}).status_code == 400
    assert titles(reader.get(INDEX, {"q": "messe " * 5000})) == ["Messe (en)"]


def test_title_that_is_missing_in_the_language_stands_in_the_other_marked(reader: Client) -> None:
    edition = guide("one", "Messe")
    Edition.objects.filter(pk=edition.pk).update(title={"da": "Messe"})

    response = reader.get(INDEX)

    assert titles(response) == ["Messe"]
    assert tree(response).xpath("//h3/a/@lang") == ["da"]


def test_htmx_is_answered_with_the_results_alone(reader: Client) -> None:
    guide("one", "Messe")

    response = reader.get(INDEX, {"kind": "resource"}, headers={"HX-Request": "true"})

    assert tree(response).xpath("//h1") == []
    assert titles(response) == ["Messe (en)"]


def test_list_takes_as_many_queries_with_one_as_with_many(reader: Client) -> None:
    guide("one", "Messe")
    reader.get(INDEX, {"q": "messe"})
    before = queries(reader, INDEX), queries(reader, f"{INDEX}?q=messe")
    for number in range(15):
        guide(f"guide-{number}", f"Messe {number}")
    reader.get(INDEX, {"q": "messe"})  # takes in what is new

    assert (queries(reader, INDEX), queries(reader, f"{INDEX}?q=messe")) == before


def test_visitor_is_sent_to_sign_in(client: Client) -> None:
    response = client.get(INDEX)

    assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={INDEX}")
