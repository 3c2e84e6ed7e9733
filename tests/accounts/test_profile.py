"""A person's own page, and what they chose: language and theme."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Role
from tests import factories
from tests.pages import faults, notes, queries, rows, tree, value

PROFILE = "/account/"


@pytest.fixture
def client(sign_in: Callable, alice: User) -> Client:
    return sign_in(alice)


def language_of(client: Client, url: str = PROFILE) -> str:
    return tree(client.get(url)).get("lang")


def test_person_changes_name_language_and_theme(client: Client, alice: User) -> None:
    response = client.post(PROFILE, {"name": " Alice Ærø ", "language": "da", "theme": "dark"})
    shown = client.get(PROFILE)

    alice.refresh_from_db()
    assert (response.status_code, response.cookies["theme"].value) == (302, "dark")
    assert (alice.name, alice.language, alice.theme) == ("Alice Ærø", "da", "dark")
    assert (tree(shown).get("lang"), tree(shown).get("data-bs-theme")) == ("da", "dark")
    assert value(shown, "theme") == ["dark"]


def test_other_things_of_the_person_stay(client: Client, alice: User) -> None:
    client.post(
        PROFILE,
        {"name": "Alice", "language": "en-gb", "theme": "auto", "is_superuser": "on", "email": "x@example.com"},
    )

    alice.refresh_from_db()
    assert (alice.is_superuser, alice.email) == (False, "alice@example.com")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"name": ""}, ["This field is required."]),
        ({"name": "x" * 121}, ["Ensure this value has at most 120 characters (it has 121)."]),
        ({"language": "fr"}, ["Select a valid choice. fr is not one of the available choices."]),
        ({"theme": ""}, ["This field is required."]),
    ],
)
def test_bad_profile_is_refused(client: Client, alice: User, change: dict[str, str], fault: list[str]) -> None:
    form = {"name": "Alma", "language": "da", "theme": "dark", **change}

    response = client.post(PROFILE, form)

    alice.refresh_from_db()
    assert (response.status_code, faults(response), alice.name) == (422, fault, "Alice")
    assert value(response, "name") == form["name"]


def test_profile_lists_the_persons_clusters(client: Client, alice: User, other_cluster: Cluster) -> None:
    factories.make_member(other_cluster, alice, Role.REVIEWER)
    few = queries(client, PROFILE)
    for n in range(10):
        factories.make_member(factories.make_cluster(f"c{n}"), alice, Role.READER)

    assert [row[:2] for row in rows(client.get(PROFILE))][-2:] == [
        ["Cluster havtorn", "Owner"],
        ["Cluster nabo", "Reviewer"],
    ]
    assert queries(client, PROFILE) == few <= 8


def test_person_without_a_cluster_is_told_how_to_get_into_one(sign_in: Callable, curator: User) -> None:
    response = sign_in(curator).get(PROFILE)

    assert rows(response) == []
    assert "You do not belong to a cluster yet." in response.content.decode()


def test_language_of_the_profile_comes_before_browser_and_cookie(client: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(language="da")
    client.cookies["django_language"] = "en-gb"

    assert language_of(client) == "da"


def test_without_a_choice_the_browser_decides(client: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(language="")

    assert language_of(client).lower() == "en-gb"


def test_visitor_reads_danish_when_the_browser_does_not_say(db: None) -> None:
    assert language_of(Client(), "/account/login/") == "da"


def test_language_switch_is_remembered_with_the_person(client: Client, alice: User) -> None:
    response = client.post("/language/", {"language": "da", "next": PROFILE})

    alice.refresh_from_db()
    assert (response["Location"], alice.language, language_of(client)) == (PROFILE, "da", "da")


def test_language_of_one_request_does_not_colour_the_next(client: Client, alice: User, sign_in: Callable) -> None:
    User.objects.filter(pk=alice.pk).update(language="da")
    client.get(PROFILE)

    assert language_of(sign_in(None), "/account/login/").lower() == "en-gb"


def test_theme_is_remembered_for_visitor_and_person(client: Client, alice: User, sign_in: Callable) -> None:
    visitor = sign_in(None)

    responses = [each.post("/account/theme/", {"theme": "dark"}) for each in (visitor, client)]

    alice.refresh_from_db()
    assert [(r.status_code, r.cookies["theme"].value) for r in responses] == [(204, "dark")] * 2
    assert alice.theme == "dark"


def test_theme_of_the_person_holds_on_a_new_device_and_that_of_the_device_before_it(
    client: Client, alice: User
) -> None:
    User.objects.filter(pk=alice.pk).update(theme="dark")

    new_device = tree(client.get(PROFILE)).get("data-theme")
    client.cookies["theme"] = "light"

    assert (new_device, tree(client.get(PROFILE)).get("data-theme")) == ("dark", "light")


@pytest.mark.parametrize(
    ("target", "location"),
    [("/account/", "/account/"), ("https://evil.example/", "/"), ("//evil.example", "/")],
)
def test_theme_leads_back_within_the_portal(client: Client, target: str, location: str) -> None:
    assert client.post("/account/theme/", {"theme": "light", "next": target})["Location"] == location


@pytest.mark.parametrize("theme", ["", "pink", "dark; domain=evil.example"])
def test_unknown_theme_is_refused(client: Client, alice: User, theme: str) -> None:
    response = client.post("/account/theme/", {"theme": theme})

    alice.refresh_from_db()
    assert (response.status_code, "theme" in response.cookies, alice.theme) == (422, False, "auto")


def test_name_is_needed_where_it_was_never_given(sign_in: Callable, db: None) -> None:
    person = factories.make_user("Nora")
    User.objects.update(name="")

    client = sign_in(person)

    assert value(client.get(PROFILE), "name") == ""
    assert User.objects.get().display_name == "nora"
    assert notes(client.post(PROFILE, {"name": "N", "language": "en-gb", "theme": "auto"}, follow=True)) == [
        "Profile saved."
    ]


@pytest.mark.parametrize(
    ("name", "email", "initials"),
    [
        ("Ingrid Alstrup", "x@example.com", "IA"),
        ("Ærø", "x@example.com", "ÆR"),
        ("", "a@example.com", "A"),
        ("", "mette.hansen@example.com", "MH"),
        ("  ", "mette@example.com", "ME"),
        (".", "mette@example.com", "."),
    ],
)
def test_initials_are_there_whatever_the_name(name: str, email: str, initials: str) -> None:
    assert User(name=name.strip(), email=email).initials == initials
