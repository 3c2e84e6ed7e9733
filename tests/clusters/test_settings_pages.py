"""The cluster's settings and its log."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from clusters import activity, services
from clusters.models import ActivityEntry, Cluster, Membership
from clusters.permissions import Role
from tests import factories
from tests.pages import faults, heading, notes, queries, tree, value, words

SETTINGS = "/c/havtorn/settings/"
LOG = "/c/havtorn/activity/"

FORM = {
    "name_da": "Havtorn",
    "name_en": "Buckthorn",
    "description_da": "Om os",
    "description_en": "",
    "main_language": "en",
    "has_second_language": "on",
    "revision": "1",
}


@pytest.fixture
def owner(sign_in: Callable, alice: User) -> Client:
    return sign_in(alice)


def test_owner_changes_names_and_languages(owner: Client, cluster: Cluster) -> None:
    response = owner.post(SETTINGS, FORM, follow=True)

    cluster.refresh_from_db()
    assert notes(response) == ["Settings saved."]
    assert (cluster.name_da, cluster.name_en, cluster.description) == ("Havtorn", "Buckthorn", {"da": "Om os"})
    assert (cluster.language, cluster.languages) == ("en", ("en", "da"))
    assert (value(response, "description_da"), value(response, "has_second_language")) == ("Om os", ["on"])
    assert cluster.activity.values_list("verb", "by_name").get() == ("changed-cluster", "Alice")


@pytest.mark.parametrize(
    ("field", "wrong", "fault"),
    [
        ("main_language", "fr", ["Select a valid choice. fr is not one of the available choices."]),
        ("name_da", "x" * 121, ["Ensure this value has at most 120 characters (it has 121)."]),
        ("description_en", "x" * 2001, ["Ensure this value has at most 2000 characters (it has 2001)."]),
        ("name_da", "\x00", ["Null characters are not allowed."]),
    ],
)
def test_bad_setting_is_refused(owner: Client, cluster: Cluster, field: str, wrong: str, fault: list[str]) -> None:
    response = owner.post(SETTINGS, {**FORM, field: wrong})

    cluster.refresh_from_db()
    assert (response.status_code, faults(response)) == (422, fault)
    assert cluster.name_da == "Klyngen havtorn"


def test_cluster_keeps_a_name(owner: Client, cluster: Cluster) -> None:
    response = owner.post(SETTINGS, {**FORM, "name_da": " ", "name_en": ""})

    assert (response.status_code, faults(response)) == (422, ["Enter the cluster’s name in Danish or English."])


def test_address_cannot_be_changed(owner: Client, cluster: Cluster) -> None:
    owner.post(SETTINGS, {**FORM, "slug": "stolen"})

    cluster.refresh_from_db()
    assert cluster.slug == "havtorn"


def entries(response: object) -> list[str]:
    """Return the lines of the log without their times."""
    found = []
    for line in tree(response).xpath("//ol[@class='changes']/li"):
        (time,) = line.xpath(".//time")
        found.append(words(line).removesuffix(words(time)))
    return found


def test_log_says_who_did_what_newest_first(owner: Client, cluster: Cluster, alice: User, bob: User) -> None:
    membership = Membership.objects.of(cluster).select_related("user", "cluster").get(user=bob)
    services.change_role(membership=membership, role=Role.EDITOR, by=alice)
    services.remove_member(membership=membership, by=alice)
    activity.record(cluster=cluster, by=None, verb="joined")

    response = owner.get(LOG)

    assert heading(response) == "Who did what"
    assert entries(response) == [
        "The portal joined the cluster",
        "Alice removed Bob from the cluster",
        "Alice changed the role of Bob",
    ]


def test_log_shows_nothing_of_another_cluster(
    owner: Client, cluster: Cluster, other_cluster: Cluster, charlie: User
) -> None:
    activity.record(cluster=other_cluster, by=charlie, verb="started-strategy", subject="Secret")

    assert entries(owner.get(LOG)) == []


def test_log_takes_as_many_queries_for_one_line_as_for_many(owner: Client, cluster: Cluster, alice: User) -> None:
    activity.record(cluster=cluster, by=alice, verb="joined")
    few = queries(owner, LOG)
    for n in range(60):
        activity.record(cluster=cluster, by=factories.make_user(f"P {n}", password=None), verb="joined")

    assert queries(owner, LOG) == few <= 8
    assert [len(entries(owner.get(LOG, {"page": page}))) for page in (1, 2)] == [50, 11]


def test_line_is_never_changed(cluster: Cluster, alice: User) -> None:
    entry = activity.record(cluster=cluster, by=alice, verb="joined")
    entry.by_name = "Somebody else"

    with pytest.raises(TypeError):
        entry.save()

    assert ActivityEntry.objects.of(cluster).get().by_name == "Alice"


def test_unknown_verb_is_a_mistake(cluster: Cluster, alice: User) -> None:
    with pytest.raises(KeyError):
        activity.record(cluster=cluster, by=alice, verb="dreamt")


@pytest.mark.parametrize("verb", activity.SENTENCES)
def test_every_sentence_can_be_said(verb: str) -> None:
    said = activity.sentence(ActivityEntry(verb=verb, subject="100 % %(this)s"))

    assert ("100 % %(this)s" in said) == ("%(subject)s" in str(activity.SENTENCES[verb]))


def test_name_stays_when_the_person_has_gone(owner: Client, cluster: Cluster, bob: User) -> None:
    activity.record(cluster=cluster, by=bob, verb="joined")

    bob.delete()

    assert entries(owner.get(LOG)) == ["Bob joined the cluster"]
