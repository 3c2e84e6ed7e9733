"""Roles and membership: what may change, what is written down, and the owner who is always left."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from accounts.models import User
from clusters import services
from clusters.models import Cluster, Membership
from clusters.permissions import Role
from clusters.services.visits import note_visit
from core.errors import Refusal
from tests import factories
from tests.days import NOW


def member(cluster: Cluster, user: User) -> Membership:
    return Membership.objects.of(cluster).select_related("cluster", "user").get(user=user)


def log(cluster: Cluster) -> list[tuple[str, str, str]]:
    """Return who did what to whom, the newest first."""
    return [(entry.by_name, entry.verb, entry.subject) for entry in cluster.activity.all()]


def roles(cluster: Cluster) -> dict[str, str]:
    return {found.user.name: found.role for found in cluster.memberships.select_related("user")}


def test_role_is_changed_and_written_down(cluster: Cluster, alice: User, bob: User) -> None:
    services.change_role(membership=member(cluster, bob), role=Role.EDITOR, by=alice)

    assert roles(cluster) == {"Alice": Role.OWNER, "Bob": Role.EDITOR}
    assert log(cluster) == [("Alice", "changed-role", "Bob")]


def test_same_role_again_writes_nothing(cluster: Cluster, alice: User, bob: User) -> None:
    services.change_role(membership=member(cluster, bob), role=Role.READER, by=alice)

    assert log(cluster) == []


def test_last_owner_keeps_the_role(cluster: Cluster, alice: User, bob: User) -> None:
    with pytest.raises(Refusal) as refused:
        services.change_role(membership=member(cluster, alice), role=Role.EDITOR, by=alice)

    assert refused.value.field == "role"
    assert roles(cluster) == {"Alice": Role.OWNER, "Bob": Role.READER}
    assert log(cluster) == []


def test_last_owner_cannot_be_removed_nor_leave(cluster: Cluster, alice: User) -> None:
    with pytest.raises(Refusal):
        services.remove_member(membership=member(cluster, alice), by=alice)

    assert roles(cluster) == {"Alice": Role.OWNER}


def test_owner_who_may_not_sign_in_does_not_count(cluster: Cluster, alice: User) -> None:
    away = factories.make_user("Away")
    factories.make_member(cluster, away, Role.OWNER)
    User.objects.filter(pk=away.pk).update(is_active=False)

    with pytest.raises(Refusal):
        services.remove_member(membership=member(cluster, alice), by=alice)


def test_owner_leaves_when_there_is_another(cluster: Cluster, alice: User, editor: User) -> None:
    services.change_role(membership=member(cluster, editor), role=Role.OWNER, by=alice)

    services.remove_member(membership=member(cluster, alice), by=alice)

    assert roles(cluster) == {"Erik": Role.OWNER}
    assert log(cluster) == [("Alice", "left", ""), ("Alice", "changed-role", "Erik")]


def test_member_is_removed_once(cluster: Cluster, alice: User, bob: User) -> None:
    found = member(cluster, bob)

    services.remove_member(membership=found, by=alice)
    services.remove_member(membership=found, by=alice)

    assert roles(cluster) == {"Alice": Role.OWNER}
    assert log(cluster) == [("Alice", "removed-member", "Bob")]


def test_role_of_somebody_who_has_gone_is_refused(cluster: Cluster, alice: User, bob: User) -> None:
    found = member(cluster, bob)
    services.remove_member(membership=found, by=alice)

    with pytest.raises(Refusal):
        services.change_role(membership=found, role=Role.OWNER, by=alice)


def test_two_owners_who_saw_each_other_cannot_both_go(cluster: Cluster, alice: User) -> None:
    erika = factories.make_user("Erika")
    factories.make_member(cluster, erika, Role.OWNER)
    seen_by_alice, seen_by_erika = member(cluster, erika), member(cluster, alice)

    services.change_role(membership=seen_by_alice, role=Role.READER, by=alice)
    with pytest.raises(Refusal):
        services.change_role(membership=seen_by_erika, role=Role.READER, by=erika)

    assert roles(cluster) == {"Alice": Role.OWNER, "Erika": Role.READER}


@pytest.mark.django_db(transaction=True)
def test_two_owners_demote_each_other_at_the_same_moment(cluster: Cluster, alice: User) -> None:
    erika = factories.make_user("Erika")
    factories.make_member(cluster, erika, Role.OWNER)
    refused: list[str] = []

    def demote(target: Membership, by: User) -> None:
        try:
            services.change_role(membership=target, role=Role.READER, by=by)
        except Refusal as refusal:
            refused.append(refusal.message)

    at_once((demote, member(cluster, erika), alice), (demote, member(cluster, alice), erika))

    assert len(refused) == 1
    assert sorted(roles(cluster).values()) == [Role.OWNER, Role.READER]


def at_once(*acts: tuple[Callable[..., None], Membership, User]) -> None:
    """Run the acts in threads of their own, where the database can lock rows.

    SQLite lets one transaction write at a time, and the tests' database in memory has but one connection: there the
    acts follow each other, each with what it had read before.
    """
    if not connection.features.has_select_for_update:
        for act, *given in acts:
            act(*given)
        return
    barrier = threading.Barrier(len(acts), timeout=10)

    def run(act: Callable[..., None], *given: object) -> None:
        barrier.wait()
        try:
            act(*given)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=given) for given in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_visit_of_somebody_who_is_let_out_at_that_moment_is_none(cluster: Cluster, bob: User) -> None:
    membership = Membership.objects.of(cluster).get(user=bob)
    Membership.objects.of(cluster).filter(pk=membership.pk).delete()

    assert note_visit(membership=membership, now=NOW) is None
