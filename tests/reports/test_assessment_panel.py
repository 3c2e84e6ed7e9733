"""What a self-assessment puts into the strategy's document, in its language, and whose scores it does not."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from assessments.services import Given, agree, close, score, take_step
from clusters.models import Cluster
from core.text import Resolved
from exports.document import ListBlock, TableBlock, UnansweredBlock, plain
from reports.exports.assessments import assessment_blocks, assessment_document
from tests import factories
from tests.assessments import samples
from tests.reviews.samples import opened

pytestmark = pytest.mark.django_db
LABEL = Resolved("Selvevaluering", "da", is_fallback=False)


def test_document_has_phases_what_is_weak_and_what_was_decided(cluster: Cluster, alice: User) -> None:
    strategy = factories.make_strategy(cluster, alice)
    samples.a_closed_one(cluster, alice, (4, 4, 4), (4, 4, 4), (4, 4, 4), name="Status 2025")
    made = samples.a_closed_one(cluster, alice, (1, 3, 2), (1, 3, 2), (2, 3, 2))
    take_step(assessment=made, statement=made.form.by_key["mandate"], level=2, kind="note", by=alice)

    with translation.override("da"):
        table, weak, notes = assessment_blocks(opened(strategy), LABEL, "da")

    assert isinstance(table, TableBlock)
    assert isinstance(weak, ListBlock)
    assert isinstance(notes, ListBlock)
    assert [row[1:] for row in table.rows] == [("2,2", "4,0", "−1,8"), ("2,0", "4,0", "−2,0")]
    assert weak.items[0] == "Påstand mandate (1,3) For at nå niveau 2: mandate trin 2"
    assert [one.text for one in notes.items] == ["mandate trin 2"]


def test_document_shows_no_scores_of_fewer_than_three(cluster: Cluster, alice: User) -> None:
    strategy = factories.make_strategy(cluster, alice)
    samples.a_closed_one(cluster, alice, (1, 3, 2), (5, 3, 2))

    with translation.override("da"):
        (table,) = assessment_blocks(opened(strategy), LABEL, "da")

    assert isinstance(table, TableBlock)
    assert [row[1] for row in table.rows] == ["–", "–"]


def test_without_a_self_assessment_the_question_is_unanswered(cluster: Cluster, alice: User) -> None:
    strategy = factories.make_strategy(cluster, alice)

    (block,) = assessment_blocks(opened(strategy), LABEL, "da")

    assert isinstance(block, UnansweredBlock)


def test_report_says_what_was_found_and_agreed_and_names_nobody(
    cluster: Cluster, alice: User, sign_in: Callable[..., Client]
) -> None:
    made = samples.an_assessment(cluster, alice)
    for name, levels in (("Anna", (1, 3, 2)), ("Bo", (1, 3, 2)), ("Carl", (2, 3, 2))):
        samples.a_guest(made, alice, name, *levels, note="Set fra min stol")
    close(assessment=made, by=alice)
    row = samples.agreement_of(made, "data")
    agree(assessment=made, agreement=row, level=3, is_disputed=False, reason="Ny måling", based_on=1, by=alice)

    words = str(assessment_document(made, "da"))
    file = sign_in(alice).get(reverse("reports:assessment_word", args=[cluster.slug, made.number, "da"]))

    assert "Ny måling" in words
    assert "Set fra min stol" in words
    assert "Alle sagde 3" in words
    assert not any(name in words for name in ("Anna", "Bo'", "Carl"))
    assert file.status_code == 200


def test_there_is_no_report_while_people_answer(cluster: Cluster, alice: User, sign_in: Callable[..., Client]) -> None:
    made = samples.an_assessment(cluster, alice)

    answer = sign_in(alice).get(reverse("reports:assessment_word", args=[cluster.slug, made.number, "da"]))

    assert answer.status_code == 404


def test_report_prints_what_shows_a_level_what_was_answered_in_words_and_what_reads_differently(
    cluster: Cluster, alice: User
) -> None:
    samples.a_closed_one(cluster, alice, (2, 2, 2), (2, 2, 2), (2, 2, 2), name="Status 2025")
    edition = samples.an_edition(2, reason="En anden påstand")
    made = samples.an_assessment(cluster, alice, edition=edition)
    scorer = samples.a_guest(made, alice, "Gerda", 3, 3, 3)
    for name in ("Hans", "Ida"):
        samples.a_guest(made, alice, name, 3, 3, 3)
    score(assessment=made, scorer=scorer, key="mandate", given=Given(3, link="https://e.dk/r"), based_on=1)
    score(assessment=made, scorer=scorer, key="learning_next", given=Given(note="Mød tit"), based_on=0)
    samples.a_file(made, scorer, "mandate")
    close(assessment=made, by=alice)

    _phases, statements, notes = assessment_document(made, "da").appendices
    said = {plain(block.label): block.items for block in notes.blocks if isinstance(block, ListBlock)}
    rows = [plain(row[0]) for block in statements.blocks if isinstance(block, TableBlock) for row in block.rows]

    assert said == {"Påstand mandate": ("https://e.dk/r – Bevis.txt",), "learning_next": ("Mød tit",)}
    (takes,) = (block for block in statements.blocks if isinstance(block, ListBlock))
    assert takes.items[1] == "En anden påstand (3,0) For at nå niveau 4: reason trin 4"
    assert rows == ["Påstand mandate", "En anden påstand (Anderledes formuleret sidst)", "Påstand data"]
