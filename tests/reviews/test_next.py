"""The next strategy: begun from an approved one, and what happens on the day it is approved."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Role
from core.errors import Conflict, Refusal
from core.text import Text
from kpis.models import Kpi, MeasuringRound, RoundComment
from plans.models import Activity
from reviews.freezing import frozen_of, mark_of
from reviews.models import Approval
from reviews.next_form import next_period, next_title
from reviews.services import approve, ask_for_review
from reviews.succeeding import CHANGED, DROPPED, KEPT, Fate, NextDraft, begin_next
from strategy.deciding import open_round
from strategy.models import Goal, Strategy
from strategy.services import delete_strategy, restore_strategy
from tests import days, factories
from tests.kpis.samples import MIDDLE, a_kpi, a_round, measured_kpi, value
from tests.pages import faults, tree, words
from tests.plans.samples import make_activity
from tests.reviews.samples import opened
from tests.strategy.samples import publish_starter
from tests.workbooks.samples import put
from workbooks.origins import Origin
from workbooks.stores.base import AnswerWaits

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
HERE = "/c/havtorn/strategies/1/"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    made = factories.make_strategy(cluster, alice, publish_starter()[0])
    put(made.workbook, alice, "period_start", "2025-01-01")
    put(made.workbook, alice, "period_end", "2028-12-31")
    put(made.workbook, alice, "international_vision", {"da": "Ud i Europa"})
    return made


@pytest.fixture
def goals(strategy: Strategy, alice: User) -> list[Goal]:
    return [factories.make_goal(strategy, alice, title) for title in ("Bliver", "Ændres", "Går")]


def adopt(strategy: Strategy, by: User, day: date = date(2025, 3, 1)) -> Approval:
    shown = opened(strategy)
    seen = mark_of(frozen_of(strategy.cluster, shown, days.TODAY))
    return approve(shown=shown, seen=seen, approved_on=day, minute="", open_errors=0, by=by)


def draft(goals: list[Goal], **more: object) -> NextDraft:
    stays, changes, goes = goals
    fates = [Fate(stays, KEPT), Fate(changes, CHANGED, "For uklart"), Fate(goes, DROPPED, "Nået")]
    return NextDraft(Text(da="Strategi 2029–2032"), date(2029, 1, 1), date(2032, 12, 31), fates, **more)  # type: ignore[arg-type]


def again(strategy: Strategy) -> Strategy:
    found = Strategy.objects.of(strategy.cluster).get(pk=strategy.pk)
    found.cluster = strategy.cluster
    return found


def test_texts_are_carried_over_and_marked_and_goals_go_along_without_their_day(
    strategy: Strategy, goals: list[Goal], alice: User
) -> None:
    adopt(strategy, alice)

    new = begin_next(shown=opened(strategy), draft=draft(goals), by=alice)

    shown = opened(new)
    assert shown.answers["international_vision"].source is Origin.EARLIER
    assert shown.answers["period_start"].source is Origin.OWN
    assert shown.period == (date(2029, 1, 1), date(2032, 12, 31))
    assert [(one.key, one.title["da"], one.deadline) for one in new.goals.alive()] == [
        ("S1", "Bliver", None),
        ("S2", "Ændres", None),
    ]
    assert (again(strategy).state, new.previous) == (Strategy.State.APPROVED, strategy)


def test_kpis_and_activities_go_along_or_are_closed_on_the_day_the_next_strategy_is_approved(
    strategy: Strategy, goals: list[Goal], cluster: Cluster, alice: User
) -> None:
    stays, changes, goes = goals
    series, closed = measured_kpi(cluster, alice, stays), a_kpi(cluster, alice, changes, "Lukkes")
    homeless = a_kpi(cluster, alice, goes, "Uden mål")
    runs = make_activity(cluster, alice, "Fortsætter", goal=stays)
    ends = make_activity(cluster, alice, "Slutter", goal=changes)
    done = make_activity(cluster, alice, "Er færdig", goal=stays, status="done")
    adopt(strategy, alice)
    new = begin_next(
        shown=opened(strategy),
        draft=replace(draft(goals, closed_kpis=[closed.pk], closed_activities=[ends.pk]), begins=date(2028, 1, 1)),
        by=alice,
    )
    assert Kpi.objects.of(cluster).get(pk=series.pk).goal == stays

    approval = adopt(new, alice, date(2026, 11, 1))

    fresh = new.goals.get(number=1)
    rows = {one.pk: one for one in Kpi.objects.of(cluster)}
    assert rows[series.pk].goal == fresh
    assert rows[series.pk].measurements.count() == 2
    assert (rows[closed.pk].dropped_at is None, rows[homeless.pk].goal) == (False, None)
    acts = {one.pk: one for one in Activity.objects.of(cluster)}
    assert (acts[runs.pk].goal, acts[ends.pk].status, acts[done.pk].goal) == (fresh, "dropped", stays)
    assert (again(strategy).state, again(strategy).is_current, again(new).is_current) == ("replaced", False, True)
    frozen = approval.snapshot.frozen
    assert {one.name.da or one.name.en for one in frozen.kpis} >= {"Members exporting"}
    assert [(one.pk, one.goal) for one in frozen.kpis if one.pk == series.pk] == [(series.pk, fresh.pk)]
    assert ends.pk not in {one.pk for one in frozen.activities}
    # What was approved is what stands now, so nothing has changed since.
    assert mark_of(frozen) == mark_of(frozen_of(cluster, opened(again(new)), days.TODAY))
    assert value(rows[series.pk], alice, date(2025, 2, 1), 44).pk


def test_next_strategy_begun_twice_is_a_sentence(strategy: Strategy, goals: list[Goal], alice: User) -> None:
    adopt(strategy, alice)
    begin_next(shown=opened(strategy), draft=draft(goals), by=alice)

    with pytest.raises(Conflict):
        begin_next(shown=opened(strategy), draft=draft(goals), by=alice)

    assert Strategy.objects.of(strategy.cluster).count() == 2


def test_draft_cannot_be_followed(strategy: Strategy, goals: list[Goal], alice: User, sign_in: SignIn) -> None:
    with pytest.raises(Refusal):
        begin_next(shown=opened(strategy), draft=draft(goals), by=alice)

    told = sign_in(alice).get(f"{HERE}next/", follow=True)

    assert "Only an approved strategy" in words(tree(told).xpath("//main")[0])


def test_page_proposes_period_and_title_and_keeps_what_was_typed(
    strategy: Strategy, goals: list[Goal], cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    kpi = measured_kpi(cluster, alice, goals[0])
    round = a_round(strategy, alice, [kpi], kind=MeasuringRound.Kind.FINAL, day=MIDDLE)
    RoundComment.objects.create(round=round, goal=goals[0], text={"da": "Vi begyndte for sent."})
    adopt(strategy, alice)
    client = sign_in(alice)

    asked = tree(client.get(f"{HERE}next/"))
    sent = {"title": "Ny strategi", "begins": "2029-01-01", "ends": "2032-12-31"}
    sent |= {f"fate_{goal.pk}": "kept" for goal in goals} | {f"kpi_{kpi.pk}": "on"}
    refused = client.post(f"{HERE}next/", {**sent, f"fate_{goals[1].pk}": "dropped"})
    made = client.post(f"{HERE}next/", sent)

    assert asked.xpath("//input[@name='begins']/@value") == ["2029-01-01"]
    assert asked.xpath("//input[@name='ends']/@value") == ["2032-12-31"]
    assert "Vi begyndte for sent." in words(asked.xpath("//main")[0])
    assert refused.status_code == 422
    assert "Write why S2" in " ".join(faults(refused))
    (led,) = tree(refused).xpath("//*[@class='error-summary']//li/a")
    assert "Write why S2" in words(led)
    assert tree(refused).xpath(f"//*[@id='{led.get('href')[1:]}']")
    assert tree(refused).xpath("//input[@name='title']/@value") == ["Ny strategi"]
    assert made["Location"] == "/c/havtorn/strategies/2/"
    lessons = words(tree(client.get("/c/havtorn/strategies/2/lessons/")).xpath("//main")[0])
    assert "Vi begyndte for sent." in lessons
    assert client.get(f"{HERE}next/")["Location"] == "/c/havtorn/strategies/2/"


def test_period_that_ends_before_it_begins_is_refused(strategy: Strategy, goals: list[Goal], alice: User) -> None:
    adopt(strategy, alice)
    wrong = NextDraft(Text(da="x"), date(2029, 1, 1), date(2028, 1, 1), [Fate(goal, KEPT) for goal in goals])

    with pytest.raises(Refusal) as told:
        begin_next(shown=opened(strategy), draft=wrong, by=alice)

    assert told.value.field == "ends"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((date(2025, 1, 1), date(2028, 12, 31)), (date(2029, 1, 1), date(2032, 12, 31))),
        ((date(2025, 7, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2027, 6, 30))),
        ((None, date(2028, 12, 31)), (date(2029, 1, 1), None)),
        ((None, None), (None, None)),
    ],
)
def test_next_period_is_as_long_as_the_last(before: tuple, after: tuple) -> None:
    assert next_period(*before) == after


def test_title_gets_the_new_years_where_it_names_years() -> None:
    found = next_title(Text(da="Strategi 2025–2028", en="Out we go"), date(2029, 1, 1), date(2032, 12, 31))

    assert (found.da, found.en) == ("Strategi 2029–2032", "Out we go")


def test_what_a_colleague_added_while_the_page_was_open_is_not_closed(
    strategy: Strategy, goals: list[Goal], cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    seen = make_activity(cluster, alice, "På siden", goal=goals[0])
    adopt(strategy, alice)
    client = sign_in(alice)
    listed = tree(client.get(f"{HERE}next/")).xpath("//input[@name='listed']/@value")[0]
    added = make_activity(cluster, alice, "Lagt til siden", goal=goals[0])
    kpi = a_kpi(cluster, alice, goals[0], "Følges nu")
    sent = {"title": "Ny strategi", "begins": "2029-01-01", "listed": listed}
    sent |= {f"fate_{goal.pk}": "kept" for goal in goals}

    refused = client.post(f"{HERE}next/", {**sent, "ends": ""})
    made = client.post(f"{HERE}next/", {**sent, "ends": "2032-12-31"})

    ticked = tree(refused).xpath("//main//input[@type='checkbox'][@checked]/@name")
    assert (refused.status_code, set(ticked)) == (422, {f"activity_{added.pk}", f"kpi_{kpi.pk}"})
    assert made.status_code == 302
    carried = Strategy.objects.of(cluster).get(number=2).carried
    assert (carried["activities"], carried["kpis"]) == ([seen.pk], [])


def test_old_strategy_in_a_new_round_ends_with_what_hangs_on_its_newest_goal(
    strategy: Strategy, goals: list[Goal], cluster: Cluster, alice: User
) -> None:
    adopt(strategy, alice)
    new = begin_next(shown=opened(strategy), draft=replace(draft(goals), begins=date(2028, 1, 1)), by=alice)
    open_round(strategy=again(strategy), by=alice)
    late = factories.make_goal(strategy, alice, "Kom til")
    kpi, activity = a_kpi(cluster, alice, late, "Ny"), make_activity(cluster, alice, "Ny messe", goal=late)

    frozen = adopt(new, alice, date(2026, 11, 1)).snapshot.frozen

    assert Kpi.objects.of(cluster).get(pk=kpi.pk).goal is None
    assert Activity.objects.of(cluster).get(pk=activity.pk).goal is None
    assert (kpi.pk in {one.pk for one in frozen.kpis}, activity.pk in {one.pk for one in frozen.activities}) == (
        True,
        True,
    )
    assert mark_of(frozen) == mark_of(frozen_of(cluster, opened(again(new)), days.TODAY))
    assert again(strategy).state == Strategy.State.REPLACED
    with pytest.raises(AnswerWaits):
        put(strategy.workbook, alice, "international_vision", {"da": "For sent"})


def test_review_of_a_strategy_that_was_replaced_is_over(
    strategy: Strategy, goals: list[Goal], cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    reviewer = factories.make_user("Rikke")
    factories.make_member(cluster, reviewer, Role.REVIEWER)
    adopt(strategy, alice)
    new = begin_next(shown=opened(strategy), draft=replace(draft(goals), begins=date(2028, 1, 1)), by=alice)
    open_round(strategy=again(strategy), by=alice)
    asked = ask_for_review(shown=opened(strategy), reviewers=[reviewer], until=days.TODAY, note="", by=alice)
    adopt(new, alice, date(2026, 11, 1))
    client, here = sign_in(reviewer), f"{HERE}snapshots/{asked.number}/"

    late = client.post(f"{here}answer/", {"answer": "changes", "reason": "For sent"})

    assert late.status_code == 409
    assert "has been replaced by the next one" in words(tree(late).xpath("//main")[0])
    assert here not in tree(client.get("/c/havtorn/")).xpath("//main//a/@href")


def test_one_strategy_is_replaced_by_one_other(
    strategy: Strategy, goals: list[Goal], cluster: Cluster, alice: User
) -> None:
    adopt(strategy, alice)
    plan = replace(draft(goals), begins=date(2028, 1, 1))
    first = begin_next(shown=opened(strategy), draft=plan, by=alice)
    delete_strategy(strategy=again(first), by=alice)
    second = begin_next(shown=opened(strategy), draft=plan, by=alice)
    adopt(second, alice, date(2026, 11, 1))
    restore_strategy(strategy=again(first), by=alice)

    with pytest.raises(Refusal):
        adopt(first, alice, date(2026, 11, 2))

    assert (again(first).state, again(second).is_current) == (Strategy.State.DRAFT, True)
    for one in (first, second):
        delete_strategy(strategy=again(one), by=alice)
    with pytest.raises(Refusal):
        begin_next(shown=opened(strategy), draft=plan, by=alice)
    assert Strategy.objects.of(cluster).count() == 3
