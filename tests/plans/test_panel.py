"""The plan where the strategy asks for it, and what of it stands on the front page."""

from collections.abc import Callable
from datetime import date, timedelta

from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from clusters.duties import HORIZON, Duty
from clusters.models import Cluster
from core.dates import format_date
from core.text import Text
from plans.duties import PlanDuties
from plans.models import Milestone
from strategy.services import make_current
from tests import days, factories, pages
from tests.plans.samples import make_activity, make_milestone

SignIn = Callable[..., Client]
TODAY = date(2027, 6, 15)


def due_in_plan(cluster: Cluster, reader: User) -> list[Duty]:
    return PlanDuties().due({cluster.pk: cluster}, TODAY + HORIZON, today=TODAY, reader=reader)


def panel_url(cluster: Cluster, number: int) -> str:
    return reverse("plans:panel", args=[cluster.slug, number])


def activities(response: object) -> list[str]:
    table_rows = pages.tree(response).xpath("//table//tbody/tr/th")  # type: ignore[arg-type]
    return [pages.words(one) for one in table_rows]


def test_a_strategy_shows_what_serves_its_own_goals(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    edition = factories.make_edition()
    old = factories.make_strategy(cluster, alice, edition)
    new = factories.make_strategy(cluster, alice, edition)
    make_current(strategy=new, by=alice)
    make_activity(cluster, alice, "Gammel", goal=factories.make_goal(old, alice))
    make_activity(cluster, alice, "Ny", goal=factories.make_goal(new, alice))
    make_activity(cluster, alice, "Uden mål")
    client = sign_in(alice)

    assert activities(client.get(panel_url(cluster, old.number))) == ["A1 Gammel"]
    assert activities(client.get(panel_url(cluster, new.number))) == ["A2 Ny", "A3 Uden mål"]


def test_a_goal_without_an_activity_is_named_with_the_way_to_one(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    strategy = factories.make_strategy(cluster, alice)
    goal = factories.make_goal(strategy, alice)

    shown = sign_in(alice).get(panel_url(cluster, strategy.number))

    assert pages.tree(shown).xpath("//p[contains(., 'No activity supports S1 yet.')]/a/@href") == [
        f"{reverse('plans:add', args=[cluster.slug])}?goal={goal.pk}"
    ]


def test_who_only_reads_gets_nothing_to_press(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    strategy = factories.make_strategy(cluster, alice)
    make_activity(cluster, alice)
    client, htmx = sign_in(alice), {"HX-Request": "true"}

    reading = client.get(panel_url(cluster, strategy.number) + "?read=1", headers=htmx)
    writing = client.get(panel_url(cluster, strategy.number), headers=htmx)

    assert b"btn" not in reading.content
    assert b"Add an activity" in writing.content


def test_what_is_due_is_mine_first_then_late_then_near(cluster: Cluster, alice: User, editor: User) -> None:
    make_activity(cluster, alice, "Andres, sen", owner=editor, ends=TODAY - timedelta(days=3))
    make_activity(cluster, alice, "Min", owner=alice, ends=TODAY + timedelta(days=14))
    make_activity(cluster, alice, "Langt ude", owner=alice, ends=TODAY + timedelta(days=15))
    make_activity(cluster, alice, "Færdig", owner=alice, ends=TODAY, status="done")
    make_milestone(make_activity(cluster, alice, "Med milepæl"), "Aftale", date=TODAY)

    due = due_in_plan(cluster, alice)

    assert [(one.title.da, one.owner_id == alice.pk, one.is_late(TODAY)) for one in due] == [
        ("Min", True, False),
        ("Aftale", False, False),
        ("Andres, sen", False, True),
    ]


def test_what_is_due_has_each_milestone_and_the_end_once_in_one_query(
    cluster: Cluster, alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    both = make_activity(cluster, alice, "Messe", owner=alice, ends=TODAY + timedelta(days=2))
    for title, day in (("Stand", TODAY), ("Fly", TODAY + timedelta(days=1)), ("Siden", TODAY + timedelta(days=15))):
        make_milestone(both, title, date=day)
    reached = make_milestone(both, "Nået", date=TODAY)
    Milestone.objects.of(cluster).filter(pk=reached.pk).update(done_on=TODAY)
    for status in ("done", "dropped"):
        make_milestone(
            make_activity(cluster, alice, status, status=status, reason=Text(da="Derfor")), status, date=TODAY
        )
    endless = make_milestone(make_activity(cluster, alice, "Uden dato", ends=None), "Uden ende", date=TODAY)

    with django_assert_num_queries(1):
        due = sorted(due_in_plan(cluster, alice), key=lambda one: (one.owner_id is None, one.day))

    assert [(one.title.da, one.who, one.day - TODAY) for one in due if one.day] == [
        ("Stand", "Alice", timedelta(0)),
        ("Fly", "Alice", timedelta(days=1)),
        ("Messe", "Alice", timedelta(days=2)),
        ("Uden ende", "", timedelta(0)),
    ]
    assert (due[-1].kind, due[-1].pk) == ("milestone", endless.pk)


def test_the_front_page_says_what_is_late(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    factories.make_strategy(cluster, alice)
    make_activity(cluster, alice, "Messe", owner=alice, ends=days.TODAY - timedelta(days=1))

    page = pages.tree(sign_in(alice).get(reverse("dashboard:overview", args=[cluster.slug])))

    day = format_date(days.TODAY - timedelta(days=1), "en")
    (first,) = page.xpath("(//ul[@class='steps']/li)[1]")
    assert pages.words(first).startswith(f"1 day overdue {day} Messe A1 ends")
