"""Answers to questions that are not asked any more: frozen with a snapshot, shown at its end, and to nobody outside."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from exports.html import print_html
from library.services import publish_edition
from reports.exports.snapshot import snapshot_document
from reviews.freezing import frozen_of, mark_of, parked_of
from reviews.models import Snapshot
from reviews.rules.content import FrozenParked
from reviews.shown.frozen import ShownSnapshot
from reviews.shown.parked import question_of, shown_parked
from strategy.models import Strategy
from strategy.services import start_strategy
from tests import days
from tests.pages import tree, words
from tests.reviews.samples import opened, snapshot_of
from tests.schema.grouped import grouped
from tests.schema.samples import every_type, question, section
from tests.workbooks.moving import SECOND, edition, save, started
from workbooks.services.editions import move_to_edition, prospect_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    made = started(cluster, alice)
    to = edition(2, SECOND)
    seen = prospect_of(made.workbook, to).seen
    move_to_edition(workbook=made.workbook, edition=to, seen=seen, by=alice)
    return made


def parts(found: Any) -> list[tuple[str, str]]:
    return [(one.label.da, one.shown.plain) for one in found]


def test_snapshot_holds_what_is_parked_and_no_original_of_what_was_converted(strategy: Strategy, alice: User) -> None:
    frozen = snapshot_of(strategy, alice).frozen

    assert [(one.key, one.version, one.by) for one in frozen.parked] == [
        ("only", 1, alice.display_name),
        ("press", 1, alice.display_name),
    ]
    assert parts(shown_parked(frozen.parked, "da")) == [("only", "Kun her"), ("press", "Fagpressen")]


def test_it_stands_at_the_end_of_page_and_document(strategy: Strategy, alice: User, client: Client) -> None:
    snapshot = snapshot_of(strategy, alice)
    # What is frozen stays, whatever becomes of the answers beside the strategy.
    strategy.workbook.parked.all().delete()
    client.force_login(alice)

    page = tree(client.get(snapshot.url(strategy.cluster, strategy.number)))
    section = page.xpath("//section[@aria-labelledby='h-parked']")[0]
    assert [words(one) for one in section.xpath(".//h3")] == ["only in English", "press in English"]
    assert "Trade press" in words(section)
    assert f"Edition 1, written by {alice.display_name}" in words(section)

    html = print_html(snapshot_document(strategy.cluster, strategy, snapshot, "da"))
    assert html.index("Besvaret i en tidligere udgave") < html.index("Fagpressen")


def test_whoever_has_a_public_link_sees_the_strategy_alone(strategy: Strategy, alice: User) -> None:
    snapshot = snapshot_of(strategy, alice)

    html = print_html(snapshot_document(strategy.cluster, strategy, snapshot, "da", is_shared=True))

    assert "Fagpressen" not in html
    assert "Omslag" in html


def test_it_is_not_part_of_what_is_decided(strategy: Strategy, alice: User) -> None:
    snapshot = snapshot_of(strategy, alice)

    now = frozen_of(strategy.cluster, opened(strategy), days.TODAY)
    assert parked_of(strategy.workbook)[0]
    assert mark_of(snapshot.frozen) == mark_of(now)


def test_a_snapshot_that_was_frozen_before_has_none(strategy: Strategy, alice: User) -> None:
    snapshot = snapshot_of(strategy, alice)
    older = {name: value for name, value in snapshot.content.items() if name != "parked"}
    Snapshot.objects.of(strategy.cluster).filter(pk=snapshot.pk).update(content=older)

    found = Snapshot.objects.of(strategy.cluster).select_related("edition").get(pk=snapshot.pk)
    assert ShownSnapshot.of(found, strategy.cluster, strategy).parked == []


@pytest.mark.parametrize(
    "asked",
    [one for section in every_type()["sections"] for one in section["questions"] if one["type"] != "panel"],
    ids=lambda one: one["key"],
)
def test_every_type_of_question_is_read_alone(asked: dict[str, Any]) -> None:
    found = question_of(FrozenParked(asked["key"], None, asked))

    # A clause sets other answers in, so that it is nothing alone; its answer is shown as it is.
    assert found is not None or asked["type"] == "clause"


@pytest.mark.parametrize("broken", [{}, {"type": "hologram"}, {"key": "x", "type": "choice"}, {"key": 5}])
def test_a_question_that_cannot_be_read_leaves_the_answer_in_sight(broken: dict[str, Any]) -> None:
    (shown,) = shown_parked((FrozenParked("x", {"da": "Ord"}, broken),), "en")

    assert (shown.label.da, shown.shown.plain) == ("x", "Ord")


def test_a_question_in_another_language_is_read_too() -> None:
    asked = {**question("a"), "label": {"sv": "Varför?"}}

    (shown,) = shown_parked((FrozenParked("a", {"da": "Derfor"}, asked, ("sv",)),), "da")

    assert shown.label.resolve("da").language == "sv"


def test_answers_in_groups_and_remarks_are_frozen_with_their_questions(cluster: Cluster, alice: User) -> None:
    first = publish_edition(data=grouped(), by=None)
    strategy = start_strategy(cluster=cluster, edition=first, title=Text(da="Vores", en="Ours"), by=alice)
    given = {
        "abroad": "yes",
        "abroad__remark": {"da": "Kun Sverige"},
        "how_found": ["other"],
        "how_found__other": {"da": "Fætter Bo"},
        "where": ["SE"],
    }
    for key, value in given.items():
        save(strategy.workbook, key, value, alice)
    data = {**grouped(), "version": 2, "sections": [section("markets", question("aim"))]}
    to = publish_edition(data=data, by=None)
    seen = prospect_of(strategy.workbook, to).seen
    move_to_edition(workbook=strategy.workbook, edition=to, seen=seen, by=alice)

    frozen = snapshot_of(strategy, alice).frozen

    shown = {one.label.da: one.shown.plain for one in shown_parked(frozen.parked, "da")}
    assert shown == {
        "Er I ude i dag?": "Ja",
        "Er I ude i dag? – Bemærkning": "Kun Sverige",
        "Hvordan fandt I dem?": "Andet",
        "Hvordan fandt I dem? – Andet, nemlig": "Fætter Bo",
        "Hvilke lande?": "Sverige",
    }
