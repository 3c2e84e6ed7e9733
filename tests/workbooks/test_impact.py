"""What an edition would mean for everybody, in numbers and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest

from clusters.models import Cluster
from library.models import Edition
from library.services import publish_edition
from schema.documents import Template
from schema.parsing import parse
from tests import factories
from tests.schema.samples import common, options, question, section
from workbooks.impact import Impact, QuestionImpact, impact_of
from workbooks.services.workbooks import start_workbook

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def data(version: int, *questions: dict[str, Any]) -> dict[str, Any]:
    return {**common("analysis", "many", version), "sections": [section("only", *questions)]}


FIRST = data(
    1,
    question("name"),
    question("press"),
    question("source", "choice", options=options("grant", "fees")),
    question("more", show_if={"question": "source", "is": "fees"}),
)
SECOND = data(
    2,
    question("name"),
    question("source", "multichoice", options=options("grant", "fees")),
    question("more", show_if={"question": "source", "is": "grant"}),
)


@pytest.fixture
def edition() -> Edition:
    return publish_edition(data=FIRST, by=None)


def fill(edition: Edition, cluster: Cluster, number: int, **answers: Any) -> None:
    for _one in range(number):
        start_workbook(cluster=cluster, edition=edition, title="Prøve", by=None, answers=answers)


def impact(edition: Edition, document: dict[str, Any] = SECOND) -> Impact:
    found = parse(document)
    assert isinstance(found, Template)
    return impact_of(edition.publication, found)


def test_answers_are_counted_by_question_over_all_clusters(edition: Edition, cluster: Cluster) -> None:
    other = factories.make_cluster("andre")
    fill(edition, cluster, 3, name={"da": "a"}, press={"da": "b"}, source="fees", more={"da": "c"})
    fill(edition, other, 2, name={"da": "a"}, source="grant")
    fill(edition, other, 1, name={"da": "a"})

    found = impact(edition)

    assert found.workbooks == {1: 6}
    assert (found.total, found.touched, found.parked, found.converted) == (6, 5, 3, 5)
    assert {one.key: one for one in found.questions} == {
        "press": QuestionImpact("press", parked=3),
        "source": QuestionImpact("source", converted=5),
        "more": QuestionImpact("more", hidden=3),
    }


def test_an_edition_that_only_rewords_touches_nothing_and_reads_no_answer(
    edition: Edition, cluster: Cluster, django_assert_num_queries: Callable[..., Any]
) -> None:
    fill(edition, cluster, 2, press={"da": "b"})
    document = data(2, *({**one, "help": {"da": "Ny", "en": "New"}} for one in FIRST["sections"][0]["questions"]))

    with django_assert_num_queries(2):
        found = impact(edition, document)

    assert (found.total, found.touched, found.questions) == (2, 0, ())


@pytest.mark.parametrize("number", [1, 40])
def test_the_number_of_queries_does_not_grow(
    edition: Edition, cluster: Cluster, number: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    fill(edition, cluster, number, press={"da": "b"})

    with django_assert_num_queries(3):
        assert impact(edition).parked == number
