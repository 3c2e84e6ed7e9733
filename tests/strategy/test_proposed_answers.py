"""What a strategy's template proposes: it counts once somebody has changed or confirmed it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from curation.selectors import faults_in
from curation.services.drafts import open_draft
from library.models import Edition
from library.services import publish_edition
from reports.exports.strategy import strategy_document
from strategy.models import Strategy
from strategy.services import start_strategy
from tests import pages
from tests.curation.samples import form_of, fresh, page, save
from tests.schema.samples import options, question, template, text
from tests.strategy.phases import loaded
from tests.strategy.test_borrowed_answers import answer_of, shown_of
from tests.workbooks.answering import address, state
from workbooks.models import AnswerChange
from workbooks.origins import Origin, of_all
from workbooks.services.workbooks import start_workbook

pytestmark = pytest.mark.django_db
PHASE = "/c/havtorn/strategies/1/phases/only/"


def proposing(**more: Any) -> dict[str, Any]:
    asked = [
        question("why", "longtext", default=text("Vi vil ud")),
        question("pace", "choice", options=options("slow", "fast"), default="slow"),
        question("who"),
    ]
    return {**template(*asked, kind="strategy", slug="proposing"), "format": 2, **more}


@pytest.fixture
def edition(db: None) -> Edition:
    return publish_edition(data=proposing(), by=None)


@pytest.fixture
def strategy(cluster: Cluster, alice: User, edition: Edition) -> Strategy:
    return start_strategy(cluster=cluster, edition=edition, title=Text(da="Prøve"), by=alice)


def test_what_is_proposed_stands_there_and_does_not_count(strategy: Strategy) -> None:
    shown = shown_of(strategy)

    assert (shown.progress.answered, shown.progress.borrowed, shown.progress.total) == (0, 2, 3)
    assert (answer_of(strategy, "pace").value, answer_of(strategy, "pace").changed_by) == ("slow", None)
    with translation.override("en-gb"):
        assert shown.phases[0].state == "0 of 3 your own, 2 only proposed"
    line = AnswerChange.objects.of(strategy.cluster).get(question_key="pace")
    assert (line.by, line.origin) == (None, Origin.PROPOSED)


def test_page_marks_it_and_one_confirms_it(client: Client, strategy: Strategy, editor: User) -> None:
    answer = client.get(PHASE)
    assert "2 answers are only proposed" in pages.words(pages.tree(answer))
    assert "Proposed by the template" in pages.words(pages.tree(answer))
    fields = loaded(client, PHASE)
    own = {name: value for name, value in fields.items() if name.startswith(("a-pace", "rev-pace"))}

    confirmed = client.post(address(strategy.workbook, "pace"), {**own, "act": "fits:pace"})

    assert state(confirmed) == (200, "saved", "2")
    found = answer_of(strategy, "pace")
    assert (found.value, found.source, found.changed_by) == ("slow", Origin.PROPOSED_FITS, editor)
    assert shown_of(strategy).progress.answered == 1
    own["rev-pace"] = "2"
    client.post(address(strategy.workbook, "pace"), {**own, "act": "unfits:pace"})
    assert answer_of(strategy, "pace").source is Origin.PROPOSED


def test_documents_mark_it(strategy: Strategy, cluster: Cluster) -> None:
    document = strategy_document(cluster, shown_of(strategy), [], "en")

    labels = [str(getattr(block.label, "text", block.label)) for part in document.parts for block in part.blocks]
    assert sum(label.endswith("(Proposed by the template)") for label in labels) == 2


def test_reading_view_marks_it(client: Client, strategy: Strategy, cluster: Cluster) -> None:
    read = client.get(reverse("strategy:detail", args=[cluster.slug, strategy.number])).content.decode()

    assert read.count("Proposed by the template") == 2


def test_what_is_given_goes_before_what_is_proposed(cluster: Cluster, alice: User, edition: Edition) -> None:
    workbook = start_workbook(cluster=cluster, edition=edition, title="x", by=alice, answers={"pace": "fast"})

    rows = {one.question_key: (one.value, one.source) for one in workbook.answers.all()}
    assert rows["pace"] == ("fast", Origin.OWN)
    assert rows["why"][1] is Origin.PROPOSED


def test_of_several_that_are_borrowed_what_is_only_proposed_is_said() -> None:
    assert of_all([Origin.OWN, Origin.EXAMPLE, Origin.PROPOSED]) is Origin.PROPOSED
    assert of_all([Origin.EARLIER_FITS, Origin.EARLIER]) is Origin.EARLIER
    assert of_all([]) is Origin.EXAMPLE


def test_curator_writes_and_takes_away_proposals(edition: Edition, curator: User, sign_in: Any) -> None:
    karen: Client = sign_in(curator)
    draft = open_draft(edition=edition, by=curator)
    why, pace, who = (f"sections/only/questions/{key}" for key in ("why", "pace", "who"))

    save(karen, draft, {**form_of(page(karen, draft, pace)), f"f/{pace}/default": "fast"})
    save(karen, draft, {**form_of(page(karen, draft, who)), f"f/{who}/default/da": "Os", f"f/{who}/default/en": "Us"})
    form = form_of(page(karen, draft, why))
    assert "Vi vil ud" in str(form[f"f/{why}/default/da"])
    save(karen, draft, {**form, f"f/{why}/default/da": "", f"f/{why}/default/en": ""})

    questions = {one["key"]: one for one in fresh(draft).document["sections"][0]["questions"]}
    assert questions["pace"]["default"] == "fast"
    assert questions["who"]["default"] == {"da": "Os", "en": "Us"}
    assert "default" not in questions["why"]
    assert faults_in(fresh(draft).document) == []


def test_number_and_several_are_proposed_in_the_editor(curator: User, sign_in: Any) -> None:
    karen: Client = sign_in(curator)
    asked = [question("n", "number"), question("m", "multichoice", options=options("x", "y", "z"))]
    data = template(*asked, kind="strategy", slug="plain")
    draft = open_draft(edition=publish_edition(data=data, by=None), by=curator)
    n, m = (f"sections/only/questions/{key}" for key in ("n", "m"))

    save(karen, draft, {**form_of(page(karen, draft, n)), f"f/{n}/default": "2,5"})
    save(karen, draft, {**form_of(page(karen, draft, m)), f"f/{m}/default": ["x", "z"], f"m/{m}/default": "1"})

    document = fresh(draft).document
    assert [one["default"] for one in document["sections"][0]["questions"]] == [2.5, ["x", "z"]]
    assert document["format"] == 2
    assert faults_in(document) == []
