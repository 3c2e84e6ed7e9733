"""A secretariat fills an agreement in with the text beside it. Axe is silent, and a phone is wide enough."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from clusters.models import Cluster
from documents.models import ClusterDocument
from documents.services import leave_out
from tests.browser.looks import Look, in_every_look
from tests.documents.samples import budget_rows, make_document, own_clause, publish, template
from tests.schema.samples import question

Browse = Callable[..., Page]

PAGES = [
    "",
    "start/",
    "1/",
    "1/plain/",
    "1/settings/",
    "1/copy/",
    "1/final/",
    "1/sections/facts/",
    "1/clauses/add/",
    "1/clauses/law/edit/",
    "1/clauses/own/edit/",
]


@pytest.fixture
def document(cluster: Cluster, alice: User) -> ClusterDocument:
    """An agreement with a clause left out, one of one's own, and sums that do not fit."""
    rows = budget_rows(("En part med et navn, der er langt nok til to linjer", 100, 60), ("Dem", 50, 60))
    made = make_document(cluster, alice, kind="long", budget=rows, total=140)
    leave_out(document=made, key="board", is_out=True, based_on=0, by=alice)
    own = own_clause(made, alice, after="money")
    type(own).objects.of(cluster).filter(pk=own.pk).update(key="own")
    return made


@in_every_look
def test_nothing_is_wrong_with_any_page(
    walk: Callable, cluster: Cluster, document: ClusterDocument, alice: User, look: Look
) -> None:
    assert walk(alice, look, [f"/c/{cluster.slug}/agreements/{path}" for path in PAGES]) == {}


def test_text_grows_with_each_answer_and_leads_back_to_its_question(
    browse: Browse, cluster: Cluster, document: ClusterDocument, alice: User
) -> None:
    page = browse(alice, language="en-gb", viewport={"width": 1440, "height": 900})
    page.goto(f"/c/{cluster.slug}/agreements/1/sections/facts/")
    name = page.locator("#q-name input[name='a-name-da']")

    page.locator("#k-parties .blank[data-q=name]").click()
    expect(name).to_be_focused()
    name.fill("Nordlys ApS")
    name.press("Tab")

    expect(page.locator("#k-parties .fill[data-q=name]")).to_have_text("Nordlys ApS")
    expect(page.locator("#doc-signatures")).to_contain_text("Nordlys ApS")
    expect(page.locator("#q-name .q-foot")).to_contain_text("Saved")


def test_a_table_is_as_wide_as_the_text_on_a_desk(browse: Browse, cluster: Cluster, alice: User) -> None:
    """However long the headings of its figures are."""
    asked = template("wide")
    columns = asked["sections"][0]["questions"][-1]["columns"]
    columns += [question(key, "money", currency="EUR") for key in ("own", "others", "later")]
    for column in columns[1:]:
        column["label"] = {
            "da": "Ledelse og indirekte omkostninger i alt",
            "en": "Management and indirect costs in all",
        }
    make_document(cluster, alice, publish(asked), kind="long", budget=budget_rows(("Dem", 50, 60)), total=140)
    page = browse(alice, language="en-gb", viewport={"width": 1440, "height": 900})
    page.goto(f"/c/{cluster.slug}/agreements/1/")

    widths = page.evaluate(
        "[...document.querySelectorAll('.doc-table')].map((it) => [it.offsetWidth, it.parentElement.clientWidth])"
    )

    assert widths
    assert [wide for wide, room in widths if wide > room] == []


def test_numbers_follow_when_a_clause_is_taken_in_with_one_click(
    browse: Browse, cluster: Cluster, document: ClusterDocument, alice: User
) -> None:
    page = browse(alice, language="en-gb", viewport={"width": 1440, "height": 900})
    page.goto(f"/c/{cluster.slug}/agreements/1/sections/facts/")
    expect(page.locator("#k-law h3 .art-n")).to_have_text("5")

    page.locator("#k-board").get_by_role("button", name="Take in").press("Enter")

    expect(page.locator("#k-board h3 .art-n")).to_have_text("2")
    expect(page.locator("#k-law h3 .art-n")).to_have_text("6")
    expect(page.locator("#k-law .xref")).to_have_text("4")
    expect(page.locator("#k-meetings .xref").first).to_have_text("2")


def test_text_is_copied_with_one_click(
    browse: Browse, cluster: Cluster, document: ClusterDocument, alice: User
) -> None:
    page = browse(alice, language="en-gb", permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"/c/{cluster.slug}/agreements/1/plain/")

    page.get_by_role("button", name="Copy the text").first.click()

    expect(page.get_by_text("The text is copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#text-da").input_value()


def test_phone_shows_questions_or_text_without_a_script(
    browse: Browse, cluster: Cluster, document: ClusterDocument, alice: User
) -> None:
    page = browse(alice, language="en-gb", viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page.goto(f"/c/{cluster.slug}/agreements/1/sections/facts/")
    expect(page.locator("#paper")).to_be_hidden()

    page.get_by_role("navigation", name="Show").get_by_role("link", name="The text").click()

    expect(page.locator("#paper")).to_be_visible()
    expect(page.locator("#f")).to_be_hidden()
    page.locator("#k-parties .blank[data-q=name]").click()
    expect(page).to_have_url(re.compile("#q-name$"))
    expect(page.locator("#q-name")).to_be_visible()
