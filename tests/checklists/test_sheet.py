"""The sheet of a checklist: how it fills its pages."""

from io import BytesIO

from pypdf import PdfReader

from checklists.exports import PrintedItem, Sheet, SheetGroup, SheetStage, sheet_html
from core.text import Resolved
from exports.pdf import render_document
from tests.pdf_check import check_pdf


def pages(before: int, after: int = 4) -> list[str]:
    """Return the words of each page of a sheet with so many lines before and after its day, five to a group."""
    line = PrintedItem(
        label=Resolved("Check the calendar of the fair", "en", False),
        note="",
        due="23 Jul 2026",
        who="International project manager",
        is_done=False,
    )
    groups = tuple(SheetGroup(f"Group {n}", (line,) * min(5, before - n)) for n in range(0, before, 5))
    stages = (SheetStage("Before", groups), SheetStage("After", (SheetGroup("", (line,) * after),)))
    made = render_document(sheet_html(Sheet("Havtorn", "A fair", "Wednesday 10 March 2027", stages), "en"))
    assert check_pdf(made.pdf) == []
    return [" ".join(one.extract_text().split()) for one in PdfReader(BytesIO(made.pdf)).pages]


def test_a_short_list_has_one_page() -> None:
    (only,) = pages(before=20)

    assert only.count("Check the calendar") == 24
    assert "Notes" in only


def test_a_list_of_fifty_lines_has_two_pages() -> None:
    assert len(pages(before=46)) == 2


def test_the_lines_to_write_on_are_never_alone_with_a_line_or_two() -> None:
    for before in range(22, 32):
        *first, last = pages(before)
        assert "Notes" in last
        assert last.count("Check the calendar") >= (3 if first else 1)


def test_every_table_says_what_its_columns_are() -> None:
    assert sum(words.count("What needs to be done") for words in pages(before=10)) == 3
