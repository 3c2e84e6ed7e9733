"""Tables of a workbook for people who come from a spreadsheet."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from clusters.models import Cluster
from clusters.permissions import Role
from library.services import publish_edition
from tests.factories import make_edition, make_member, make_strategy, make_user
from tests.schema.samples import options, question, template
from workbooks.models import Answer

pytestmark = pytest.mark.django_db(transaction=True)

COLUMNS = [
    question("land"),
    question("value", "number"),
    question("when", "date"),
    question("how", "choice", options=options("export", "visit")),
]

PASTE = """([selector, plain, html]) => {
    const data = new DataTransfer();
    data.setData("text/plain", plain);
    if (html) data.setData("text/html", html);
    return document.querySelector(selector).dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def page(browse: Callable, cluster: Cluster) -> Page:
    user = make_user("Mette")
    make_member(cluster, user, Role.EDITOR)
    fixed = question("fixed", "table", columns=[question("n", "number")], rows=options("one", "two"))
    make_strategy(cluster, user, make_edition("strategy", "sample", question("plan", "table", columns=COLUMNS), fixed))
    page: Page = browse(user, language="en-gb")
    page.goto("/c/havtorn/strategies/1/phases/only/")
    return page


def cells(key: str = "plan") -> list[dict[str, Any]]:
    answer = Answer.across_clusters.get(question_key=key)
    return [row["cells"] for row in answer.value]


def saved(page: Page, key: str = "plan") -> None:
    expect(page.locator(f"#after-{key} .save-state")).to_contain_text("Saved")


def test_a_block_of_cells_is_shown_and_becomes_rows(page: Page, axe: Callable) -> None:
    page.focus("#rows-plan textarea")
    page.keyboard.type("Findes")
    saved(page)
    copied = 'Land\tValue\tWhen\tHow\r\n"Tysk\n""land"""\t1,250\t3/5/2027\tExport in English\r\n'
    copied += "Polen\t12\t2027-01-31\tukendt\r\n"
    page.evaluate(PASTE, ["#rows-plan tr textarea", copied, ""])

    dialog = page.get_by_role("dialog", name="Cells from a spreadsheet")
    expect(dialog.get_by_label("The first row contains headings: leave it out")).to_be_checked()
    expect(dialog.locator("tbody tr")).to_have_count(2)
    expect(dialog.locator("tbody td").nth(7)).to_have_text("ukendt (not known here, left out)")
    expect(dialog.locator("[data-left]")).to_be_hidden()
    expect(dialog.locator("[data-adds]")).to_be_visible()
    assert axe(page) == []
    dialog.get_by_role("button", name="Insert 2 rows").click()

    expect(page.locator("#rows-plan tr")).to_have_count(3)
    expect(page.locator("#rows-plan tr").nth(1).locator("textarea")).to_be_focused()
    page.click("h1")
    expect(page.locator("#q-plan[data-dirty]")).to_have_count(0)
    saved(page)
    assert cells() == [
        {"land": {"da": "Findes"}},
        {"land": {"da": 'Tysk "land"'}, "value": 1250, "when": "2027-05-03", "how": "export"},
        {"land": {"da": "Polen"}, "value": 12, "when": "2027-01-31"},
    ]


def test_cancelling_changes_nothing_and_the_cell_has_the_focus_again(page: Page) -> None:
    page.evaluate(PASTE, ["#rows-plan tr textarea", "a\tb", ""])
    page.get_by_role("button", name="Cancel").click()

    expect(page.locator("#rows-plan tr textarea")).to_be_focused()
    expect(page.locator("#rows-plan tr textarea")).to_have_value("")
    expect(page.locator("#rows-plan tr")).to_have_count(1)


def test_fixed_rows_are_filled_from_the_cell_on(page: Page) -> None:
    page.focus("#rows-fixed tr:first-child input")
    page.evaluate(PASTE, ["#rows-fixed tr input", "4\r\n5\r\n6", "<table><tr><td>4</td></tr></table>"])
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("[data-replaces]")).to_be_visible()
    expect(dialog.locator("[data-adds]")).to_be_hidden()
    expect(dialog.locator("[data-left]")).to_have_text("Rows left out because there is no room for them: 1")
    dialog.get_by_role("button", name="Insert 2 rows").click()

    saved(page, "fixed")
    assert cells("fixed") == [{"n": 4}, {"n": 5}]


def test_words_with_line_breaks_are_no_cells(page: Page) -> None:

    assert page.evaluate(PASTE, ["#rows-plan tr textarea", "to\nlinjer", ""]) is True
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_enter_goes_down_the_column_and_makes_a_row_at_the_end(page: Page) -> None:
    page.focus("#rows-plan textarea")
    page.keyboard.type("a")
    page.keyboard.press("Enter")
    expect(page.locator("#rows-plan tr")).to_have_count(2)
    page.keyboard.type("b")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("c")

    fields = page.locator("#rows-plan textarea")
    assert [fields.nth(place).input_value() for place in range(2)] == ["ac", "b"]


def names(page: Page, key: str = "plan") -> str:
    """Return where the focus is: the row and the column, what the button does, or its words."""
    return str(
        page.evaluate(
            """key => {
                const focus = document.activeElement, row = focus.closest("tr");
                const place = row ? `${[...row.parentElement.rows].indexOf(row) + 1} ` : "";
                const column = focus.closest("td")?.dataset.label?.split(" ")[0];
                const act = focus.name === "act" && focus.value.split(":")[0];
                return place + (focus.dataset.rowAct || act || column || focus.textContent.trim());
            }""",
            key,
        )
    )


def press(page: Page, *keys: str) -> list[str]:
    """Press keys one after the other, and return where the focus is after each."""
    found = []
    for key in keys:
        page.keyboard.press(key)
        found.append(names(page))
    return found


@pytest.fixture
def two_rows(page: Page) -> Page:
    """The table with two rows, with the focus in the first cell of the first."""
    page.focus("#rows-plan textarea")
    page.keyboard.press("Enter")
    expect(page.locator("#rows-plan tr")).to_have_count(2)
    page.keyboard.press("Shift+Enter")
    return page


def test_tab_goes_from_the_last_cell_of_a_row_to_the_first_of_the_next(two_rows: Page, axe: Callable) -> None:
    page = two_rows
    page.focus("#rows-plan tr:first-child select")

    forth = press(page, "Tab")
    page.focus("#rows-plan tr:last-child select")
    on = press(page, "Tab", "Enter")
    back = press(page, "Shift+Tab", "Shift+Tab")

    assert (forth, on) == (["2 land"], ["add", "3 land"])
    assert back == ["2 how", "2 when"]
    assert axe(page) == []


def test_every_part_of_a_date_is_reached_before_the_next_cell(two_rows: Page) -> None:
    page = two_rows
    page.focus("#rows-plan tr:first-child input[type=date]")

    # Day, month and year each take a Tab; a date with one of them missing has no value.
    assert press(page, "ArrowUp", "Tab", "ArrowUp", "Tab", "ArrowUp") == ["1 when"] * 5
    assert page.input_value("#rows-plan tr:first-child input[type=date]") != ""


def test_escape_lets_tab_come_to_the_buttons_of_the_row_until_one_leaves_it(two_rows: Page) -> None:
    page = two_rows
    page.focus("#rows-plan tr:first-child select")

    assert press(page, "Escape", "Tab", "Tab", "Tab", "Tab", "Tab") == [
        "1 how",
        "1 up",
        "1 down",
        "1 copy",
        "1 remove",
        "2 land",
    ]
    page.focus("#rows-plan tr:first-child select")
    assert press(page, "Tab") == ["2 land"]


def test_a_row_is_moved_copied_and_deleted_by_keyboard(two_rows: Page) -> None:
    page = two_rows
    page.keyboard.type("a")
    page.focus("#rows-plan tr:first-child select")

    press(page, "Escape", "Tab", "Tab")
    moved = press(page, "Enter")
    copied = press(page, "Tab", "Enter")
    fields = page.locator("#rows-plan textarea:visible")

    assert (moved, copied) == (["2 down"], ["2 copy", "3 land"])
    assert [fields.nth(place).input_value() for place in range(3)] == ["", "a", "a"]


def test_the_help_line_of_the_table_says_which_keys_there_are(page: Page) -> None:
    table = page.locator("table[data-table]").first

    words = "Tab goes from cell to cell and on to the next row, Enter down the column. "
    expect(table).to_have_accessible_description(words + "To reach the buttons of a row with Tab, press Esc first.")
    expect(page.locator(".table-keys")).to_have_count(1)
    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.locator(".table-keys")).to_be_hidden()


def test_rows_are_gripped_with_a_mouse_and_not_on_a_phone(page: Page) -> None:
    grip = page.locator("#rows-plan .grip").first

    expect(grip).to_have_css("display", "inline-grid")
    page.set_viewport_size({"width": 390, "height": 800})
    expect(grip).to_be_hidden()


@pytest.fixture
def ticks(browse: Callable, cluster: Cluster) -> Page:
    user = make_user("Mette")
    make_member(cluster, user, Role.EDITOR)
    named = [("money", "Money"), ("people", "People"), ("access", "Access, network")]
    several = [{"key": key, "label": {"da": label, "en": label}} for key, label in named]
    columns = [question("name"), question("gives", "multichoice", options=several)]
    fixed = question("fixed", "table", columns=columns[1:], rows=options("one"))
    data = template(question("plan", "table", columns=columns), fixed, kind="strategy") | {"format": 2}
    make_strategy(cluster, user, publish_edition(data=data, by=None))
    page: Page = browse(user, language="en-gb")
    page.goto("/c/havtorn/strategies/1/phases/only/")
    return page


def test_pasted_choices_are_found_by_names_with_commas_in_them(ticks: Page) -> None:
    copied = "Ada\tMoney; Access, network\r\nBo\tPeople, access, network\r\nCy\tMoney, nobody\r\n"
    ticks.evaluate(PASTE, ["#rows-plan tr textarea", copied, ""])
    dialog = ticks.get_by_role("dialog")
    expect(dialog.locator("tbody td").nth(5)).to_have_text("Money, nobody (not known here, left out)")
    dialog.get_by_role("button", name="Insert 3 rows").click()

    saved(ticks)
    assert cells() == [
        {"name": {"da": "Ada"}, "gives": ["money", "access"]},
        {"name": {"da": "Bo"}, "gives": ["people", "access"]},
        {"name": {"da": "Cy"}},
    ]


def test_what_is_pasted_into_a_fixed_row_takes_the_place_of_what_was_ticked(ticks: Page) -> None:
    ticks.locator("#rows-fixed").get_by_label("Money").check()
    saved(ticks, "fixed")
    ticks.evaluate(PASTE, ["#rows-fixed input", "People", "<table><tr><td>People</td></tr></table>"])
    ticks.get_by_role("dialog").get_by_role("button", name="Insert one row").click()

    expect(ticks.locator("#rows-fixed").get_by_label("Money")).not_to_be_checked()
    ticks.click("h1")
    expect(ticks.locator("#q-fixed[data-dirty]")).to_have_count(0)
    ticks.reload()
    expect(ticks.locator("#rows-fixed").get_by_label("People")).to_be_checked()
    assert cells("fixed") == [{"gives": ["people"]}]
