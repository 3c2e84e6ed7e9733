"""The Word file with tracked changes: what was left out, changed and added, as somebody takes or refuses it."""

import copy
from typing import Any

import pytest
from docx.oxml.ns import qn
from lxml import etree

from accounts.models import User
from answers.base import Stored
from clusters.models import Cluster
from core.text import Text
from documents.exports.printed import word_file
from documents.exports.runs import WIDTH
from documents.exports.writer import column_widths
from documents.models import ClusterDocument
from documents.rules.tree import LaidTable
from documents.services import change_clause, leave_out
from tests.documents.samples import budget_rows, make_document, own_clause, publish, shown, template
from tests.documents.test_word import parts, styled, written

pytestmark = pytest.mark.django_db


def body_of(document: ClusterDocument, **how: bool) -> Any:
    return parts(word_file(shown(document), "da", **how))["word/document.xml"]


def answered(body: Any, keep: str) -> list[tuple[str, str]]:
    """Return style and words of each paragraph when every change is taken (`ins`) or refused (`del`)."""
    body = copy.deepcopy(body)
    lost = "del" if keep == "ins" else "ins"
    for one in list(body.iter(qn("w:p"))):
        if one.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn(f'w:{lost}')}") is not None:
            one.getparent().remove(one)
    for row in list(body.iter(qn("w:tr"))):
        if row.find(f"{qn('w:trPr')}/{qn(f'w:{lost}')}") is not None:
            row.getparent().remove(row)
    for one in list(body.iter(qn(f"w:{lost}"))):
        if len(one):
            one.getparent().remove(one)
    texts = {qn("w:t"), qn("w:delText")}
    return [
        (one.find(f".//{qn('w:pStyle')}").get(qn("w:val")), "".join(t.text for t in one.iter() if t.tag in texts))
        for one in body.iter(qn("w:p"))
    ]


def untracked(document: ClusterDocument) -> list[tuple[str, str]]:
    return answered(body_of(document), "ins")


def change(document: ClusterDocument, by: User, key: str, words: str, title: str = "") -> None:
    text = Text(da=words)
    change_clause(document=document, key=key, title=Text(da=title), text=text, reason="", based_on=0, by=by)


def made_with(cluster: Cluster, by: User, **more: Stored) -> ClusterDocument:
    answers = {"name": {"da": "Bo"}, "story": {"da": "Først\n- et\n- to"}, "budget": budget_rows(("Os", 1, 1)), **more}
    return make_document(cluster, by, **answers)


def test_a_clause_that_is_left_out_stands_as_deleted_and_refused_it_is_back(cluster: Cluster, alice: User) -> None:
    document = made_with(cluster, alice)
    before = untracked(document)
    leave_out(document=document, key="board", is_out=True, based_on=0, by=alice)

    tracked = body_of(document, is_tracked=True)

    gone = "".join(one.text for one in tracked.iter(qn("w:delText")))
    assert "Bestyrelse" in gone
    assert "Bestyrelsen har tre medlemmer." in gone
    # And the paragraph of another clause that went with it.
    assert "er med" in gone
    assert [words for style, words in answered(tracked, "del") if style == "Heading1"] == [
        words for style, words in before if style == "Heading1"
    ]
    assert answered(tracked, "ins") == untracked(document)


def test_a_clause_that_the_answers_do_not_ask_for_is_no_change(cluster: Cluster, alice: User) -> None:
    data = template()
    data["clauses"][4]["show_if"] = {"question": "kind", "is": "long"}
    document = make_document(cluster, alice, edition=publish(data))

    assert list(body_of(document, is_tracked=True).iter(qn("w:ins"), qn("w:del"))) == []


def test_refused_the_changes_give_the_template_and_taken_the_document(cluster: Cluster, alice: User) -> None:
    document = made_with(cluster, alice)
    before = untracked(document)
    change(document, alice, "money", "Ny indledning.\n\nEfter punkt {{ see:meetings.money }} gives alt.\n\n{{ story }}")
    change(document, alice, "board", "Bestyrelsen har fem medlemmer.", "Bestyrelsen")
    own_clause(
        document, alice, after="law", words="{{ budget }}\n\nKun {{ name }} taler, se {{ see:law }} og {{ days }}."
    )

    tracked = body_of(document, is_tracked=True)

    assert answered(tracked, "ins") == untracked(document)
    assert answered(tracked, "del") == before


def test_references_and_blanks_in_changed_clauses_still_work(cluster: Cluster, alice: User) -> None:
    document = make_document(cluster, alice)
    change(document, alice, "meetings", "Bestyrelsen er med.\n\nMøder er korte\n- ser på {{ see:annex }}\n- {{ name }}")
    change(document, alice, "money", "Efter punkt {{ see:meetings.money }} gives noget.")

    body = body_of(document, is_tracked=True)

    names = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    codes = [one.text.split()[1] for one in body.iter(qn("w:instrText"))]
    assert len(codes) >= 3
    assert set(codes) <= names
    assert "name" in [one.get(qn("w:val")) for one in body.iter(qn("w:tag"))]


@pytest.mark.parametrize("how", [{}, {"is_tracked": True}, {"is_beside": True}])
def test_every_name_and_number_of_a_place_stands_once(cluster: Cluster, alice: User, how: dict[str, bool]) -> None:
    data = template()
    data["clauses"][2]["paragraphs"][2] = {
        "text": {"da": "Et.\n\nTo.\n\nTre.", "en": "One.\n\nTwo.\n\nThree."},
        "key": "tasks",
        "items": [{"key": "money", "text": {"da": "ser", "en": "sees"}}],
    }
    data["clauses"][4]["paragraphs"][0]["text"] = {
        "da": "Se {{ see:meetings.tasks }}",
        "en": "{{ see:meetings.tasks }}",
    }
    document = make_document(cluster, alice, edition=publish(data))
    change(document, alice, "board", "Fem.")

    body = body_of(document, **how)

    for tag, attribute in (("bookmarkStart", "name"), ("bookmarkStart", "id"), ("ins", "id"), ("id", "val")):
        found = [one.get(qn(f"w:{attribute}")) for one in body.iter(qn(f"w:{tag}"))]
        assert len(found) == len(set(found)), tag
    etree.tostring(body)


def test_definitions_stay_when_their_clause_is_written_anew(cluster: Cluster, alice: User) -> None:
    document = made_with(cluster, alice)
    change(document, alice, "parties", "Aftalen er mellem os.")

    assert ("ClauseItem", "puljen: de fælles penge") in untracked(document)


def test_a_paragraph_that_was_not_changed_still_depends_on_what_it_did(cluster: Cluster, alice: User) -> None:
    document = make_document(cluster, alice)
    words = (
        "Møder holdes med {{ days }} dages varsel.\n\nBestyrelsen efter punkt {{ see:board }} er med.\n\n"
        "Alle kommer.\n\nMødet\n- ser på {{ see:annex }}"
    )
    change(document, alice, "meetings", words)
    leave_out(document=document, key="board", is_out=True, based_on=0, by=alice)

    laid = shown(document).laid("da")
    meetings = next(one for one in laid.articles if one.key == "meetings")
    assert len(meetings.paragraphs) == 2
    assert laid.lost == ()


def test_an_answer_that_begins_with_a_list_leaves_its_paragraph_a_number(cluster: Cluster, alice: User) -> None:
    made = written(made_with(cluster, alice, story={"da": "- et\n- to"}))

    # Four articles with five paragraphs of their own, and the one that only holds the answer.
    assert styled(made, "ClauseBullet") == ["et", "to"]
    assert styled(made, "Clause")[-2:] == ["", "Dansk ret gælder. Se punkt 4."]


def test_annexes_stand_in_both_languages(cluster: Cluster, alice: User) -> None:
    body = body_of(made_with(cluster, alice), is_beside=True)

    found = answered(body, "ins")
    assert ("AnnexHeadingBeside", "Budget") in found
    assert ("AnnexHeadingOther", "EN Budget") in found
    assert [words for style, words in found if style == "SignatureHeading"] == ["Underskrifter / Signatures"]
    # Three columns fit beside each other.
    tables = [one for one in body.iter(qn("w:tbl")) if one.find(f".//{qn('w:tblStyle')}").get(qn("w:val"))[0] == "A"]
    assert len(tables) == 2


def test_a_table_too_wide_for_a_column_stands_across_both(cluster: Cluster, alice: User) -> None:
    data = template()
    columns = data["sections"][0]["questions"][5]["columns"]
    columns += [{**columns[0], "key": f"more_{n}"} for n in range(3)]
    document = make_document(cluster, alice, edition=publish(data), budget=budget_rows(("Os", 1, 1)))

    body = body_of(document, is_beside=True)

    assert len(list(body.iter(qn("w:gridSpan")))) == 2


def test_amounts_in_a_table_of_many_columns_do_not_break() -> None:
    amounts = tuple("540.000\xa0EUR" for _n in range(5))
    columns = (("Part", False), *(("Til kandidaterne (løn og mobilitet)", True) for _n in range(5)))
    widths = column_widths(LaidTable("budget", columns, (("Universitetet i Vechtstad", *amounts),)), WIDTH)

    assert sum(widths) <= WIDTH
    assert min(widths) >= 11 * 104
    assert len(column_widths(LaidTable("empty", (), ()), WIDTH)) == 0
