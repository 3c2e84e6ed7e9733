"""What leads from one thing of the library to another, and whether a page can still be relied on."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from library.models import Edition
from library.selectors import guidance_for
from schema import Library, SchemaError, parse
from tests.days import TODAY
from tests.library.publishing import publish, texts
from tests.pages import queries, tree
from tests.schema.samples import catalogue, checklist, common, strategy, text

pytestmark = pytest.mark.django_db


def guide(slug: str, *helps: dict[str, str], **more: Any) -> dict[str, Any]:
    found = {**common("resource", slug), "title": text(slug), "topic": "funding", "body": text("Ord"), **more}
    return {**found, "helps": list(helps)} if helps else found


def at(document: dict[str, Any], part: str = "") -> dict[str, str]:
    place = {"kind": document["kind"], "slug": document["slug"]}
    return {**place, "part": part} if part else place


def related(client: Client, address: str) -> dict[str, list[str]]:
    page = tree(client.get(address))
    return {
        section.xpath("normalize-space(./h2)"): section.xpath(".//a/@href")
        for section in page.xpath("//section[@class='lib-related']")
    }


def test_checklist_leads_to_its_guidance_and_guidance_to_the_checklist(reader: Client) -> None:
    list_page = publish(checklist())
    tips = publish(guide("tips", at(checklist())))
    more = publish(guide("more"))

    assert related(reader, list_page) == {"Guidance for this": [tips]}
    assert related(reader, tips) == {"Use it with": [list_page], "On the same topic": [more]}


def test_newest_edition_decides_where_it_is_of_help(reader: Client) -> None:
    list_page = publish(checklist())
    publish(guide("tips", at(checklist())))
    publish(guide("tips", version=2))

    assert related(reader, list_page) == {}


def test_kpi_leads_to_how_it_is_done(reader: Client) -> None:
    key = catalogue()["kpis"][0]["key"]
    page = publish(catalogue())
    method = publish(guide("method", at(catalogue(), key)))

    links = tree(reader.get(page)).xpath(f"//tr[@id='kpi-{key}']//a/@href")

    assert links == [method]
    assert related(reader, page) == {}


def test_guidance_of_a_part_comes_before_that_of_the_whole_and_that_of_others_is_left_out() -> None:
    section = strategy()["sections"][0]["key"]
    publish(guide("whole", at(strategy())))
    publish(guide("part", at(strategy(), section)))
    publish(guide("other", at(strategy(), "another")))

    found = guidance_for("strategy", strategy()["slug"], section)

    assert [edition.publication.slug for edition in found] == ["part", "whole"]
    assert len(guidance_for("strategy", strategy()["slug"])) == 3


def test_place_that_is_none_is_a_fault_with_its_path() -> None:
    for wrong, said in (
        ({"kind": "checklist", "slug": "nowhere"}, "there is no checklist 'nowhere'"),
        (at(checklist(), "nowhere"), "has no section, question, group or KPI 'nowhere'"),
        ({"kind": "novel", "slug": "x"}, "is not one of"),
    ):
        file = guide("tips", wrong)
        with pytest.raises(SchemaError) as raised:
            parse(file, library=Library({"one": file, "two": checklist()}))
        assert said in str(raised.value)


@pytest.mark.parametrize(("days", "is_old"), [(-1, True), (0, False), (40, False)])
def test_page_past_its_review_says_so_on_the_page_and_in_the_list(reader: Client, days: int, is_old: bool) -> None:
    address = publish(guide("tips", review_by=str(TODAY + timedelta(days=days))))

    said = " ".join(texts(reader.get(address), "//main"))
    listed = " ".join(texts(reader.get("/library/"), "//main"))

    assert ("should have been reviewed by" in said, "Past its review" in listed) == (is_old, is_old)


def test_topics_of_a_checklist_are_those_of_its_guidance(reader: Client) -> None:
    publish(checklist())
    publish(guide("tips", at(checklist())))

    page = tree(reader.get("/library/"))
    assert page.xpath("//nav[@class='lib-topics']//a/@href") == ["/library/?topic=funding"]
    assert len(tree(reader.get("/library/?topic=funding")).xpath("//ul[@class='results']/li")) == 2


def test_list_and_pages_take_as_many_queries_for_many_as_for_one(reader: Client) -> None:
    page = publish(checklist())
    publish(guide("tips", at(checklist())))
    reader.get(page)
    before = queries(reader, "/library/"), queries(reader, page)
    for number in range(10):
        publish(guide(f"tips-{number}", at(checklist()), at(checklist(), "before")))
    reader.get(page)

    assert (queries(reader, "/library/"), queries(reader, page)) == before
    assert Edition.objects.count() == 12
