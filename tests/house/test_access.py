"""Every route says who may come in, does as it says, and knows nothing of another cluster's objects."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from clusters.access import cluster_view
from clusters.models import Cluster
from clusters.permissions import Permission, Role, may
from core.access import Access, AccessMiddleware, admin_view, public_view
from tests.house.matrix import ROWS, Place, Row
from tests.house.tree import ROOT

ROLES = {"owner": Role.OWNER, "editor": Role.EDITOR, "reviewer": Role.REVIEWER, "reader": Role.READER}
WHO = ("visitor", "owner", "editor", "reviewer", "reader", "stranger", "curator", "admin")


@dataclass(frozen=True)
class Route:
    """A route: its whole name, its whole address with what it names, and its view."""

    name: str
    address: str
    view: Callable[..., HttpResponse]


def routes(patterns: list[URLPattern | URLResolver], namespace: str = "", before: str = "") -> Iterator[Route]:
    """Walk every address of the portal."""
    for pattern in patterns:
        address = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner, address)
        else:
            yield Route(f"{namespace}{pattern.name}", address, pattern.callback)


ALL = list(routes(get_resolver().url_patterns))
ROUTES = {route.name: route for route in ALL}


def test_every_route_has_a_name_of_its_own() -> None:
    found = [route.name for route in ALL]

    assert [name for name in found if name.endswith("None")] == []
    assert sorted(found) == sorted(set(found))


def test_every_route_declares_who_may_come_in() -> None:
    undeclared = [route.name for route in ALL if getattr(route.view, "access", None) not in set(Access)]

    assert undeclared == []


def test_every_route_has_a_row_in_the_matrix_and_every_row_a_route() -> None:
    assert sorted(ROWS) == sorted(ROUTES)


def test_what_lies_below_a_cluster_and_nothing_else_is_a_cluster_view() -> None:
    below = {route.name for route in ALL if "<slug:cluster>" in route.address}
    declared = {route.name for route in ALL if getattr(route.view, "access", None) == Access.CLUSTER}

    assert below == declared


@pytest.mark.parametrize("name", sorted(set(ROWS) & set(ROUTES)))
def test_view_declares_what_the_matrix_says(name: str) -> None:
    view = ROUTES[name].view

    assert declared(view) == ROWS[name].access


def declared(view: Callable) -> Access | Permission:
    """Return what the view asks for: the right in a cluster, or the access."""
    return view.permission if view.access == Access.CLUSTER else view.access


@pytest.fixture
def place(cluster: Cluster, alice: User) -> Place:
    return Place(cluster, alice)


@pytest.fixture
def other_place(other_cluster: Cluster, charlie: User) -> Place:
    return Place(other_cluster, charlie)


@pytest.fixture
def people(
    alice: User, editor: User, reviewer: User, bob: User, charlie: User, curator: User, admin: User
) -> dict[str, User | None]:
    found = (None, alice, editor, reviewer, bob, charlie, curator, admin)
    return dict(zip(WHO, found, strict=True))


def expected(row: Row) -> dict[str, str]:
    """Return how it goes for each person at a route of this row."""
    if isinstance(row.access, Permission):
        members = {who: row.inside if may(role, row.access) else "forbidden" for who, role in ROLES.items()}
        return {"visitor": "sign in", **members, "stranger": "hidden", "curator": "hidden", "admin": "hidden"}
    if row.access == Access.PUBLIC:
        return dict.fromkeys(WHO, row.inside)
    let_in = {
        Access.LIBRARY: set(WHO),
        Access.SIGNED_IN: set(WHO),
        Access.CURATOR: {"curator"},
        Access.ADMIN: {"admin"},
    }[row.access]
    return {**{who: row.inside if who in let_in else "forbidden" for who in WHO}, "visitor": "sign in"}


def outcome(response: HttpResponse) -> str:
    """Say in a word how it went."""
    if response.status_code == 302 and response["Location"].startswith(f"{reverse('account_login')}?next="):
        return "sign in"
    known = {403: "forbidden", 404: "hidden"}
    return known.get(response.status_code, "in" if response.status_code < 500 else f"error {response.status_code}")


def address(name: str, place: Place, keywords: dict) -> str:
    """Return the address of a route in a place."""
    row = ROWS[name]
    own = {"cluster": place.cluster.slug} if isinstance(row.access, Permission) else {}
    return reverse(name, kwargs={**own, **keywords})


@pytest.mark.parametrize("name", sorted(set(ROWS) & set(ROUTES)))
def test_route_lets_in_whom_it_should(name: str, place: Place, people: dict, sign_in: Callable) -> None:
    row = ROWS[name]
    url = address(name, place, row.objects(place) if row.objects else {})

    found = {who: outcome(sign_in(person).get(url)) for who, person in people.items()}

    assert found == expected(row)


OF_A_CLUSTER = sorted(
    name
    for name in set(ROWS) & set(ROUTES)
    if isinstance(ROWS[name].access, Permission)
    and ROWS[name].objects
    # A year belongs to nobody.
    and not hasattr(ROWS[name].objects, "is_value")
)


@pytest.mark.parametrize("name", OF_A_CLUSTER)
def test_object_of_another_cluster_is_not_found(name: str, place: Place, other_place: Place, sign_in: Callable) -> None:
    url = address(name, place, ROWS[name].objects(other_place))
    client = sign_in(place.owner)

    found = {client.get(url).status_code, client.post(url).status_code}

    # A view that takes one method only may say so before it looks for the object.
    assert found in ({404}, {404, 405})


def test_visitor_comes_back_to_where_they_were_going(client: Client, cluster: Cluster) -> None:
    response = client.get(f"/c/{cluster.slug}/people/?page=2")

    assert response["Location"] == f"/account/login/?next=/c/{cluster.slug}/people/%3Fpage%3D2"


def test_fragment_for_a_visitor_answers_401(client: Client, cluster: Cluster) -> None:
    response = client.get(f"/c/{cluster.slug}/people/", headers={"HX-Request": "true"})

    assert (response.status_code, response.content, response["X-Sign-In"]) == (401, b"", "/account/login/")


def test_cluster_that_does_not_exist_looks_like_one_that_is_not_mine(
    sign_in: Callable, other_cluster: Cluster, alice: User
) -> None:
    client = sign_in(alice)

    missing = client.get("/c/nowhere/people/")
    strange = client.get(f"/c/{other_cluster.slug}/people/")

    assert missing.status_code == strange.status_code == 404
    assert text(missing) == text(strange)


def text(response: HttpResponse) -> str:
    """Return a page without what differs at every request."""
    words = re.sub(r'name="(csrfmiddlewaretoken|form_key)" value="[^"]+"', "", response.content.decode())
    return re.sub(r"/c/[a-z]+/people/", "", words)


def test_right_is_asked_for_again_at_every_request(sign_in: Callable, cluster: Cluster, bob: User) -> None:
    client = sign_in(bob)
    before = client.get(f"/c/{cluster.slug}/people/").status_code

    cluster.memberships.filter(user=bob).delete()

    assert (before, client.get(f"/c/{cluster.slug}/people/").status_code) == (200, 404)


def test_view_without_declaration_is_refused() -> None:
    middleware = AccessMiddleware(lambda request: HttpResponse())

    with pytest.raises(ImproperlyConfigured):
        middleware.process_view(RequestFactory().get("/"), lambda request: HttpResponse(), (), {})


def test_view_cannot_be_declared_twice() -> None:
    with pytest.raises(ImproperlyConfigured):
        public_view(admin_view(lambda request: HttpResponse()))
    with pytest.raises(ImproperlyConfigured):
        public_view(cluster_view(Permission.READ)(lambda request: HttpResponse()))


SHORTCUTS = """
from django.shortcuts import get_object_or_404, get_list_or_404
from django import forms
from django.forms import ModelForm


class Form(forms.ModelForm):
    pass
"""


def test_ruff_refuses_the_shortcuts_that_see_every_cluster() -> None:
    ruff = [sys.executable, "-m", "ruff", "check", "--select", "TID251", "--output-format", "concise"]

    found = subprocess.run(
        [*ruff, "--stdin-filename", "strategy/sample.py", "-"],
        input=SHORTCUTS,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )

    banned = [line.split("`")[1] for line in found.stdout.splitlines() if "TID251" in line]
    assert sorted(banned) == [
        "django.forms.ModelForm",
        "django.forms.ModelForm",
        "django.shortcuts.get_list_or_404",
        "django.shortcuts.get_object_or_404",
    ]


def test_role_may_do_what_the_table_says() -> None:
    granted = {role: {right for right in Permission if may(role, right)} for role in [*Role, "unheard-of"]}

    assert granted == {
        Role.OWNER: set(Permission),
        Role.EDITOR: {
            Permission.READ,
            Permission.WRITE,
            Permission.EDIT_KPIS,
            Permission.RUN_SURVEYS,
            Permission.MEASURE,
            Permission.REVIEW,
            Permission.SEND_REPORTS,
        },
        Role.REVIEWER: {Permission.READ, Permission.REVIEW},
        Role.READER: {Permission.READ},
        "unheard-of": set(),
    }


def test_person_of_the_matrix_is_only_what_the_matrix_calls_them(people: dict) -> None:
    assert {who: (p.is_curator, p.is_superuser) for who, p in people.items() if p} == {
        **dict.fromkeys(WHO[1:6], (False, False)),
        "curator": (True, False),
        "admin": (False, True),
    }
