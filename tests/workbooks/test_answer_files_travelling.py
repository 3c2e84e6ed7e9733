"""A file as an answer travels: to another edition and back, to the next strategy, and with the cluster's file."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from core.errors import Refusal
from core.uploads import checked
from library.services import publish_edition
from moving.reading import bring_in
from strategy.models import Strategy
from tests import factories
from tests.moving.samples import file_of, members_of
from tests.pages import tree, words
from tests.workbooks.moving import again, answers, move
from tests.workbooks.papers import PDF, asking, asks_a_file, with_a_file
from tests.workbooks.samples import put
from tests.workbooks.test_answer_files import SAID, choose, given, links, value
from workbooks.models import AnswerFile, ParkedAnswer, Workbook
from workbooks.services.editions import undo_move
from workbooks.services.files import keep

SignIn = Callable[..., Client]
pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def workbook(cluster: Cluster, alice: User) -> Workbook:
    return asks_a_file(cluster, alice)


def test_file_follows_to_another_edition_and_back_and_is_parked_where_none_is_asked_for(
    client: Client, workbook: Workbook, alice: User
) -> None:
    kept, strategy = with_a_file(workbook, alice), Strategy.objects.of(workbook.cluster).get()
    before = answers(workbook)
    changed = asking()
    changed["sections"][0]["questions"][0] |= {"key": "budget", "replaces": ["paper"]}
    changed["sections"][0]["questions"][1]["show_if"]["question"] = "budget"
    second = publish_edition(data={**changed, "version": 2}, by=None)
    third = asking()
    third["sections"][0]["questions"] = [third["sections"][0]["questions"][1] | {"show_if": None}]
    del third["sections"][0]["questions"][0]["show_if"]
    third = publish_edition(data={**third, "version": 3}, by=None)

    move(strategy, second, alice)
    assert answers(again(strategy))["budget"] == before["paper"]
    undo_move(workbook=again(strategy), by=alice)
    assert answers(again(strategy)) == before
    move(strategy, third, alice)

    assert [one.value for one in ParkedAnswer.objects.of(workbook.cluster)] == [before["paper"]]
    parked = client.get(reverse("workbooks:parked", args=["havtorn", workbook.pk]))
    assert [name for name, _url in links(parked)] == [SAID]
    assert given(client, kept) == PDF


def test_late_file_for_a_question_that_is_gone_is_told(client: Client, workbook: Workbook, alice: User) -> None:
    third = asking()
    third["sections"][0]["questions"] = [{**third["sections"][0]["questions"][1]}]
    del third["sections"][0]["questions"][0]["show_if"]
    move(Strategy.objects.of(workbook.cluster).get(), publish_edition(data={**third, "version": 2}, by=None), alice)

    answer = choose(client, workbook)

    assert answer.status_code == 404
    assert "Nothing has been changed." in words(tree(answer))


def test_it_goes_with_the_next_strategy(workbook: Workbook, alice: User, client: Client) -> None:
    kept = with_a_file(workbook, alice)
    second = factories.make_strategy(workbook.cluster, alice, workbook.edition).workbook
    put(second, alice, "paper", value(workbook))

    assert given(client, kept) == PDF
    assert AnswerFile.objects.of(workbook.cluster).count() == 1


def test_quota_refuses_before_anything_is_written(workbook: Workbook, settings: Any) -> None:
    settings.FILES_PER_CLUSTER = 10

    with pytest.raises(Refusal):
        keep(workbook.cluster, checked("a.pdf", PDF))

    assert AnswerFile.objects.of(workbook.cluster).count() == 0


def test_clusters_file_brings_answer_and_file_to_another_cluster(
    workbook: Workbook, alice: User, sign_in: SignIn
) -> None:
    with_a_file(workbook, alice)
    first = file_of(workbook.cluster)

    made = bring_in(first, slug="ny")

    assert members_of(first) == members_of(file_of(made))
    (kept,) = AnswerFile.objects.of(made)
    assert given(sign_in(alice), kept) == PDF
    assert kept.file.name.startswith("answers/")
    assert AnswerFile.objects.of(workbook.cluster).get().file.name != kept.file.name
