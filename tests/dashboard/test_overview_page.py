"""A cluster's front page: what now."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.urls import reverse

from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Role
from clusters.services import change_profile
from core.text import Text
from kpis.models import Kpi
from kpis.services import start_round
from plans.models import Milestone, StatusNote
from reviews.services import ask_for_review
from strategy import services
from strategy.models import Strategy
from strategy.selectors.phases import StrategyPage
from strategy.services import GoalDraft
from tests import days, factories
from tests.kpis.samples import a_kpi, measured_kpi
from tests.pages import tree, words
from tests.plans.samples import make_activity, make_milestone
from tests.strategy.samples import publish_every_question
from tests.workbooks.samples import put

pytestmark = pytest.mark.django_db

HERE = "/c/havtorn/"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice, publish_every_question())


def goal(strategy: Strategy, by: User, **more: object) -> None:
    services.add_goal(strategy=strategy, draft=GoalDraft(title=Text(da="Flere lande"), **more), by=by)


def opened_as(strategy: Strategy) -> StrategyPage:
    fresh = Strategy.objects.of(strategy.cluster).with_workbook().get(pk=strategy.pk)
    return StrategyPage(strategy.cluster, fresh, {one.question_key: one for one in fresh.workbook.answers.all()})


def a_round(strategy: Strategy, by: User, kind: str, day: date) -> None:
    one = Kpi.objects.of(strategy.cluster).first() or a_kpi(strategy.cluster, by)
    start_round(strategy=strategy, kind=kind, day=day, kpis=[(one, "")], by=by)


def labels(response: HttpResponse, whose: str = "ours") -> list[str]:
    rows = tree(response).xpath(f"//section[@aria-labelledby='h-{whose}']//a[@class='t']")
    return [words(row) for row in rows]


def breaks(response: HttpResponse) -> list[str]:
    return [words(row) for row in tree(response).xpath("//section[@aria-labelledby='h-thread']//li/b")]


def test_empty_strategy_asks_for_a_goal_and_what_is_missing(sign_in: Callable, strategy: Strategy, alice: User) -> None:
    response = sign_in(alice).get(HERE)

    assert labels(response) == ["Write the first goal", "Begin phase 1, Først in English"]
    assert labels(response, "mine") == []


def test_what_is_mine_comes_first_and_says_in_words_how_late_it_is(
    sign_in: Callable, strategy: Strategy, alice: User, bob: User
) -> None:
    goal(strategy, alice, deadline=days.TODAY - timedelta(days=70), owner=alice)
    goal(strategy, alice, deadline=days.TODAY - timedelta(days=1), owner=bob)

    response = sign_in(alice).get(HERE)

    ((mine, late),) = [
        (words(row.xpath(".//a[@class='t']")[0]), words(row.xpath("./span[1]/span")[0]))
        for row in tree(response).xpath("//section[@aria-labelledby='h-mine']//li")
    ]
    assert mine == "Flere lande"
    assert late.startswith("2 months overdue")
    assert labels(response)[0] == "Flere lande"
    assert "Bob" in words(tree(response).xpath("//section[@aria-labelledby='h-ours']//li[1]")[0])


def test_goals_without_kpi_and_an_empty_plan_are_one_step_each(
    sign_in: Callable, strategy: Strategy, alice: User
) -> None:
    goal(strategy, alice, owner=alice)
    goal(strategy, alice, owner=alice)

    response = sign_in(alice).get(HERE)

    assert labels(response)[:2] == ["Choose the first KPIs", "Begin the action plan"]
    assert "Goal S2 has no KPI" in breaks(response)


def test_what_breaks_the_thread_is_named_with_a_link_that_mends_it(
    sign_in: Callable, strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    goal(strategy, alice)
    goal(strategy, alice, owner=alice)
    first = strategy.goals.get(number=1)
    a_kpi(cluster, alice, first)
    make_activity(cluster, alice, goal=first, owner=alice)

    found = breaks(sign_in(alice).get(HERE))

    assert {"Goal S1 has no owner", "Goal S2 has no KPI", "Nothing in the action plan leads to goal S2"} <= set(found)
    assert {"K1 has no baseline", "K1 has no target"} <= set(found)


def test_what_breaks_the_thread_stands_before_what_only_wants_a_look(
    sign_in: Callable, strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    goal(strategy, alice, owner=alice)
    goal(strategy, alice, owner=alice)
    make_activity(cluster, alice, goal=strategy.goals.get(number=1))
    make_activity(cluster, alice, goal=strategy.goals.get(number=2), owner=alice)

    page = tree(sign_in(alice).get(HERE))

    rows = page.xpath("//section[@aria-labelledby='h-thread']//li")
    assert [(words(row.xpath("./b")[0]), row.get("class")) for row in rows] == [
        ("Goal S1 has no KPI", "error"),
        ("Goal S2 has no KPI", "error"),
        ("A1 has no owner", "warning"),
    ]


def test_many_breaks_are_folded_by_goal(sign_in: Callable, strategy: Strategy, cluster: Cluster, alice: User) -> None:
    for _ in range(5):
        goal(strategy, alice)
    a_kpi(cluster, alice, strategy.goals.get(number=1))
    make_activity(cluster, alice, goal=strategy.goals.get(number=1), owner=alice)

    page = tree(sign_in(alice).get(HERE))

    folds = [words(one) for one in page.xpath("//section[@aria-labelledby='h-thread']//summary")]
    assert [one.split()[0] for one in folds[:5]] == ["S1", "S2", "S3", "S4", "S5"]


def test_measuring_round_and_report_that_wait_are_asked_for(
    sign_in: Callable, strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    a_round(strategy, alice, "baseline", days.TODAY - timedelta(days=3))

    response = sign_in(alice).get(HERE)

    assert "Enter the values, and close the round: Baseline" in labels(response)


def test_review_that_is_asked_of_me_is_mine(sign_in: Callable, strategy: Strategy, alice: User, editor: User) -> None:
    shown = opened_as(strategy)
    ask_for_review(shown=shown, reviewers=[alice], until=days.TODAY + timedelta(days=4), note="", by=editor)

    response = sign_in(alice).get(HERE)

    assert labels(response, "mine") == ["Read “Strategi 2027”, and say whether it is ready"]
    assert labels(sign_in(editor).get(HERE), "mine") == []


def test_strategy_that_is_whole_is_to_be_read_and_printed(
    sign_in: Callable, strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    put(strategy.workbook, alice, "name", {"da": "Havtorn"})
    goal(strategy, alice, owner=alice)
    only = strategy.goals.get()
    measured_kpi(cluster, alice, only)
    Kpi.objects.of(cluster).update(owner=alice)
    make_activity(cluster, alice, goal=only, owner=alice)
    for number, kind in enumerate(("midterm", "final"), start=1):
        day = days.TODAY + timedelta(days=100 * number)
        a_round(strategy, alice, kind, day)

    found = labels(sign_in(alice).get(HERE))

    assert "Write the first goal" not in found
    assert "Begin phase 1, Først in English" not in found


def test_finished_wheel_is_one_line_and_an_unfinished_one_leads(
    sign_in: Callable, strategy: Strategy, alice: User
) -> None:
    page = tree(sign_in(alice).get(HERE))

    assert page.xpath("//*[@class='wheel-hero']")
    assert not page.xpath("//*[@class='wheel-line']")


# ---- done, put off, undone, without leaving


def milestone_of(cluster: Cluster, by: User, strategy: Strategy) -> Milestone:
    goal(strategy, by, owner=by)
    activity = make_activity(cluster, by, goal=strategy.goals.get(), owner=by)
    return make_milestone(activity, "Aftale", date=days.TODAY - timedelta(days=5))


def step_url(name: str, kind: str, pk: int) -> str:
    return reverse(f"dashboard:step_{name}", args=["havtorn", kind, pk])


def test_milestone_is_done_on_the_page_and_can_be_undone(
    sign_in: Callable, strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    step, client = milestone_of(cluster, alice, strategy), sign_in(alice)

    done = client.post(step_url("done", "milestone", step.pk), follow=True)

    step.refresh_from_db()
    assert (step.done_on, labels(done, "mine")) == (days.TODAY, [])
    assert "Aftale" in words(tree(done).xpath("//*[@class='is-done']")[0])

    client.post(step_url("undo", "milestone", step.pk))

    step.refresh_from_db()
    assert step.done_on is None
    assert labels(client.get(HERE), "mine") == ["Aftale"]


def test_milestone_is_put_off_with_a_reason_that_stands_in_its_story(
    sign_in: Callable, strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    step, client = milestone_of(cluster, alice, strategy), sign_in(alice)
    day = days.TODAY + timedelta(days=60)

    client.post(step_url("put_off", "milestone", step.pk), {"day": day.isoformat(), "reason": "Ny leder"})

    step.refresh_from_db()
    assert (step.date, StatusNote.objects.of(cluster).get().text) == (day, "Aftale: Ny leder")

    client.post(step_url("undo", "milestone", step.pk))

    step.refresh_from_db()
    assert step.date == days.TODAY - timedelta(days=5)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"day": "2026-12-24", "reason": ""}, "Write why."),
        ({"day": "2020-01-01", "reason": "Derfor"}, "Choose a date in the future."),
        ({"day": "i morgen", "reason": "Derfor"}, ""),
        ({"day": "2076-12-31", "reason": "Derfor"}, "Choose a date in the next twenty years."),
        ({"day": "9999-12-31", "reason": "Derfor"}, ""),
        ({"reason": "x" * 400, "day": ""}, ""),
    ],
)
def test_what_cannot_be_put_off_stands_in_the_form_with_a_sentence(
    sign_in: Callable, strategy: Strategy, cluster: Cluster, alice: User, sent: dict[str, str], said: str
) -> None:
    step = milestone_of(cluster, alice, strategy)

    answer = sign_in(alice).post(step_url("put_off", "milestone", step.pk), sent)

    opened = tree(answer).xpath("//details[@open and @class='put-off']")[0]
    assert (answer.status_code, said in words(opened)) == (422, True)
    assert opened.xpath(".//input[@name='reason']/@value") == [sent["reason"]]
    step.refresh_from_db()
    assert step.date == days.TODAY - timedelta(days=5)


def test_activity_is_done_and_put_off_and_undone(
    sign_in: Callable, strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    goal(strategy, alice, owner=alice)
    ends = days.TODAY - timedelta(days=2)
    activity = make_activity(cluster, alice, goal=strategy.goals.get(), owner=alice, ends=ends)
    client, day = sign_in(alice), days.TODAY + timedelta(days=30)

    client.post(step_url("put_off", "activity", activity.pk), {"day": day.isoformat(), "reason": "Sygdom"})
    activity.refresh_from_db()
    assert (activity.ends, activity.status) == (day, "delayed")
    client.post(step_url("undo", "activity", activity.pk))
    activity.refresh_from_db()
    assert (activity.ends, activity.status) == (ends, "planned")
    client.post(step_url("done", "activity", activity.pk))
    activity.refresh_from_db()
    assert activity.status == "done"


def test_another_clusters_milestone_and_an_unknown_kind_are_not_found(
    sign_in: Callable, strategy: Strategy, cluster: Cluster, other_cluster: Cluster, alice: User, bob: User
) -> None:
    step = milestone_of(cluster, alice, strategy)
    stranger = factories.make_user("Nina")
    factories.make_member(other_cluster, stranger, Role.EDITOR)
    client = sign_in(stranger)

    there = [f"/c/{other_cluster.slug}/steps/{kind}/{step.pk}/done/" for kind in ("milestone", "cluster")]

    assert [client.post(url).status_code for url in there] == [404, 404]
    assert sign_in(bob).post(step_url("done", "milestone", step.pk)).status_code == 403
    step.refresh_from_db()
    assert step.done_on is None


# ---- the first day


def test_first_day_ticks_itself_and_is_gone_when_all_is_done(
    sign_in: Callable, strategy: Strategy, cluster: Cluster, alice: User, editor: User
) -> None:
    client = sign_in(alice)

    def ticked() -> list[bool]:
        return [one.get("class") == "ok" for one in tree(client.get(HERE)).xpath("//section[@class='guide']/ol/li")]

    before = ticked()
    change_profile(cluster=cluster, mission=Text(da="Vi"), vision=Text(), accent="", by=alice)
    goal(strategy, alice, owner=alice)
    goal(strategy, alice, owner=alice)
    only = strategy.goals.get(number=1)
    midway = ticked()
    measured_kpi(cluster, alice, only)
    make_activity(cluster, alice, goal=only, owner=alice)
    a_round(strategy, alice, "baseline", days.TODAY + timedelta(days=30))

    assert before == [False, True, True, False, False, False, False]
    assert midway == [True, True, True, True, False, False, False]
    assert ticked() == []


def test_first_day_can_be_put_away_and_shown_again(sign_in: Callable, strategy: Strategy, alice: User) -> None:
    client = sign_in(alice)

    client.post(f"{HERE}guide/")
    away = tree(client.get(HERE)).xpath("//section[@class='guide']")
    client.post(f"{HERE}guide/", {"show": "yes"})

    assert away == []
    assert tree(client.get(HERE)).xpath("//section[@class='guide']")


def test_page_has_one_primary_button(sign_in: Callable, strategy: Strategy, alice: User, bob: User) -> None:
    for who in (alice, bob):
        page = tree(sign_in(who).get(HERE))
        assert len(page.xpath("//main//*[contains(concat(' ', @class, ' '), ' btn-primary ')]")) == 1


# ---- the page


def test_cluster_without_a_strategy_is_led_to_begin(
    sign_in: Callable, cluster: Cluster, alice: User, editor: User, bob: User
) -> None:
    begin, library = "/c/havtorn/strategies/start/", "/library/"

    def ways(user: User) -> tuple[list[str], int]:
        page = tree(sign_in(user).get(HERE))
        leading = page.xpath("//main//*[contains(concat(' ', @class, ' '), ' btn-primary ')]")
        return [href for href in page.xpath("//main//a/@href") if href in (begin, library)], len(leading)

    assert ways(alice) == ([begin, library], 1)
    assert ways(editor) == ([begin, library], 1)
    assert ways(bob) == ([library], 0)


def test_guide_leads_to_the_rows_where_several_activities_are_written(
    sign_in: Callable, strategy: Strategy, alice: User
) -> None:
    client = sign_in(alice)

    assert "/c/havtorn/plan/rows/" in tree(client.get(HERE)).xpath("//section[@class='guide']//a/@href")
    assert "/c/havtorn/plan/rows/" in tree(client.get("/c/havtorn/plan/")).xpath("//main//a/@href")
