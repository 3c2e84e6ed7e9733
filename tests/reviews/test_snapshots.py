"""A strategy frozen whole, and compared with what stands."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from core.frozen import digest_of, revived
from core.text import Text
from kpis.services import set_targets
from reviews.freezing import page_of
from reviews.models import Snapshot
from reviews.rules.content import FrozenStrategy
from reviews.shown.comparison import compare
from reviews.shown.rows import CHANGED, GONE, NEW, SAME
from strategy.models import Goal, Strategy
from strategy.services import delete_goal
from tests import factories
from tests.kpis.samples import measured_kpi, value
from tests.pages import queries, tree, words
from tests.plans.samples import make_activity
from tests.reviews.samples import now, snapshot_of
from tests.workbooks.samples import put

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
HERE = "/c/havtorn/strategies/1/"


def since(snapshot: Snapshot, strategy: Strategy) -> object:
    shown, content = now(strategy)
    then = page_of(strategy.cluster, strategy, snapshot.edition, snapshot.frozen)
    return compare(then, shown, snapshot.frozen, content)


def test_snapshot_shows_the_same_for_ever_whatever_changes(
    strategy: Strategy, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    goal = factories.make_goal(strategy, alice, "Flere eksporterer")
    kpi = measured_kpi(cluster, alice, goal)
    make_activity(cluster, alice, "Messe i Hamborg", goal=goal, budget=1000)
    snapshot = snapshot_of(strategy, alice)
    client = sign_in(alice)
    url = f"{HERE}snapshots/{snapshot.number}/"
    before = words(tree(client.get(url)).xpath("//article")[0])

    put(strategy.workbook, alice, "why", {"da": "Noget helt andet"})
    put(strategy.workbook, alice, "name", {"da": "Et andet navn"})
    Goal.objects.of(cluster).update(title={"da": "Nyt mål"})
    value(kpi, alice, date(2024, 12, 1), 99)
    set_targets(kpi=kpi, targets=[], by=alice)
    cluster.name_da = "Nyt klyngenavn"
    cluster.save()

    after = words(tree(client.get(url)).xpath("//article")[0])
    assert after == before
    for part in ("Havtorn", "Hjemmemarkedet er for lille.", "Flere eksporterer", "Messe i Hamborg"):
        assert part in before


def test_digest_tells_a_snapshot_that_was_touched_and_it_is_shown_all_the_same(
    strategy: Strategy, alice: User, sign_in: SignIn
) -> None:
    snapshot = snapshot_of(strategy, alice)
    assert snapshot.is_whole
    assert snapshot.digest == digest_of(snapshot.content)

    Snapshot.objects.of(strategy.cluster).update(
        content={**snapshot.content, "answers": {"name": {"da": "Forfalsket"}}}
    )

    page = words(tree(sign_in(alice).get(f"{HERE}snapshots/1/")).xpath("//main")[0])
    assert "no longer matches its checksum" in page
    assert "Forfalsket" in page


def test_snapshot_is_never_changed(strategy: Strategy, alice: User) -> None:
    snapshot = snapshot_of(strategy, alice)
    snapshot.name = "Andet"

    with pytest.raises(TypeError):
        snapshot.save()


def test_list_reads_no_document_and_takes_as_many_queries_with_many(
    strategy: Strategy, alice: User, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    snapshot_of(strategy, alice)
    client.get(f"{HERE}snapshots/")
    one = queries(client, f"{HERE}snapshots/")
    for number in range(30):
        snapshot_of(strategy, alice, f"Nr. {number}")

    assert queries(client, f"{HERE}snapshots/") == one
    listed = tree(client.get(f"{HERE}snapshots/")).xpath("//ul[@class='toc']/li")
    assert len(listed) == 25
    assert len(tree(client.get(f"{HERE}snapshots/?page=2")).xpath("//ul[@class='toc']/li")) == 6
    assert client.get(f"{HERE}snapshots/?page=%C2%B2").status_code == 200


def test_nothing_differs_from_itself(strategy: Strategy, alice: User) -> None:
    assert since(snapshot_of(strategy, alice), strategy).is_empty  # type: ignore[attr-defined]


def test_texts_are_compared_word_by_word_and_the_rest_is_folded(strategy: Strategy, alice: User) -> None:
    snapshot = snapshot_of(strategy, alice)
    put(strategy.workbook, alice, "why", {"da": "Hjemmemarkedet er alt for lille."})

    found = since(snapshot, strategy)

    (change,) = [one for phase in found.phases for one in phase.changes]  # type: ignore[attr-defined]
    assert (change.question.key, change.fate) == ("why", CHANGED)
    assert [(piece.kind, piece.text.strip()) for piece in change.pieces if piece.kind != "same"] == [("added", "alt")]
    assert found.answers == 1  # type: ignore[attr-defined]


def test_rows_are_matched_by_their_id_and_a_moved_one_is_told(strategy: Strategy, alice: User) -> None:
    put(strategy.workbook, alice, "stage", "plan")

    def rows(*cells: tuple[str, str]) -> list[dict]:
        return [{"id": key, "cells": {"name": {"da": text}}} for key, text in cells]

    put(strategy.workbook, alice, "markets", rows(("a", "Anna"), ("b", "Bo"), ("c", "Carl")))
    snapshot = snapshot_of(strategy, alice)
    put(strategy.workbook, alice, "markets", rows(("b", "Bo"), ("a", "Anna Holm"), ("d", "Dana")))

    found = since(snapshot, strategy)

    changes = [one for phase in found.phases for one in phase.changes if one.question.key == "markets"]  # type: ignore[attr-defined]
    told = sorted((row.fate, row.moved_from, row.place) for change in changes for row in change.rows)
    assert told == sorted([(SAME, 2, 1), (CHANGED, 1, 2), (NEW, 0, 3), (GONE, 0, 0)])


def test_goals_kpis_and_activities_that_came_went_and_changed_are_told(
    strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    stays, goes = factories.make_goal(strategy, alice, "Bliver"), factories.make_goal(strategy, alice, "Går")
    snapshot = snapshot_of(strategy, alice)
    delete_goal(goal=goes, by=alice)
    Goal.objects.of(cluster).filter(pk=stays.pk).update(title={"da": "Bliver ved"})
    new = factories.make_goal(strategy, alice, "Ny")
    measured_kpi(cluster, alice, new)

    found = since(snapshot, strategy)

    assert [(one.key, one.fate) for one in found.goals] == [("S1", CHANGED), ("S3", NEW), ("S2", GONE)]  # type: ignore[attr-defined]
    assert [(one.key, one.fate) for one in found.kpis] == [("K1", NEW)]  # type: ignore[attr-defined]


def test_page_of_what_changed_reads_without_colour(strategy: Strategy, alice: User, sign_in: SignIn) -> None:
    snapshot_of(strategy, alice)
    put(strategy.workbook, alice, "why", {"da": "Hjemmemarkedet er alt for lille."})

    page = tree(sign_in(alice).get(f"{HERE}snapshots/1/compare/"))

    assert [words(one) for one in page.xpath("//section[@class='df']//ins")] == ["alt"]
    assert sign_in(alice).get(f"{HERE}snapshots/1/compare/?with=%F0%9F%9A%A2").status_code == 404


def test_frozen_text_of_an_older_portal_is_still_read() -> None:

    targets = [{"date": "2028-12-31", "value": "40"}]
    kept = {
        "number": 1,
        "title": {"da": "Strategi"},
        "edition": "abc",
        "profile": {"name": {"da": "Klyngen"}},
        "goals": [{"pk": 1, "number": 1, "title": {"da": "Mål"}, "deadline": "2028-12-31"}],
        "kpis": [
            {
                "pk": 1,
                "number": 1,
                "name": {"da": "KPI"},
                "unit": "count",
                "targets": targets,
            }
        ],
    }

    content = revived(FrozenStrategy, kept)

    assert (content.goals[0].key, content.goals[0].deadline) == ("S1", date(2028, 12, 31))
    assert (str(content.kpis[0].targets[0].value), content.activities, content.profile.mission) == ("40", (), Text())
    assert digest_of(kept) == "f5a4bef1dc445b887ecf3a2c61c9638a1d8054afffff97c055e3bd05de91c66f"
