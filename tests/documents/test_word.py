"""Word for lawyers: live numbers and references, content controls, tracked changes, two languages; and the PDF."""

import io
import re
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from pypdf import PdfReader

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from documents.exports.printed import print_page, word_file
from documents.models import ClusterDocument
from documents.services import change_clause, leave_out
from exports.pdf import render_pdf
from tests.documents.samples import budget_rows, finish, make_document, own_clause, shown
from tests.pdf_check import check_pdf

pytestmark = pytest.mark.django_db


def parts(content: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: etree.fromstring(packed.read(name)) for name in packed.namelist()}


def written(document: ClusterDocument, **how: bool) -> Any:
    return docx.Document(io.BytesIO(word_file(shown(document), "da", **how)))


def styled(document: Any, style: str) -> list[str]:
    return [one.text for one in document.paragraphs if one.style.style_id == style]


def test_headings_are_bound_to_a_multilevel_list_and_carry_no_number_of_their_own(
    cluster: Cluster, alice: User
) -> None:
    document = make_document(cluster, alice)

    made, found = written(document), parts(word_file(shown(document), "da"))

    assert styled(made, "Heading1") == ["Parter", "Bestyrelse", "Møder", "Penge", "Lovvalg"]
    levels = found["word/numbering.xml"].findall(f"{qn('w:abstractNum')}[1]/{qn('w:lvl')}")
    assert [
        (one.find(qn("w:pStyle")).get(qn("w:val")), one.find(qn("w:lvlText")).get(qn("w:val"))) for one in levels
    ] == [
        ("Heading1", "%1"),
        ("Clause", "%1.%2"),
        ("ClauseItem", "(%3)"),
    ]
    style = found["word/styles.xml"].find(f"{qn('w:style')}[@{qn('w:styleId')}='Clause']")
    assert style.find(f".//{qn('w:numId')}").get(qn("w:val")) == "1"


def test_references_are_fields_to_bookmarks_that_are_there(cluster: Cluster, alice: User) -> None:
    body = parts(word_file(shown(make_document(cluster, alice)), "da"))["word/document.xml"]

    codes = [one.text.strip() for one in body.iter(qn("w:instrText"))]
    names = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    assert [re.sub(r"_Ref\d+", "_Ref", code) for code in codes] == [
        r"REF _Ref \r \h",
        r"REF _Ref \r \h",
        r"REF _Ref \w \h",
        r"REF _Ref \r \h",
    ]
    assert {code.split()[1] for code in codes} <= names


def test_blank_is_a_content_control_with_the_name_of_its_question(cluster: Cluster, alice: User) -> None:
    body = parts(word_file(shown(make_document(cluster, alice)), "da"))["word/document.xml"]

    tags = [one.get(qn("w:val")) for one in body.iter(qn("w:tag"))]
    assert tags[0] == "name"
    assert "budget" in tags


def test_nothing_in_the_text_is_formatted_directly(cluster: Cluster, alice: User) -> None:
    document = make_document(cluster, alice, name={"da": "Bo"}, budget=budget_rows(("Os", 1, 1)))
    body = parts(word_file(shown(document), "da"))["word/document.xml"]

    runs = {child.tag for one in body.iter(qn("w:rPr")) for child in one}
    paragraphs = {child.tag for one in body.iter(qn("w:pPr")) for child in one}
    assert runs == {qn("w:rStyle")}
    assert paragraphs == {qn("w:pStyle")}
    assert list(body.iter(qn("w:txbxContent"), qn("w:pict"))) == []


def test_table_of_an_annex_has_a_header_row_and_its_sums(cluster: Cluster, alice: User) -> None:
    made = written(make_document(cluster, alice, budget=budget_rows(("Os", 100, 60), ("Dem", 50, 90))))

    (table,) = made.tables
    assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert [cell.text.replace("\xa0", " ") for cell in table.rows[-1].cells] == ["I alt", "150 EUR", "150 EUR"]
    assert styled(made, "AnnexHeading") == ["Budget"]


def test_head_and_foot_say_version_page_and_template(cluster: Cluster, alice: User) -> None:
    document = make_document(cluster, alice, name={"da": "Bo"})
    draft = written(document)
    final = written(finish(document, alice))

    foot = "".join(one.text for one in draft.sections[0].footer.paragraphs)
    codes = [one.text.strip() for one in draft.sections[0].footer._element.iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]
    assert "Version 1" in foot
    assert "Bygger på skabelonen" in foot
    assert "Udkast" in draft.sections[0].header.paragraphs[0].text
    assert "Udkast" not in final.sections[0].header.paragraphs[0].text
    assert (draft.core_properties.language, draft.core_properties.title) == ("da-DK", "Aftale om samarbejde")


def test_field_codes_that_somebody_wrote_are_words(cluster: Cluster, alice: User) -> None:
    words = '{ REF _Ref000000001 \\h } <w:fldSimple w:instr="DATE"/> & "\x02"'
    document = make_document(cluster, alice, name={"da": words})
    body = parts(word_file(shown(document), "da"))["word/document.xml"]

    text = "".join(one.text or "" for one in body.iter(qn("w:t")))
    assert '{ REF _Ref000000001 \\h } <w:fldSimple w:instr="DATE"/> & ""' in text
    assert len(list(body.iter(qn("w:instrText")))) == 4


def test_changes_to_the_template_are_tracked_when_asked_for(cluster: Cluster, alice: User) -> None:
    document = make_document(cluster, alice)
    change_clause(
        document=document,
        key="board",
        title=Text(da="Bestyrelse"),
        text=Text(da="Bestyrelsen har fem medlemmer.\n\nDen mødes ofte."),
        reason="",
        based_on=0,
        by=alice,
    )
    own_clause(document, alice)

    tracked = parts(word_file(shown(document), "da", is_tracked=True))["word/document.xml"]
    plain = parts(word_file(shown(document), "da"))["word/document.xml"]

    gone = "".join(one.text for one in tracked.iter(qn("w:delText")))
    come = ["".join(one.itertext()) for one in tracked.iter(qn("w:ins")) if one.find(qn("w:r")) is not None]
    assert gone.strip() == "tre"
    assert [words.strip() for words in come] == ["fem", "Den mødes ofte.", "Presse", "Kun én taler."]
    assert list(plain.iter(qn("w:ins"), qn("w:del"))) == []


def test_two_languages_stand_side_by_side_each_with_its_numbers(cluster: Cluster, alice: User) -> None:
    document = make_document(cluster, alice, name={"da": "Bo", "en": "Bo"})
    leave_out(document=document, key="board", is_out=True, based_on=0, by=alice)

    made = written(document, is_beside=True)

    rows = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    assert rows[0] == ["Dansk", "English"]
    assert ["Lovvalg", "EN Lovvalg"] in rows
    styles = {cell.paragraphs[0].style.style_id for row in made.tables[0].rows for cell in row.cells[1:]}
    assert {"Heading1Other", "ClauseOther", "ClauseItemOther"} <= styles


def test_final_text_says_so_below_every_page_in_both_files(cluster: Cluster, alice: User) -> None:
    document = finish(make_document(cluster, alice, name={"da": "Bo", "en": "Bo"}), alice)

    page = print_page(shown(document), "da")
    footer = docx.Document(io.BytesIO(word_file(shown(document), "en"))).sections[0].footer

    assert 'data-version="Version 1, endelig · ' in page
    assert "agreement draft" not in page
    assert "Version 1, final · " in footer.paragraphs[0].text


def test_signatures_never_stand_alone_on_a_page(cluster: Cluster, alice: User) -> None:
    page = print_page(shown(make_document(cluster, alice)), "da")
    signs = '<section class="signs">'
    before = set()
    for lines in range(20, 44, 2):
        text = '<section class="art">' + '<div class="p"><p>En linje til.</p></div>' * lines + "</section>"
        found = [
            one.extract_text() for one in PdfReader(io.BytesIO(render_pdf(page.replace(signs, text + signs)))).pages
        ]
        (words,) = (one for one in found if "Underskrifter" in one)
        assert "En linje til." in words
        before.add(found.index(words))

    assert len(before) == 2


def test_pdf_is_accessible_and_marked_as_a_draft(cluster: Cluster, alice: User) -> None:
    document = make_document(cluster, alice, budget=budget_rows(("Os", 100, 60)), story={"da": "- et\n- to"})

    page = print_page(shown(document), "da")
    pdf = render_pdf(page)

    assert "agreement draft" in page
    assert check_pdf(pdf) == []
