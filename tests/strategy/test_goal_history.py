"""The history of a goal: who changed what, word by word, and bringing an earlier version back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from clusters.models import Change, Cluster
from clusters.revisions import bring_back
from core.errors import Conflict
from core.text import Text
from strategy import services
from strategy.models import Goal, Strategy
from strategy.services import GoalDraft
from tests import factories, pages

SignIn = Callable[..., Client]


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice)


@pytest.fixture
def goal(strategy: Strategy, alice: User) -> Goal:
    draft = GoalDraft(title=Text(da="Fem nye medlemmer"), owner=alice, deadline=date(2027, 12, 31))
    return services.add_goal(strategy=strategy, draft=draft, by=alice)


def fresh(goal: Goal) -> Goal:
    return Goal.objects.of(goal.strategy.cluster).select_related("strategy__cluster", "owner").get(pk=goal.pk)


def change(goal: Goal, by: User, title: str, based_on: int | None = None, **more: object) -> Goal:
    now = fresh(goal)
    draft = GoalDraft(**{"title": Text(da=title), "owner": now.owner, "deadline": now.deadline, **more})  # type: ignore[arg-type]
    return services.change_goal(goal=now, draft=draft, based_on=based_on or now.revision, by=by)


def history_url(goal: Goal) -> str:
    return goal.history_url


def lines(goal: Goal) -> Any:
    return Change.objects.of(goal.strategy.cluster).about(goal)


def back_url(goal: Goal, line: Change) -> str:
    return reverse("clusters:bring_back", args=["havtorn", "goal", goal.pk, line.pk])


def steps(answer: HttpResponse) -> list[list[str]]:
    """Return what each step says, the newest first: who, how, and each field with its words."""
    found = []
    for panel in pages.tree(answer).xpath("//section[contains(@class, 'panel')]"):
        who = pages.words(panel.xpath(".//h2")[0]).split(",")[0]
        how = pages.words(panel.xpath(".//*[contains(@class, 'chip')]")[0])
        fields = [pages.words(one) for one in panel.xpath(".//h3|.//p")]
        found.append([who, how, *fields])
    return found


def test_each_change_is_kept_with_who_made_it(goal: Goal, alice: User, editor: User) -> None:
    change(goal, editor, "Ti nye medlemmer", deadline=date(2028, 12, 31))

    kept = [(one.revision, one.by_name, one.values["title.da"], one.values["deadline"]) for one in lines(goal)]
    assert kept == [
        (1, "Alice", "Fem nye medlemmer", "2027-12-31"),
        (2, "Erik", "Ti nye medlemmer", "2028-12-31"),
    ]


def test_the_page_shows_word_by_word_what_changed(goal: Goal, alice: User, editor: User, sign_in: SignIn) -> None:
    change(goal, editor, "Ti nye medlemmer", owner=None)

    answer = sign_in(alice).get(history_url(goal))

    assert steps(answer) == [
        ["Erik", "Current version", "Goal", "Fem Ti nye medlemmer", "Owner", "Alice"],
        [
            *("Alice", "Saved", "Goal", "Fem nye medlemmer"),
            *("Owner", "Alice", "Deadline", "31 December 2027"),
        ],
    ]
    gone, come = (pages.tree(answer).xpath(f"//{tag}") for tag in ("del", "ins"))
    assert [pages.words(one) for one in gone] == ["Fem", "Alice"]
    assert [pages.words(one) for one in come] == ["Ti"]


def test_an_earlier_version_is_brought_back_and_nothing_is_lost(
    goal: Goal, alice: User, editor: User, sign_in: SignIn
) -> None:
    change(goal, editor, "Ti nye medlemmer", deadline=None)
    client = sign_in(alice)
    (form,) = pages.tree(client.get(history_url(goal))).xpath("//main//form[@method='post']")

    answer = client.post(form.get("action"), {"revision": form.fields["revision"]})

    assert answer["Location"] == history_url(goal)
    now = fresh(goal)
    assert (now.title_text, now.deadline, now.revision) == (Text(da="Fem nye medlemmer"), date(2027, 12, 31), 3)
    assert [one.kind for one in lines(goal)] == ["saved", "saved", "restored"]


def test_what_came_too_late_is_kept_aside_and_can_be_brought_back(
    goal: Goal, alice: User, editor: User, sign_in: SignIn
) -> None:
    change(goal, editor, "Eriks mål")
    for _ in range(2):
        with pytest.raises(Conflict):
            change(goal, alice, "Mit mål", based_on=1)

    client = sign_in(alice)
    aside = lines(goal).get(kind=Change.Kind.SET_ASIDE)
    shown = steps(client.get(history_url(goal)))
    client.post(back_url(goal, aside), {"revision": "2"})

    assert shown[0][:2] == ["Alice", "Not used: a colleague saved first"]
    assert shown[0][3] == "Eriks Mit mål"
    assert fresh(goal).title_text == Text(da="Mit mål")


def test_keep_mine_in_a_conflict_leaves_the_others_text_in_the_history(
    goal: Goal, alice: User, editor: User, sign_in: SignIn
) -> None:
    change(goal, editor, "Eriks mål")
    client, url = sign_in(alice), reverse("strategy:goal_edit", args=["havtorn", 1, 1])
    client.post(url, {"title_da": "Mit mål", "revision": "1"})

    client.post(url, {"title_da": "Mit mål", "revision": "2"})

    assert fresh(goal).title_text == Text(da="Mit mål")
    assert [one.values["title.da"] for one in lines(goal).used()] == ["Fem nye medlemmer", "Eriks mål", "Mit mål"]


def test_bringing_back_on_top_of_a_newer_version_is_a_conflict(
    goal: Goal, alice: User, editor: User, sign_in: SignIn
) -> None:
    change(goal, editor, "Ti nye medlemmer")
    first = lines(goal).get(revision=1)
    change(goal, editor, "Tolv nye medlemmer")

    answer = sign_in(alice).post(back_url(goal, first), {"revision": "2"})

    assert answer.status_code == 409
    assert pages.notes(answer) == ["A colleague changed this while you were reading. Look at the newest version first."]
    assert fresh(goal).title_text == Text(da="Tolv nye medlemmer")


def test_who_has_left_answers_for_nothing_that_is_brought_back(
    goal: Goal, cluster: Cluster, alice: User, editor: User
) -> None:
    change(goal, alice, "Ti", owner=editor)
    given = lines(goal).get(revision=2)
    change(goal, alice, "Tolv", owner=alice)
    cluster.memberships.filter(user=editor).delete()

    bring_back(fresh(goal), given, based_on=3, by=alice)

    assert (fresh(goal).title_text, fresh(goal).owner) == (Text(da="Ti"), None)


def test_a_step_is_never_changed(goal: Goal, alice: User) -> None:
    change(goal, alice, "Ti nye medlemmer")
    step = lines(goal).get(revision=2)

    with pytest.raises(TypeError):
        step.save()


def test_a_reader_reads_the_history_and_brings_nothing_back(
    goal: Goal, alice: User, bob: User, sign_in: SignIn
) -> None:
    change(goal, alice, "Ti nye medlemmer")
    client = sign_in(bob)

    shown = client.get(history_url(goal))

    assert len(steps(shown)) == 2
    assert pages.buttons(shown) == []


def test_the_form_leads_to_the_history(goal: Goal, alice: User, sign_in: SignIn) -> None:
    page = sign_in(alice).get(reverse("strategy:goal_edit", args=["havtorn", 1, 1]))

    assert pages.tree(page).xpath(f"//main//a[@href='{history_url(goal)}']") != []


def test_another_clusters_history_is_out_of_reach(
    goal: Goal, other_cluster: Cluster, charlie: User, alice: User, sign_in: SignIn
) -> None:
    theirs = factories.make_goal(factories.make_strategy(other_cluster, charlie), charlie)
    change(theirs, charlie, "Deres mål")
    step = lines(theirs).get(revision=1)

    answer = sign_in(alice).post(back_url(goal, step), {"revision": "1"})

    assert answer.status_code == 404
    assert sign_in(charlie).get(history_url(goal)).status_code == 404
