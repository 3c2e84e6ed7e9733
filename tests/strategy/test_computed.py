"""A calculated number in a strategy: while one answers, where it is read, in documents, and in the curators' editor."""

from io import BytesIO
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from clusters.models import Cluster
from curation.services.drafts import open_draft
from exports.html import print_html
from exports.word import word_file
from funders.exports.sheet import narrative_sheet
from library.models import Edition
from library.services import publish_edition
from strategy.models import Strategy
from tests import factories
from tests.curation.samples import at, form_of, page, save
from tests.pages import tree, words
from tests.reports.test_strategy_document import document_of
from tests.reviews.samples import snapshot_of
from tests.schema.samples import example, question, section, template
from tests.schema.test_computed import A, B, computed, costs
from tests.strategy.test_borrowed_answers import shown_of
from tests.workbooks.answering import address, send
from tests.workbooks.samples import put

pytestmark = pytest.mark.django_db
PHASE = "/c/havtorn/strategies/1/phases/only/"
READ = "/c/havtorn/strategies/1/"
LACK = "Not calculated yet: “b in English” is not answered"


def budget() -> dict[str, Any]:
    total = {**computed("total", "sum", "a", "b"), "show_if": {"question": "on", "is": True}}
    data = {**template(question("on", "yesno"), A, B, total, costs(), kind="strategy", slug="budget"), "format": 2}
    data["sections"].append(section("next", question("n")))
    return data


@pytest.fixture
def edition(db: None) -> Edition:
    return publish_edition(data=budget(), by=None)


@pytest.fixture
def strategy(cluster: Cluster, alice: User, edition: Edition) -> Strategy:
    made = factories.make_strategy(cluster, alice, edition)
    for key, value in (("on", "yes"), ("a", 1000)):
        put(made.workbook, alice, key, value)
    return made


def said(response: Any) -> list[str]:
    return [words(one).replace("\u00a0", " ") for one in tree(response).xpath("//p[contains(@class, 'q-number')]")]


def test_form_shows_it_without_a_field(client: Client, strategy: Strategy) -> None:
    answer = client.get(PHASE)

    assert said(answer) == [LACK]
    place = tree(answer).xpath("//section[@id='q-total']")[0]
    assert (place.get("data-question"), place.xpath(".//input | .//textarea")) == (None, [])
    assert place.get("data-show-if")
    # Whoever goes to what is unanswered does not come here.
    assert not tree(answer).xpath("//li[@id='toc-total']/@data-open")


def test_every_save_brings_it_and_it_cannot_be_written(client: Client, strategy: Strategy) -> None:
    assert said(send(client, strategy.workbook, "b", v="500")) == ["DKK 1,500"]
    assert client.post(address(strategy.workbook, "total"), {"a-total": "7", "rev-total": "0"}).status_code == 404
    assert "total" not in {one.question_key for one in strategy.workbook.answers.all()}


def test_it_stands_where_the_strategy_is_read_and_kept(client: Client, strategy: Strategy, alice: User) -> None:
    client.force_login(alice)
    put(strategy.workbook, alice, "b", 500)
    kept = snapshot_of(strategy, alice).url(strategy.cluster, strategy.number)
    put(strategy.workbook, alice, "b", 600)

    for place, number in ((READ, "DKK 1,600"), (f"{READ}review/", "DKK 1,600"), (kept, "DKK 1,500")):
        answer = tree(client.get(place)).xpath("//div[@id='a-total']")[0]
        assert number in words(answer).replace("\u00a0", " ")


def test_pdf_and_word_print_the_number_or_what_it_lacks(strategy: Strategy, alice: User) -> None:
    def printed() -> list[str]:
        document = document_of(strategy, "en")
        with translation.override("en-gb"):
            word = "\n".join(one.text for one in docx.Document(BytesIO(word_file(document))).paragraphs)
            return [made.replace("\u00a0", " ") for made in (print_html(document), word)]

    assert all(LACK in made for made in printed())
    put(strategy.workbook, alice, "b", 500)
    assert all("DKK 1,500" in made for made in printed())


def test_sheet_of_a_report_has_it(strategy: Strategy, alice: User) -> None:
    put(strategy.workbook, alice, "b", 500)

    rows = narrative_sheet(shown_of(strategy).sheet, "en").rows

    assert "DKK 1,500" in [str(row[2]).replace("\u00a0", " ") for row in rows]


def test_curator_picks_the_numbers_in_their_order(client: Client, curator: User, edition: Edition) -> None:
    client.force_login(curator)
    draft = open_draft(edition=edition, by=curator)
    path = "sections/only/questions/total"
    answer = page(client, draft, path)
    offered = tree(answer).xpath(f"(//select[@name='f/{path}/of'])[1]//option/@value")
    assert offered == ["", "a", "b", "costs.sum", "costs.hours"]
    sent = form_of(answer)
    assert sent[f"f/{path}/of"] == ["a", "b", ""]

    save(client, draft, {**sent, f"f/{path}/of": ["b", "", "a"], f"f/{path}/how": "difference"})

    assert (at(draft, f"{path}/of"), at(draft, f"{path}/how")) == (["b", "a"], "difference")
    save(client, draft, {**form_of(page(client, draft, path)), f"f/{path}/of": ["b", "costs.hours"]})
    assert "These numbers do not count the same." in words(tree(page(client, draft, path)))


def test_preview_calculates_from_the_example_and_library_says_how(
    client: Client, curator: User, edition: Edition
) -> None:
    client.force_login(curator)
    found = words(tree(client.get(edition.publication.get_absolute_url())))

    assert "Calculated as the sum of other numbers" in found


def test_curators_preview_shows_what_follows_from_the_example(client: Client, curator: User, edition: Edition) -> None:
    given = {**example(), "template": "budget", "answers": {"on": "yes", "a": 1000, "b": 500}, "assessments": []}
    publish_edition(data=given, by=None)
    client.force_login(curator)

    shown = client.get(reverse("curation:preview_form", args=[open_draft(edition=edition, by=curator).pk]))

    assert said(shown) == ["DKK 1,500"]
    assert "is-known" in tree(shown).xpath("//p[contains(@class, 'q-number')]/@class")[0]
