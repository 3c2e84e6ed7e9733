"""A plan that begins with the activities of the example that its strategy was started from."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from core.text import Text
from core.uploads import checked
from plans import services
from plans.models import Activity, Milestone
from plans.services.drafts import MilestoneDraft
from strategy.models import Strategy
from strategy.services import GoalDraft, add_goal, start_strategy
from tests import factories, pages
from tests.plans.samples import make_activity
from tests.strategy.samples import publish_starter

SignIn = Callable[..., Client]
OFFER = "Take the example’s activities"
UNDO = "Take the example out again"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    template, example = publish_starter()
    return start_strategy(cluster=cluster, edition=template, title=Text(da="Prøve"), by=alice, example=example)


def plan(cluster: Cluster, name: str = "index") -> str:
    return reverse(f"plans:{name}", args=[cluster.slug])


def test_an_empty_plan_takes_the_examples_activities_with_one_button(
    cluster: Cluster, alice: User, strategy: Strategy, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    assert strategy.example is not None
    add_goal(strategy=strategy, draft=GoalDraft(title=strategy.example.parsed.goals[1].title), by=alice)

    offered = pages.buttons(client.get(plan(cluster)))
    answer = client.post(plan(cluster, "take_example"), follow=True)

    assert OFFER in offered
    example = strategy.example.parsed
    made = list(Activity.objects.of(cluster).alive().order_by("number"))
    assert [one.title_text for one in made] == [one.title for one in example.activities]
    # The one goal that the cluster has in the example's words; the others are its own to write.
    assert [one.goal.key if one.goal else None for one in made] == [
        "S1" if one.goal == "S2" else None for one in example.activities
    ]
    assert Milestone.objects.of(cluster).count() == sum(len(one.milestones) for one in example.activities)
    assert pages.notes(answer)[0].startswith("16 activities from the example are in your plan.")
    assert OFFER not in pages.buttons(answer)


def test_nothing_that_the_examples_cluster_did_counts_as_done_here(
    cluster: Cluster, alice: User, strategy: Strategy, sign_in: SignIn
) -> None:
    sign_in(alice).post(plan(cluster, "take_example"))

    made = Activity.objects.of(cluster).alive()
    assert {(one.status, one.spent) for one in made} == {("planned", None)}
    assert not Milestone.objects.of(cluster).exclude(done_on=None).exists()


def test_a_second_click_adds_nothing(cluster: Cluster, alice: User, strategy: Strategy, sign_in: SignIn) -> None:
    client = sign_in(alice)
    client.post(plan(cluster, "take_example"))

    answer = client.post(plan(cluster, "take_example"), follow=True)

    assert Activity.objects.of(cluster).count() == 16
    assert "The plan already has activities, so the example’s were left out." in pages.notes(answer)


def test_the_example_is_taken_out_again_whole(
    cluster: Cluster, alice: User, strategy: Strategy, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    taken = client.post(plan(cluster, "take_example"), follow=True)

    answer = client.post(plan(cluster, "leave_example"), follow=True)

    assert UNDO in pages.buttons(taken)
    assert UNDO not in pages.buttons(answer)
    assert pages.notes(answer) == [
        "16 activities from the example have been taken out. You can bring each back at the foot of the plan."
    ]
    assert not Activity.objects.of(cluster).alive().exists()
    assert OFFER in pages.buttons(answer)


def test_what_has_been_changed_since_stays_and_is_said(
    cluster: Cluster, alice: User, strategy: Strategy, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    client.post(plan(cluster, "take_example"))
    made = list(Activity.objects.of(cluster).order_by("number"))
    services.set_status(activity=made[0], status="in-progress", reason="", based_on=1, by=alice)
    services.add_note(activity=made[1], text="Vi er i gang", by=alice)
    step = MilestoneDraft(Text(da="Ny"), date(2027, 1, 1))
    services.add_milestone(activity=made[2], draft=step, by=alice)
    services.reach_milestone(milestone=made[3].milestones.all()[0], on=date(2026, 1, 1), by=alice)
    services.add_dependency(activity=made[4], needed=made[5], by=alice)
    services.add_files(activity=made[6], uploads=[checked("tal.csv", b"a;b")], by=alice)
    mine = make_activity(cluster, alice)

    answer = client.post(plan(cluster, "leave_example"), follow=True)

    kept = Activity.objects.of(cluster).alive().order_by("number")
    assert [one.key for one in kept] == ["A1", "A2", "A3", "A4", "A5", "A6", "A7", mine.key]
    assert pages.notes(answer)[1:] == [
        "9 activities from the example have been taken out. You can bring each back at the foot of the plan. "
        "A1, A2, A3, A4, A5, A6, A7 stay, because they have been changed."
    ]


def test_when_nothing_is_as_the_example_gave_it_nothing_is_taken_out(
    cluster: Cluster, alice: User, strategy: Strategy, sign_in: SignIn
) -> None:
    mine = make_activity(cluster, alice)

    answer = sign_in(alice).post(plan(cluster, "leave_example"), follow=True)

    assert list(Activity.objects.of(cluster).alive()) == [mine]
    assert pages.notes(answer) == [
        "The example’s activities have all been changed or deleted, so they were left as they are."
    ]


def test_a_plan_with_an_activity_is_offered_nothing(
    cluster: Cluster, alice: User, strategy: Strategy, sign_in: SignIn
) -> None:
    make_activity(cluster, alice)

    assert OFFER not in pages.buttons(sign_in(alice).get(plan(cluster)))


def test_a_strategy_of_its_own_is_offered_nothing(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    factories.make_strategy(cluster, alice)
    client = sign_in(alice)

    offered = pages.buttons(client.get(plan(cluster)))
    answer = client.post(plan(cluster, "take_example"), follow=True)

    assert OFFER not in offered
    assert "The strategy was not started from an example." in pages.notes(answer)
    assert not Activity.objects.of(cluster).exists()


def test_a_reader_is_offered_nothing(cluster: Cluster, bob: User, strategy: Strategy, sign_in: SignIn) -> None:
    assert pages.buttons(sign_in(bob).get(plan(cluster))) == []
