"""Tables of the Word document."""

import sys
from itertools import repeat
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from core.text import Resolved
from exports.document import Column, Layout, ListBlock, Part, TableBlock, ValueBlock
from exports.word import word_file
from tests.exports.word import document, headings, lines, opened, run_languages, style_of, written

COLUMNS = (Column("Risiko"), Column("Vægt", is_number=True))
TABLE = TableBlock(label="Risici", columns=COLUMNS, rows=(("En", "3"), ("To", "4")), total=("I alt", "7"), note="Note")
WIDE = TableBlock(label="Bred", columns=COLUMNS, rows=(("En", "3"),), layout=Layout.LANDSCAPE)


def test_table_has_its_rows_and_its_note() -> None:
    paper = written(TABLE)

    words = [[cell.text for cell in row.cells] for row in paper.tables[0].rows]
    assert words == [["Risiko", "Vægt"], ["En", "3"], ["To", "4"], ["I alt", "7"]]
    assert lines(paper)[-1] == ("Note", "Note")


def test_heading_row_is_repeated_and_no_row_is_broken_over_pages() -> None:
    rows = written(TABLE).tables[0].rows

    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in rows] == [True, False, False, False]
    assert [row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows] == [True] * 4


def test_numbers_stand_to_the_right_and_the_total_is_bold() -> None:
    table = written(TABLE).tables[0]

    styles = [[style_of(cell.paragraphs[0]) for cell in row.cells] for row in table.rows]
    bold = [[bool(cell.paragraphs[0].runs[0].bold) for cell in row.cells] for row in table.rows]
    assert styles == [["TableHeading", "TableHeadingNumber"], *([["TableSubject", "TableNumber"]] * 3)]
    assert bold == [[False, False]] * 3 + [[True, True]]
    number = written().styles.element.xpath("w:style[@w:styleId='TableNumber']/w:pPr/w:jc/@w:val")
    assert number == ["right"]


def test_words_of_a_cell_stand_as_they_were_written_in_their_language() -> None:
    borrowed = Resolved("Growth & <b>", "en", is_fallback=True)
    block = TableBlock(label="“R” & <i>", columns=COLUMNS, rows=(("A & <b>", " 3"),), total=(borrowed, "7"))

    table = written(block).tables[0]

    assert [cell.text for cell in table.rows[1].cells] == ["A & <b>", " 3"]
    assert run_languages(table.rows[2].cells[0].paragraphs[0])[0] == ("Growth & <b>", "en-GB")
    assert [bool(run.bold) for run in table.rows[2].cells[0].paragraphs[0].runs] == [True, True]
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "“R” & <i>"


def test_table_of_many_rows_asks_no_more_of_python_docx() -> None:
    def asked(rows: int) -> int:
        made = document(TableBlock(label="Risici", columns=COLUMNS, rows=tuple(repeat(("En", "3"), rows))))
        calls: list[str] = []

        def noted(frame: Any, event: str, _argument: object) -> None:
            if event == "call" and frame.f_code.co_filename.startswith(docx.__path__[0]):
                calls.append(frame.f_code.co_name)

        word_file(made)
        sys.setprofile(noted)
        word_file(made)
        sys.setprofile(None)
        return len(calls)

    assert asked(100) == asked(10)


def test_table_fills_the_width_and_has_a_name() -> None:
    paper = written(TABLE)

    table = paper.tables[0]
    widths = [column.width for column in table.columns]
    assert abs(sum(widths) - Mm(166)) < Mm(1)
    assert widths == [cell.width for cell in table.rows[1].cells]
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Risici"


def test_wide_tables_stand_on_their_side_at_the_end_of_their_part() -> None:
    other = Part(number=2, title="Analyse", blocks=(ValueBlock(label="Sidst", value="1"),))
    first = Part(number=1, title="Afsæt", blocks=(WIDE, ValueBlock(label="Tal", value="1")))

    paper = opened(document(parts=(first, other)))

    shapes = [(one.orientation, one.page_width, one.page_height) for one in paper.sections]
    upright, across = (WD_ORIENT.PORTRAIT, Mm(210), Mm(297)), (WD_ORIENT.LANDSCAPE, Mm(297), Mm(210))
    assert [(o, round(w.mm), round(h.mm)) for o, w, h in shapes] == [
        (o, round(w.mm), round(h.mm)) for o, w, h in (upright, across, upright)
    ]
    assert headings(paper) == [(1, "Afsæt"), (2, "Tal"), (2, "Bred"), (1, "Analyse"), (2, "Sidst")]
    assert ("TableElsewhere", "Bred") in lines(paper)
    assert abs(sum(column.width for column in paper.tables[0].columns) - Mm(249)) < Mm(1)


def test_reference_to_a_wide_table_leads_to_its_heading() -> None:
    paper = written(WIDE, ValueBlock(label="Tal", value="1"))

    note = next(one for one in paper.paragraphs if one.text.startswith("Tabellen"))
    anchor = note._p.find(qn("w:hyperlink")).get(qn("w:anchor"))
    place = next(m for m in paper.element.iter(qn("w:bookmarkStart")) if m.get(qn("w:name")) == anchor)
    assert note.text == "Tabellen står på en side for sig selv: side 4"
    assert "".join(t.text for t in place.getparent().iter(qn("w:t"))) == "Bred"
    assert [code.text.strip() for code in note._p.iter(qn("w:instrText"))] == [f"PAGEREF {anchor} \\h"]


def test_short_table_is_not_broken_over_pages_and_a_long_one_leaves_no_row_alone() -> None:
    long = TableBlock(label="Lang", columns=(Column("A"),), rows=tuple((str(n),) for n in range(9)))

    tables = written(TABLE, long).tables

    kept = [[bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in one.rows] for one in tables]
    assert kept == [[True, True, True, False], [*[True] * 3, *[False] * 4, True, True, False]]


def test_last_item_of_a_list_stands_on_no_page_alone() -> None:
    paper = written(ListBlock(label="Ord", items=("a", "b", "c")), ListBlock(label="Et", items=("d",)))

    items = [one for one in paper.paragraphs if one.text in tuple("abcd")]
    assert [bool(one.paragraph_format.keep_with_next) for one in items] == [False, True, False, False]
