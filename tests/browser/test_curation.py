"""A curator who knows Word writes, looks and publishes; by keyboard alone, and with a colleague beside her."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from accounts.models import User
from clusters.models import Cluster
from curation.models import Draft
from curation.services import own
from curation.services.drafts import open_draft
from library.models import Edition
from library.services import publish_edition
from tests.browser.keyboard import tab_to
from tests.browser.looks import Look, in_every_look
from tests.curation.samples import WHY, strategy
from tests.factories import make_user

Browse = Callable[..., Page]
SECTION = "n/sections@"


def inserted(page: Page, name: str, da: str, en: str) -> None:
    """Open a place where something is added, name it in both languages, and press Enter."""
    page.locator(f"details:has([name='{name}/da']) > summary").first.press("Enter")
    page.fill(f"[name='{name}/da']", da)
    page.fill(f"[name='{name}/en']", en)
    page.press(f"[name='{name}/en']", "Enter")


def test_curator_makes_a_template_looks_at_it_and_publishes(browse: Browse, curator: User) -> None:
    page = browse(curator, language="en-gb")
    page.goto("/curation/new/", timeout=60_000)
    page.get_by_label("Report", exact=True).check()
    page.get_by_label("Title in that language").fill("Årets rapport")
    page.get_by_label("Title in the other language").fill("The year’s report")
    page.get_by_role("button", name="Begin").press("Enter")

    page.fill("textarea[name='f/summary/da']", "Kort")
    page.fill("textarea[name='f/summary/en']", "Short")
    page.press("textarea[name='f/summary/en']", "Tab")
    expect(page.locator("#ed-saved")).to_contain_text("Saved")
    page.evaluate("window.isStill = true")
    inserted(page, SECTION, "Året", "The year")
    expect(page.locator("#ed-name")).to_have_text("The year")
    inserted(page, "n/sections/the_year/questions@", "Hvad lykkedes?", "What went well?")
    expect(page.locator("#ed-name")).to_have_text("What went well?")
    # Without a new page, in the outline at its place, and with the first field ready to be written in.
    assert page.evaluate("window.isStill")
    expect(page.locator(".outline [aria-current]")).to_contain_text("What went well?")
    expect(page.locator("textarea[name='f/sections/the_year/questions/what_went_well/label/da']")).to_be_focused()
    inserted(page, "n/sections/the_year/questions@0", "Før det?", "Before that?")
    expect(page.locator("#ed-name")).to_have_text("Before that?")
    down = page.locator("button[name=act][value^='down:']").first
    down.press("Enter")
    expect(page.locator(".outline > li").last).to_contain_text("Before that?")
    expect(down).to_be_focused()
    page.locator("button[name=act][value^='remove:']").first.press("Enter")
    expect(page.locator(".outline > li")).to_have_count(3)
    assert page.evaluate("window.isStill")
    page.go_back()
    page.goto(page.url.split("?")[0] + "?at=sections/the_year/questions/what_went_well")
    expect(page.locator("#ed-name")).to_have_text("What went well?")
    expect(page.locator("#ed-faults")).to_contain_text("No faults")

    page.get_by_role("link", name="View as a cluster").click()
    expect(page.get_by_role("heading", name="What went well?")).to_be_visible()
    page.get_by_role("link", name="As it is filled in").click()
    page.locator(".lib-edit").click()
    expect(page.locator("#ed-name")).to_have_text("What went well?")
    page.get_by_role("link", name="Publish", exact=True).click()
    page.get_by_label("What is new (Danish)").fill("Ny")
    page.get_by_label("What is new (English)").fill("New")
    page.get_by_role("button", name="Publish edition 1").press("Enter")

    expect(page.get_by_text("Edition 1 is published.")).to_be_visible()
    edition = Edition.objects.get(publication__slug="the-years-report")
    assert [one["key"] for one in edition.document["sections"][0]["questions"]] == ["what_went_well"]


def test_editor_is_written_and_undone_by_keyboard_alone(browse: Browse, curator: User) -> None:
    draft = open_draft(edition=publish_edition(data=strategy(), by=None), by=curator)
    page = browse(curator, language="en-gb")
    page.goto(f"/curation/drafts/{draft.pk}/")
    tab_to(page, f".outline a[href='?at={WHY.replace('/', '%2F')}'], .outline a[href='?at={WHY}']")
    page.keyboard.press("Enter")
    expect(page.locator("#ed-name")).to_have_text("why in English")

    tab_to(page, f"textarea[name='f/{WHY}/label/en']")
    page.keyboard.press("Control+A")
    page.keyboard.type("Why abroad?")
    page.keyboard.press("Tab")
    expect(page.locator(".outline [aria-current]")).to_contain_text("Why abroad?")
    page.reload()
    expect(page.locator(f"textarea[name='f/{WHY}/label/en']")).to_have_value("Why abroad?")
    tab_to(page, "[data-undo]")
    page.keyboard.press("Enter")
    expect(page.locator(f"textarea[name='f/{WHY}/label/en']")).to_have_value("why in English")
    tab_to(page, f"button[value='down:{WHY}']", most=200)
    page.keyboard.press("Enter")
    # Behind the draft itself, its section and the question that came second.
    expect(page.locator(".outline > li").nth(3)).to_contain_text("why in English")
    stored = Draft.objects.whole().get(pk=draft.pk).document
    assert [one["key"] for one in stored["sections"][0]["questions"]] == ["how", "why", "who"]


def test_two_curators_write_at_once_and_no_word_is_lost(browse: Browse, curator: User) -> None:
    draft = open_draft(edition=publish_edition(data=strategy(), by=None), by=curator)
    url = f"/curation/drafts/{draft.pk}/?at={WHY}"
    mine = browse(curator, language="en-gb")
    theirs = browse(make_user("Kurt", is_curator=True), language="en-gb")
    mine.goto(url)
    theirs.goto(url)
    field = f"textarea[name='f/{WHY}/label/en']"
    theirs.fill(field, "Kurt’s words")
    theirs.press(field, "Tab")
    expect(theirs.locator(".outline [aria-current]")).to_contain_text("Kurt’s words")

    mine.fill(field, "Karen’s words")
    mine.press(field, "Tab")

    expect(mine.locator(".conflict")).to_contain_text("Karen’s words")
    mine.get_by_role("button", name="Use mine instead").click()
    expect(mine.locator(field)).to_have_value("Karen’s words")


@in_every_look
def test_nothing_is_wrong_with_any_page(
    walk: Callable, cluster: Cluster, curator: User, alice: User, look: Look
) -> None:
    edition = publish_edition(data=strategy(), by=None)
    draft = open_draft(edition=edition, by=curator)
    copy = own.copy_for(cluster=cluster, edition=edition, by=alice)
    changed = strategy()
    changed["sections"][0]["questions"][0]["label"]["da"] = "Hvorfor ud?"
    publish_edition(data={**changed, "version": 2}, by=None)
    base = f"/curation/drafts/{draft.pk}/"
    pages = ["/curation/", base, f"{base}?at={WHY}", f"{base}history/", f"{base}preview/form/", f"{base}publish/"]

    assert walk(curator, look, pages) == {}
    assert walk(alice, look, [copy.urls["home"], copy.urls["editor"], copy.urls["merge"]]) == {}
