"""Where the link of an invitation leads: a new person, one who is known, the wrong one, too late, twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import User
from clusters import services
from clusters.models import Cluster, Invitation
from clusters.permissions import Role
from tests import factories
from tests.days import NOW
from tests.pages import buttons, faults, heading, notes, tree, value, words

LINK = "/invitation/token/"
JOIN = "/invitation/"


@pytest.fixture
def invitation(cluster: Cluster, alice: User) -> Invitation:
    """Alice's invitation to dana@example.com, as editor."""
    return factories.make_invitation(cluster, invited_by=alice)


@pytest.fixture
def visitor(sign_in: Callable) -> Client:
    return sign_in(None)


def members(cluster: Cluster) -> dict[str, str]:
    return {found.user.email: found.role for found in cluster.memberships.select_related("user")}


def test_token_leaves_the_address_at_once(visitor: Client, invitation: Invitation) -> None:
    response = visitor.get(LINK)

    assert (response.status_code, response["Location"]) == (302, JOIN)
    assert "no-store" in response["Cache-Control"]
    assert "token" not in str(dict(visitor.session))


def test_new_person_joins_and_is_signed_in(visitor: Client, invitation: Invitation, cluster: Cluster) -> None:
    shown = visitor.get(LINK, follow=True)
    response = visitor.post(JOIN, {"name": "Dana Dal", "password1": factories.PASSWORD})

    dana = User.objects.get(email="dana@example.com")
    assert heading(shown) == "Join Cluster havtorn"
    assert "Alice has invited you. Your role: editor." in words(tree(shown))
    assert (response.status_code, response["Location"]) == (302, "/c/havtorn/")
    assert visitor.session["_auth_user_id"] == str(dana.pk)
    assert (dana.name, dana.language) == ("Dana Dal", "en-gb")
    assert members(cluster) == {"alice@example.com": "owner", "dana@example.com": "editor"}
    assert notes(visitor.get("/account/")) == ["Welcome to Cluster havtorn."]


@pytest.mark.parametrize(
    ("name", "password", "fault"),
    [
        ("", factories.PASSWORD, ["This field is required."]),
        ("x" * 121, factories.PASSWORD, ["Ensure this value has at most 120 characters (it has 121)."]),
        ("Dana", "", ["This field is required."]),
        ("Dana", "kort", ["This password is too short. It must contain at least 10 characters."]),
        ("Dana", "1234567890", ["This password is too common.", "This password is entirely numeric."]),
        ("Dana", "dana@example.com", ["The password is too similar to the Email address."]),
    ],
)
def test_weak_password_or_missing_name_makes_nobody(
    visitor: Client, invitation: Invitation, cluster: Cluster, name: str, password: str, fault: list[str]
) -> None:
    visitor.get(LINK)

    response = visitor.post(JOIN, {"name": name, "password1": password})

    assert (response.status_code, faults(response)) == (422, fault)
    assert value(response, "name") == name
    assert members(cluster) == {"alice@example.com": "owner"}
    assert "_auth_user_id" not in visitor.session


def test_joining_twice_makes_one_person(
    visitor: Client, sign_in: Callable, invitation: Invitation, cluster: Cluster
) -> None:
    second = sign_in(None)
    form = {"name": "Dana", "password1": factories.PASSWORD}
    for client in (visitor, second):
        client.get(LINK)

    first = visitor.post(JOIN, form)
    late = second.post(JOIN, form)

    assert (first.status_code, late.status_code, heading(late)) == (302, 410, "This invitation has been used")
    assert User.objects.filter(email="dana@example.com").count() == 1
    assert visitor.post(JOIN, form).status_code == 404


def test_known_person_signs_in_and_comes_back(visitor: Client, invitation: Invitation, cluster: Cluster) -> None:
    factories.make_user("Dana")

    shown = visitor.get(LINK, follow=True)
    (link,) = tree(shown).xpath("//a[contains(@href, 'next=')]/@href")
    signed_in = visitor.post(link, {"login": "dana@example.com", "password": factories.PASSWORD})
    accept = visitor.get(JOIN)
    response = visitor.post(JOIN)

    assert link == "/account/login/?next=/invitation/"
    assert (signed_in.status_code, signed_in["Location"]) == (302, JOIN)
    assert buttons(accept) == ["DA", "Join Cluster havtorn"]
    assert response["Location"] == "/c/havtorn/"
    assert members(cluster)["dana@example.com"] == Role.EDITOR


def test_looking_does_not_accept(sign_in: Callable, invitation: Invitation, cluster: Cluster) -> None:
    client = sign_in(factories.make_user("Dana"))

    client.get(LINK, follow=True)
    client.get(JOIN)

    assert members(cluster) == {"alice@example.com": "owner"}


def test_accepting_twice_leads_to_the_cluster(sign_in: Callable, invitation: Invitation, cluster: Cluster) -> None:
    client = sign_in(factories.make_user("Dana"))
    client.get(LINK)
    client.post(JOIN)

    again = client.get(LINK, follow=True)

    assert again.redirect_chain == [(JOIN, 302), ("/c/havtorn/", 302)]
    assert list(members(cluster)) == ["alice@example.com", "dana@example.com"]


def test_wrong_person_reads_whose_it_is(sign_in: Callable, invitation: Invitation, cluster: Cluster, bob: User) -> None:
    client = sign_in(bob)

    shown = client.get(LINK, follow=True)
    posted = client.post(JOIN)

    assert (shown.status_code, heading(shown)) == (403, "This invitation is for somebody else")
    assert "sent to dana@example.com, and you are signed in as bob@example.com" in words(tree(shown))
    assert posted.status_code == 403
    assert members(cluster) == {"alice@example.com": "owner", "bob@example.com": "reader"}


@pytest.mark.parametrize(
    ("change", "title"),
    [
        ({"expires_at": NOW - timedelta(days=1)}, "This invitation has expired"),
        ({"withdrawn_at": NOW}, "This invitation has been withdrawn"),
        ({"accepted_at": NOW}, "This invitation has been used"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_invitation_that_is_over_says_so(
    visitor: Client, invitation: Invitation, change: dict, title: str, method: str
) -> None:
    Invitation.across_clusters.update(**change)
    visitor.get(LINK)

    response = getattr(visitor, method)(JOIN)

    assert (response.status_code, heading(response)) == (410, title)
    assert User.objects.filter(email="dana@example.com").exists() is False


@pytest.mark.parametrize("token", ["tokem", "TOKEN", "x" * 3000, "æøå"])
def test_unknown_token_helps_on(visitor: Client, invitation: Invitation, token: str) -> None:
    response = visitor.get(f"/invitation/{token}/", follow=True)

    assert (response.status_code, heading(response)) == (404, "This link does not work")


def test_earlier_mail_no_longer_works(visitor: Client, invitation: Invitation, alice: User) -> None:
    services.resend_invitation(invitation=invitation, by=alice)

    assert visitor.get(LINK, follow=True).status_code == 404


def test_removed_member_does_not_come_back_by_the_old_link(
    sign_in: Callable, invitation: Invitation, cluster: Cluster, alice: User
) -> None:
    dana = factories.make_user("Dana")
    services.remove_member(membership=services.accept_invitation(invitation=invitation, user=dana), by=alice)
    client = sign_in(dana)

    response = client.get(LINK, follow=True)

    assert (response.status_code, heading(response)) == (410, "This invitation has been used")
    assert client.post(JOIN).status_code == 410
    assert members(cluster) == {"alice@example.com": "owner"}


def test_a_look_at_an_address_writes_no_session(visitor: Client, invitation: Invitation) -> None:
    for address in (LINK, "/invitation/anything/", JOIN):
        visitor.get(address, follow=True)

    assert Session.objects.count() == 0


def test_a_forged_note_of_an_invitation_opens_nothing(visitor: Client, invitation: Invitation) -> None:
    visitor.cookies["invitation"] = f"{invitation.token_digest}:abc:def"

    assert visitor.get(JOIN).status_code == 404
