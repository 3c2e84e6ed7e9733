"""The administration's pages of clusters."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from model_bakery import baker

from accounts.models import User
from clusters.models import Cluster, Invitation
from clusters.permissions import Role
from tests import factories
from tests.days import NOW
from tests.pages import faults, heading, notes, queries, rows, tree, value, words

LIST = "/administration/"
NEW = "/administration/new-cluster/"
ONE = "/administration/clusters/havtorn/"
FORM = {
    "name_da": "Ærø Søfart",
    "name_en": "",
    "slug": "aeroe",
    "main_language": "da",
    "owner": "dana@example.com",
    "language": "en-gb",
}


@pytest.fixture
def client(sign_in: Callable, admin: User) -> Client:
    return sign_in(admin)


def names(response: object) -> list[str]:
    return [row[0] for row in rows(response)]


def test_clusters_are_listed_with_their_size(client: Client, cluster: Cluster, alice: User, bob: User) -> None:
    factories.make_cluster("nabo", name_en="")

    response = client.get(LIST)

    assert rows(response) == [["Cluster havtorn", "havtorn", "2"], ["Klyngen nabo", "nabo", "0"]]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("ærø", ["Ærø Søfart"]),
        ("SØFART", ["Ærø Søfart"]),
        ("aeroe", ["Ærø Søfart"]),
        ("cluster", ["Cluster havtorn"]),
        ("%", []),
        ("x" * 101, ["Cluster havtorn", "Ærø Søfart"]),
        ("", ["Cluster havtorn", "Ærø Søfart"]),
    ],
)
def test_clusters_are_searched(client: Client, cluster: Cluster, search: str, found: list[str]) -> None:
    factories.make_cluster("aeroe", name_da="Ærø Søfart", name_en="")

    assert sorted(names(client.get(LIST, {"q": search}))) == found


def test_thousand_clusters_are_paged_with_the_same_queries(client: Client, cluster: Cluster) -> None:
    few = queries(client, LIST)
    made = [baker.prepare(Cluster, slug=f"c{n}", name_da=f"Klynge {n:04}", name_en="") for n in range(999)]
    Cluster.objects.bulk_create(made)

    assert queries(client, LIST) == few <= 8
    assert [len(names(client.get(LIST, {"page": page}))) for page in (1, 20, 500)] == [50, 50, 50]
    assert names(client.get(LIST, {"q": "Klynge 0998"})) == ["Klynge 0998"]


def test_cluster_is_made_and_its_owner_invited(client: Client, django_capture_on_commit_callbacks: Callable) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(NEW, FORM, follow=True)

    made = Cluster.objects.get()
    assert response.redirect_chain == [("/administration/clusters/aeroe/", 302)]
    assert notes(response) == ["Ærø Søfart has been created, and its owner has been invited."]
    assert (made.slug, made.name_da, made.language) == ("aeroe", "Ærø Søfart", "da")
    assert [(i.email, i.role, i.language) for i in made.invitations.all()] == [("dana@example.com", "owner", "en-gb")]
    assert [sent.subject for sent in mail.outbox] == ["Invitation to Ærø Søfart"]


def test_address_is_made_from_the_name(client: Client) -> None:
    client.post(NEW, {**FORM, "slug": ""})
    client.post(NEW, {**FORM, "slug": ""})

    assert sorted(Cluster.objects.values_list("slug", flat=True)) == ["aeroe-soefart", "aeroe-soefart-2"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"slug": "havtorn"}, ["Another cluster has this address. Choose another one."]),
        ({"slug": "Ærø"}, ["Use small letters a to z, digits and single hyphens."]),
        ({"slug": "a/../b"}, ["Use small letters a to z, digits and single hyphens."]),
        ({"slug": "a\nb"}, ["Use small letters a to z, digits and single hyphens."]),
        ({"slug": "x" * 41}, ["Ensure this value has at most 40 characters (it has 41)."]),
        ({"name_da": ""}, ["Enter the cluster’s name in Danish or English."]),
        ({"owner": ""}, ["This field is required."]),
        ({"owner": "dana"}, ["Enter a valid email address."]),
        ({"owner": "dana@example.com\nBcc: x@example.com"}, ["Enter a valid email address."]),
        ({"main_language": ""}, ["This field is required."]),
    ],
)
def test_bad_cluster_is_refused(client: Client, cluster: Cluster, change: dict[str, str], fault: list[str]) -> None:
    response = client.post(NEW, {**FORM, **change})

    assert (response.status_code, faults(response)) == (422, fault)
    assert value(response, "name_da") == {**FORM, **change}["name_da"]
    assert (Cluster.objects.count(), Invitation.across_clusters.count()) == (1, 0)


def test_cluster_shows_its_owners_and_not_its_readers(client: Client, cluster: Cluster, alice: User, bob: User) -> None:
    factories.make_invitation(cluster, "dana@example.com", role=Role.OWNER, token="a")
    factories.make_invitation(cluster, "emil@example.com", role=Role.READER, token="b")

    response = client.get(ONE)

    (owners,) = tree(response).xpath("//section[@aria-labelledby='owners-title']/ul")
    assert (heading(response), words(owners)) == ("Cluster havtorn", "Alice alice@example.com")
    assert names(response) == ["dana@example.com"]
    assert "bob@example.com" not in response.content.decode()


def test_owner_is_added_sent_again_and_withdrawn(
    client: Client, cluster: Cluster, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        added = client.post(ONE, {"owner": "Dana@example.com", "language": "da"}, follow=True)
    invitation = cluster.invitations.get()
    Invitation.across_clusters.update(expires_at=NOW - timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        again = client.post(f"{ONE}invitations/{invitation.pk}/resend/", follow=True)
    withdrawn = client.post(f"{ONE}invitations/{invitation.pk}/withdraw/", follow=True)

    invitation.refresh_from_db()
    assert notes(added) == ["The invitation is on its way to dana@example.com."]
    assert notes(again) == ["The invitation is on its way to dana@example.com."]
    assert notes(withdrawn) == ["The invitation to dana@example.com has been withdrawn."]
    assert (invitation.role, invitation.state, len(mail.outbox)) == (Role.OWNER, "withdrawn", 2)


def test_member_is_not_invited_again(client: Client, cluster: Cluster, alice: User) -> None:
    response = client.post(ONE, {"owner": "alice@example.com", "language": "da"})

    assert response.status_code == 422
    assert faults(response) == ["alice@example.com is already a member. Remove the email address from the list."]


def test_invitation_is_reached_by_its_own_cluster_only(
    client: Client, cluster: Cluster, other_cluster: Cluster
) -> None:
    invitation = factories.make_invitation(other_cluster, role=Role.OWNER)

    response = client.post(f"{ONE}invitations/{invitation.pk}/withdraw/")

    invitation.refresh_from_db()
    assert (response.status_code, invitation.state) == (404, "open")
