"""The European Union's emblem stands on a document when an activity in it has a grant, and on no other."""

from datetime import date

import pytest

from accounts.models import User
from clusters.models import Cluster
from core.text import LANGUAGES
from exports.document import PrintDocument
from exports.funding import emblem
from exports.html import print_html
from exports.pdf import render_pdf
from exports.word.writer import write_document
from plans.models import Activity
from reports.exports.alone import plan_document
from reports.exports.snapshot import snapshot_document
from strategy.models import Strategy
from strategy.selectors.phases import answered
from tests import factories
from tests.days import TODAY
from tests.pdf_check import check_pdf
from tests.plans.samples import make_activity
from tests.reports.test_strategy_document import document_of
from tests.reviews.samples import snapshot_of

pytestmark = pytest.mark.django_db

SENTENCE = {"da": "Medfinansieret af Den Europæiske Union", "en": "Co-funded by the European Union"}


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    made = factories.make_strategy(cluster, alice)
    goal = factories.make_goal(made, alice)
    for grant in ("Interreg 41-2-12-25", "", "Interreg 41-2-12-25", "LIFE 101"):
        make_activity(cluster, alice, goal=goal, eu_grant=grant, starts=date(2026, 1, 1), ends=date(2026, 2, 1))
    return made


def plan_of(strategy: Strategy) -> PrintDocument:
    shown = answered(strategy.cluster, strategy, with_people=True)
    return plan_document(shown, list(strategy.goals.alive()), "da", TODAY)


def test_each_grant_stands_once_with_emblem_sentence_and_whose_views_these_are(strategy: Strategy) -> None:
    for document in (document_of(strategy), plan_of(strategy)):
        page = print_html(document)

        assert page.count("Interreg 41-2-12-25") == 1
        assert "LIFE 101" in page
        assert "<title>Den Europæiske Unions flag</title>" in page
        assert "udelukkende forfatternes" in page


def test_without_a_grant_there_is_no_emblem(strategy: Strategy) -> None:
    Activity.objects.of(strategy.cluster).update(eu_grant="")

    assert 'class="emblem"' not in print_html(document_of(strategy))


def test_a_snapshot_keeps_the_grants_it_was_frozen_with(strategy: Strategy, alice: User) -> None:
    snapshot = snapshot_of(strategy, alice)
    Activity.objects.of(strategy.cluster).update(eu_grant="")

    for language in LANGUAGES:
        page = print_html(snapshot_document(strategy.cluster, strategy, snapshot, language))
        assert SENTENCE[language] in page
        assert "LIFE 101" in page


def test_in_word_the_emblem_is_a_picture_with_words(strategy: Strategy) -> None:
    xml = write_document(plan_of(strategy)).document.element.xml

    assert 'descr="Den Europæiske Unions flag"' in xml
    assert SENTENCE["da"] in xml


def test_the_pdf_with_the_emblem_is_accessible(strategy: Strategy) -> None:
    assert check_pdf(render_pdf(print_html(plan_of(strategy)))) == []


def test_the_emblem_has_twelve_stars() -> None:
    assert emblem("Flag").count("<polygon") == 12
