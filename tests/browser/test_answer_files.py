"""A file as an answer, in the browser: chosen by keyboard, exchanged, fought over, and all of it without JavaScript."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from clusters.models import Cluster
from tests.browser.keyboard import press_through, tab_to
from tests.browser.looks import LOOKS, Look
from tests.workbooks.papers import PDF, asks_a_file, with_a_file
from workbooks.models import Workbook

pytestmark = pytest.mark.django_db(transaction=True)
PHASE = "/c/havtorn/strategies/1/phases/only/"
PAGE = "/c/havtorn/workbooks/{}/answers/paper/file/"
FILE = {"name": "budget.pdf", "mimeType": "application/pdf", "buffer": PDF}
OTHER = {"name": "mit.pdf", "mimeType": "application/pdf", "buffer": PDF + b"1"}


@pytest.fixture
def workbook(cluster: Cluster, mette: User) -> Workbook:
    return asks_a_file(cluster, mette)


def pick(page: Page, file: dict[str, Any]) -> None:
    """Choose a file with the keyboard: the field has the focus, and the space bar opens what the system shows."""
    tab_to(page, "input[type=file]")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(files=[file])


def save_while_a_colleague_was_faster(page: Page, workbook: Workbook, colleague: User) -> None:
    page.goto(PAGE.format(workbook.pk))
    with_a_file(workbook, colleague)
    page.set_input_files("input[type=file]", files=[OTHER])
    page.click("main button.btn-primary")
    expect(page.locator("section.conflict")).to_be_visible()


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_its_page_is_for_everybody(
    walk: Callable, browse: Callable, axe: Callable, workbook: Workbook, mette: User, ingrid: User, look: Look
) -> None:
    assert walk(mette, look, [PAGE.format(workbook.pk)]) == {}
    with_a_file(workbook, ingrid)
    assert walk(mette, look, [PAGE.format(workbook.pk), PHASE]) == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_both_files_can_be_read_by_everybody(
    browse: Callable, axe: Callable, screen: Callable, workbook: Workbook, mette: User, ingrid: User, theme: str
) -> None:
    page = browse(mette, color_scheme=theme, viewport={"width": 390, "height": 844})

    save_while_a_colleague_was_faster(page, workbook, ingrid)

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screen(page, f"file-conflict-{theme}")


def test_a_file_is_chosen_and_fought_over_by_keyboard(
    browse: Callable, workbook: Workbook, mette: User, ingrid: User
) -> None:
    page = browse(mette)
    page.goto(PHASE)

    press_through(page, "Vælg en fil")
    expect(page).to_have_url(re.compile("/answers/paper/file/"))
    pick(page, FILE)
    press_through(page, "Gem filen")
    expect(page.locator("#q-paper .file-answer")).to_contain_text("budget.pdf")

    # Another one, while a colleague exchanges it, too.
    press_through(page, "Skift eller fjern")
    expect(page).to_have_url(re.compile("/answers/paper/file/"))
    with_a_file(workbook, ingrid, "nyt.pdf", PDF + b"2")
    pick(page, OTHER)
    press_through(page, "Gem filen")

    expect(page.locator("#conflict-title")).to_be_focused()
    expect(page.locator("section.conflict")).to_contain_text("mit.pdf")
    expect(page.locator("section.conflict")).to_contain_text("nyt.pdf")
    press_through(page, "Behold min")
    expect(page.locator("#q-paper .file-answer")).to_contain_text("mit.pdf")


def test_a_file_is_chosen_without_javascript(browse: Callable, workbook: Workbook, mette: User, ingrid: User) -> None:
    page = browse(mette, java_script_enabled=False)
    page.goto(PHASE)

    page.click("#q-paper .file-answer a")
    page.set_input_files("input[type=file]", files=[FILE])
    page.click("main button.btn-primary")
    expect(page.locator("#q-paper .file-answer")).to_contain_text("budget.pdf")

    page.click("#q-paper .file-answer a")
    with_a_file(workbook, ingrid, "nyt.pdf", PDF + b"2")
    page.set_input_files("input[type=file]", files=[OTHER])
    page.click("main button.btn-primary")
    page.click("section.conflict a.btn")
    expect(page.locator("#q-paper .file-answer")).to_contain_text("nyt.pdf")

    page.click("#q-paper .file-answer a")
    page.click("main button[value=remove]")
    expect(page.locator("#q-paper .file-answer")).to_contain_text("Ingen fil endnu")
