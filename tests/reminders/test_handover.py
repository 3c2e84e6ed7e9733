"""What a member answers for goes to others in one step, before they leave; nothing is left without anybody."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from checklists.models import Item
from clusters.activity import sentence
from clusters.duties import all_duties
from clusters.models import ActivityEntry, Cluster, Membership
from clusters.permissions import Role
from clusters.services import remove_member
from core.errors import Refusal
from kpis.models import Kpi
from plans.models import Activity
from reminders import services
from reminders.handover import count_owned, hand_over, owned_by
from strategy.models import Goal
from tests import factories
from tests.days import NOW
from tests.reminders.samples import activity_of, goal_of, in_days, item_of, kpi_of, milestone_of


@pytest.fixture
def rita(cluster: Cluster) -> User:
    """Another editor."""
    user = factories.make_user("Rita")
    factories.make_member(cluster, user, Role.EDITOR)
    return user


@pytest.fixture
def everything(cluster: Cluster, alice: User, editor: User) -> None:
    """Erik answers for one of each kind, and for an activity with a milestone."""
    goal_of(editor, cluster, in_days(30), by=alice)
    kpi_of(editor, cluster, date(2026, 9, 30), alice)
    activity_of(editor, cluster, in_days(30), by=alice)
    milestone_of(editor, cluster, in_days(3))
    item_of(editor, cluster, in_days(30), by=alice)


KINDS = [one.kind for one in all_duties()]


def membership(cluster: Cluster, user: User) -> Membership:
    return Membership.objects.of(cluster).select_related("user", "cluster").get(user=user)


def owners(cluster: Cluster) -> dict[str, list[str]]:
    """Return who answers for what."""
    return {
        "goals": [str(row.owner) for row in Goal.objects.of(cluster).select_related("owner")],
        "kpis": [str(row.owner) for row in Kpi.objects.of(cluster).select_related("owner")],
        "activities": [str(row.owner) for row in Activity.objects.of(cluster).select_related("owner")],
        "items": [str(row.assignee) for row in Item.objects.of(cluster).filter(assignee__isnull=False)],
    }


def log(cluster: Cluster) -> list[str]:
    return [sentence(entry) for entry in ActivityEntry.objects.of(cluster).order_by("pk")]


@pytest.mark.usefixtures("everything")
def test_everything_goes_to_one_person_with_one_line_in_the_log(
    cluster: Cluster, alice: User, editor: User, rita: User
) -> None:
    before = log(cluster)

    count = hand_over(membership=membership(cluster, editor), successors=dict.fromkeys(KINDS, rita), by=alice)

    assert count == 5
    assert owners(cluster) == {
        "goals": ["Rita"],
        "kpis": ["Rita"],
        "activities": ["Rita", "Rita"],
        "items": ["Rita"],
    }
    assert log(cluster)[len(before) :] == ["handed over responsibilities: Erik → Rita"]
    assert count_owned(membership(cluster, editor)) == 0


@pytest.mark.usefixtures("everything")
def test_each_kind_can_go_to_somebody_else(cluster: Cluster, alice: User, editor: User, rita: User) -> None:
    successors = {"goal": alice, "kpi": rita, "activity": rita, "item": alice}

    hand_over(membership=membership(cluster, editor), successors=successors, by=alice)

    assert owners(cluster) == {
        "goals": ["Alice"],
        "kpis": ["Rita"],
        "activities": ["Rita", "Rita"],
        "items": ["Alice"],
    }
    assert log(cluster)[-1] == "handed over responsibilities: Erik → Alice, Rita"


def test_what_is_finished_keeps_the_name_of_who_did_it(cluster: Cluster, alice: User, editor: User) -> None:
    for status in Activity.CLOSED:
        activity = activity_of(editor, cluster, None)
        activity.status = status
        activity.save(update_fields=["status"])
    item = item_of(editor, cluster, in_days(1))
    item.state = Item.State.DONE
    item.save(update_fields=["state"])
    activity_of(editor, cluster, None)

    hand_over(membership=membership(cluster, editor), successors={"activity": alice}, by=alice)

    found = owners(cluster)
    assert (found["activities"], found["items"]) == (["Erik", "Erik", "Alice"], ["Erik"])


def test_what_was_deleted_comes_back_with_somebody_who_is_still_there(
    cluster: Cluster, alice: User, editor: User
) -> None:
    deleted = activity_of(editor, cluster, None)
    deleted.deleted_at = NOW
    deleted.save(update_fields=["deleted_at"])
    activity_of(editor, cluster, None)

    hand_over(membership=membership(cluster, editor), successors={"activity": alice}, by=alice)

    assert owners(cluster)["activities"] == ["Alice", "Alice"]


def test_another_cluster_and_another_person_keep_theirs(
    cluster: Cluster, other_cluster: Cluster, alice: User, editor: User, rita: User
) -> None:
    factories.make_member(other_cluster, editor, Role.EDITOR)
    activity_of(editor, other_cluster, None)
    activity_of(editor, cluster, None)
    activity_of(rita, cluster, None)

    hand_over(membership=membership(cluster, editor), successors={"activity": alice}, by=alice)

    assert owners(other_cluster)["activities"] == ["Erik"]
    assert owners(cluster)["activities"] == ["Alice", "Rita"]


@pytest.mark.usefixtures("everything")
def test_nothing_is_left_behind(cluster: Cluster, alice: User, editor: User, rita: User) -> None:
    before = owners(cluster)

    with pytest.raises(Refusal, match="Nothing may be left without an owner"):
        hand_over(membership=membership(cluster, editor), successors={"goal": rita}, by=alice)

    assert owners(cluster) == before


@pytest.mark.usefixtures("everything")
def test_successor_is_another_member_who_can_sign_in(
    cluster: Cluster, alice: User, editor: User, rita: User, charlie: User
) -> None:
    before = owners(cluster)
    rita.is_active = False
    rita.save(update_fields=["is_active"])

    for wrong in (editor, charlie, rita):
        with pytest.raises(Refusal, match="Choose another member"):
            hand_over(membership=membership(cluster, editor), successors=dict.fromkeys(KINDS, wrong), by=alice)

    assert owners(cluster) == before


def test_member_who_answers_for_something_stays(cluster: Cluster, alice: User, editor: User) -> None:
    activity_of(editor, cluster, None)

    with pytest.raises(Refusal, match=r"Erik is responsible for 1 thing here\. Hand it over to somebody else first"):
        remove_member(membership=membership(cluster, editor), by=alice)

    hand_over(membership=membership(cluster, editor), successors={"activity": alice}, by=alice)
    remove_member(membership=membership(cluster, editor), by=alice)
    assert not Membership.objects.of(cluster).filter(user=editor).exists()


def test_successor_is_told_at_once(cluster: Cluster, alice: User, editor: User, rita: User) -> None:
    activity_of(editor, cluster, None)
    services.notice_assignments()

    hand_over(membership=membership(cluster, editor), successors={"activity": rita}, by=alice)
    services.notice_assignments()

    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["rita@example.com"], "Yours now: A1 Markedsbesøg")
    ]


def test_queries_do_not_grow_with_what_is_owned(cluster: Cluster, alice: User, editor: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            owned_by(editor, cluster)
        return len(counted)

    def more() -> None:
        activity_of(editor, cluster, None)
        item_of(editor, cluster, in_days(1))
        goal_of(editor, cluster, None, by=alice)
        kpi_of(editor, cluster, date(2026, 9, 30), alice)

    more()
    one = queries()
    more()
    more()

    assert queries() == one == 11


# --- the pages ---


def page_of(cluster: Cluster, user: User, name: str = "handover") -> str:
    return f"/c/{cluster.slug}/people/{membership(cluster, user).pk}/{name}/"


@pytest.mark.usefixtures("everything")
def test_removing_leads_through_handing_over(
    sign_in: Callable, cluster: Cluster, alice: User, editor: User, rita: User
) -> None:
    client = sign_in(alice)
    remove, handover = page_of(cluster, editor, "remove"), page_of(cluster, editor)

    asked = client.get(remove)
    forced = client.post(remove)
    shown = client.get(asked["Location"])
    handed = client.post(asked["Location"], {"successor": rita.pk, "goal": alice.pk})
    client.post(handed["Location"])

    assert asked["Location"] == forced["Location"] == handover + "?leaving"
    assert [(one.label, len(one.duties)) for one in shown.context["owned"]] == [
        ("Goals", 1),
        ("KPIs", 1),
        ("Activities, with their milestones", 2),
        ("Checklist items", 1),
    ]
    assert handed["Location"] == remove
    assert owners(cluster)["goals"] == ["Alice"]
    assert owners(cluster)["activities"] == ["Rita", "Rita"]
    assert not Membership.objects.of(cluster).filter(user=editor).exists()


def test_leaving_leads_through_handing_over(sign_in: Callable, cluster: Cluster, alice: User, bob: User) -> None:
    item_of(bob, cluster, in_days(1))
    client = sign_in(bob)
    leave = f"/c/{cluster.slug}/people/leave/"

    asked = client.get(leave)
    forced = client.post(leave)
    handed = client.post(asked["Location"], {"successor": alice.pk})
    client.post(handed["Location"])

    assert asked["Location"] == forced["Location"] == f"/c/{cluster.slug}/people/handover/"
    assert handed["Location"] == leave
    assert owners(cluster)["items"] == ["Alice"]
    assert not Membership.objects.of(cluster).filter(user=bob).exists()


def test_handing_over_without_leaving_goes_back_to_the_member(
    sign_in: Callable, cluster: Cluster, alice: User, editor: User
) -> None:
    activity_of(editor, cluster, None)

    response = sign_in(alice).post(page_of(cluster, editor), {"successor": alice.pk})

    assert response["Location"] == page_of(cluster, editor).removesuffix("handover/")


@pytest.mark.parametrize("successor", ["", "0", "nobody", "leaver", "stranger"])
def test_wrong_successor_is_refused_and_nothing_changes(
    sign_in: Callable, cluster: Cluster, alice: User, editor: User, charlie: User, successor: str
) -> None:
    activity_of(editor, cluster, None)
    typed = {"leaver": editor.pk, "stranger": charlie.pk}.get(successor, successor)

    response = sign_in(alice).post(page_of(cluster, editor), {"successor": typed})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["successor"])
    assert owners(cluster)["activities"] == ["Erik"]


def test_who_answers_for_nothing_can_be_removed_at_once(
    sign_in: Callable, cluster: Cluster, alice: User, editor: User
) -> None:
    client = sign_in(alice)

    assert client.get(page_of(cluster, editor, "remove")).status_code == 200
    assert "Erik is not responsible for anything here" in client.get(page_of(cluster, editor)).content.decode()


def test_alone_in_the_cluster_one_is_told_to_invite_somebody(sign_in: Callable, cluster: Cluster, alice: User) -> None:
    activity_of(alice, cluster, None)

    response = sign_in(alice).get(f"/c/{cluster.slug}/people/handover/")

    assert response.context["nobody"] is True
