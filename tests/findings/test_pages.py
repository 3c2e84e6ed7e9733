"""The red thread on its page, the list of findings, and setting one aside."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments.services import take_step
from clusters.models import ActivityEntry, Cluster
from core.errors import Conflict, Refusal
from core.text import Text
from findings.models import MonthCount, Waiver
from findings.selectors import waivers_and_months
from findings.services import Thread, end_waiver, note_months, thread_of, waive
from kpis.services import MeasurementDraft, record_measurement, set_targets
from library.services import publish_edition
from strategy.models import Goal, Strategy
from strategy.selectors.phases import StrategyPage
from tests import factories
from tests.assessments.samples import a_closed_one
from tests.kpis.samples import measured_kpi, value
from tests.pages import queries, tree, words
from tests.plans.samples import make_activity, make_milestone
from tests.schema.samples import common, question, section

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
THREAD, LIST = "/c/havtorn/thread/", "/c/havtorn/thread/findings/"
TODAY = date(2025, 3, 3)


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice)


def look(strategy: Strategy, today: date = TODAY) -> Thread:
    fresh = Strategy.objects.of(strategy.cluster).with_workbook().get(pk=strategy.pk)
    answers = {one.question_key: one for one in strategy.workbook.answers.all()}
    return thread_of(strategy.cluster, StrategyPage(strategy.cluster, fresh, answers), today)


def names(thread: Thread) -> list[str]:
    return [one.rule.name for one in thread.open]


def mark(thread: Thread, name: str) -> str:
    return next(one.fingerprint for one in thread.open if one.rule.name == name)


def put_aside(strategy: Strategy, by: User, name: str, **more: object) -> Waiver:
    thread = look(strategy)
    known = {"reason": "Aftalt med bestyrelsen", "until": TODAY + timedelta(days=30)}
    return waive(cluster=strategy.cluster, thread=thread, fingerprint=mark(thread, name), by=by, **{**known, **more})


# ---- what is found


def test_goal_without_kpi_and_activity_is_found_and_mended(strategy: Strategy, cluster: Cluster, alice: User) -> None:
    goal = factories.make_goal(strategy, alice)
    before = names(look(strategy))

    measured_kpi(cluster, alice, goal)
    make_activity(cluster, alice, goal=goal, owner=alice, ends=date(2025, 12, 31))

    assert {"goal-without-kpi", "goal-without-activity"} <= set(before)
    assert not {"goal-without-kpi", "goal-without-activity"} & set(names(look(strategy)))


def test_kpi_that_was_off_track_twice_is_answered_by_a_note_to_its_value(
    strategy: Strategy, cluster: Cluster, alice: User
) -> None:
    goal = factories.make_goal(strategy, alice)
    kpi = measured_kpi(cluster, alice, goal)
    targets = [(date(2024, 12, 30), Decimal(400)), (date(2025, 12, 30), Decimal(600))]
    set_targets(kpi=kpi, targets=targets, by=alice)
    once = names(look(strategy))
    value(kpi, alice, date(2024, 10, 1), 29)
    twice = names(look(strategy))

    draft = MeasurementDraft(date(2025, 1, 1), Decimal(30), note=Text(da="Vi begynder forfra"))
    record_measurement(kpi=kpi, draft=draft, by=alice)

    rule = "kpi-off-track-unanswered"
    assert (rule in once, rule in twice, rule in names(look(strategy))) == (False, True, False)


def test_what_is_read_in_a_fixed_number_of_queries(
    strategy: Strategy, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    def more() -> None:
        goal = factories.make_goal(strategy, alice)
        measured_kpi(cluster, alice, goal, name="K")
        activity = make_activity(cluster, alice, goal=goal, owner=alice, ends=date(2025, 1, 1))
        make_milestone(activity, date=date(2025, 1, 2))

    client = sign_in(alice)
    more()
    a_closed_one(cluster, alice, (1, 2, 3), (1, 2, 3), (1, 2, 3))
    client.get(THREAD)
    few = queries(client, THREAD), queries(client, LIST)
    for _number in range(4):
        more()

    assert (queries(client, THREAD), queries(client, LIST)) == few
    # The session, with the person and their membership, is asked for by every page.
    assert [one - 1 for one in few] == [15, 15]


# ---- on the page


def test_page_draws_each_goal_with_what_hangs_on_it_and_leads_to_what_is_missing(
    strategy: Strategy, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    goal = factories.make_goal(strategy, alice, "Flere eksporterer")
    kpi = measured_kpi(cluster, alice, goal)

    page = tree(sign_in(alice).get(THREAD))

    assert page.xpath("//ul[@class='tw-rows']//a[contains(@class, 'knot')]/@href") == [
        kpi.get_absolute_url(),
        f"/c/havtorn/plan/add/?goal={goal.pk}",
    ]
    (section,) = page.xpath("//details[@id='s1']")
    assert "Flere eksporterer" in words(section)
    assert "1 break" in words(section)


def test_reader_sees_the_break_and_no_way_to_write(strategy: Strategy, alice: User, bob: User, sign_in: SignIn) -> None:
    factories.make_goal(strategy, alice)

    listed = tree(sign_in(bob).get(LIST))

    assert "Goal S1 has no KPI" in words(listed.xpath("//main")[0])
    assert listed.xpath("//ul[@class='fds']//a") == []


def test_list_is_narrowed_to_gravity_and_to_mine(
    strategy: Strategy, cluster: Cluster, alice: User, editor: User, sign_in: SignIn
) -> None:
    goal = factories.make_goal(strategy, alice)
    make_activity(cluster, alice, "Min", goal=goal, owner=alice, ends=date(2024, 1, 1))
    make_activity(cluster, alice, "Eriks", goal=goal, owner=editor, ends=date(2024, 1, 1))

    def titles(query: str) -> list[str]:
        page = tree(sign_in(alice).get(LIST + query))
        return [words(one) for one in page.xpath("//li[contains(@class, 'fd ')]//h2")]

    assert titles("?severity=error") == ["Goal S1 has no KPI"]
    assert set(titles("?whose=mine")) == {"A1 should have ended", "A1 has no budget"}
    assert titles("?severity=nonsense&whose=%F0%9F%9A%A2") == titles("") != []


def test_cluster_without_a_strategy_is_led_to_begin(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    for address in (THREAD, LIST):
        assert "There is no strategy yet" in words(tree(sign_in(alice).get(address)).xpath("//main")[0])


# ---- setting aside


def test_finding_is_set_aside_with_its_reason_and_comes_back_when_its_day_has_passed(
    strategy: Strategy, alice: User
) -> None:
    factories.make_goal(strategy, alice)

    put_aside(strategy, alice, "goal-without-kpi")

    thread = look(strategy)
    assert "goal-without-kpi" not in names(thread)
    assert [one.waiver.reason for one in thread.aside] == ["Aftalt med bestyrelsen"]
    later = look(strategy, TODAY + timedelta(days=31))
    assert "goal-without-kpi" in names(later)
    assert later.returned[mark(later, "goal-without-kpi")].by_name == "Alice"


def test_finding_comes_back_when_its_facts_have_changed(strategy: Strategy, cluster: Cluster, alice: User) -> None:
    goal = factories.make_goal(strategy, alice)
    activity = make_activity(cluster, alice, goal=goal, owner=alice, ends=date(2025, 1, 1))
    put_aside(strategy, alice, "activity-past-its-end")
    assert "activity-past-its-end" not in names(look(strategy))

    activity.ends = date(2025, 2, 1)
    activity.save(update_fields=["ends"])

    thread = look(strategy)
    assert mark(thread, "activity-past-its-end") in thread.returned


def test_finding_is_taken_up_again_once_however_often(strategy: Strategy, alice: User) -> None:
    factories.make_goal(strategy, alice)
    waiver = put_aside(strategy, alice, "goal-without-kpi")

    end_waiver(waiver=waiver, by=alice)
    end_waiver(waiver=waiver, by=alice)

    assert "goal-without-kpi" in names(look(strategy))
    assert ActivityEntry.objects.of(strategy.cluster).filter(verb="ended-waiver").count() == 1


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_nothing_is_set_aside_for_ever_or_into_the_past(strategy: Strategy, alice: User, days: int) -> None:
    factories.make_goal(strategy, alice)

    with pytest.raises(Refusal):
        put_aside(strategy, alice, "goal-without-kpi", until=TODAY + timedelta(days=days))
    assert not Waiver.objects.of(strategy.cluster).exists()


def test_who_is_second_to_set_it_aside_is_told(strategy: Strategy, alice: User) -> None:
    factories.make_goal(strategy, alice)
    thread = look(strategy)
    put_aside(strategy, alice, "goal-without-kpi")

    with pytest.raises(Conflict):
        waive(
            cluster=strategy.cluster,
            thread=look(strategy),
            fingerprint=mark(thread, "goal-without-kpi"),
            reason="x",
            until=TODAY + timedelta(days=2),
            by=alice,
        )


def test_form_keeps_what_was_typed_when_a_rule_says_no(strategy: Strategy, alice: User, sign_in: SignIn) -> None:
    factories.make_goal(strategy, alice)
    client = sign_in(alice)
    where = tree(client.get(LIST)).xpath("//a[contains(@href, '?waive=')]/@href")[0]
    form = tree(client.get(LIST + where.partition("#")[0])).xpath("//form[contains(@class, 'fd-form')]/@action")[0]

    answer = client.post(form, {"reason": "Det aftalte vi", "until": "2001-01-01"})

    assert answer.status_code == 422
    assert tree(answer).xpath("//textarea[@name='reason']")[0].text_content().strip() == "Det aftalte vi"
    assert client.post(form, {"reason": "x" * 5000, "until": "i morgen"}).status_code == 422
    assert (
        client.post(f"{LIST}{'0' * 32}/waive/", {"reason": "x", "until": TODAY + timedelta(days=30)}).status_code == 409
    )


# ---- over time


def test_each_month_is_remembered_by_its_last_look(strategy: Strategy, alice: User) -> None:
    factories.make_goal(strategy, alice)
    note_months(today=date(2025, 3, 3))
    factories.make_goal(strategy, alice)

    assert note_months(today=date(2025, 3, 31)) == 1
    note_months(today=date(2025, 4, 1))

    rows = MonthCount.objects.of(strategy.cluster).values_list("month", "errors")
    assert list(rows) == [(date(2025, 3, 1), 4), (date(2025, 4, 1), 4)]


def test_list_has_what_is_set_aside_and_the_newest_twelve_months_each_once(
    strategy: Strategy, cluster: Cluster, alice: User, django_assert_num_queries: Callable[..., Any]
) -> None:
    factories.make_goal(strategy, alice)
    other = factories.make_cluster("nabo")
    MonthCount.objects.create(cluster=other, month=date(2025, 2, 1), errors=9, warnings=9, hints=9, waived=9)
    assert waivers_and_months(cluster, 12) == ([], [])

    ended = put_aside(strategy, alice, "goal-without-activity", reason="Ikke længere")
    end_waiver(waiver=ended, by=alice)
    kept = [put_aside(strategy, alice, name) for name in ("goal-without-kpi", "goal-without-activity")]
    assert waivers_and_months(cluster, 12) == (kept[::-1], [])
    months = [date(2024 + number // 12, number % 12 + 1, 1) for number in range(14)]
    for month in months:
        MonthCount.objects.create(cluster=cluster, month=month, errors=month.month, warnings=0, hints=0, waived=2)

    with django_assert_num_queries(1):
        waivers, counts = waivers_and_months(cluster, 12)

    assert waivers == kept[::-1]
    assert [(one.rule, one.reason, one.by_name) for one in waivers] == [
        (one.rule, "Aftalt med bestyrelsen", "Alice") for one in kept[::-1]
    ]
    assert [(one.month, one.errors) for one in counts] == [(one, one.month) for one in months[:1:-1]]


def test_overview_says_what_breaks_the_thread(strategy: Strategy, alice: User, sign_in: SignIn) -> None:
    factories.make_goal(strategy, alice, Text(da="x").da)

    page = tree(sign_in(alice).get("/c/havtorn/"))

    (section,) = page.xpath("//section[@aria-labelledby='h-thread']")
    assert "2 things break the thread." in words(section)
    assert next(words(one) for one in section.xpath(".//li[@class='error']/b")) == "Goal S1 has no KPI"


def test_cluster_says_how_much_is_too_much_for_one_person(
    strategy: Strategy, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    for _number in range(2):
        goal = factories.make_goal(strategy, alice)
        Goal.objects.of(cluster).filter(pk=goal.pk).update(owner=alice)
    before = names(look(strategy))
    client, url = sign_in(alice), reverse("clusters:settings", args=[cluster.slug])
    form = {"name_da": "Klyngen", "main_language": "da", "revision": "1"}

    wrong = client.post(url, {**form, "most_duties": "0"})
    saved = client.post(url, {**form, "most_duties": "1"})

    assert (wrong.status_code, saved.status_code) == (422, 302)
    assert "Enter a number from 1 to 500." in wrong.content.decode()
    fresh = Strategy.objects.of(cluster).with_workbook().get(pk=strategy.pk)
    fresh.cluster = Cluster.objects.get(pk=cluster.pk)
    assert ("person-overloaded" in before, "person-overloaded" in names(look(fresh))) == (False, True)


# ---- beside what it is about


def about(client: Client, kind: str, what: object) -> str:
    response = client.get(f"/c/havtorn/thread/about/{kind}/{what}/", headers={"HX-Request": "true"})
    assert response.status_code == 200
    return response.content.decode()


def test_what_is_broken_stands_beside_the_thing_and_in_the_phase_where_it_is_mended(
    cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    panels = [
        section("foundation", question("g", "panel", panel="goals")),
        section("learning", question("k", "panel", panel="kpis"), question("a", "panel", panel="activities")),
    ]
    template = publish_edition(data={**common("strategy", "panels"), "sections": panels}, by=None)
    strategy = factories.make_strategy(cluster, alice, edition=template)
    goal = factories.make_goal(strategy, alice)
    kpi = measured_kpi(cluster, alice, goal)
    activity = make_activity(cluster, alice, goal=goal)
    client = sign_in(alice)

    assert "Goal S1 has no" in about(client, "phase", "foundation") + about(client, "goal", 1)
    assert f"{activity.key} has no owner" in about(client, "activity", activity.number)
    assert f"{activity.key} has no owner" in about(client, "phase", "learning")
    assert f"{activity.key} has no owner" not in about(client, "phase", "foundation")
    assert activity.key not in about(client, "kpi", kpi.number)
    assert client.get("/c/havtorn/thread/about/moon/1/").status_code == 404


def test_goal_and_activity_lead_back_to_the_statement_that_they_were_made_of(
    strategy: Strategy, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    made = a_closed_one(cluster, alice, (1, 2, 3), (1, 2, 3), (2, 2, 3))
    statement = made.form.by_key["mandate"]
    goal = take_step(assessment=made, statement=statement, level=2, kind="goal", by=alice).goal
    work = take_step(assessment=made, statement=statement, level=2, kind="activity", by=alice).activity
    plain = make_activity(cluster, alice)
    client = sign_in(alice)
    assert goal is not None
    assert work is not None

    back = f'href="/c/havtorn/assessments/{made.number}/#n-mandate"'
    assert back in about(client, "goal", goal.number)
    assert back in about(client, "activity", work.number)
    assert back not in about(client, "activity", plain.number)


def test_pages_ask_for_what_stands_beside_them(
    strategy: Strategy, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    goal = factories.make_goal(strategy, alice)
    kpi = measured_kpi(cluster, alice, goal)
    activity = make_activity(cluster, alice, goal=goal)
    client = sign_in(alice)
    strategies = f"/c/havtorn/strategies/{strategy.number}/"
    phase = next(iter(strategy.workbook.edition.parsed.sections)).key

    for page, kind, what in (
        (f"{strategies}phases/{phase}/", "phase", phase),
        (f"{strategies}goals/{goal.number}/", "goal", goal.number),
        (kpi.get_absolute_url(), "kpi", kpi.number),
        (activity.get_absolute_url(), "activity", activity.number),
    ):
        asked = tree(client.get(page)).xpath("//*[contains(@class, 'fd-load')]/@hx-get")
        assert asked == [f"/c/havtorn/thread/about/{kind}/{what}/"]
