"""A cluster that requires two-step sign-in."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.second_factor import has_second_factor
from clusters.models import Cluster
from clusters.permissions import Role
from tests import factories
from tests.accounts.codes import code_of, set_up_app
from tests.pages import faults, heading, notes, queries, rows, tree, value, words

SETTINGS = "/c/havtorn/settings/"
PEOPLE = "/c/havtorn/people/"
FORM = {"name_da": "Havtorn", "name_en": "", "description_da": "", "description_en": "", "main_language": "da"}
FORM["revision"] = "1"
MISSING = "One more step is needed"
CHIP = "Two-step sign-in missing"


@pytest.fixture
def strict(cluster: Cluster) -> Cluster:
    """The cluster, which requires two-step sign-in."""
    Cluster.objects.filter(pk=cluster.pk).update(requires_second_factor=True)
    cluster.refresh_from_db()
    return cluster


def test_owner_requires_it_and_no_longer(sign_in: Callable, cluster: Cluster, alice: User) -> None:
    set_up_app(alice)
    owner = sign_in(alice)

    response = owner.post(SETTINGS, {**FORM, "requires_second_factor": "on"}, follow=True)
    shown = (notes(response), value(response, "requires_second_factor"))
    owner.post(SETTINGS, {**FORM, "revision": "2"})

    cluster.refresh_from_db()
    assert shown == (["Settings saved."], ["on"])
    assert cluster.requires_second_factor is False
    assert list(cluster.activity.order_by("pk").values_list("verb", flat=True)) == [
        "changed-cluster",
        "required-second-factor",
        "changed-cluster",
        "freed-second-factor",
    ]


def test_owner_without_it_may_not_require_it(sign_in: Callable, cluster: Cluster, alice: User) -> None:
    response = sign_in(alice).post(SETTINGS, {**FORM, "requires_second_factor": "on"})

    cluster.refresh_from_db()
    assert (response.status_code, faults(response)) == (
        422,
        ["Set up two-step sign-in for yourself first, from your profile."],
    )
    assert (cluster.requires_second_factor, cluster.name_da) == (False, "Klyngen havtorn")


@pytest.mark.parametrize("url", ["/c/havtorn/", PEOPLE, SETTINGS, "/c/havtorn/strategies/"])
def test_member_without_it_sees_no_page_of_the_cluster(
    sign_in: Callable, strict: Cluster, alice: User, url: str
) -> None:
    client = sign_in(alice)

    answers = [client.get(url), client.post(url)]

    assert [(answer.status_code, heading(answer)) for answer in answers] == [(403, MISSING)] * 2
    assert strict.activity.count() == 0


def test_fragment_of_the_cluster_is_refused_too(sign_in: Callable, strict: Cluster, alice: User) -> None:
    response = sign_in(alice).get(PEOPLE, headers={"HX-Request": "true"})

    assert response.status_code == 403
    assert "alice@example.com" not in response.content.decode()


def test_stranger_learns_nothing(sign_in: Callable, strict: Cluster, charlie: User) -> None:
    assert sign_in(charlie).get(PEOPLE).status_code == 404


def test_one_sets_it_up_and_goes_on_to_where_one_was_going(sign_in: Callable, strict: Cluster, bob: User) -> None:
    client = sign_in(None)
    client.post("/account/login/", {"login": "bob@example.com", "password": factories.PASSWORD})

    led = client.get(f"{PEOPLE}?page=1")
    (to,) = tree(led).xpath("//main//a[contains(@class, 'btn-primary')]/@href")
    overview = client.get(to)
    secret = words(tree(client.get("/account/two-step/app/")).xpath("//code")[0])
    shown = client.post("/account/two-step/app/", {"code": code_of(secret)}, follow=True)
    (on,) = tree(shown).xpath("//a[contains(@class, 'btn-primary')]/@href")

    assert (to, overview.status_code, on) == ("/account/two-step/", 200, f"{PEOPLE}?page=1")
    assert heading(client.get(on)) == "People"
    assert notes(client.get("/account/two-step/")) == []


def test_way_on_leads_nowhere_before_it_is_set_up(sign_in: Callable, strict: Cluster, bob: User) -> None:
    client = sign_in(bob)
    client.get(PEOPLE)

    assert notes(client.get("/account/two-step/")) == []


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"Sec-Fetch-Dest": "image"}, {"Sec-Fetch-Dest": "empty"}])
def test_way_on_leads_to_a_page_and_not_to_a_part_of_one(
    sign_in: Callable, strict: Cluster, bob: User, headers: dict[str, str]
) -> None:
    client = sign_in(bob)
    client.get(PEOPLE, headers={"Sec-Fetch-Dest": "document"})
    client.get("/c/havtorn/logo/", headers=headers)

    assert client.session["second_factor_going_to"] == PEOPLE


def test_other_clusters_stay_open_and_are_named(sign_in: Callable, strict: Cluster, bob: User) -> None:
    free = factories.make_cluster("fri")
    also_strict = factories.make_cluster("streng", requires_second_factor=True)
    for cluster in (free, also_strict):
        factories.make_member(cluster, bob)
    client = sign_in(bob)

    named = [words(item) for item in tree(client.get(PEOPLE)).xpath("//main//li")]

    assert named == ["Cluster fri"]
    assert client.get("/c/fri/people/").status_code == 200
    assert client.get("/account/").status_code == 200


def test_last_way_stays_while_a_cluster_requires_it(sign_in: Callable, strict: Cluster, bob: User) -> None:
    set_up_app(bob)
    client = sign_in(bob)
    client.post("/account/confirm/", {"password": factories.PASSWORD})

    asked = client.get("/account/two-step/app/remove/")
    response = client.post("/account/two-step/app/remove/")

    sentence = (
        "One of your clusters requires two-step sign-in, and this is the only method you have set up. Add another "
        "first."
    )
    assert (notes(asked), tree(asked).xpath("//main//button")) == ([sentence], [])
    assert (response.status_code, notes(response), has_second_factor(bob)) == (422, [sentence], True)


def test_last_passkey_stays_and_one_of_two_goes(sign_in: Callable, strict: Cluster, bob: User) -> None:
    keys = [bob.authenticator_set.create(type="webauthn", data={"name": name}) for name in ("a", "b")]
    client = sign_in(bob)
    client.post("/account/confirm/", {"password": factories.PASSWORD})

    first = client.post(f"/account/two-step/passkey/{keys[0].pk}/remove/")
    last = client.post(f"/account/two-step/passkey/{keys[1].pk}/remove/")

    assert (first.status_code, last.status_code, heading(last)) == (302, 422, "Remove the passkey")
    assert list(bob.authenticator_set.values_list("pk", flat=True)) == [keys[1].pk]


def test_recovery_codes_are_renewed_while_it_is_required(sign_in: Callable, strict: Cluster, bob: User) -> None:
    set_up_app(bob)
    client = sign_in(bob)
    client.post("/account/confirm/", {"password": factories.PASSWORD})

    response = client.post("/account/two-step/codes/new/")

    assert (response.status_code, has_second_factor(bob)) == (302, True)


def test_owner_sees_who_lacks_it(sign_in: Callable, strict: Cluster, alice: User, bob: User, editor: User) -> None:
    set_up_app(alice)
    set_up_app(editor)
    owner = sign_in(alice)

    everybody = owner.get(PEOPLE)
    lacking = owner.get(f"{PEOPLE}?lacking")

    assert [row[2] for row in rows(everybody) if CHIP in row[0]] == ["bob@example.com"]
    assert [row[0] for row in rows(lacking)] == [f"Bob {CHIP}"]
    assert notes(everybody) == [
        "1 member has not set up two-step sign-in and cannot see the cluster’s pages until then. Show only them"
    ]


def test_list_takes_as_many_queries_for_three_as_for_thirty(sign_in: Callable, strict: Cluster, alice: User) -> None:
    set_up_app(alice)
    owner = sign_in(alice)
    few = queries(owner, PEOPLE)
    for n in range(30):
        factories.make_member(strict, factories.make_user(f"p{n}"), Role.EDITOR)

    assert queries(owner, PEOPLE) == few


def test_others_are_not_told_who_lacks_it(sign_in: Callable, strict: Cluster, editor: User, bob: User) -> None:
    set_up_app(editor)

    response = sign_in(editor).get(f"{PEOPLE}?lacking")

    assert (len(rows(response)), notes(response), CHIP in response.content.decode()) == (2, [], False)


def test_cluster_that_requires_nothing_asks_no_more_of_the_database(
    sign_in: Callable, cluster: Cluster, alice: User
) -> None:
    client = sign_in(alice)
    set_up_app(alice)
    before = queries(client, "/c/havtorn/people/leave/")

    Cluster.objects.update(requires_second_factor=True)

    assert queries(client, "/c/havtorn/people/leave/") == before + 1


def test_administrator_takes_it_away(
    sign_in: Callable, strict: Cluster, other_cluster: Cluster, bob: User, admin: User, mailing: Callable
) -> None:
    set_up_app(bob)
    client = sign_in(admin)

    link = tree(client.get(f"/administration/people/{bob.pk}/")).xpath("//a[contains(@href, 'two-step')]/@href")
    asked = heading(client.get(link[0]))
    with mailing():
        response = client.post(link[0], follow=True)

    assert (asked, bob.authenticator_set.count()) == ("Remove two-step sign-in", 0)
    assert notes(response) == ["Bob signs in with only a password until two-step sign-in is set up again."]
    assert strict.activity.values_list("verb", "by_name", "subject").get() == ("reset-second-factor", "Anders", "Bob")
    assert other_cluster.activity.count() == 0
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        (["bob@example.com"], "Your two-step sign-in was removed")
    ]


def test_person_without_it_is_not_offered_and_nothing_is_logged(
    sign_in: Callable, strict: Cluster, bob: User, admin: User, mailing: Callable
) -> None:
    client = sign_in(admin)

    page = client.get(f"/administration/people/{bob.pk}/")
    with mailing():
        client.post(f"/administration/people/{bob.pk}/two-step/")

    assert tree(page).xpath("//a[contains(@href, 'two-step')]") == []
    assert (strict.activity.count(), mail.outbox) == (0, [])


def test_administrator_does_not_do_it_to_themselves(sign_in: Callable, admin: User) -> None:
    set_up_app(admin)

    response = sign_in(admin).post(f"/administration/people/{admin.pk}/two-step/")

    assert (response.status_code, len(notes(response)), has_second_factor(admin)) == (422, 1, True)


def test_owner_cannot_take_it_away(sign_in: Callable, cluster: Cluster, alice: User, bob: User) -> None:
    set_up_app(bob)
    client: Client = sign_in(alice)

    assert client.post(f"/administration/people/{bob.pk}/two-step/").status_code == 403
    assert has_second_factor(bob)
