"""Who asks, and what they are in the cluster whose page they ask for: read together, and true when it is asked for."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.sessions import SessionStore, guesses
from clusters.entrance import EntranceMiddleware, membership_of
from clusters.models import Cluster, Membership
from clusters.permissions import Role
from tests import factories
from tests.days import NOW

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]


def asked_by(client: Client, address: str) -> HttpRequest:
    """Return a request that has come as far as the gate."""
    request = RequestFactory().get(address)
    request.session = SessionStore(client.cookies["sessionid"].value)
    EntranceMiddleware(lambda _request: HttpResponse())(request)
    return request


def test_member_is_read_with_the_membership(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    client = sign_in(alice)
    guesses.clear()

    with CaptureQueriesContext(connection) as asked:
        request = asked_by(client, "/c/havtorn/kpis/")
        found = membership_of(request, "havtorn")

    # The session, and the person with all else.
    assert len(asked) == 2
    assert found is not None
    assert (found.cluster, found.user, found.role, request.user) == (cluster, alice, Role.OWNER, alice)
    stored = User.objects.get(pk=alice.pk)
    columns = [field.attname for field in User._meta.concrete_fields]
    assert [getattr(request.user, name) for name in columns] == [getattr(stored, name) for name in columns]


def test_browser_that_was_here_is_asked_about_with_its_session(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    client = sign_in(alice)
    guesses.clear()
    asked_by(client, "/c/havtorn/")

    with CaptureQueriesContext(connection) as asked:
        request = asked_by(client, "/c/havtorn/kpis/")
        found = membership_of(request, "havtorn")

    assert len(asked) == 1
    assert found is not None
    assert (found.cluster, found.user, found.role, request.user) == (cluster, alice, Role.OWNER, alice)
    assert request.session.items() == SessionStore(request.session.session_key).items()


def test_guess_opens_nothing(cluster: Cluster, alice: User, charlie: User, sign_in: SignIn) -> None:
    """The session says who asks, whomever it was taken for: a stranger stays one, and a member gets no other's role."""
    client, theirs = sign_in(charlie), sign_in(alice)
    guesses.clear()
    guesses.get(client.cookies["sessionid"].value, lambda: alice.pk)
    guesses.get(theirs.cookies["sessionid"].value, lambda: charlie.pk)

    strange, known = asked_by(client, "/c/havtorn/"), asked_by(theirs, "/c/havtorn/")

    assert (strange.user, membership_of(strange, "havtorn")) == (charlie, None)
    # And the next request of this browser guesses right.
    assert guesses.known(client.cookies["sessionid"].value) == charlie.pk
    found = membership_of(known, "havtorn")
    assert found is not None
    assert (known.user, found.user, found.role) == (alice, alice, Role.OWNER)


@pytest.mark.parametrize("ending", ["deleted", "over", "switched off", "password"])
def test_browser_that_was_here_is_nobody_when_its_session_has_ended(
    cluster: Cluster, alice: User, sign_in: SignIn, ending: str
) -> None:
    client = sign_in(alice)
    assert asked_by(client, "/c/havtorn/").user == alice
    if ending == "deleted":
        Session.objects.all().delete()
    elif ending == "over":
        Session.objects.update(expire_date=NOW - timedelta(seconds=1))
    elif ending == "switched off":
        User.objects.filter(pk=alice.pk).update(is_active=False)
    else:
        alice.set_password(f"{factories.PASSWORD} at all")
        alice.save()

    request = asked_by(client, "/c/havtorn/")

    assert (request.user.pk, membership_of(request, "havtorn")) == (None, None)


def test_who_has_left_meanwhile_is_a_stranger_when_the_request_is_made_once_more(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    request = asked_by(sign_in(alice), "/c/havtorn/")
    first = membership_of(request, "havtorn")
    Membership.objects.of(cluster).delete()

    assert (first is None, membership_of(request, "havtorn")) == (False, None)


def test_what_is_read_for_one_cluster_opens_no_other(
    cluster: Cluster, other_cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    request = asked_by(sign_in(alice), "/c/havtorn/")

    assert membership_of(request, "nabo") is None


def test_stranger_is_signed_in_and_no_member(other_cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    request = asked_by(sign_in(alice), "/c/nabo/")

    assert (request.user, membership_of(request, "nabo")) == (alice, None)


def test_membership_opens_nothing_for_whom_the_session_no_longer_names(
    cluster: Cluster, alice: User, editor: User, sign_in: SignIn
) -> None:
    switched_off, changed = sign_in(alice), sign_in(editor)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    editor.set_password(f"{factories.PASSWORD} at all")
    editor.save()

    answers = [client.get("/c/havtorn/people/") for client in (switched_off, changed)]

    assert [one["Location"].partition("?")[0] for one in answers] == ["/account/login/"] * 2
