"""The plan as rows: changed and added in place, each row by itself, with its milestones."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from plans.models import Activity, Milestone
from plans.services import delete_activity
from strategy.models import Goal
from tests import factories
from tests.pages import form_fields, queries, tree, value, words
from tests.plans.samples import make_activity, make_milestone

HTMX = {"HX-Request": "true"}


@pytest.fixture
def goal(cluster: Cluster, alice: User) -> Goal:
    return factories.make_goal(factories.make_strategy(cluster, alice), alice)


@pytest.fixture
def client(alice: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(alice)


def url(cluster: Cluster, name: str, *args: object) -> str:
    return reverse(f"plans:{name}", args=[cluster.slug, *args])


def row_of(client: Client, cluster: Cluster, key: str = "a1") -> dict[str, Any]:
    fields = form_fields(client.get(url(cluster, "rows")))
    return {name: text for name, text in fields.items() if name.startswith(f"{key}-")}


def save(client: Client, cluster: Cluster, fields: dict[str, Any], number: int = 1) -> HttpResponse:
    return client.post(url(cluster, "typed_row", number), fields, headers=HTMX)


def told(response: HttpResponse) -> str:
    return " ".join(words(one) for one in tree(response).xpath("//tr[contains(@class, 'msg')]//p"))


def test_goals_without_activities_stand_there_too_with_a_row_to_begin_one(
    cluster: Cluster, goal: Goal, client: Client
) -> None:
    page = tree(client.get(url(cluster, "rows")))

    heads = [words(one) for one in page.xpath("//tr[@class='gh']//div/span")]
    assert heads == ["S1 Flere eksporterer", "Without a goal"]
    assert page.xpath("//tr[@data-add]/@data-row") == ["new-1", "new-0"]


def test_a_row_changes_title_owner_status_days_and_money(
    cluster: Cluster, goal: Goal, alice: User, client: Client
) -> None:
    make_activity(cluster, alice, goal=goal)
    cells = {
        "a1-title": "Besøg i Bremen",
        "a1-who": "Alice",
        "a1-status": "in-progress",
        "a1-starts": "1 Feb 2027",
        "a1-ends": "30/06/2027",
        "a1-budget": "0.45 million",
        "a1-spent": "DKK 12,500",
    }

    response = save(client, cluster, row_of(client, cluster) | cells)

    one = Activity.objects.of(cluster).get()
    assert response.status_code == 200
    assert (one.title_text.da, one.owner, one.status) == ("Besøg i Bremen", alice, "in-progress")
    assert (one.starts, one.ends, one.budget, one.spent) == (date(2027, 2, 1), date(2027, 6, 30), 450_000, 12_500)
    assert 'value="450,000"' in response.content.decode()
    assert "budget – → 450,000" in response.content.decode()


@pytest.mark.parametrize(
    ("language", "typed", "kept", "written"),
    [
        ("en-gb", "1250,50", "1250.5", "1,250.5"),
        ("da", "1250.50", "1250.5", "1.250,5"),
        ("da", "450.000", "450000", "450.000"),
    ],
)
def test_money_in_a_row_is_read_with_either_decimal_mark(
    cluster: Cluster, goal: Goal, sign_in: Callable[[User], Client], language: str, typed: str, kept: str, written: str
) -> None:
    person = factories.make_user("Ida", language=language)
    factories.make_member(cluster, person, factories.Role.OWNER)
    make_activity(cluster, person, goal=goal)
    client = sign_in(person)

    response = save(client, cluster, row_of(client, cluster) | {"a1-budget": typed})

    assert Activity.objects.of(cluster).get().budget == Decimal(kept)
    assert value(response, "a1-budget") == written


def test_one_row_changed_takes_few_queries_and_bytes(cluster: Cluster, goal: Goal, alice: User, client: Client) -> None:
    make_milestone(make_activity(cluster, alice, goal=goal, owner=alice))
    fields = row_of(client, cluster) | {"a1-budget": "450,000"}

    with CaptureQueriesContext(connection) as captured:
        response = save(client, cluster, fields)

    own = [one["sql"] for one in captured if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    # Of these three are of the gate: the session, the person, and their right in the cluster.
    assert len(own) <= 9, own
    assert len(response.content) <= 5 * 1024


def test_a_role_stands_where_nobody_signs_in(cluster: Cluster, alice: User, client: Client) -> None:
    make_activity(cluster, alice, owner=alice)

    save(client, cluster, row_of(client, cluster) | {"a1-who": "Medlemschef"})

    one = Activity.objects.of(cluster).get()
    assert (one.owner, one.role_text.da) == (None, "Medlemschef")


def test_a_row_sent_as_it_was_shown_changes_nothing(cluster: Cluster, goal: Goal, alice: User, client: Client) -> None:
    title = Text(da="Besøg", en="Visit")
    make_activity(
        cluster,
        alice,
        goal=goal,
        result=Text(da="Aftaler", en="Agreements"),
        role=Text(da="Chef", en="Head"),
        status="delayed",
        reason=Text(da="Sent svar", en="Late answer"),
        budget=450_000,
        starts=date(2027, 1, 1),
    )
    Activity.objects.of(cluster).update(title=title.to_value())
    before = Activity.objects.of(cluster).get()

    client.post(url(cluster, "rows"), form_fields(client.get(url(cluster, "rows"))))

    after = Activity.objects.of(cluster).get()
    assert (after.pieces(), after.revision) == (before.pieces(), before.revision)


@pytest.mark.parametrize(
    ("cell", "typed", "said"),
    [
        ("a1-title", "  ", "Write what needs to be done."),
        ("a1-budget", "450.000", "can be read in two ways"),
        ("a1-budget", "plenty", "is not a number"),
        ("a1-budget", "-5", "An amount cannot be less than zero."),
        ("a1-spent", "60,000 EUR", "The activity’s money is in DKK."),
        ("a1-starts", "soon", "is not a date"),
        ("a1-status", "delayed", "Write why."),
        ("a1-who", "a@b.dk", "is not a member of the cluster"),
    ],
)
def test_what_is_wrong_is_said_beside_the_row_and_stays_as_it_was_typed(
    cluster: Cluster, alice: User, client: Client, cell: str, typed: str, said: str
) -> None:
    make_activity(cluster, alice, budget=100)

    response = save(client, cluster, row_of(client, cluster) | {cell: typed})

    assert response.status_code == 422
    assert said in told(response)
    assert Activity.objects.of(cluster).get().revision == 1
    if cell not in ("a1-title", "a1-status"):
        assert tree(response).xpath(f"//*[@name='{cell}']/@value") == [typed]


def test_both_amounts_in_euros_make_the_activity_one_in_euros(cluster: Cluster, alice: User, client: Client) -> None:
    make_activity(cluster, alice, budget=100)

    save(client, cluster, row_of(client, cluster) | {"a1-budget": "60,000 EUR", "a1-spent": "€ 5,000"})

    one = Activity.objects.of(cluster).get()
    assert (one.currency, one.budget, one.spent) == ("EUR", 60_000, 5_000)


def test_a_wrong_row_does_not_hold_up_the_others(cluster: Cluster, alice: User, client: Client) -> None:
    make_activity(cluster, alice)
    make_activity(cluster, alice)
    sent = form_fields(client.get(url(cluster, "rows"))) | {"a1-budget": "plenty", "a2-budget": "7"}

    response = client.post(url(cluster, "rows"), sent)

    assert response.status_code == 422
    assert [one.budget for one in Activity.objects.of(cluster).order_by("number")] == [None, 7]


def test_an_activity_is_added_under_its_goal_and_can_be_taken_back(
    cluster: Cluster, goal: Goal, client: Client
) -> None:
    fields = row_of(client, cluster, "new-1") | {"new-1-title": "Rundbord", "new-1-budget": "0.45 m"}

    response = client.post(url(cluster, "row_add", goal.pk), fields, headers=HTMX)

    one = Activity.objects.of(cluster).get()
    page = tree(response)
    assert (one.title_text.da, one.goal, one.budget) == ("Rundbord", goal, 450_000)
    assert page.xpath("//tr[@data-url]/@data-row") == ["A1", "new-1"]
    client.post(page.xpath("//tr/@data-undo-url")[0], headers=HTMX)
    assert not Activity.objects.of(cluster).alive().exists()


def test_a_new_row_without_a_title_keeps_what_was_typed(cluster: Cluster, goal: Goal, client: Client) -> None:
    fields = row_of(client, cluster, "new-1") | {"new-1-budget": "7"}

    response = client.post(url(cluster, "row_add", goal.pk), fields, headers=HTMX)

    assert response.status_code == 422
    assert "Write what needs to be done." in told(response)
    assert tree(response).xpath("//*[@name='new-1-budget']/@value") == ["7"]


def test_the_whole_table_adds_and_changes_without_a_script(
    cluster: Cluster, goal: Goal, alice: User, client: Client
) -> None:
    make_activity(cluster, alice, goal=goal)
    sent = form_fields(client.get(url(cluster, "rows"))) | {"a1-spent": "5", "new-0-title": "Noget andet"}

    response = client.post(url(cluster, "rows"), sent)

    assert response.status_code == 302
    assert [(one.spent, one.goal) for one in Activity.objects.of(cluster).order_by("number")] == [
        (5, goal),
        (None, None),
    ]


def test_two_who_change_the_same_cell_are_told_and_both_texts_are_somewhere(
    cluster: Cluster, alice: User, client: Client
) -> None:
    make_activity(cluster, alice)
    mine, theirs = row_of(client, cluster), row_of(client, cluster)

    save(client, cluster, theirs | {"a1-title": "Deres"})
    response = save(client, cluster, mine | {"a1-title": "Mit", "a1-spent": "5"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "“Mit”" in page
    assert "“Deres”" in page
    assert words(tree(response).xpath("//textarea")[0]) == "Mit"
    assert Activity.objects.of(cluster).get().title_text.da == "Deres"


def test_two_who_change_different_cells_both_have_theirs(cluster: Cluster, alice: User, client: Client) -> None:
    make_activity(cluster, alice)
    mine, theirs = row_of(client, cluster), row_of(client, cluster)

    save(client, cluster, theirs | {"a1-title": "Deres"})

    assert save(client, cluster, mine | {"a1-spent": "5"}).status_code == 200
    one = Activity.objects.of(cluster).get()
    assert (one.title_text.da, one.spent) == ("Deres", 5)


def test_a_row_whose_activity_was_deleted_is_not_there(cluster: Cluster, alice: User, client: Client) -> None:
    activity = make_activity(cluster, alice)
    fields = row_of(client, cluster)
    delete_activity(activity=activity, by=alice)

    assert save(client, cluster, fields | {"a1-spent": "5"}).status_code == 404


def test_nothing_of_another_cluster_is_taken(
    cluster: Cluster, other_cluster: Cluster, charlie: User, client: Client
) -> None:
    foreign = factories.make_goal(factories.make_strategy(other_cluster, charlie), charlie)
    make_activity(other_cluster, charlie)

    assert client.post(url(cluster, "row_add", foreign.pk), {"new-1-title": "x"}, headers=HTMX).status_code == 404
    assert save(client, cluster, {"a1-title": "x"}).status_code == 404
    assert not Activity.objects.of(cluster).exists()


def test_milestones_are_ticked_changed_and_added_within_the_row(cluster: Cluster, alice: User, client: Client) -> None:
    step = make_milestone(make_activity(cluster, alice))
    here = url(cluster, "steps", 1)
    sent = {"pk": step.pk, "revision": "1", "title": "Underskrevet", "date": "1 May 2027", "is_done": "on"}

    assert client.post(here, sent, headers=HTMX).status_code == 200
    assert client.post(here, {"title": "Ny", "date": "2/6/2027"}, headers=HTMX).status_code == 200

    first, second = Milestone.objects.of(cluster).order_by("date")
    assert (first.title_text.da, first.date, first.is_done) == ("Underskrevet", date(2027, 5, 1), True)
    assert (second.title_text.da, second.date) == ("Ny", date(2027, 6, 2))


def test_a_wrong_milestone_says_so_and_keeps_what_was_typed(cluster: Cluster, alice: User, client: Client) -> None:
    make_activity(cluster, alice)

    response = client.post(url(cluster, "steps", 1), {"title": "Ny", "date": "soon"}, headers=HTMX)

    assert response.status_code == 422
    assert "is not a date" in words(tree(response).xpath("//p[@role='alert']")[0])
    assert tree(response).xpath("//*[@name='date']/@value") == ["soon"]


def test_two_who_change_a_milestone_are_told(cluster: Cluster, alice: User, client: Client) -> None:
    step = make_milestone(make_activity(cluster, alice))
    here = url(cluster, "steps", 1)
    sent = {"pk": step.pk, "revision": "1", "date": "2027-03-01"}

    client.post(here, sent | {"title": "Deres"}, headers=HTMX)
    response = client.post(here, sent | {"title": "Mit"}, headers=HTMX)

    assert response.status_code == 409
    assert "A colleague changed this while you were writing." in response.content.decode()
    assert 'value="Mit"' in response.content.decode()
    assert Milestone.objects.of(cluster).get().title_text.da == "Deres"


def test_the_rows_take_as_many_queries_for_many_as_for_one(
    cluster: Cluster, goal: Goal, alice: User, client: Client
) -> None:
    make_milestone(make_activity(cluster, alice, goal=goal, owner=alice))
    one = queries(client, url(cluster, "rows"))
    for _number in range(8):
        make_milestone(make_activity(cluster, alice, goal=goal, owner=alice))

    assert queries(client, url(cluster, "rows")) == one
