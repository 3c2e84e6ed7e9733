"""The library to be read: a term that opens where it stands, and guidance beside what one fills in."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from clusters.models import Cluster
from documents.models import ClusterDocument
from library.models import Edition
from tests.browser.looks import Look, in_every_look
from tests.documents.samples import make_document
from tests.factories import make_cluster

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("starter_content")]


@pytest.fixture
def cluster(transactional_db: None) -> Cluster:
    return make_cluster()


# One of each kind that is shown otherwise, and the lists.
PAGES = [
    "",
    "?topic=funding",
    "?q=xylofon",
    "resource/globalisation-goes-digital/",
    "resource/strategy-process-wheel/",
    "resource/glossary/",
    "resource/horizon-europe-tips/",
    "document/consortium-agreement/",
    "analysis/market-analysis/",
    "checklist/innovation-tour/",
    "kpi-catalogue/kpi-catalogue/",
    "example/example-strategy/",
    "assessment/self-assessment/",
]


@in_every_look
def test_nothing_is_wrong_with_any_page(walk: Callable, cluster: Cluster, ingrid: User, look: Look) -> None:
    assert walk(ingrid, look, [f"/library/{path}" for path in PAGES]) == {}


def test_what_leads_on_stands_behind_the_text_on_a_phone(browse: Callable, cluster: Cluster, ingrid: User) -> None:
    page: Page = browse(ingrid, language="da", viewport={"width": 390, "height": 800})
    page.goto("/library/resource/horizon-europe-tips/")

    related = page.get_by_role("heading", name="Brug den sammen med")
    expect(related).to_be_visible()
    text, contents = page.locator(".lib-body"), page.get_by_role("heading", name="På denne side")
    assert contents.bounding_box()["y"] < text.bounding_box()["y"] < related.bounding_box()["y"]  # type: ignore[index]  # all three are shown


def test_term_opens_by_keyboard_in_its_sentence_and_closes_again(
    browse: Callable, cluster: Cluster, ingrid: User
) -> None:
    page: Page = browse(ingrid, language="da", viewport={"width": 390, "height": 800})
    page.goto("/library/resource/kpi-based-management/")
    term = page.locator("article button.term").first
    said = page.locator(f"#{term.get_attribute('popovertarget')}")
    expect(said).to_be_hidden()

    term.focus()
    expect(said).to_be_visible()
    page.keyboard.press("Escape")
    expect(said).to_be_hidden()


def test_guidance_stands_beside_what_one_fills_in(browse: Callable, cluster: Cluster, ingrid: User) -> None:
    edition = Edition.objects.newest().of("document", "consortium-agreement").get()
    document: ClusterDocument = make_document(cluster, ingrid, edition)
    page: Page = browse(ingrid, language="da", viewport={"width": 1440, "height": 900})

    page.goto(document.get_absolute_url())
    page.get_by_role("link", name="Udfyld").first.click()
    expect(page.get_by_role("heading", name="Vejledning til dokumentet")).to_be_visible()
