"""What comes out of the clipboards of other programs when it is put into a text.

`tests/editor/clipboards/` holds what each program puts there as HTML, and beside it the Markdown that must come of it.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Role
from tests.factories import make_edition, make_member, make_strategy, make_user
from tests.schema.samples import question

pytestmark = pytest.mark.django_db(transaction=True)

CLIPBOARDS = sorted((Path(settings.BASE_DIR) / "tests" / "editor" / "clipboards").glob("*.html"))
AREA = "textarea[name=a-why-da]"
TEXT = "#a-why-da-text"

PASTE = """([kind, words]) => {
    const data = new DataTransfer();
    data.setData(kind, words);
    const field = document.querySelector("#a-why-da-text");
    const began = performance.now();
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    return performance.now() - began;
}"""


@pytest.fixture
def page(browse: Callable, cluster: Cluster) -> Page:
    user: User = make_user("Mette")
    make_member(cluster, user, Role.EDITOR)
    make_strategy(cluster, user, make_edition("strategy", "sample", question("why", "longtext")))
    page: Page = browse(user, language="en-gb")
    page.goto("/c/havtorn/strategies/1/phases/only/")
    page.click(TEXT)
    expect(page.locator(TEXT)).to_be_focused()
    return page


def paste(page: Page, html: str, kind: str = "text/html") -> str:
    page.evaluate(PASTE, [kind, html])
    return page.input_value(AREA)


def fresh(page: Page, words: str, kind: str = "text/html") -> str:
    """Return what comes of pasting into an empty field."""
    page.evaluate(f"""() => {{ document.querySelector("{AREA}").value = "" }}""")
    return paste(page, words, kind)


def test_there_are_clipboards_of_many_programs() -> None:
    assert len(CLIPBOARDS) >= 12
    assert [path.name for path in CLIPBOARDS if not path.with_suffix(".md").exists()] == []


def test_each_clipboard_becomes_clean_text(page: Page) -> None:
    pasted = {path.stem: fresh(page, path.read_text(encoding="utf-8")) for path in CLIPBOARDS}

    wanted = {path.stem: path.with_suffix(".md").read_text(encoding="utf-8") for path in CLIPBOARDS}
    assert {name: f"{text}\n" for name, text in pasted.items()} == wanted
    assert page.evaluate("window.hacked") is None


def test_pasting_is_one_step_to_undo_and_goes_where_the_cursor_is(page: Page) -> None:
    page.keyboard.type("Før efter")
    for _letter in "efter":
        page.keyboard.press("ArrowLeft")

    assert paste(page, "<p class=MsoNormal>midt <b>i</b> <o:p></o:p></p>") == "Før midt **i**efter"
    page.keyboard.press("Control+z")
    assert page.input_value(AREA) == "Før efter"


def test_copying_inside_the_editor_keeps_everything(page: Page) -> None:
    paste(page, "## Mål\n\n- et **fedt** punkt\n- to\n", "text/plain")
    before = page.input_value(AREA)
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+v")

    assert page.input_value(AREA) == f"{before}\n\n{before}"


PLAIN = {
    "En linje\r\nto linjer\r\n\r\ntre": "En linje\n\nto linjer\n\ntre",
    "Punkter:\n• et\n• to\n  - indre\n\nSlut": "Punkter:\n\n- et\n- to\n  - indre\n\nSlut",
    "1. et\n2) to\n3. tre": "1. et\n2. to\n3. tre",
    "Land\t2025\t2026\nTyskland\t1\t2": "Land – 2025 – 2026\n\nTyskland – 1 – 2",
    "ord": "ord",
    "* stjerne *\nen_to_tre": "- stjerne \\*\n\nen_to_tre",
}


def test_text_without_marks_is_taken_line_by_line(page: Page) -> None:
    assert {plain: fresh(page, plain, "text/plain") for plain in PLAIN} == PLAIN


def test_pictures_made_of_several_stay_whole_and_what_hides_in_words_goes(page: Page) -> None:
    family, pilot = "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f469\U0001f3fd\u200d\u2708\ufe0f"

    assert (
        fresh(page, f"eks\u200bport\u00adpro\u200djekt {family} {pilot}", "text/plain")
        == f"eksportprojekt {family} {pilot}"
    )
    assert fresh(page, f"<p>eks\u200bport\ufeff {family} <b>{pilot}</b></p>") == f"eksport {family} **{pilot}**"


def test_a_picture_alone_is_not_taken_in(page: Page) -> None:
    page.keyboard.type("Før")
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.items.add(new File(["x"], "billede.png", { type: "image/png" }));
            document.querySelector("#a-why-da-text").dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )

    assert page.input_value(AREA) == "Før"
    expect(page.locator(f"{TEXT} img")).to_have_count(0)


HURTFUL = {
    "divs": "<div>" * 5000 + "dybt" + "</div>" * 5000,
    "lists": "<ul><li>" * 600 + "dybt",
    "marks": "<b><i>" * 3000 + "dybt",
    "comments": "<!--" * 20000 + "<p>dybt",
    "style": "<p style='" + "a:b;" * 50000 + "'>dybt</p>",
    "conditions": "<![if !supportLists]>" * 20000 + "dybt",
    "formats": "<style>" + "@list l0:level1 {" * 20000,
    "broken": "<p " * 30000 + ">dybt",
    "quotes": "<p a='" + '<p b="' * 20000 + "dybt",
}


def test_html_made_to_hurt_does_not(page: Page) -> None:
    took = {name: page.evaluate(PASTE, ["text/html", html]) for name, html in HURTFUL.items()}

    assert page.input_value(AREA).count("dybt") >= 5
    assert {name: milliseconds for name, milliseconds in took.items() if milliseconds > 5000} == {}


def test_two_megabytes_of_word_are_taken_in(page: Page) -> None:
    row = "<p class=MsoNormal style='margin:0cm;font-size:11.0pt;font-family:Calibri'>Ord <b>fed</b><o:p></o:p></p>\n"
    count = 2_000_000 // len(row)

    took = page.evaluate(PASTE, ["text/html", row * count])

    assert page.input_value(AREA) == "\n\n".join(["Ord **fed**"] * count)
    assert took < 20_000


def test_plain_text_that_was_broken_into_lines_is_whole_again(page: Page) -> None:
    words = "Klyngen skal styrke sin inter-\nnationale indsats i de kommende\når. Det sker i tre spor.\n\n1. Netværk"

    assert fresh(page, words, "text/plain").startswith(
        "Klyngen skal styrke sin internationale indsats i de kommende år."
    )
    assert fresh(page, "Anna Jensen\nBredgade 1", "text/plain") == "Anna Jensen\n\nBredgade 1"


def test_bold_and_tables_of_markdown_are_no_signs(page: Page) -> None:
    words = "Vi **skal** ud.\n\n| Land | Andel |\n|---|---|\n| Norge | 5 |"

    assert fresh(page, words, "text/plain") == "Vi **skal** ud.\n\nLand – Andel\n\nNorge – 5"
