"""Starting strategies, which one is current, and their goals."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from accounts.models import User
from clusters.models import ActivityEntry, Cluster
from core.errors import Conflict, Refusal
from core.text import Text
from library.models import Edition
from library.services import publish_edition
from strategy import services
from strategy.models import Goal, Strategy
from strategy.services import MOST_GOALS, GoalDraft, start_strategy
from tests import factories
from tests.schema.samples import example, question, template
from tests.schema.samples import strategy as plan
from tests.strategy.samples import publish_starter, starter
from tests.workbooks.concurrency import Crowd

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(db: None) -> Edition:
    return publish_edition(data=plan(), by=None)


@pytest.fixture
def strategy(cluster: Cluster, alice: User, edition: Edition) -> Strategy:
    return factories.make_strategy(cluster, alice, edition)


def start(cluster: Cluster, edition: Edition, by: User, title: str = "Plan", **more: object) -> Strategy:
    return start_strategy(cluster=cluster, edition=edition, title=Text(da=title), by=by, **more)


def current(cluster: Cluster) -> list[str]:
    return [found.title for found in Strategy.objects.of(cluster).current()]


def verbs(cluster: Cluster) -> list[str]:
    return [entry.verb for entry in ActivityEntry.objects.of(cluster).order_by("pk")]


# ---- strategies


def test_first_strategy_is_the_current_one_and_the_next_is_not(cluster: Cluster, edition: Edition, alice: User) -> None:
    first, second = start(cluster, edition, alice, "Et"), start(cluster, edition, alice, "To")

    assert [(s.number, s.is_current, s.created_by) for s in (first, second)] == [(1, True, alice), (2, False, alice)]
    assert verbs(cluster) == ["started-strategy", "started-strategy"]


def test_each_cluster_counts_for_itself_and_never_gives_a_number_twice(
    cluster: Cluster, other_cluster: Cluster, edition: Edition, alice: User
) -> None:
    start(cluster, edition, alice)
    services.delete_strategy(strategy=start(cluster, edition, alice), by=alice)

    numbers = [start(cluster, edition, alice).number, start(other_cluster, edition, alice).number]

    assert numbers == [3, 1]


def test_example_brings_its_answers_which_are_nobodys_and_no_goals(cluster: Cluster, alice: User) -> None:
    template_edition, example_edition = publish_starter()

    made = start(cluster, template_edition, alice, example=example_edition)

    found = list(made.workbook.answers.all())
    assert {a.question_key: a.value for a in found} == starter("examples/strategy.yaml")["answers"]
    assert {(a.origin, a.changed_by) for a in found} == {("example", None)}
    assert {(c.origin, c.by, c.by_name) for c in made.workbook.changes.all()} == {("example", None, "")}
    assert list(made.goals.all()) == []


def test_cluster_that_the_example_tells_of_has_its_answers_and_goals(cluster: Cluster, alice: User) -> None:
    template_edition, example_edition = publish_starter()
    told = starter("examples/strategy.yaml")

    made = start(cluster, template_edition, alice, example=example_edition, is_own=True)

    assert {(a.origin, a.changed_by) for a in made.workbook.answers.all()} == {("", alice)}
    goals = list(made.goals.alive())
    assert [(g.key, g.title, g.rationale, g.owner_role) for g in goals] == [
        (f"S{n}", g["title"], g["rationale"], g["owner"]) for n, g in enumerate(told["goals"], start=1)
    ]
    assert [str(g.deadline) for g in goals] == [g["deadline"] for g in told["goals"]]


def test_example_of_another_template_is_refused(cluster: Cluster, alice: User, edition: Edition) -> None:
    other = publish_edition(data=template(question("aim"), kind="strategy", slug="other"), by=None)
    told = publish_edition(data=example(), by=None)

    with translation.override("en-gb"), pytest.raises(Refusal) as refusal:
        start(cluster, other, alice, example=told)

    assert refusal.value.message == "The example belongs to another template."
    assert Strategy.objects.of(cluster).count() == 0


def test_one_strategy_at_most_is_current(cluster: Cluster, edition: Edition, alice: User) -> None:
    first, second = start(cluster, edition, alice, "Et"), start(cluster, edition, alice, "To")

    services.make_current(strategy=second, by=alice)
    first.refresh_from_db()
    services.make_current(strategy=first, by=alice)

    assert current(cluster) == ["Et"]


def test_deleted_strategy_comes_back_whole(cluster: Cluster, edition: Edition, alice: User) -> None:
    strategy = start(cluster, edition, alice, "Et")
    factories.make_goal(strategy, alice)

    services.delete_strategy(strategy=strategy, by=alice)
    gone = (current(cluster), Strategy.objects.of(cluster).alive().count())
    services.restore_strategy(strategy=strategy, by=alice)

    assert gone == ([], 0)
    assert (current(cluster), strategy.goals.alive().count()) == (["Et"], 1)


def test_strategy_that_comes_back_does_not_push_the_current_one_away(
    cluster: Cluster, edition: Edition, alice: User
) -> None:
    first = start(cluster, edition, alice, "Et")
    services.delete_strategy(strategy=first, by=alice)
    start(cluster, edition, alice, "To")

    services.restore_strategy(strategy=first, by=alice)

    assert current(cluster) == ["To"]


def test_new_title_is_that_of_the_workbook_too(strategy: Strategy, cluster: Cluster, alice: User) -> None:
    services.rename_strategy(strategy=strategy, title=Text(da="Ny titel"), by=alice)
    services.rename_strategy(strategy=strategy, title=Text(da="Ny titel"), by=alice)

    strategy.refresh_from_db()
    assert (strategy.title, strategy.workbook.title) == ("Ny titel", "Ny titel")
    assert verbs(cluster).count("changed-strategy") == 1


@pytest.mark.django_db(transaction=True)
def test_strategies_that_are_started_at_the_same_moment_get_different_numbers(
    cluster: Cluster, alice: User, edition: Edition, tmp_path: Path
) -> None:
    crowd = Crowd(tmp_path)

    def job(n: int) -> Callable[[], int]:
        return lambda: start(cluster, edition, alice, f"Nummer {n}").number

    numbers = crowd.together([job(n) for n in range(4)])

    assert sorted(numbers, key=str) == [1, 2, 3, 4]
    assert len(crowd.after(lambda: current(cluster))) == 1


# ---- goals


def draft(title: str = "Flere lande", **more: object) -> GoalDraft:
    return GoalDraft(title=Text(da=title), **more)


def keys(strategy: Strategy) -> list[str]:
    return [goal.key for goal in strategy.goals.alive()]


def test_goal_is_added_at_the_end(strategy: Strategy, alice: User, editor: User) -> None:
    services.add_goal(strategy=strategy, draft=draft(), by=alice)

    goal = services.add_goal(
        strategy=strategy,
        draft=GoalDraft(
            title=Text("Mål", "Goal"), rationale=Text("Fordi"), owner=editor, role=Text(), deadline=date(2028, 12, 31)
        ),
        by=alice,
    )

    goal.refresh_from_db()
    assert (goal.key, goal.title, goal.rationale, goal.owner, goal.owner_role, goal.deadline, goal.revision) == (
        "S2",
        {"da": "Mål", "en": "Goal"},
        {"da": "Fordi"},
        editor,
        {},
        date(2028, 12, 31),
        1,
    )
    assert verbs(strategy.cluster)[-2:] == ["added-goal", "added-goal"]


def test_key_of_a_deleted_goal_is_never_given_out_again(strategy: Strategy, alice: User) -> None:
    goals = [services.add_goal(strategy=strategy, draft=draft(), by=alice) for _ in range(2)]

    services.delete_goal(goal=goals[1], by=alice)
    services.add_goal(strategy=strategy, draft=draft(), by=alice)

    assert keys(strategy) == ["S1", "S3"]


def test_there_is_a_limit_to_the_number_of_goals(strategy: Strategy, alice: User) -> None:
    for _ in range(MOST_GOALS):
        services.add_goal(strategy=strategy, draft=draft(), by=alice)

    with pytest.raises(Refusal):
        services.add_goal(strategy=strategy, draft=draft(), by=alice)
    services.delete_goal(goal=strategy.goals.alive()[0], by=alice)
    services.add_goal(strategy=strategy, draft=draft(), by=alice)

    assert len(keys(strategy)) == MOST_GOALS


def test_goal_is_changed_on_top_of_what_was_read(strategy: Strategy, alice: User, editor: User) -> None:
    goal = factories.make_goal(strategy, alice)

    changed = services.change_goal(goal=goal, draft=draft("Nyt"), based_on=1, by=editor)

    assert (changed.title, changed.revision, changed.changed_by) == ({"da": "Nyt"}, 2, editor)


def test_goal_that_a_colleague_changed_first_is_not_overwritten(strategy: Strategy, alice: User, editor: User) -> None:
    read = factories.make_goal(strategy, alice)
    services.change_goal(goal=Goal.objects.of(strategy.cluster).get(), draft=draft("Først"), based_on=1, by=alice)

    with pytest.raises(Conflict):
        services.change_goal(goal=read, draft=draft("Sidst"), based_on=1, by=editor)

    assert Goal.objects.of(strategy.cluster).get().title == {"da": "Først"}


@pytest.mark.parametrize("based_on", [0, 1, 99])
def test_goal_that_stays_as_it_is_is_no_change(strategy: Strategy, alice: User, based_on: int) -> None:
    goal = factories.make_goal(strategy, alice, "Samme")

    assert services.change_goal(goal=goal, draft=draft("Samme"), based_on=based_on, by=alice).revision == 1
    assert "changed-goal" not in verbs(strategy.cluster)


@pytest.mark.parametrize(
    ("place", "step", "order"),
    [
        (0, 1, ["S2", "S1", "S3"]),
        (2, -1, ["S1", "S3", "S2"]),
        (0, -1, ["S1", "S2", "S3"]),
        (2, 1, ["S1", "S2", "S3"]),
    ],
)
def test_goal_is_moved_one_place(strategy: Strategy, alice: User, place: int, step: int, order: list[str]) -> None:
    goals = [services.add_goal(strategy=strategy, draft=draft(), by=alice) for _ in range(3)]

    services.move_goal(goal=goals[place], step=step, by=alice)

    assert keys(strategy) == order


def test_deleted_goal_is_passed_over_when_others_move_and_comes_back_where_it_stood(
    strategy: Strategy, alice: User
) -> None:
    goals = [services.add_goal(strategy=strategy, draft=draft(), by=alice) for _ in range(3)]

    services.delete_goal(goal=goals[1], by=alice)
    services.restore_goal(goal=goals[1], by=alice)
    back = keys(strategy)
    services.delete_goal(goal=goals[1], by=alice)
    services.move_goal(goal=goals[2], step=-1, by=alice)

    assert (back, keys(strategy)) == (["S1", "S2", "S3"], ["S3", "S1"])


@pytest.mark.django_db(transaction=True)
def test_goals_that_are_added_at_the_same_moment_get_different_keys(
    cluster: Cluster, alice: User, strategy: Strategy, tmp_path: Path
) -> None:
    crowd = Crowd(tmp_path)

    def job(n: int) -> Callable[[], str]:
        return lambda: services.add_goal(strategy=strategy, draft=draft(f"Mål {n}"), by=alice).key

    found = crowd.together([job(n) for n in range(4)])

    assert sorted(found, key=str) == ["S1", "S2", "S3", "S4"]
