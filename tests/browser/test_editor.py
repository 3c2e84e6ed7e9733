"""Writing paragraphs: an editor on top of the text area, for people who know Word."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Role
from core.text import Text
from tests.factories import make_edition, make_member, make_strategy, make_user
from tests.schema.samples import question
from workbooks.models import Answer

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "/c/havtorn/strategies/1/phases/only/"
AREA = "textarea[name=a-why-da]"
TEXT = "#a-why-da-text"
EDITOR = "**/vendor/editor/editor*.js"
KEPT = "Første linje\nbrudt *i to*.\n\n* punkt\n* andet\n\n\nSlut."


@pytest.fixture
def mette(cluster: Cluster) -> User:
    user = make_user("Mette")
    make_member(cluster, user, Role.EDITOR)
    make_strategy(
        cluster, user, make_edition("strategy", "sample", question("why", "longtext"), question("how", "longtext"))
    )
    return user


@pytest.fixture
def page(browse: Callable, mette: User) -> Page:
    """The phase, open and ready to write in."""
    return opened(browse(mette, language="en-gb", viewport={"width": 1100, "height": 900}))


def opened(page: Page) -> Page:
    page.goto(ADDRESS)
    expect(page.locator(TEXT)).to_be_visible()
    return page


def value(page: Page) -> str:
    return page.input_value(AREA)


def tool(page: Page, name: str) -> Locator:
    return page.locator("#q-why").get_by_role("button", name=name, exact=True)


def stored() -> object:
    return Answer.across_clusters.filter(question_key="why").values_list("value", flat=True).first()


def saved(page: Page) -> None:
    expect(page.locator("#after-why .save-state")).to_contain_text("Saved")


def write(words: str, cluster: Cluster) -> None:
    """Store an answer as if it had been written before."""
    answer = Answer.across_clusters.get(question_key="why")
    answer.value = Text(da=words).to_value()
    answer.save()


def test_a_word_user_writes_with_keys_and_buttons_and_it_is_saved(page: Page) -> None:
    page.click(TEXT)
    page.keyboard.type("Vores mål")
    tool(page, "Heading").click()
    page.keyboard.press("Enter")
    page.keyboard.type("Vi vil ")
    page.keyboard.press("Control+b")
    page.keyboard.type("vokse")
    page.keyboard.press("Control+b")
    page.keyboard.type(" sammen:")
    page.keyboard.press("Enter")
    tool(page, "Bullets").click()
    page.keyboard.type("Tyskland")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+m")
    page.keyboard.type("Hamborg")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("Polen")

    wanted = "## Vores mål\n\nVi vil **vokse** sammen:\n\n- Tyskland\n  - Hamborg\n- Polen"
    assert value(page) == wanted
    saved(page)
    assert stored() == {"da": wanted}


def test_undo_and_redo_go_step_by_step_and_back_to_the_letter(page: Page) -> None:
    page.click(TEXT)
    page.keyboard.type("En linje")
    tool(page, "Numbering").click()
    assert value(page) == "1. En linje"

    page.keyboard.press("Control+z")
    assert value(page) == "En linje"
    page.keyboard.press("Control+y")
    assert value(page) == "1. En linje"
    tool(page, "Undo").click()
    tool(page, "Undo").click()
    assert value(page) == ""
    expect(tool(page, "Undo")).to_have_attribute("aria-disabled", "true")
    tool(page, "Redo").click()
    assert value(page) == "En linje"


def test_what_nobody_touches_is_not_changed_and_not_saved(page: Page) -> None:
    page.fill(TEXT, "x")
    saved(page)
    Answer.across_clusters.update(value={"da": KEPT})
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))

    opened(page)
    page.click(TEXT)
    page.keyboard.press("Control+a")
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    page.click("h1")

    assert value(page) == KEPT
    assert [url for url in requests if "/why/" in url] == []
    # One word more changes its own paragraph and no other.
    opened(page)
    page.click(TEXT)
    page.keyboard.press("Control+End")
    page.keyboard.type(" Ja.")
    assert value(page) == "Første linje\nbrudt *i to*.\n\n* punkt\n* andet\n\nSlut. Ja."


def test_the_field_speaks_to_a_screen_reader_as_the_text_area_did(page: Page) -> None:
    text = page.get_by_role("textbox", name="why in English")

    expect(text).to_have_attribute("id", "a-why-da-text")
    expect(text).to_have_attribute("aria-multiline", "true")
    expect(text).to_have_attribute("lang", "da")
    expect(text).to_have_attribute("spellcheck", "true")
    expect(page.get_by_role("toolbar", name="Layout of the text why in English")).to_have_attribute(
        "aria-controls", "a-why-da-text"
    )
    page.click("label[for=a-why-da]")
    expect(text).to_be_focused()


def test_the_keyboard_gets_in_to_the_tools_and_out_again(page: Page) -> None:
    page.click(TEXT)
    page.keyboard.type("ord")
    page.keyboard.press("Control+a")
    page.keyboard.press("Alt+F10")
    expect(tool(page, "Heading")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(tool(page, "Bold")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("End")
    expect(tool(page, "Plain text")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(TEXT)).to_be_focused()
    assert value(page) == "**ord**"

    page.keyboard.press("Tab")
    # Where the text is saved by now, the next stop is "Earlier answers" below it.
    assert page.evaluate("!document.activeElement.closest('.editor')")
    assert value(page) == "**ord**"


@pytest.mark.parametrize(
    ("typed", "stored_link"),
    [
        ("www.example.org/a", "[klyngen](https://www.example.org/a)"),
        ("mette@example.org", "[klyngen](mailto:mette@example.org)"),
        ("https://example.org/å", "[klyngen](https://example.org/%C3%A5)"),
    ],
)
def test_a_link_is_set_changed_and_taken_away(page: Page, typed: str, stored_link: str) -> None:
    page.click(TEXT)
    page.keyboard.type("klyngen")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Link")
    expect(dialog.get_by_label("Text to show")).to_have_value("klyngen")
    expect(dialog.get_by_label("Address")).to_be_focused()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")

    expect(page.locator(TEXT)).to_be_focused()
    assert value(page) == stored_link
    page.keyboard.press("Control+k")
    dialog.get_by_role("button", name="Remove the link").click()
    assert value(page) == "klyngen"


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "data:text/html,x", "ikke en adresse", ""])
def test_an_address_that_leads_nowhere_is_refused_with_a_sentence(page: Page, axe: Callable, typed: str) -> None:
    page.click(TEXT)
    page.keyboard.type("x")
    tool(page, "Link").click()
    dialog = page.get_by_role("dialog", name="Link")
    dialog.get_by_label("Address").fill(typed)
    dialog.get_by_role("button", name="Insert the link").click()

    expect(dialog.get_by_label("Address")).to_be_focused()
    expect(dialog).to_contain_text("This is not a web or email address.")
    assert axe(page) == []
    page.keyboard.press("Escape")
    assert value(page) == "x"


def test_plain_text_is_one_button_away_and_remembered(page: Page) -> None:
    page.click(TEXT)
    page.keyboard.type("- punkt")
    tool(page, "Plain text").click()

    area = page.locator(AREA)
    expect(area).to_be_focused()
    expect(area).to_have_value("- punkt")
    expect(page.locator(".editor")).to_have_count(0)
    page.keyboard.type("\n- **to**")
    saved(page)
    page.reload()
    expect(area).to_have_value("- punkt\n- **to**")
    expect(page.locator(".editor")).to_have_count(0)

    page.locator("#q-why").get_by_role("button", name="Write with headings, bold and lists").click()
    expect(page.locator(TEXT)).to_be_focused()
    expect(page.locator(TEXT).locator("strong")).to_have_text("to")
    expect(page.locator(".editor")).to_have_count(2)
    assert stored() == {"da": "- punkt\n- **to**"}


def test_a_text_that_is_wrong_is_marked_and_the_list_of_faults_leads_to_it(page: Page, axe: Callable) -> None:
    page.click(TEXT)
    page.evaluate("""() => { document.querySelector("textarea[name=a-why-da]").value = "ord ".repeat(25001) }""")
    page.keyboard.press("Control+End")
    page.keyboard.type("y")
    expect(page.locator(TEXT)).to_have_attribute("aria-invalid", "true")
    expect(page.locator(TEXT)).to_have_attribute("aria-errormessage", "e-a-why-da")
    page.evaluate("document.getElementById('f').submit()")

    page.locator("#errors").wait_for()
    page.click("#errors a")
    expect(page.locator(TEXT)).to_be_focused()
    expect(page.locator(TEXT)).to_contain_class("is-invalid")


def test_a_conflict_shows_both_and_the_card_that_comes_back_has_its_editor(browse: Callable, mette: User) -> None:
    mine, theirs = opened(browse(mette, language="en-gb")), opened(browse(mette, language="en-gb"))
    theirs.fill(TEXT, "Deres.")
    saved(theirs)
    mine.fill(TEXT, "Min.")

    conflict = mine.locator("#q-why .conflict")
    expect(conflict.locator(".version").nth(0)).to_contain_text("Min.")
    conflict.get_by_role("button", name="Put both in the field").click()

    expect(mine.locator(TEXT).locator("p")).to_have_text(["Deres.", "Min."])
    expect(mine.locator(TEXT)).to_be_focused()
    mine.keyboard.press("Control+End")
    mine.keyboard.type(" Mere.")
    saved(mine)
    assert value(mine) == "Deres.\n\nMin. Mere."
    assert mine.locator("#q-why .editor").count() == 1


def test_text_that_another_module_puts_into_the_field_is_shown(page: Page) -> None:
    page.evaluate("""() => { document.querySelector("textarea[name=a-why-da]").value = "## Lagt ind\\n\\n- her" }""")

    expect(page.locator(TEXT).locator("h2")).to_have_text("Lagt ind")
    expect(page.locator(TEXT).locator("li")).to_have_text("her")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1100, 390])
def test_the_editor_is_accessible_and_keeps_to_the_width(
    browse: Callable, axe: Callable, mette: User, width: int, scheme: str
) -> None:
    page = opened(browse(mette, language="en-gb", viewport={"width": width, "height": 800}, color_scheme=scheme))
    page.click(TEXT)
    page.keyboard.type("## Overskrift\n- punkt")

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_without_javascript_the_text_area_is_what_one_writes_in(browse: Callable, mette: User) -> None:
    page = browse(mette, language="en-gb", java_script_enabled=False)
    page.goto(ADDRESS)

    page.fill(AREA, "- skrevet i hånden")
    page.locator("button[value=save]").last.click()

    assert stored() == {"da": "- skrevet i hånden"}


def test_the_bundle_is_loaded_only_where_paragraphs_are_written(browse: Callable, mette: User) -> None:
    page = browse(mette, language="en-gb")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))

    page.goto("/c/havtorn/")
    assert "editor.js" not in asked
    opened(page)
    assert asked.count("editor.js") == 1


def test_who_only_reads_fetches_no_editor_and_a_word_begun_before_it_is_finished_first(
    browse: Callable, mette: User
) -> None:
    page = browse(mette, language="en-gb", is_touched=False)
    fetched: list[str] = []
    held: list[Route] = []
    page.on("request", lambda request: fetched.append(request.url))

    def hold(route: Route) -> None:
        held.append(route)

    # It comes when the word has been begun, however fast the machine is.
    page.route(EDITOR, hold)
    page.goto(ADDRESS, wait_until="networkidle")
    assert [url for url in fetched if "vendor/editor" in url] == []

    with page.expect_request(EDITOR):
        page.evaluate(f"document.querySelector('{AREA}').focus()")
    page.keyboard.type("Havn")
    with page.expect_request_finished(lambda request: "vendor/editor/editor" in request.url):
        held[0].continue_()
    page.keyboard.type("ene")

    assert value(page) == "Havnene"
    expect(page.locator(TEXT)).to_have_count(0)
    page.keyboard.press("Tab")
    expect(page.locator(TEXT)).to_have_text("Havnene")
    saved(page)


def test_who_stands_behind_the_last_word_when_the_editor_comes_goes_on_there(browse: Callable, mette: User) -> None:
    page = browse(mette, language="en-gb", is_touched=False)
    page.goto(ADDRESS, wait_until="networkidle")

    page.eval_on_selector(AREA, "(area) => { area.value = 'Hav'; area.focus(); area.setSelectionRange(3, 3); }")
    expect(page.locator(TEXT)).to_have_text("Hav")
    page.keyboard.type("nen")

    assert value(page) == "Havnen"
