"""What a template proposes in analyses, reports and documents: marked, and in nothing that goes out unconfirmed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from analyses.exports.document import analysis_document
from analyses.models import Analysis
from analyses.services import copy_analysis
from clusters.models import Cluster
from core.errors import Refusal
from core.text import Text
from documents.exports.printed import print_page
from documents.models import ClusterDocument
from documents.services import copy_document
from documents.shown.plaintext import plain_text
from exports.document import Block, ValueBlock, plain
from funders.exports.document import funder_document
from funders.models import FunderReport
from funders.selectors.gathering import gather
from library.services import publish_edition
from tests import pages
from tests.analyses import samples as analyses
from tests.days import TODAY
from tests.documents import samples as documents
from tests.funders import samples as reports
from tests.schema.samples import question, text
from workbooks.origins import Origin

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
HTMX = {"HX-Request": "true"}


def proposing(data: dict[str, Any], key: str, default: Any) -> dict[str, Any]:
    """The template, format 2, with a proposal at the question."""
    for section in data["sections"]:
        for one in section["questions"]:
            if one["key"] == key:
                one["default"] = default
                return {**data, "format": 2}
    raise AssertionError(key)


@pytest.fixture
def document(cluster: Cluster, alice: User) -> ClusterDocument:
    edition = documents.publish(proposing(documents.template(), "story", text("Efter aftale.")))
    return documents.make_document(cluster, alice, edition, name={"da": "Havnen"})


@pytest.fixture
def report(cluster: Cluster, alice: User) -> FunderReport:
    edition = publish_edition(data=proposing(reports.report_template(), "members", 40), by=None)
    return reports.make_report(cluster, alice, edition)


@pytest.fixture
def analysis(cluster: Cluster, alice: User) -> Analysis:
    data = analyses.analysis_template()
    data["sections"][0]["questions"].append(question("note", "longtext", default=text("Vi ser tre år frem.")))
    return analyses.make_analysis(cluster, alice, publish_edition(data={**data, "format": 2}, by=None))


def confirm(client: Client, url: str, key: str, **typed: str) -> HttpResponse:
    names = {"v": f"a-{key}"}
    sent = {names.get(name, f"a-{key}-{name}"): words for name, words in typed.items()}
    return client.post(url, {f"rev-{key}": "1", "act": f"fits:{key}", **sent}, headers=HTMX)


def words_of(block: Block) -> str:
    return plain(getattr(block, "label", ""))


# --- documents


def test_a_proposal_is_no_part_of_the_text_until_it_is_confirmed(
    document: ClusterDocument, alice: User, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    address = reverse("documents:answer", args=[document.cluster.slug, document.number, "story"])
    section = client.get(reverse("documents:section", args=[document.cluster.slug, document.number, "more"]))
    before = documents.shown(document)

    assert "One answer is only proposed" in pages.words(pages.tree(section))
    assert "Efter aftale." in pages.words(pages.tree(section))
    assert "Efter aftale." not in plain_text(before.laid("da"), "Aftale")
    assert "Efter aftale." not in print_page(before, "da")
    assert [blank.why for _at, blank in before.laid("da").blanks() if blank.key == "story"] == ["proposed"]

    answer = confirm(client, address, "story", da="Efter aftale.", en="Efter aftale. in English")

    assert (answer.status_code, answer["X-State"]) == (200, "saved")
    # The note above the form goes with it.
    assert "only proposed" not in pages.words(pages.tree(answer))
    after = documents.shown(document)
    assert after.answers["story"].source is Origin.PROPOSED_FITS
    assert "Efter aftale." in plain_text(after.laid("da"), "Aftale")


def test_a_text_is_not_final_while_something_is_only_proposed(
    document: ClusterDocument, alice: User, sign_in: SignIn
) -> None:
    with pytest.raises(Refusal, match="One answer is only proposed"):
        documents.finish(document, alice)
    page = sign_in(alice).get(reverse("documents:final", args=[document.cluster.slug, document.number]))

    assert "story in English (only proposed)" in pages.words(pages.tree(page))
    documents.shown(document).workbook.answers.filter(question_key="story").update(origin=Origin.PROPOSED_FITS)
    documents.finish(document, alice)


def test_a_copy_proposes_again_and_takes_over_what_is_ones_own(document: ClusterDocument, alice: User) -> None:
    made = copy_document(document=document, title=Text(da="To"), by=alice)

    rows = {one.question_key: one.source for one in made.workbook.answers.all()}
    assert rows == {"name": Origin.OWN, "story": Origin.PROPOSED}


# --- reports


def test_a_report_is_drafted_and_sent_without_what_is_only_proposed(
    report: FunderReport, alice: User, sign_in: SignIn
) -> None:
    shown = reports.page_of(report)
    read = sign_in(alice).get(shown.read_url)

    assert "Proposed by the template" in pages.words(pages.tree(read))
    assert "members" in {gap.question.key for gap in shown.gaps}
    assert "members" not in gather(shown).content.answers
    draft = funder_document(gather(shown).content, shown.sheet.document, "da", today=TODAY)
    blocks = [block for chapter in draft.appendices for block in chapter.blocks if words_of(block) == "members"]
    assert not any(isinstance(block, ValueBlock) for block in blocks)
    assert "members" not in reports.send(report, alice).content["answers"]

    report.workbook.answers.filter(question_key="members").update(origin=Origin.PROPOSED_FITS)

    assert reports.send(report, alice).content["answers"]["members"] == 40


def test_a_report_from_an_earlier_one_takes_over_nothing_that_was_only_proposed(report: FunderReport) -> None:
    assert "members" not in report.workbook.own_answers
    assert "funder_name" in report.workbook.own_answers


# --- analyses


def test_an_analysis_marks_what_is_only_proposed(analysis: Analysis, alice: User, sign_in: SignIn) -> None:
    shown, client = analyses.page_of(analysis), sign_in(alice)
    document = analysis_document(shown, "en", today=TODAY)

    labels = [words_of(block) for chapter in document.appendices for block in chapter.blocks]
    assert "note in English (Proposed by the template)" in labels
    assert "Proposed by the template" in pages.words(pages.tree(client.get(shown.read_url)))
    assert shown.progress.borrowed == 1
    copy = copy_analysis(analysis=analysis, title=Text(da="To"), by=alice)
    assert copy.workbook.answers.get(question_key="note").source is Origin.PROPOSED
