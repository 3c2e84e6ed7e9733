"""Two states of a strategy with different editions: what was renamed, what was dropped, and what an answer hides."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import docx
import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from clusters.models import Cluster
from exports.page_cache import page_of as printed
from library.services import publish_edition
from reports.views.snapshots import changes_since
from reviews.freezing import frozen_of, page_of
from reviews.models import Snapshot
from reviews.shown.comparison import Comparison, compare
from reviews.shown.pairs import DROPPED, HIDDEN
from reviews.shown.rows import CHANGED, GONE, NEW
from strategy.models import Strategy
from tests import days, factories
from tests.exports import word
from tests.pages import tree, words
from tests.reviews.samples import opened, snapshot_of
from tests.schema.grouped import grouped
from tests.schema.samples import question, section, text
from tests.workbooks.moving import FIRST, SECOND, edition, save, started
from workbooks.services.editions import move_to_edition, prospect_of

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
HERE = "/c/havtorn/strategies/1/snapshots/1/compare/"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return started(cluster, alice)


@pytest.fixture
def kept(strategy: Strategy, alice: User) -> Snapshot:
    return snapshot_of(strategy, alice)


def move(strategy: Strategy, by: User, sections: list[dict[str, Any]], version: int = 2) -> None:
    to = edition(version, sections)
    seen = prospect_of(strategy.workbook, to).seen
    move_to_edition(workbook=strategy.workbook, edition=to, seen=seen, by=by)


def since(kept: Snapshot, strategy: Strategy) -> Comparison:
    shown = opened(strategy)
    then = page_of(strategy.cluster, strategy, kept.edition, kept.frozen)
    return compare(then, shown, kept.frozen, frozen_of(strategy.cluster, shown, days.TODAY))


def told(found: Comparison) -> dict[str, list[tuple[str, str]]]:
    return {part.phase.key: [(one.question.key, one.fate) for one in part.changes] for part in found.phases}


def removed(found: Comparison, key: str) -> str:
    change = next(one for part in found.phases for one in part.changes if one.question.key == key)
    return "".join(piece.text for piece in change.pieces if piece.kind == "removed")


def paper(strategy: Strategy, kept: Snapshot, language: str = "da") -> str:
    with translation.override(language):
        return printed(changes_since(opened(strategy), kept, None, language))  # type: ignore[arg-type]


# ---- another edition


def test_dropped_answers_are_told_under_their_phase_or_at_the_end(
    strategy: Strategy, alice: User, kept: Snapshot
) -> None:
    move(strategy, alice, SECOND)

    found = since(kept, strategy)

    assert told(found) == {"one": [("press", DROPPED)], "three": [("more", HIDDEN)], "two": [("only", DROPPED)]}
    assert [part.phase.key for part in found.phases if part.is_gone] == ["two"]
    assert (removed(found, "press"), removed(found, "only")) == ("Fagpressen", "Kun her")
    assert (found.answers, found.asked) == (3, 7)


def test_question_under_another_name_is_compared_with_its_former_answer(
    strategy: Strategy, alice: User, kept: Snapshot
) -> None:
    move(strategy, alice, SECOND)
    same = [label.en for part in since(kept, strategy).phases for label in part.same]
    save(strategy.workbook, "who", {"da": "En maskiningeniør"}, alice)

    (change,) = [one for part in since(kept, strategy).phases for one in part.changes if one.question.key == "who"]

    assert "who in English" in same
    assert change.fate == CHANGED
    assert [piece.text.strip() for piece in change.pieces if piece.kind == "same"] == ["En"]
    assert [label.en for label in change.formerly] == ["profile in English"]


def test_question_that_was_renamed_twice_is_compared_with_its_first_answer(
    strategy: Strategy, alice: User, kept: Snapshot
) -> None:
    edition(2, [section("one", question("title", replaces=["name"]))])
    move(strategy, alice, [section("one", question("heading", replaces=["title"]))], version=3)
    save(strategy.workbook, "heading", {"da": "Et omslag"}, alice)

    changes = [one for part in since(kept, strategy).phases for one in part.changes]
    (change,) = [one for one in changes if one.question.key == "heading"]

    assert (change.fate, [label.en for label in change.formerly]) == (CHANGED, ["name in English"])
    assert "name" not in [one.question.key for one in changes]


def test_answer_that_only_took_another_form_is_the_same(strategy: Strategy, alice: User, kept: Snapshot) -> None:
    move(strategy, alice, SECOND)

    assert strategy.workbook.answers.get(question_key="source").value == ["fees"]
    assert "source in English" in [label.en for part in since(kept, strategy).phases for label in part.same]


def test_two_answers_that_became_one_are_compared_with_it(strategy: Strategy, alice: User, kept: Snapshot) -> None:
    joined = [section("one", question("both", "longtext", replaces=["name", "press"]))]
    move(strategy, alice, joined)
    before = told(since(kept, strategy))["one"]
    save(strategy.workbook, "both", {"da": "Omslag\n\nDagspressen"}, alice)

    after = since(kept, strategy)

    assert ("both", CHANGED) not in before
    assert ("both", CHANGED) in told(after)["one"]
    assert removed(after, "both") == "Fagpressen"


def test_former_answer_is_told_once_where_two_questions_have_its_place(
    strategy: Strategy, alice: User, kept: Snapshot
) -> None:
    split = [section("one", question("first", replaces=["name"]), question("second", replaces=["name"]))]
    move(strategy, alice, split)

    assert [one for one in told(since(kept, strategy))["one"] if one[0] in ("first", "second")] == []


def test_renamed_phase_keeps_what_its_questions_left(strategy: Strategy, alice: User, kept: Snapshot) -> None:
    move(strategy, alice, [FIRST[0], section("later", question("more"), replaces=["two"])])

    found = since(kept, strategy)

    assert told(found) == {"one": [], "later": [("only", DROPPED)]}
    assert not any(part.is_gone for part in found.phases)


def test_remark_is_dropped_with_its_question_and_called_by_it(cluster: Cluster, alice: User) -> None:
    strategy = factories.make_strategy(cluster, alice, publish_edition(data=grouped(), by=None))
    save(strategy.workbook, "abroad", "yes", alice)
    save(strategy.workbook, "abroad__remark", {"da": "Siden 2019"}, alice)
    kept = snapshot_of(strategy, alice)
    to = publish_edition(data={**grouped(), "version": 2, "sections": [section("markets", question("aim"))]}, by=None)
    seen = prospect_of(strategy.workbook, to).seen
    move_to_edition(workbook=strategy.workbook, edition=to, seen=seen, by=alice)

    assert told(since(kept, strategy))["markets"] == [("abroad", DROPPED), ("abroad__remark", DROPPED)]
    assert "Er I ude i dag? – Bemærkning" in paper(strategy, kept)


def test_dropped_table_is_told_row_by_row(cluster: Cluster, alice: User) -> None:
    columns = [{"key": "country", "type": "text", "label": text("Land")}]
    strategy = factories.make_strategy(
        cluster, alice, edition(1, [section("one", question("name"), question("where", "table", columns=columns))])
    )
    save(strategy.workbook, "where", [{"id": "r1", "cells": {"country": {"da": "Norge"}}}], alice)
    kept = snapshot_of(strategy, alice)
    move(strategy, alice, [section("one", question("name"))])

    (change,) = [one for part in since(kept, strategy).phases for one in part.changes]

    assert change.fate == DROPPED
    assert [(row.fate, row.name) for row in change.rows] == [(GONE, "Norge")]


# ---- an answer that hides others


def test_answer_that_another_one_hides_is_told_and_so_is_one_that_comes_back(
    strategy: Strategy, alice: User, kept: Snapshot
) -> None:
    save(strategy.workbook, "source", "grant", alice)
    without = snapshot_of(strategy, alice, "Uden")
    gone = since(kept, strategy)
    save(strategy.workbook, "source", "fees", alice)
    back = since(without, strategy)

    assert told(gone) == {"one": [("source", CHANGED)], "two": [("more", HIDDEN)]}
    assert removed(gone, "more") == "Mere"
    assert told(back) == {"one": [("source", CHANGED)], "two": [("more", NEW)]}


def test_reader_is_told_what_is_hidden_without_being_led_there(
    strategy: Strategy, alice: User, reviewer: User, sign_in: SignIn
) -> None:
    client, url = sign_in(reviewer), "/c/havtorn/strategies/1/review/"
    client.get(url)
    days.set_clock(days.later(timedelta(hours=2)))
    save(strategy.workbook, "source", "grant", alice)

    (bar,) = tree(client.get(url)).xpath("//section[contains(@class, 'rv-bar')]")

    assert "2 answers have changed" in words(bar)
    assert bar.xpath(".//ol//a/@href") == ["#a-source"]
    assert "more in English hidden by another answer" in words(bar)


def test_reader_is_told_nothing_of_words_that_only_got_another_name(
    strategy: Strategy, alice: User, reviewer: User, sign_in: SignIn
) -> None:
    client, url = sign_in(reviewer), "/c/havtorn/strategies/1/review/"
    client.get(url)
    days.set_clock(days.later(timedelta(hours=2)))
    move(
        strategy, alice, [section("one", question("called", replaces=["name"]), question("who", replaces=["profile"]))]
    )
    save(strategy.workbook, "who", {"da": "En *maskiningeniør*"}, alice)

    page = tree(client.get(url))

    assert page.xpath("//section[contains(@class, 'rv-bar')]//ol//a/@href") == ["#a-who"]
    assert [words(one) for one in page.xpath("//div[@id='a-who']//del")] == ["*ingeniør*"]


# ---- on the page and on paper


def test_page_says_what_became_of_each_and_brings_back_only_what_is_asked(
    strategy: Strategy, alice: User, kept: Snapshot, sign_in: SignIn
) -> None:
    move(strategy, alice, SECOND)
    save(strategy.workbook, "who", {"da": "En maskiningeniør"}, alice)
    save(strategy.workbook, "name", {"da": "Omslag A/S"}, alice)

    page = tree(sign_in(alice).get(HERE))

    main = words(page.xpath("//main")[0])
    assert "2 questions dropped, 1 answer hidden by another" in main
    assert "Asked before: profile in English" in main
    (gone,) = page.xpath("//section[@aria-labelledby='h-two']")
    assert "Phase dropped" in words(gone)
    assert "The template no longer asks this question. What stood there: Kun her" in words(gone)
    assert "Not asked any more, because another answer hides it. What stood there: Mere" in main
    asked = page.xpath("//form[contains(@action, 'bring-back')]/input[@name='question']/@value")
    assert asked == ["name"]


def test_document_says_it_in_both_languages(strategy: Strategy, alice: User, kept: Snapshot) -> None:
    move(strategy, alice, SECOND)

    danish, english = paper(strategy, kept), paper(strategy, kept, "en")

    assert "2 spørgsmål udgået, 1 svar skjult af et andet" in danish
    assert "Udgået fase: " in danish
    assert "<del>Kun her</del>" in danish
    assert "Skabelonen stiller ikke længere spørgsmålet. Her stod:" in danish
    assert "Phase dropped: " in english
    assert "<del>Trade press</del>" in english
    assert "Not asked any more, because another answer hides it. What stood there:" in english


def test_word_file_of_it_says_the_same(strategy: Strategy, alice: User, kept: Snapshot) -> None:
    move(strategy, alice, SECOND)

    with translation.override("da"):
        paper = word.opened(changes_since(opened(strategy), kept, None, "da"))

    assert "Udgået fase: two" in [words for _level, words in word.headings(paper)]
    assert "Kun her" in [words.strip() for _style, words in word.lines(paper)]


def test_word_file_of_it_has_an_address_in_both_languages(
    strategy: Strategy, alice: User, kept: Snapshot, sign_in: SignIn
) -> None:
    move(strategy, alice, SECOND)
    client = sign_in(alice)
    offered = tree(client.get(HERE)).xpath("//main//a[contains(@href, '.docx')]/@href")

    told = [[said for _level, said in word.headings(docx.Document(BytesIO(client.get(at).content)))] for at in offered]

    assert ["Udgået fase: two" in said for said in told] == [True, False]
    assert ["Phase dropped: two in English" in said for said in told] == [False, True]


def test_comparing_editions_asks_no_query(
    strategy: Strategy, alice: User, kept: Snapshot, django_assert_num_queries: Any
) -> None:
    move(strategy, alice, SECOND)
    shown = opened(strategy)
    then = page_of(strategy.cluster, strategy, kept.edition, kept.frozen)
    now = frozen_of(strategy.cluster, shown, days.TODAY)

    with django_assert_num_queries(0):
        compare(then, shown, kept.frozen, now)
