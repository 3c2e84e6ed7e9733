"""What is due is gathered from every room, for who may see it, in a fixed number of queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from clusters.duties import Stage
from clusters.models import Cluster
from clusters.permissions import Role
from reminders.due import due_for, overdue_without_owner
from strategy.services import make_current
from tests import factories
from tests.reminders.samples import (
    TODAY,
    activity_of,
    goal_of,
    in_days,
    item_of,
    kpi_of,
    milestone_of,
)


def told(things: list) -> list[tuple]:
    return [(t.kind, t.key, t.title.da, t.of, t.day, t.stage(TODAY), t.path) for t in things]


def test_each_kind_is_found_with_its_day_and_its_place(cluster: Cluster, alice: User) -> None:
    activity = activity_of(alice, cluster, in_days(7))
    milestone = milestone_of(alice, cluster, in_days(-1))
    item = item_of(alice, cluster, in_days(0))
    goal = goal_of(alice, cluster, in_days(-30))
    # Measured in September: the value for October is asked for until the 30th of November.
    kpi_of(alice, cluster, date(2026, 9, 30), alice)

    found = due_for(alice, TODAY)

    home = f"/c/{cluster.slug}"
    assert told(found) == [
        (
            "goal",
            "S1",
            "Flere eksporterer",
            "",
            in_days(-30),
            Stage.OVERDUE,
            f"{home}/strategies/{goal.strategy.number}/goals/",
        ),
        (
            "milestone",
            "",
            "Aftalen er skrevet",
            "A2",
            in_days(-1),
            Stage.OVERDUE,
            f"{home}/plan/2/#m-{milestone.pk}",
        ),
        (
            "item",
            "",
            item.label_text.da,
            "Messe i Hamborg",
            TODAY,
            Stage.DUE,
            f"{home}/checklists/1/#item-1",
        ),
        (
            "activity",
            "A1",
            "Markedsbesøg",
            "",
            in_days(7),
            Stage.SOON,
            f"{home}/plan/{activity.number}/",
        ),
        ("kpi", "K1", "Eksportører", "", date(2026, 11, 30), Stage.SOON, f"{home}/kpis/1/"),
    ]


def test_what_is_far_away_done_or_somebody_elses_is_not_due(cluster: Cluster, alice: User, editor: User) -> None:
    activity_of(alice, cluster, in_days(8))
    activity_of(alice, cluster, None)
    activity_of(editor, cluster, in_days(1))
    done = activity_of(alice, cluster, in_days(1))
    done.status = "done"
    done.save(update_fields=["status"])
    reached = milestone_of(alice, cluster, in_days(1))
    reached.done_on = in_days(-1)
    reached.save(update_fields=["done_on"])
    ticked = item_of(alice, cluster, in_days(1))
    ticked.state = "done"
    ticked.save(update_fields=["state"])
    kpi_of(alice, cluster, date(2026, 10, 31), alice)

    assert due_for(alice, TODAY) == []
    assert [thing.owner_id for thing in due_for(editor, TODAY)] == [editor.pk]


def test_goal_of_a_strategy_that_is_no_longer_current_is_not_due(cluster: Cluster, alice: User) -> None:
    goal_of(alice, cluster, in_days(-1))
    before = len(due_for(alice, TODAY))

    make_current(strategy=factories.make_strategy(cluster, alice, factories.make_edition(slug="newer")), by=alice)

    assert (before, due_for(alice, TODAY)) == (1, [])


def test_who_has_left_a_cluster_sees_nothing_of_it(cluster: Cluster, editor: User) -> None:
    activity_of(editor, cluster, TODAY)
    before = len(due_for(editor, TODAY))

    cluster.memberships.filter(user=editor).delete()

    assert (before, due_for(editor, TODAY)) == (1, [])


def test_cluster_that_requires_two_steps_shows_nothing_to_who_lacks_them(cluster: Cluster, editor: User) -> None:
    other = factories.make_cluster("open")
    factories.make_member(other, editor, Role.EDITOR)
    activity_of(editor, cluster, TODAY)
    activity_of(editor, other, TODAY)
    before = {thing.cluster.slug for thing in due_for(editor, TODAY)}

    cluster.requires_second_factor = True
    cluster.save(update_fields=["requires_second_factor"])

    assert before == {"havtorn", "open"}
    assert {thing.cluster.slug for thing in due_for(editor, TODAY)} == {"open"}


def test_whoever_leads_a_cluster_sees_what_is_overdue_and_nobodys(
    cluster: Cluster, other_cluster: Cluster, alice: User, editor: User, bob: User, charlie: User
) -> None:
    item_of(None, cluster, in_days(-1))
    goal_of(None, cluster, in_days(-2))
    activity_of(bob, cluster, in_days(-3))
    activity_of(editor, cluster, in_days(-3))
    activity_of(None, cluster, TODAY)
    activity_of(None, other_cluster, in_days(-1))
    cluster.memberships.filter(user=bob).delete()

    found = {
        user.name: [(thing.kind, thing.day) for thing in overdue_without_owner(user, TODAY)]
        for user in (alice, editor, charlie)
    }

    assert found == {
        "Alice": [("activity", in_days(-3)), ("goal", in_days(-2)), ("item", in_days(-1))],
        "Erik": [],
        "Charlie": [("activity", in_days(-1))],
    }


def test_queries_do_not_grow_with_what_is_due(cluster: Cluster, alice: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            due_for(alice, TODAY)
        return len(counted)

    def more() -> None:
        activity_of(alice, cluster, TODAY)
        milestone_of(alice, cluster, TODAY)
        item_of(alice, cluster, TODAY)
        goal_of(alice, cluster, TODAY)
        kpi_of(alice, cluster, date(2026, 9, 30), alice)

    more()
    one = queries()
    more()
    more()

    assert len(due_for(alice, TODAY)) == 15
    assert queries() == one == 15


@pytest.mark.parametrize(
    ("days", "stage"), [(8, None), (7, Stage.SOON), (1, Stage.SOON), (0, Stage.DUE), (-1, Stage.OVERDUE)]
)
def test_stage_is_a_week_before_the_day_itself_or_after_it(
    cluster: Cluster, alice: User, days: int, stage: Stage | None
) -> None:
    activity_of(alice, cluster, TODAY)
    (thing,) = due_for(alice, TODAY)

    assert thing.stage(in_days(-days)) == stage
