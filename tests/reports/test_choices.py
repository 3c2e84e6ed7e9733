"""What of a strategy is printed, as a person chose, and what the document says of itself."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from exports.choices import Choices
from exports.document import PrintDocument, UnansweredBlock
from exports.html import print_html
from exports.pdf import render_pdf
from reports.exports.strategy import strategy_document
from strategy.models import Strategy
from tests import factories
from tests.pdf_check import check_pdf
from tests.reports.test_strategy_document import opened
from tests.strategy.samples import publish_every_question
from tests.workbooks.moving import SECOND, edition, started
from workbooks.services.editions import move_to_edition, prospect_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice, publish_every_question())


def printed(strategy: Strategy, **chosen: str) -> PrintDocument:
    return strategy_document(strategy.cluster, opened(strategy), [], "en", Choices.of(chosen))


def test_unanswered_questions_can_be_left_out(strategy: Strategy) -> None:
    def missing(document: PrintDocument) -> int:
        return sum(isinstance(block, UnansweredBlock) for part in document.parts for block in part.blocks)

    assert missing(printed(strategy)) > 1
    assert missing(printed(strategy, unanswered="0")) == 0


def test_phases_can_be_left_out_but_never_all(strategy: Strategy) -> None:
    strategy.workbook.answers.update_or_create(question_key="stage", defaults={"value": "report"})
    whole = printed(strategy)
    two = replace(whole, parts=(*whole.parts, replace(whole.parts[0], number=7)))

    assert [part.number for part in Choices.of({"without": "7"}).applied(two).parts] == [1]
    assert [part.number for part in Choices.of({"without": "1.7"}).applied(two).parts] == [1, 7]


def test_openers_can_be_left_out(strategy: Strategy) -> None:
    assert 'class="opener ' in print_html(printed(strategy))
    assert 'class="opener ' not in print_html(printed(strategy, openers="0"))


def test_form_has_room_to_write_by_hand_and_signatures_a_page(strategy: Strategy) -> None:
    document = printed(strategy, form="1", signatures="1", openers="0")
    html = print_html(document)

    assert (html.count('class="write"') > 1, "Not answered yet" in html) == (True, False)
    assert document.appendices[-1].title == "Signatures"
    assert check_pdf(render_pdf(html)) == []


def test_draft_says_so_on_every_page_and_an_approved_one_says_since_when(strategy: Strategy) -> None:
    draft = printed(strategy)
    Strategy.objects.of(strategy.cluster).update(state=Strategy.State.APPROVED, approved_on=date(2026, 3, 20))
    approved = printed(strategy)

    assert (draft.mark, approved.mark) == ("draft", "")
    assert 'data-mark="Draft"' in print_html(draft)
    assert ("In force from", "20 March 2026") in [(fact.label, fact.value) for fact in approved.control]
    assert check_pdf(render_pdf(print_html(draft))) == []


@pytest.mark.parametrize("words", ["", "x", "1.2.", "-1", "9" * 500, "١"])
def test_choices_that_cannot_be_read_are_the_usual(words: str) -> None:
    found = Choices.of({"openers": words, "without": words})

    assert found.openers
    assert all(0 <= number <= 999 for number in found.without)


def test_choices_are_remembered_and_stand_in_the_links(
    strategy: Strategy, alice: User, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(alice)
    place = [strategy.cluster.slug, strategy.number]

    client.post(reverse("reports:strategy_choices", args=place), {"phases": ["1"], "thread": "1"})
    page = client.get(reverse("reports:strategy", args=place)).content.decode()

    assert "openers=0&amp;unanswered=0" in page


def test_what_is_no_longer_asked_stands_at_the_end_until_somebody_leaves_it_out(
    cluster: Cluster, alice: User, sign_in: Callable[..., Client]
) -> None:
    strategy = started(cluster, alice)
    before = printed(strategy)
    strategy.workbook.cluster = cluster
    second = edition(2, SECOND)
    move_to_edition(
        workbook=strategy.workbook, edition=second, seen=prospect_of(strategy.workbook, second).seen, by=alice
    )
    after = printed(strategy)
    chapter = after.appendices[-1]

    assert not any(one.title == "Answered in an earlier edition" for one in before.appendices)
    # Neither what stands in the document in another form nor what follows to another question.
    assert (chapter.title, len(chapter.blocks)) == ("Answered in an earlier edition", 2)
    html = print_html(after)
    assert "Trade press" in html
    assert "Kun her" in html
    assert "Trade press" not in print_html(printed(strategy, parked="0"))
    address = reverse("reports:strategy_word", args=[cluster.slug, strategy.number, "en"])
    with zipfile.ZipFile(io.BytesIO(sign_in(alice).get(address).content)) as word:
        assert "Trade press" in word.read("word/document.xml").decode()
    assert check_pdf(render_pdf(html)) == []
