"""The logos of partners and funders stand on the cluster's documents, and on what is frozen as they stood then."""

import pytest

from accounts.models import User
from clusters.models import Cluster, Supporter
from core.supporters import PARTNER
from core.text import Text
from exports.document import PrintDocument
from exports.html import print_html
from exports.pdf import render_document, render_pdf
from exports.supporting import ON_COVER
from exports.word import word_file
from exports.word.writer import write_document
from reports.exports.alone import plan_document
from reports.exports.pack import pack_document
from reports.exports.snapshot import snapshot_document
from reports.packs import gathered, start_pack
from strategy.models import Strategy
from strategy.selectors.phases import answered
from tests import factories
from tests.days import TODAY
from tests.pdf_check import check_pdf
from tests.reports.test_strategy_document import document_of
from tests.reviews.samples import snapshot_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    made = factories.make_strategy(cluster, alice)
    factories.make_goal(made, alice)
    factories.make_supporter(cluster, alice)
    factories.make_supporter(cluster, alice, "Partneren <3", PARTNER)
    return made


def plan_of(strategy: Strategy) -> PrintDocument:
    shown = answered(strategy.cluster, strategy, with_people=True)
    return plan_document(shown, list(strategy.goals.alive()), "da", TODAY)


def test_funders_stand_on_the_cover_and_all_on_the_last_page(strategy: Strategy) -> None:
    for document in (document_of(strategy), plan_of(strategy)):
        page = print_html(document)

        assert (page.count('alt="Havnefonden"'), page.count('alt="Partneren &lt;3"')) == (2, 1)
        assert page.index("Støttet af") < page.index('href="#supporters"') < page.index('id="supporters"')


def test_more_funders_than_a_cover_holds_stand_on_the_last_page_alone(strategy: Strategy, alice: User) -> None:
    for number in range(ON_COVER):
        factories.make_supporter(strategy.cluster, alice, f"Fond {number}")

    page = print_html(plan_of(strategy))

    assert ("Støttet af" in page, page.count('alt="Havnefonden"')) == (False, 1)


def test_without_supporters_there_is_no_such_page(strategy: Strategy) -> None:
    Supporter.objects.of(strategy.cluster).delete()

    page = print_html(plan_of(strategy))

    assert "supporters" not in page
    assert "cover-funders" not in page


def test_the_pdf_is_accessible(strategy: Strategy) -> None:
    assert check_pdf(render_pdf(print_html(plan_of(strategy)))) == []


def test_in_word_the_logos_are_pictures_with_their_names(strategy: Strategy) -> None:
    document = plan_of(strategy)

    xml = write_document(document).document.element.xml

    assert (xml.count('descr="Havnefonden"'), xml.count('descr="Partneren &lt;3"')) == (2, 1)
    assert word_file(document)


def test_a_logo_whose_file_is_gone_is_its_name(strategy: Strategy) -> None:
    for one in Supporter.objects.of(strategy.cluster):
        one.logo.storage.delete(one.logo.name)

    page, xml = print_html(plan_of(strategy)), write_document(plan_of(strategy)).document.element.xml

    assert "<li>Havnefonden</li>" in page
    assert "Havnefonden" in xml


def test_a_snapshot_keeps_the_logos_that_it_was_frozen_with(strategy: Strategy, alice: User) -> None:
    snapshot = snapshot_of(strategy, alice)
    Supporter.objects.of(strategy.cluster).delete()

    page = print_html(snapshot_document(strategy.cluster, strategy, snapshot, "en"))

    assert page.count('alt="Havnefonden"') == 2


def test_the_boards_pack_stays_two_pages(strategy: Strategy, alice: User) -> None:
    pack = start_pack(cluster=strategy.cluster, strategy=strategy, meeting_on=TODAY, asked=Text(), by=alice)

    page = print_html(pack_document(gathered(pack, TODAY), "da", is_sent=False))

    assert page.count('alt="Havnefonden"') == 1
    assert "Partneren" not in page
    assert render_document(page).pages == 2
