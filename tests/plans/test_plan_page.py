"""The plan as a table, its filters, and the change of a row in place."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from plans import services
from plans.models import Activity
from tests import factories, pages
from tests.days import COPENHAGEN, clock_at
from tests.plans.samples import make_activity, make_milestone

SignIn = Callable[..., Client]
Status = Activity.Status


def plan_url(cluster: Cluster, query: str = "") -> str:
    return reverse("plans:index", args=[cluster.slug]) + query


def groups(response: object) -> list[str]:
    found = pages.tree(response).xpath("//tr[@class='group-row']/th/span/span[1]")  # type: ignore[arg-type]
    return [pages.words(one) for one in found]


def keys(response: object) -> list[str]:
    found = pages.tree(response).xpath("//tbody//*[@class='goal-key']")  # type: ignore[arg-type]
    return [pages.words(one) for one in found]


def test_activities_stand_under_their_goals_and_those_without_come_last(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    strategy = factories.make_strategy(cluster, alice)
    first, second = factories.make_goal(strategy, alice, "Først"), factories.make_goal(strategy, alice, "Dernæst")
    make_activity(cluster, alice, "Uden mål")
    make_activity(cluster, alice, "For det andet", goal=second)
    make_activity(cluster, alice, "For det første", goal=first)

    response = sign_in(alice).get(plan_url(cluster))

    assert groups(response) == ["S1 Først", "S2 Dernæst", "Without a goal"]
    assert keys(response) == ["A3", "A2", "A1"]


def test_a_row_says_who_when_how_and_for_how_much(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    activity = make_activity(
        cluster,
        alice,
        "Messe",
        owner=alice,
        starts=date(2027, 1, 15),
        ends=date(2027, 3, 31),
        budget=Decimal("120000.50"),
        spent=Decimal(130_000),
        currency="EUR",
    )
    make_milestone(activity, done_on=date(2027, 1, 2))
    make_milestone(activity)

    with clock_at(datetime(2027, 1, 4, 10, tzinfo=COPENHAGEN)):
        table = pages.rows(sign_in(alice).get(plan_url(cluster)))

    assert table[1] == [
        "A1 Messe 1 of 2 milestones reached",
        "Alice",
        "15 Jan – 31 Mar 2027",
        "Planned",
        "EUR 120,000.50",
        "EUR 130,000 over budget",
        "",
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["A1", "A2", "A3", "A4"]),
        ("?owner=me", ["A1"]),
        ("?owner=nobody", ["A3", "A4"]),
        ("?status=open", ["A1", "A2", "A3"]),
        ("?status=done", ["A4"]),
        ("?year=2027", ["A2", "A3"]),
        ("?theme=matchmaking", ["A1"]),
        ("?theme=none", ["A2", "A3", "A4"]),
        ("?owner=me&status=done", []),
        ("?status=nonsense", ["A1", "A2", "A3", "A4"]),
    ],
)
def test_filters_stand_in_the_address(
    query: str, found: list[str], cluster: Cluster, alice: User, editor: User, sign_in: SignIn
) -> None:
    make_activity(cluster, alice, owner=alice, ends=date(2026, 5, 1), theme="matchmaking")
    make_activity(cluster, alice, owner=editor, starts=date(2026, 5, 1), ends=date(2028, 5, 1))
    make_activity(cluster, alice, starts=date(2027, 5, 1))
    make_activity(cluster, alice, status=Status.DONE)

    assert sorted(keys(sign_in(alice).get(plan_url(cluster, query)))) == found


def test_a_goal_is_half_done_when_half_of_its_milestones_are_and_what_says_nothing_does_not_pull_it_down(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    goal = factories.make_goal(factories.make_strategy(cluster, alice), alice)
    half = make_activity(cluster, alice, goal=goal, status=Status.IN_PROGRESS)
    make_milestone(half, done_on=date(2027, 1, 1))
    make_milestone(half)
    make_activity(cluster, alice, goal=goal, status=Status.IN_PROGRESS)
    make_activity(cluster, alice, goal=goal, status=Status.DROPPED, reason=Text(da="Nej"))

    (group,) = pages.tree(sign_in(alice).get(plan_url(cluster))).xpath("//tr[@class='group-row']/th/span/span[2]")

    assert pages.words(group) == "50 % done · – of –"


def test_money_of_two_currencies_is_never_mixed(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_activity(cluster, alice, budget=Decimal(1000), spent=Decimal(10))
    make_activity(cluster, alice, budget=Decimal(2000), currency="EUR")

    (lead,) = pages.tree(sign_in(alice).get(plan_url(cluster))).xpath("//p[@class='lead']")

    assert pages.words(lead) == "2 activities · Budget DKK 1,000 + EUR 2,000, spent DKK 10"


def test_three_activities_take_as_many_queries_as_one(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    strategy = factories.make_strategy(cluster, alice)
    client = sign_in(alice)
    make_milestone(make_activity(cluster, alice, goal=factories.make_goal(strategy, alice), owner=alice))
    one = pages.queries(client, plan_url(cluster))
    for _ in range(2):
        make_milestone(make_activity(cluster, alice, goal=factories.make_goal(strategy, alice), owner=alice))

    assert pages.queries(client, plan_url(cluster)) == one


def test_the_first_visit_says_what_the_plan_is_for(cluster: Cluster, alice: User, bob: User, sign_in: SignIn) -> None:
    assert pages.buttons(sign_in(alice).get(plan_url(cluster))) == [
        "Import a spreadsheet",
        "Add an activity",
        "Add the first activity",
        "Write several as rows",
    ]
    assert pages.buttons(sign_in(bob).get(plan_url(cluster))) == []


def test_a_deleted_activity_stands_at_the_foot_and_comes_back(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    activity = make_activity(cluster, alice)
    client = sign_in(alice)

    client.post(reverse("plans:delete", args=[cluster.slug, activity.number]))
    gone = client.get(plan_url(cluster))
    client.post(reverse("plans:restore", args=[cluster.slug, activity.number]))

    assert keys(gone) == []
    assert "Bring back A1" in pages.buttons(gone)
    assert keys(client.get(plan_url(cluster))) == ["A1"]


HTMX = {"HX-Request": "true"}


def quick_url(cluster: Cluster) -> str:
    return reverse("plans:quick", args=[cluster.slug, 1])


def test_a_row_is_changed_in_place(cluster: Cluster, alice: User, editor: User, sign_in: SignIn) -> None:
    make_activity(cluster, alice, role=Text(da="Chef"), people="Mette")
    sent = {"owner": editor.pk, "starts": "2027-01-01", "ends": "1.2.2027", "status": "in-progress", "revision": 1}

    answer = sign_in(alice).post(quick_url(cluster), sent, headers=HTMX)

    stored = Activity.objects.of(cluster).get()
    assert (stored.owner, stored.starts, stored.ends) == (editor, date(2027, 1, 1), date(2027, 2, 1))
    assert (stored.status, stored.people, stored.role_text) == ("in-progress", "Mette", Text(da="Chef"))
    assert answer.content.decode().lstrip().startswith('<tr id="a-1">')
    assert '"toast"' in answer["HX-Trigger"]


def test_without_javascript_the_row_is_changed_on_a_page(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_activity(cluster, alice)
    client = sign_in(alice)

    shown = client.get(quick_url(cluster))
    answer = client.post(quick_url(cluster), {"status": "done", "revision": 1})

    assert pages.heading(shown) == "Markedsbesøg"
    assert answer["Location"] == plan_url(cluster) + "#a-1"
    assert Activity.objects.of(cluster).get().status == "done"


def test_a_colleague_who_was_first_loses_nothing_and_neither_do_i(
    cluster: Cluster, alice: User, editor: User, sign_in: SignIn
) -> None:
    activity = make_activity(cluster, alice)
    services.set_status(activity=activity, status=Status.DONE, reason="", based_on=1, by=editor)
    client, sent = sign_in(alice), {"status": "delayed", "reason": "Sne", "starts": "2027-01-01", "revision": 1}

    late = client.post(quick_url(cluster), sent)
    kept = Activity.objects.of(cluster).get()
    client.post(quick_url(cluster), {**sent, "revision": "2"})

    assert late.status_code == 409
    assert (kept.status, kept.revision) == ("done", 2)
    assert (pages.value(late, "reason"), pages.value(late, "starts")) == ("Sne", "2027-01-01")
    assert Activity.objects.of(cluster).get().status == "delayed"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (
            {"starts": "2027-02-01", "ends": "2027-01-01"},
            "The activity ends before it starts. Correct one of the two dates.",
        ),
        ({"status": "delayed"}, "Write why. One sentence is enough, and next year you will be glad of it."),
        (
            {"starts": "snart"},
            "“snart” is not a date. Enter day, month and year, for example 24/11/2026.",
        ),
        ({"owner": "999999"}, "This person is not a member of the cluster. Choose somebody else."),
    ],
)
def test_what_is_wrong_in_a_row_is_said_and_stays_to_be_corrected(
    sent: dict[str, str], words: str, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    make_activity(cluster, alice)

    answer = sign_in(alice).post(quick_url(cluster), {"status": "planned", "revision": "1", **sent})

    assert (answer.status_code, pages.faults(answer)) == (422, [words])
    assert {name: pages.value(answer, name) for name in sent if name != "owner"} == {
        name: value for name, value in sent.items() if name != "owner"
    }
    assert Activity.objects.of(cluster).get().revision == 1
