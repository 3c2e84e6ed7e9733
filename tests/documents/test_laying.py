"""The text of a document: numbers, references, blanks, sums, changed and own clauses."""

from typing import Any

import pytest

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from documents.rules.texts import read_text, written_text
from documents.rules.tree import Blank, Fill, Laid, Ref, words_of
from documents.services import change_clause, leave_out
from documents.shown.plaintext import plain_text
from tests.documents.samples import (
    budget_rows,
    clause,
    make_document,
    own_clause,
    paragraph,
    publish,
    shown,
    template,
)
from tests.schema.samples import question, section

pytestmark = pytest.mark.django_db


def headings(laid: Laid) -> list[str]:
    return [f"{one.number} {words_of(one.title)}" for one in laid.inside()]


def lines(laid: Laid) -> str:
    return plain_text(laid, "Titel")


def refs(laid: Laid) -> list[str]:
    return [piece.number for _anchor, piece in laid.pieces() if isinstance(piece, Ref)]


def test_articles_paragraphs_and_points_are_numbered_and_referred_to(cluster: Cluster, alice: User) -> None:
    laid = shown(make_document(cluster, alice)).laid("da")

    assert headings(laid) == ["1 Parter", "2 Bestyrelse", "3 Møder", "4 Penge", "5 Lovvalg"]
    assert refs(laid) == ["2", "Bilag A", "3.2(a)", "4"]


def test_numbers_and_references_follow_when_a_clause_is_left_out(cluster: Cluster, alice: User) -> None:
    document = make_document(cluster, alice)

    leave_out(document=document, key="board", is_out=True, based_on=0, by=alice)
    laid = shown(document).laid("da")

    assert headings(laid) == ["1 Parter", "2 Møder", "3 Penge", "4 Lovvalg"]
    # The paragraph that goes with the board is gone, so the meeting's is the first.
    assert refs(laid) == ["Bilag A", "2.1(a)", "3"]
    assert "Bestyrelse" not in lines(laid)


def test_answers_are_set_in_and_blanks_name_their_question(cluster: Cluster, alice: User) -> None:
    laid = shown(make_document(cluster, alice, owner_name={"da": "Os"})).laid("da")
    pieces = [piece for _anchor, piece in laid.pieces()]

    assert Fill("owner_name", "Os", strong=True) in pieces
    assert [blank.key for _anchor, blank in laid.blanks()][:2] == ["name", "budget"]


def test_place_whose_question_is_hidden_is_blank_and_says_why(cluster: Cluster, alice: User) -> None:
    data = template(clauses=[clause("days", "Varsel", paragraph("Varslet er {{ days }} dage."))])
    laid = shown(make_document(cluster, alice, publish(data), kind="short", days=14)).laid("da")

    (blank,) = [piece for _anchor, piece in laid.pieces() if isinstance(piece, Blank) and piece.key == "days"]
    assert blank.why == "hidden"
    assert "14" not in lines(laid)


def test_paragraph_with_a_condition_is_there_when_it_is_met(cluster: Cluster, alice: User) -> None:
    long = shown(make_document(cluster, alice, kind="long", days=21)).laid("da")

    assert "3.1 Møder holdes med 21 dages varsel." in lines(long)


def test_sums_are_shown_and_what_does_not_add_up_is_said(cluster: Cluster, alice: User) -> None:
    rows = budget_rows(("Os", 100, 60), ("Dem", 50, 60))
    laid = shown(make_document(cluster, alice, budget=rows, total=160)).laid("da")
    (annex,) = laid.annexes

    assert "Efter punkt 3.2(a) gives 150 EUR til puljen." in lines(laid).replace("\xa0", " ")
    assert annex.table is not None
    assert [cell.replace("\xa0", " ") for cell in annex.table.total] == ["I alt", "150 EUR", "120 EUR"]
    said = [(one.total, one.wanted, one.difference) for one in annex.faults]
    assert [tuple(word.replace("\xa0", " ") for word in one) for one in said] == [
        ("150 EUR", "160 EUR", "10 EUR"),
        ("150 EUR", "120 EUR", "30 EUR"),
    ]


def test_words_of_field_codes_and_braces_are_only_words(cluster: Cluster, alice: User) -> None:
    words = "{ REF _Ref1 \\r \\h } og { PAGE } og {{ name }}"
    laid = shown(make_document(cluster, alice, name={"da": words})).laid("da")

    assert f"Aftalen er mellem Havtorn og {words}." in lines(laid).replace(cluster.name_da, "Havtorn")


def test_name_of_500_letters_is_set_in_whole(cluster: Cluster, alice: User) -> None:
    laid = shown(make_document(cluster, alice, name={"da": "a" * 500})).laid("da")

    assert "a" * 500 in lines(laid)


def test_changed_clause_keeps_what_others_refer_to_and_says_that_it_is_changed(cluster: Cluster, alice: User) -> None:
    document = make_document(cluster, alice)
    change_clause(
        document=document,
        key="meetings",
        title=Text(da="Alle møder"),
        text=Text(da="Kort.\n\nStadig kort.\n\nMødet\n- ser på penge\n- drikker kaffe"),
        reason="Vi er få",
        based_on=0,
        by=alice,
    )
    laid = shown(document).laid("da")
    article = next(one for one in laid.articles if one.key == "meetings")

    assert (article.is_changed, article.reason) == (True, "Vi er få")
    assert [item.number for item in article.paragraphs[2].items] == ["(a)", "(b)"]
    assert "3.3(a)" in refs(laid)
    assert words_of(article.curated[0].block.pieces) == "Møder"


def test_own_clause_stands_behind_another_and_is_numbered(cluster: Cluster, alice: User) -> None:
    document = make_document(cluster, alice)
    own_clause(document, alice)
    own_clause(document, alice, after="nobody")

    laid = shown(document).laid("da")

    assert headings(laid)[2:] == ["3 Presse", "4 Møder", "5 Penge", "6 Lovvalg", "7 Presse"]


def test_reference_of_ones_own_to_what_is_left_out_is_told(cluster: Cluster, alice: User) -> None:
    document = make_document(cluster, alice)
    own = own_clause(document, alice, words="Se punkt {{ see:board }}.")
    leave_out(document=document, key="board", is_out=True, based_on=0, by=alice)

    assert shown(document).laid("da").lost == ((own.key, "board"),)


def test_own_clauses_that_want_to_stand_behind_each_other_end_the_text(cluster: Cluster, alice: User) -> None:
    document = make_document(cluster, alice)
    one, two = own_clause(document, alice), own_clause(document, alice)
    type(one).objects.of(cluster).filter(pk=one.pk).update(after=two.key)
    type(one).objects.of(cluster).filter(pk=two.pk).update(after=one.key)

    assert headings(shown(document).laid("da"))[5:] == ["6 Presse", "7 Presse"]


def test_clauses_among_the_questions_of_older_templates_are_clauses_too(cluster: Cluster, alice: User) -> None:
    body = {"da": "Mellem {{ name }} og os.\n\nMere.", "en": "Between {{ name }} and us.\n\nMore."}
    old: dict[str, Any] = {
        **template(),
        "sections": [section("facts", question("name"), question("c", "clause", body=body, optional=True))],
    }
    for key in ("clauses", "schedules", "signatures", "defined_terms", "notice"):
        del old[key]

    laid = shown(make_document(cluster, alice, publish(old), name={"da": "Bo"})).laid("da")

    assert "1.1 Mellem Bo og os." in lines(laid)
    assert "1.2 Mere." in lines(laid)


@pytest.mark.parametrize(
    "words",
    ["Ét stykke.", "Et.\n\nTo.", "Mødet\n- ser\n- hører", "Puljen betaler:\n\n{{ story }}", "- kun\n- led"],
)
def test_text_is_read_as_it_was_written(words: str) -> None:
    assert read_text(written_text(read_text(words))) == read_text(words)
