"""What a document's file is called, when it was written, and how its tables stand in it."""

import datetime
import io
import re
from copy import copy

import docx
import pytest
from django.test import Client
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from pypdf import PdfReader

from accounts.models import User
from clusters.models import Cluster
from documents.exports.printed import print_page, word_file
from documents.models import ClusterDocument, DocumentClause
from documents.rules.tree import ProseCell
from documents.services import delete_clause, leave_out, restore_clause
from documents.shown.paper import PaperView, changed_numbers
from documents.shown.plaintext import plain_text
from exports.pdf import render_pdf
from tests.days import NOW, TODAY
from tests.documents.samples import budget_rows, make_document, own_clause, publish, shown, template
from tests.schema.samples import question

pytestmark = pytest.mark.django_db


def made(document: ClusterDocument, **how: bool) -> docx.document.Document:
    return docx.Document(io.BytesIO(word_file(shown(document), "da", **how)))


def with_wide_annex(cluster: Cluster, by: User) -> ClusterDocument:
    """A document whose budget has more columns than an upright page holds."""
    data = template()
    columns = data["sections"][0]["questions"][5]["columns"]
    columns += [{**columns[1], "key": f"more_{n}"} for n in range(7)]
    rows = budget_rows(("Universitetet", 1_000_000, 2_000_000))
    rows[0]["cells"] |= {f"more_{n}": 1_500_000 for n in range(7)}
    return make_document(cluster, by, edition=publish(data), budget=rows)


def file_name(client: Client, document: ClusterDocument, language: str) -> str:
    answer = client.get(f"{document.get_absolute_url()}{language}.docx")
    return answer["Content-Disposition"]


def test_file_says_its_state_in_its_own_language(client: Client, cluster: Cluster, alice: User) -> None:
    document = make_document(cluster, alice)
    client.force_login(alice)

    assert "udkast-1-da.docx" in file_name(client, document, "da")
    assert "draft-1-en.docx" in file_name(client, document, "en")


def test_draft_bears_the_day_on_which_its_words_last_changed(cluster: Cluster, alice: User) -> None:
    document = make_document(cluster, alice, name={"da": "Bo"})
    yesterday, last_week = NOW - datetime.timedelta(days=1), NOW - datetime.timedelta(days=7)
    ClusterDocument.objects.of(cluster).update(changed_at=last_week)
    document.workbook.answers.update(changed_at=yesterday)

    assert shown(document).changed_on == yesterday.date()

    leave_out(document=document, key="board", is_out=True, based_on=0, by=alice)
    assert shown(document).changed_on == TODAY


def test_clause_that_somebody_only_opened_makes_the_draft_no_newer(cluster: Cluster, alice: User) -> None:
    document = make_document(cluster, alice)
    last_week = NOW - datetime.timedelta(days=7)
    ClusterDocument.objects.of(cluster).update(changed_at=last_week)
    DocumentClause(document=document, key="board", revision=0).save(force_insert=True)

    assert shown(document).changed_on == last_week.date()


def test_annex_that_is_too_wide_lies_across_with_its_head_and_foot(cluster: Cluster, alice: User) -> None:
    document = made(with_wide_annex(cluster, alice))

    upright, across = document.sections
    assert (upright.orientation, across.orientation) == (WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE)
    assert across.page_width > across.page_height
    assert across.footer.paragraphs[0].style.style_id == "FooterAcross"
    (table,) = document.tables
    wanted = 14344
    assert sum(int(one.get(qn("w:w"))) for one in table._tbl.tblGrid.iter(qn("w:gridCol"))) <= wanted
    # An amount of thirteen letters has room on one line.
    widths = [int(one.get(qn("w:w"))) for one in table._tbl.tblGrid.iter(qn("w:gridCol"))]
    assert min(widths[1:]) >= len("1.500.000 EUR") * 104


def test_annex_that_is_too_wide_lies_across_beside_another_language_too(cluster: Cluster, alice: User) -> None:
    document = made(with_wide_annex(cluster, alice), is_beside=True)

    assert [one.orientation for one in document.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    both = document.tables[1]
    assert int(both._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w"))) == 14344


def test_a_narrow_annex_stays_upright(cluster: Cluster, alice: User) -> None:
    document = made(make_document(cluster, alice, budget=budget_rows(("Os", 1, 1))))

    assert [one.orientation for one in document.sections] == [WD_ORIENT.PORTRAIT]


def test_amounts_stand_below_each_other_on_screen_and_on_paper(client: Client, cluster: Cluster, alice: User) -> None:
    document = make_document(cluster, alice, budget=budget_rows(("Os", 100, 60)))
    client.force_login(alice)

    page = client.get(document.get_absolute_url()).content.decode()
    sheet = print_page(shown(document), "da")

    for html, total in ((page, "Total"), (sheet, "I alt")):
        assert len(re.findall(r'<td class="num">', html)) == 4
        assert html.count(total) == 1


def test_paragraphs_in_a_cell_are_read_as_such_wherever_the_table_stands(
    client: Client, cluster: Cluster, alice: User
) -> None:
    data = {**template(), "format": 2}
    data["sections"][0]["questions"][5]["columns"].append(question("why", "longtext"))
    rows = budget_rows(("Os", 100, 60))
    rows[0]["cells"]["why"] = {"da": "Vi **bliver**.\n\n- Norge\n- Sverige\n\n1. Ring"}
    document = make_document(cluster, alice, edition=publish(data), budget=rows)
    client.force_login(alice)

    for html in (client.get(document.get_absolute_url()).content.decode(), print_page(shown(document), "da")):
        assert "<p>Vi <strong>bliver</strong>.</p>" in html
        assert "<li>Norge</li>" in html
    in_word = made(document).tables[0].rows[1].cells[3]
    assert [one.text for one in in_word.paragraphs] == ["Vi bliver.", "– Norge", "– Sverige", "1. Ring"]
    assert plain_text(shown(document).laid("da"), "").count("\tVi bliver. - Norge - Sverige - Ring\n") == 1


def test_a_word_in_bold_is_a_change_of_its_cell() -> None:
    plain, bold = ProseCell("Vi bliver", "Vi  bliver"), ProseCell("Vi bliver", "Vi **bliver**")

    assert plain != bold
    assert copy(bold) == bold


def test_sum_beyond_what_a_column_takes_is_said_too(cluster: Cluster, alice: User) -> None:
    rows = budget_rows(("Os", 10**15, 0), ("Dem", 10**15, 0))
    (annex,) = shown(make_document(cluster, alice, budget=rows)).laid("da").annexes

    assert annex.table is not None
    assert annex.table.total[1] == "2.000.000.000.000.000"
    assert [one.difference for one in annex.faults] == ["2.000.000.000.000.000"]


def test_endless_word_leaves_the_other_columns_on_the_paper(cluster: Cluster, alice: User) -> None:
    document = make_document(cluster, alice, budget=budget_rows(("Æ" * 500, 100, 60), ("Dem", 7, 3)))

    places = []

    def note(_words: str, turned: list[float], moved: list[float], *_font: object) -> None:
        places.append(moved[4] * turned[0] + turned[4])

    page = PdfReader(io.BytesIO(render_pdf(print_page(shown(document), "da")))).pages[-1]
    said = page.extract_text(visitor_text=note)

    assert max(places) < float(page.mediabox.width)
    # An amount is whole on its line.
    assert "107 EUR" in said.replace("\xa0", " ")


def test_what_is_filled_in_is_plain_text_on_paper(cluster: Cluster, alice: User) -> None:
    document = make_document(cluster, alice, name={"da": "Bo & co."}, kind="long", days=21)

    sheet = print_page(shown(document), "da")

    assert "Møder holdes med 21 dages varsel." in sheet
    assert " og Bo &amp; co.." in sheet


def test_reference_to_a_point_follows_with_the_number_of_its_paragraph(cluster: Cluster, alice: User) -> None:
    document = make_document(cluster, alice)
    before = shown(document)
    leave_out(document=document, key="board", is_out=True, based_on=0, by=alice)
    after = shown(document)

    assert before.laid("da").numbers()["k-meetings.money"] == "3.2(a)"
    assert "k-meetings.money=2.1(a)" in changed_numbers(before.laid("da"), after.laid("da")).split()


def test_own_clause_stays_in_its_place_when_the_one_before_it_is_deleted(cluster: Cluster, alice: User) -> None:
    document = make_document(cluster, alice)
    first = own_clause(document, alice)
    second = own_clause(document, alice, after=first.key, words=f"Se {{{{ see:{first.key} }}}}.")
    delete_clause(clause=first, by=alice)

    page = shown(document)
    keys = [one.key for one in page.laid("da").articles]

    assert keys[:4] == ["parties", "board", second.key, "meetings"]
    # What it refers to is called as it was called.
    ((fault, _place),) = PaperView(page, page.laid("da"), may_write=True).faults
    assert "Presse" in fault
    assert first.key not in fault
    restore_clause(clause=first, by=alice)
    assert [one.key for one in shown(document).laid("da").articles][2:4] == [first.key, second.key]
