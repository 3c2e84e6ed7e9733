"""The guarded manager knows no way to every cluster at once, and the system check finds a model without one."""

from collections.abc import Callable

import pytest
from django.core.checks import run_checks
from django.db import models
from django.test.utils import isolate_apps
from django.utils import translation

from accounts.models import User
from clusters.guard import ClusterOwned, ClusterQuerySet, GuardedManager, UnguardedQueryError, check_guards, faults_of
from clusters.models import Cluster, Membership
from clusters.permissions import Role
from tests import factories


@pytest.mark.parametrize(
    "read",
    [
        Membership.objects.all,
        lambda: Membership.objects.filter(pk=1),
        lambda: Membership.objects.exclude(pk=1),
        lambda: Membership.objects.get(pk=1),
        Membership.objects.first,
        Membership.objects.count,
        Membership.objects.exists,
        lambda: Membership.objects.values_list("pk"),
        lambda: Membership.objects.in_bulk([1]),
        lambda: Membership.objects.select_related("user"),
        lambda: Membership.objects.update(role=Role.OWNER),
        lambda: Membership.objects.get_or_create(pk=1),
        lambda: list(Membership.objects.iterator()),
    ],
)
def test_way_to_every_cluster_is_refused(read: Callable[[], object]) -> None:
    with pytest.raises(UnguardedQueryError):
        read()


def test_rows_of_a_cluster_are_given(cluster: Cluster, alice: User, bob: User, charlie: User) -> None:
    found = Membership.objects.of(cluster)

    assert [member.user for member in found.order_by("pk")] == [alice, bob]
    assert [member.user for member in found.owners()] == [alice]


def test_rows_can_be_made(cluster: Cluster, other_cluster: Cluster, admin: User, curator: User) -> None:
    one = Membership.objects.create(cluster=cluster, user=admin, role=Role.READER)
    more = Membership.objects.bulk_create([Membership(cluster=other_cluster, user=curator, role=Role.OWNER)])

    assert list(Membership.objects.of(cluster)) == [one]
    assert list(Membership.objects.of(other_cluster)) == more


def test_relation_starts_from_its_owner(cluster: Cluster, alice: User, charlie: User) -> None:
    assert [member.user for member in cluster.memberships.all()] == [alice]


def test_constraint_is_checked_against_all_rows(cluster: Cluster, alice: User) -> None:
    twice = Membership(cluster=cluster, user=alice, role=Role.READER)

    with translation.override("en-gb"), pytest.raises(Exception, match="This person is already a member") as raised:
        twice.validate_constraints()

    assert type(raised.value).__name__ == "ValidationError"


def test_project_has_no_unguarded_model() -> None:
    assert check_guards() == []
    assert [found for found in run_checks() if str(found.id).startswith("clusters.")] == []


def ids(model: type[models.Model]) -> list[str]:
    """Return the ids of what is wrong with a model."""
    return [str(found.id) for found in faults_of([model])]


@isolate_apps("clusters")
def test_check_finds_a_model_without_a_guard() -> None:
    class Note(models.Model):
        cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="+")

        class Meta:
            app_label = "clusters"

    assert ids(Note) == ["clusters.E001"]


@isolate_apps("clusters")
def test_check_finds_a_model_that_is_one_to_one_with_a_cluster() -> None:
    class Note(models.Model):
        cluster = models.OneToOneField(Cluster, models.CASCADE, related_name="+")

        class Meta:
            app_label = "clusters"

    assert ids(Note) == ["clusters.E001"]


@isolate_apps("clusters")
def test_check_finds_a_model_with_many_clusters() -> None:
    class Note(models.Model):
        clusters = models.ManyToManyField(Cluster, related_name="+")

        class Meta:
            app_label = "clusters"

    assert ids(Note) == ["clusters.E001"]


@isolate_apps("clusters")
def test_check_finds_a_child_without_a_guard() -> None:
    class Note(models.Model):
        member = models.ForeignKey(Membership, models.CASCADE, related_name="+")

        class Meta:
            app_label = "clusters"

    assert ids(Note) == ["clusters.E001"]


@isolate_apps("clusters")
def test_check_finds_a_path_that_leads_nowhere() -> None:
    class Note(ClusterOwned):
        cluster_path = "member__clutser"
        member = models.ForeignKey(Membership, models.CASCADE, related_name="+")
        objects = GuardedManager(ClusterQuerySet)

        class Meta(ClusterOwned.Meta):
            app_label = "clusters"

    assert ids(Note) == ["clusters.E002"]


@isolate_apps("clusters")
def test_check_finds_an_ordinary_manager() -> None:
    class Note(ClusterOwned):
        cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="+")
        objects = models.Manager()

        class Meta(ClusterOwned.Meta):
            app_label = "clusters"

    assert ids(Note) == ["clusters.E003"]


@isolate_apps("clusters")
def test_check_finds_a_meta_that_lost_the_default_manager() -> None:
    class Note(ClusterOwned):
        cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="+")
        objects = GuardedManager(ClusterQuerySet)

        class Meta:
            app_label = "clusters"
            default_manager_name = "objects"

    assert ids(Note) == ["clusters.E004"]


def test_child_is_found_by_its_path(cluster: Cluster, other_cluster: Cluster, alice: User) -> None:
    class ByPath(ClusterQuerySet):
        pass

    mine = factories.make_invitation(cluster, token="mine")
    factories.make_invitation(other_cluster, token="other")

    assert list(ByPath(type(mine)).of(cluster)) == [mine]
