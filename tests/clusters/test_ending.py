"""Clusters and accounts are renamed, archived, deleted after days of grace, and kept after all."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from accounts.models import AdministrationEntry, User
from clusters import services
from clusters.guard import ClusterOwned
from clusters.models import Cluster, Membership
from clusters.permissions import Role
from core.dates import format_date
from kpis.models import Kpi
from plans.models import ActivityFile
from reminders.due import due_for
from strategy.models import Strategy
from tests import factories
from tests.days import COPENHAGEN, NOW, TODAY, clock_at
from tests.kpis import samples
from tests.pages import buttons, faults, notes, rows, tree, value, words
from tests.plans.samples import keep_file, make_activity
from toolkit.worker import prune

ONE = "/administration/clusters/havtorn/"
GRACE = timedelta(days=30)
DAY = format_date(TODAY + GRACE, "en")


@pytest.fixture
def client(sign_in: Callable, admin: User) -> Client:
    return sign_in(admin)


def page_text(response: object) -> str:
    return words(tree(response))


def log() -> list[tuple[str, str]]:
    return list(AdministrationEntry.objects.order_by("pk").values_list("verb", "subject"))


def on_the_day(days: int) -> None:
    with clock_at(NOW + timedelta(days=days)):
        prune()


@pytest.fixture
def full(cluster: Cluster, alice: User) -> Cluster:
    """A cluster with something in many rooms, and a file on the disk."""
    strategy = factories.make_strategy(cluster, alice)
    factories.make_goal(strategy, alice)
    samples.measured_kpi(cluster, alice)
    factories.make_checklist(cluster, alice)
    factories.make_invitation(cluster, "dana@example.com", invited_by=alice)
    keep_file(make_activity(cluster, alice), alice, content=b"program")
    return cluster


def test_administrator_renames_a_cluster(client: Client, cluster: Cluster) -> None:
    sent = {"name_da": "Havtorn Nord", "name_en": "", "revision": cluster.revision}

    response = client.post(f"{ONE}name/", sent, follow=True)

    cluster.refresh_from_db()
    assert notes(response) == ["The name has been saved."]
    assert (cluster.name_da, cluster.name_en, cluster.slug) == ("Havtorn Nord", "", "havtorn")
    assert log() == [("renamed-cluster", "Havtorn Nord (havtorn)")]


@pytest.mark.parametrize(
    ("names", "fault"),
    [
        (("", ""), "Enter the cluster’s name in Danish or English."),
        (("x" * 121, ""), "Ensure this value has at most 120 characters (it has 121)."),
    ],
)
def test_bad_name_of_a_cluster_is_refused(client: Client, cluster: Cluster, names: tuple[str, str], fault: str) -> None:
    sent = {"name_da": names[0], "name_en": names[1], "revision": cluster.revision}

    response = client.post(f"{ONE}name/", sent)

    assert (response.status_code, faults(response), log()) == (422, [fault], [])


def test_who_renames_from_an_older_page_sees_both_names(client: Client, cluster: Cluster) -> None:
    old = cluster.revision
    client.post(f"{ONE}name/", {"name_da": "Havtorn Nord", "name_en": "Cluster havtorn", "revision": old})

    response = client.post(f"{ONE}name/", {"name_da": "Havtorn Syd", "name_en": "Cluster havtorn", "revision": old})

    assert response.status_code == 409
    assert value(response, "name_da") == "Havtorn Syd"
    assert "Havtorn Nord" in page_text(response)


def test_archived_cluster_is_read_and_not_changed(
    client: Client, sign_in: Callable, cluster: Cluster, alice: User, bob: User
) -> None:
    response = client.post(f"{ONE}archive/", follow=True)
    owner = sign_in(alice)
    read, write = owner.get("/c/havtorn/people/"), owner.get("/c/havtorn/settings/")
    sent = owner.post(reverse("plans:add", args=["havtorn"]), {"title_da": "Besøg"})

    assert "Cluster havtorn has been archived." in notes(response)
    assert f"This cluster was archived on {format_date(TODAY, 'en')}. It can be read, but not changed." in page_text(
        read
    )
    assert (read.status_code, write.status_code, sent.status_code) == (200, 403, 403)
    assert "This cluster has been archived, so nothing in it can be changed." in page_text(write)
    assert "Take a copy of everything" in page_text(read)
    assert "Take a copy" not in page_text(sign_in(bob).get("/c/havtorn/people/"))
    assert log() == [("archived-cluster", "Cluster havtorn (havtorn)")]


def test_nobody_is_reminded_in_an_archived_cluster(cluster: Cluster, alice: User, admin: User) -> None:
    goal = factories.make_goal(factories.make_strategy(cluster, alice), alice)
    goal.owner, goal.deadline = alice, TODAY
    goal.save()
    assert len(due_for(alice, TODAY)) == 1

    services.archive_cluster(cluster=cluster, by=admin)

    assert due_for(alice, TODAY) == []


def test_archived_cluster_is_reopened(client: Client, sign_in: Callable, cluster: Cluster, alice: User) -> None:
    client.post(f"{ONE}archive/")

    response = client.post(f"{ONE}reopen/", follow=True)

    assert notes(response)[-1] == "Cluster havtorn is open again."
    assert sign_in(alice).get("/c/havtorn/settings/").status_code == 200
    assert [verb for verb, _subject in log()] == ["archived-cluster", "reopened-cluster"]


@pytest.mark.parametrize("typed", ["", "nabo", "HAVTORN", "x" * 41])
def test_cluster_is_not_deleted_unless_its_address_is_typed(client: Client, cluster: Cluster, typed: str) -> None:
    response = client.post(f"{ONE}delete/", {"typed": typed})

    cluster.refresh_from_db()
    assert (response.status_code, cluster.deletes_at, log()) == (422, None, [])


def test_cluster_is_deleted_after_the_days_of_grace(
    client: Client, sign_in: Callable, full: Cluster, alice: User, other_cluster: Cluster, mailing: Callable
) -> None:
    factories.make_strategy(other_cluster)
    file = ActivityFile.objects.of(full).get().file.name
    with mailing():
        client.post(f"{ONE}delete/", {"typed": " havtorn "})
    page = page_text(sign_in(alice).get("/c/havtorn/people/"))
    assert f"This cluster will be deleted on {DAY}. Until then it can be read, but not changed." in page
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        (["alice@example.com"], f"Cluster havtorn will be deleted on {DAY}")
    ]
    assert "/c/havtorn/" in mail.outbox[0].body

    on_the_day(29)
    assert Cluster.objects.filter(slug="havtorn").exists()
    with mailing():
        on_the_day(31)

    owned = [model for model in apps.get_models() if issubclass(model, ClusterOwned)]
    left = [model for model in owned if model.across_clusters.exclude(**{model.cluster_path: other_cluster}).exists()]
    assert left == []
    assert list(Cluster.objects.values_list("slug", flat=True)) == ["nabo"]
    assert Strategy.across_clusters.get().cluster == other_cluster
    assert not default_storage.exists(file)
    assert log() == [
        ("closed-cluster", "Cluster havtorn (havtorn)"),
        ("deleted-cluster", "Cluster havtorn (havtorn)"),
    ]
    page = sign_in(User.objects.get(is_superuser=True)).get("/administration/log/")
    assert "The portal deleted the cluster Cluster havtorn (havtorn), as decided" in page_text(page)


def test_cluster_that_is_reopened_in_time_stays(client: Client, full: Cluster) -> None:
    client.post(f"{ONE}delete/", {"typed": "havtorn"})
    client.post(f"{ONE}reopen/")

    on_the_day(31)

    assert Kpi.objects.of(full).count() == 1


def test_second_decision_does_not_lengthen_the_grace(client: Client, cluster: Cluster) -> None:
    client.post(f"{ONE}delete/", {"typed": "havtorn"})
    with clock_at(NOW + timedelta(days=10)):
        client.post(f"{ONE}delete/", {"typed": "havtorn"})

    cluster.refresh_from_db()
    assert cluster.deletes_at.astimezone(COPENHAGEN).date() == TODAY + GRACE


def test_list_of_clusters_says_which_are_at_an_end(client: Client, cluster: Cluster, admin: User) -> None:
    services.archive_cluster(cluster=factories.make_cluster("aeldre", name_en="A"), by=admin)
    services.close_cluster(cluster=factories.make_cluster("borte", name_en="B"), typed="borte", by=admin)

    names = [row[0] for row in rows(client.get("/administration/"))]

    assert names == ["A Archived", "B Will be deleted", "Cluster havtorn"]


def test_administrator_renames_a_person(client: Client, bob: User) -> None:
    client.post(f"/administration/people/{bob.pk}/name/", {"name": "Bodil\nBuch"})

    bob.refresh_from_db()
    assert bob.name == "Bodil Buch"
    assert log() == [("renamed-person", "Bodil Buch (bob@example.com)")]


def test_account_is_closed_at_once_and_deleted_later(
    client: Client, sign_in: Callable, cluster: Cluster, alice: User, bob: User
) -> None:
    goal = factories.make_goal(factories.make_strategy(cluster, alice), bob)
    page, theirs = f"/administration/people/{bob.pk}/", sign_in(bob)
    theirs.get("/c/havtorn/people/")

    closed = client.post(f"{page}delete/", follow=True)

    assert notes(closed)[0].startswith("Bob can no longer sign in.")
    assert f"This account will be deleted on {DAY}. Until then nobody can sign in with it." in page_text(closed)
    assert theirs.get("/c/havtorn/people/").status_code == 302
    assert cluster.activity.get(verb="closed-account").subject.startswith(f"Bob, {(TODAY + GRACE).day}")

    on_the_day(31)

    assert not User.objects.filter(pk=bob.pk).exists()
    assert list(Membership.objects.of(cluster).values_list("user__name", flat=True)) == ["Alice"]
    goal.refresh_from_db()
    (line,) = cluster.activity.filter(verb="added-goal")
    assert line.by_name.startswith("Slettet person ")
    assert [verb for verb, _subject in log()] == ["closed-account", "deleted-account"]


def test_account_that_is_kept_in_time_signs_in_again(client: Client, bob: User) -> None:
    page = f"/administration/people/{bob.pk}/"
    client.post(f"{page}delete/")

    response = client.post(f"{page}keep/", follow=True)
    on_the_day(31)

    bob.refresh_from_db()
    assert notes(response)[-1] == "The account is kept, and Bob can sign in again."
    assert (bob.is_active, bob.deletes_at) == (True, None)


def test_account_that_is_switched_on_again_is_not_deleted(client: Client, bob: User) -> None:
    page = f"/administration/people/{bob.pk}/"
    client.post(f"{page}delete/")
    client.post(page, {"is_active": "on"})

    on_the_day(31)

    assert User.objects.filter(pk=bob.pk, is_active=True).exists()


def test_only_owner_of_a_cluster_is_not_deleted(client: Client, cluster: Cluster, alice: User) -> None:
    page = f"/administration/people/{alice.pk}/delete/"
    words_of_rule = "Alice is the only owner of Cluster havtorn. Invite another owner first, or delete the cluster."

    asked, sent = client.get(page), client.post(page)

    assert words_of_rule in page_text(asked)
    assert "Delete the account" not in buttons(asked)
    assert (sent.status_code, User.objects.get(pk=alice.pk).is_active) == (422, True)


def test_administrator_does_not_delete_themselves(client: Client, admin: User) -> None:
    response = client.post(f"/administration/people/{admin.pk}/delete/")

    assert response.status_code == 422
    assert "Another administrator has to delete your own account." in page_text(response)


def test_owner_who_is_the_only_one_left_may_go_with_the_cluster(client: Client, cluster: Cluster, alice: User) -> None:
    client.post(f"{ONE}delete/", {"typed": "havtorn"})

    client.post(f"/administration/people/{alice.pk}/delete/")

    assert User.objects.get(pk=alice.pk).deletes_at is not None


def test_administrator_reads_what_will_end_before(client: Client, cluster: Cluster, alice: User, editor: User) -> None:
    factories.make_member(factories.make_cluster("nabo"), editor, Role.OWNER)
    factories.make_member(Cluster.objects.get(slug="nabo"), alice, Role.OWNER)
    factories.make_invitation(Cluster.objects.get(slug="nabo"), "dana@example.com", invited_by=editor)

    page = page_text(client.get(f"/administration/people/{editor.pk}/delete/"))

    assert "1 invitation that they sent is withdrawn." in page
    assert "Cluster havtorn" in page
