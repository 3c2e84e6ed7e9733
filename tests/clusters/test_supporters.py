"""Logos of partners and funders: put on the documents, and taken off again."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from clusters import logos
from clusters.models import Cluster, Supporter
from clusters.services import supporters as services
from core.supporters import FUNDER, PARTNER
from tests import factories
from tests.pages import faults, notes, tree, value

PAGE = "/c/havtorn/profile/supporters/"


@pytest.fixture
def owner(sign_in: Callable, alice: User) -> Client:
    return sign_in(alice)


def add(client: Client, content: bytes = b"", **values: str) -> object:
    upload = SimpleUploadedFile("logo.png", content or factories.make_picture(), "image/png")
    return client.post(PAGE, {"name": "Havnefonden", "kind": FUNDER, "logo": upload, **values})


def test_owner_adds_a_logo_that_members_see(
    owner: Client, sign_in: Callable, cluster: Cluster, bob: User, charlie: User
) -> None:
    answer = add(owner, factories.make_picture((1600, 400)))

    assert notes(owner.get(answer.url)) == ["The logo is on the documents from now on."]
    (src,) = tree(owner.get(PAGE)).xpath("//main//img/@src")
    assert [sign_in(who).get(src).status_code for who in (bob, charlie, None)] == [200, 404, 302]
    assert sign_in(bob).get(src)["Content-Security-Policy"] == "default-src 'none'; sandbox"
    (found,) = logos.supporters_of(cluster)
    assert (found.name, found.kind, found.logo[:22]) == ("Havnefonden", FUNDER, "data:image/png;base64,")
    assert cluster.activity.values_list("verb", "subject").get() == ("added-supporter", "Havnefonden")


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"name": " "}, "This field is required."),
        ({"name": "x" * 121}, "Ensure this value has at most 120 characters (it has 121)."),
        ({"kind": "friend"}, "Select a valid choice. friend is not one of the available choices."),
    ],
)
def test_bad_words_are_refused_and_kept(owner: Client, cluster: Cluster, values: dict, fault: str) -> None:
    answer = add(owner, **values)

    assert (answer.status_code, faults(answer)) == (422, [fault])
    assert value(answer, "name") == values.get("name", "Havnefonden")
    assert not Supporter.objects.of(cluster).exists()


def test_what_is_no_picture_is_refused(owner: Client, cluster: Cluster) -> None:
    answer = add(owner, b"<svg/>")

    said = "This is neither PNG nor JPEG. Save the logo in one of those formats; SVG and PDF cannot be used."
    assert (answer.status_code, faults(answer)) == (422, [said])
    assert not Supporter.objects.of(cluster).exists()


def test_there_is_room_for_as_many_as_a_page_holds(owner: Client, cluster: Cluster, alice: User) -> None:
    for number in range(services.MOST):
        factories.make_supporter(cluster, alice, f"Fond {number}")

    answer = add(owner)

    assert answer.status_code == 422
    assert faults(answer) == ["There are 12 logos already, which is as many as a page holds. Remove one of them first."]
    assert "There are 12 logos" in tree(owner.get(PAGE)).text_content()


def test_a_logo_is_removed_with_its_file_and_a_second_time_is_not_found(
    owner: Client, cluster: Cluster, alice: User, django_capture_on_commit_callbacks: Callable
) -> None:
    made = factories.make_supporter(cluster, alice)
    storage, name = made.logo.storage, made.logo.name

    with django_capture_on_commit_callbacks(execute=True):
        answers = [owner.post(f"{PAGE}{made.pk}/remove/") for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 404]
    assert (Supporter.objects.of(cluster).count(), storage.exists(name)) == (0, False)


def test_funders_come_before_partners_in_one_query(
    cluster: Cluster, alice: User, django_assert_num_queries: Callable
) -> None:
    factories.make_supporter(cluster, alice, "Partneren", PARTNER)
    factories.make_supporter(cluster, alice, "Fonden")

    with django_assert_num_queries(1):
        found = logos.supporters_of(cluster)

    assert [one.name for one in found] == ["Fonden", "Partneren"]


def test_a_file_that_was_not_restored_leaves_the_name(cluster: Cluster, alice: User, owner: Client) -> None:
    made = factories.make_supporter(cluster, alice)
    made.logo.storage.delete(made.logo.name)

    assert [one.logo for one in logos.supporters_of(cluster)] == [""]
    assert owner.get(f"/c/havtorn/supporters/{made.pk}/logo/").status_code == 404


def test_the_page_asks_as_much_for_many_as_for_one(
    owner: Client, cluster: Cluster, alice: User, django_assert_num_queries: Callable
) -> None:
    factories.make_supporter(cluster, alice)
    owner.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        owner.get(PAGE)
    for number in range(5):
        factories.make_supporter(cluster, alice, f"Fond {number}")
    with django_assert_num_queries(len(one)):
        owner.get(PAGE)
