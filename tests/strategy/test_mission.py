"""The mission and vision of the cluster's profile, where its strategy speaks of them."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from clusters.services import change_profile
from core.text import Text
from strategy.services import start_strategy
from tests import factories
from tests.pages import tree, words
from tests.strategy.phases import strategy_with_a_plan
from tests.strategy.samples import publish_starter

pytestmark = pytest.mark.django_db

ONE = "/c/havtorn/strategies/1/"
MISSION, VISION = Text(da="Vi hjælper **dem**"), Text(da="I 2030", en="By 2030")


@pytest.fixture
def known(cluster: Cluster, alice: User) -> None:
    change_profile(cluster=cluster, mission=MISSION, vision=VISION, accent="", by=alice)


def shown(client: Client, address: str) -> list[Any]:
    return tree(client.get(address)).xpath("//section[contains(@class, 'mission')]")


@pytest.mark.usefixtures("known")
def test_read_view_begins_with_them_and_marks_the_other_language(client: Client, cluster: Cluster, alice: User) -> None:
    strategy_with_a_plan(cluster, alice)

    (section,) = shown(client, ONE)

    assert words(section) == "The cluster’s overall mission and vision Mission Vi hjælper dem Vision By 2030"
    assert [words(one) for one in section.xpath(".//*[@lang='da']")] == ["Vi hjælper dem"]


def test_profile_that_says_nothing_leaves_no_empty_box(client: Client, cluster: Cluster, alice: User) -> None:
    strategy_with_a_plan(cluster, alice)

    assert shown(client, ONE) == []


@pytest.mark.usefixtures("known")
def test_they_stand_beside_the_phases_that_speak_of_them(client: Client, cluster: Cluster, alice: User) -> None:
    strategy = start_strategy(cluster=cluster, edition=publish_starter()[0], title=Text(da="S"), by=alice)
    document = strategy.workbook.edition.parsed

    found = [section.key for section in document.sections if shown(client, f"{ONE}phases/{section.key}/")]

    assert found == ["foundation", "direction"]


@pytest.mark.usefixtures("known")
def test_phase_that_does_not_speak_of_them_is_left_alone(client: Client, cluster: Cluster, alice: User) -> None:
    factories.make_strategy(cluster, alice)

    assert shown(client, f"{ONE}phases/first/") == []


def test_new_strategy_begins_with_the_mission_and_vision_of_the_profile(cluster: Cluster, alice: User) -> None:
    template, example = publish_starter()
    told = {"mission": Text(da="Vi hjælper."), "vision": Text(da="Først i Norden.")}
    change_profile(cluster=cluster, accent="", by=alice, **told)

    made = [
        start_strategy(cluster=cluster, edition=template, title=Text(da="Prøve"), by=alice, example=one)
        for one in (None, example)
    ]

    answers = [one.workbook.answers.get(question_key="overall_mission_vision") for one in made]
    assert answers[0].value == {"da": "**Mission**\n\nVi hjælper.\n\n**Vision**\n\nFørst i Norden."}
    assert [one.is_borrowed for one in answers] == [False, True]


def test_strategy_of_a_cluster_without_a_profile_begins_empty(cluster: Cluster, alice: User) -> None:
    template, _example = publish_starter()

    made = start_strategy(cluster=cluster, edition=template, title=Text(da="Prøve"), by=alice)

    assert made.workbook.answers.count() == 0
