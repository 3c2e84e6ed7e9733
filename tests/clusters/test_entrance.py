"""Who asks, and what they are in the cluster whose page they ask for: read together, and true when it is asked for."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.sessions import SessionStore
from clusters.entrance import EntranceMiddleware, membership_of
from clusters.models import Cluster, Membership
from clusters.permissions import Role
from tests import factories

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
