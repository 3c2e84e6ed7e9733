"""The strategy year: what it gathers, what it warns of, its wheel, its own entries and the next year."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from clusters.models import Cluster
from core.errors import Conflict
from core.holidays import public_holidays
from core.text import Text
from plans import services
from plans.models import YearEntry
from plans.services.drafts import EntryDraft
from plans.shown.wheel import draw_year
from plans.shown.year import YearItem, YearKind, clashes, of_year
from strategy.models import Strategy
from strategy.selectors.phases import StrategyPage
from strategy.services import GoalDraft, add_goal
from tests import factories, pages
from tests.plans.samples import make_activity, make_entry, make_milestone
from tests.schema.samples import question
from workbooks.models import Answer

SignIn = Callable[..., Client]


def url(name: str, cluster: Cluster, *args: object) -> str:
    return reverse(f"plans:{name}", args=[cluster.slug, *args])


def both(words: str) -> dict[str, str]:
    return {"da": words, "en": words}


def wheel_question() -> dict[str, Any]:
    """Return a question as the starter template asks it."""
    months = [{"key": key, "label": both(key)} for key in ("jan", "sep")]
    return question(
        "strategy_wheel",
        "table",
        columns=[
            {"key": "month", "type": "choice", "label": both("Month"), "options": months},
            {"key": "step", "type": "text", "label": both("Step")},
            {"key": "who", "type": "text", "label": both("Who")},
        ],
    )


@pytest.fixture
def shown(cluster: Cluster, alice: User) -> StrategyPage:
    """A strategy whose wheel has one step, in September."""
    strategy: Strategy = factories.make_strategy(
        cluster, alice, factories.make_edition("strategy", "with-wheel", wheel_question())
    )
    cells = {"month": "sep", "step": {"da": "Selvevaluering"}, "who": {"da": "Alle"}}
    row = {"id": "r1", "cells": cells}
    answer = Answer(workbook=strategy.workbook, question_key="strategy_wheel", value=[row], revision=1)
    answer.save()
    return StrategyPage(cluster, strategy, {"strategy_wheel": answer})


def said(items: list[YearItem]) -> list[tuple[str, str, date]]:
    return [(one.kind, one.title.da, one.starts) for one in items]


def test_the_year_gathers_what_stands_elsewhere_in_order(cluster: Cluster, alice: User, shown: StrategyPage) -> None:
    draft = GoalDraft(title=Text(da="Ti nye"), deadline=date(2027, 12, 31))
    add_goal(strategy=shown.strategy, draft=draft, by=alice)
    activity = make_activity(cluster, alice, "Messe", ends=date(2027, 5, 1))
    make_milestone(activity, "Stand bestilt", date=date(2027, 3, 1))
    make_entry(cluster, alice, starts=date(2027, 9, 1))
    make_activity(cluster, alice, "Droppet", ends=date(2027, 6, 1), status="dropped", reason=Text(da="Nej"))
    make_activity(cluster, alice, "Næste år", ends=date(2028, 6, 1))

    assert said(of_year(cluster, shown, 2027, "da")) == [
        ("milestone", "A1 Stand bestilt", date(2027, 3, 1)),
        ("activity", "A1 Messe", date(2027, 5, 1)),
        ("step", "Selvevaluering", date(2027, 9, 1)),
        ("meeting", "Bestyrelsesmøde", date(2027, 9, 1)),
        ("deadline", "S1 Ti nye", date(2027, 12, 31)),
    ]


def test_the_steps_come_every_year(cluster: Cluster, shown: StrategyPage) -> None:
    assert said(of_year(cluster, shown, 2031, "da")) == [("step", "Selvevaluering", date(2031, 9, 1))]


def item(kind: str, title: str, starts: date, ends: date | None = None) -> YearItem:
    return YearItem(kind, Text(da=title, en=title), starts, title, ends=ends)


@pytest.mark.parametrize(
    ("items", "sentences"),
    [
        (
            [item(YearKind.SURVEY, "Ask", date(2027, 6, 20), date(2027, 7, 5))],
            ["“Ask” runs in July, when most members are on holiday. Move it to June or September."],
        ),
        (
            [item(YearKind.SURVEY, "One", date(2027, 9, 2)), item(YearKind.SURVEY, "Two", date(2027, 9, 28))],
            ["“One” and “Two” ask the members twice in one month. Move them further apart, or ask once."],
        ),
        (
            [item(YearKind.MEETING, "Board", date(2027, 5, 6))],
            ["“Board” falls on a public holiday: Ascension Day."],
        ),
        ([item(YearKind.MEETING, "Board", date(2027, 5, 8))], ["“Board” falls on a weekend."]),
        (
            [item(YearKind.MEETING, "Board", date(2027, 5, 7)), item(YearKind.MEETING, "Steering", date(2027, 5, 7))],
            ["“Board” and “Steering” are on the same day."],
        ),
        ([item(YearKind.SURVEY, "One", date(2027, 8, 31)), item(YearKind.SURVEY, "Two", date(2027, 9, 1))], []),
        ([item(YearKind.MILESTONE, "Reached", date(2027, 5, 6))], []),
    ],
)
def test_what_does_not_go_well_together_is_said(items: list[YearItem], sentences: list[str]) -> None:
    with translation.override("en-gb"):
        assert clashes(items, public_holidays(2027, "en")) == sentences


def test_the_wheel_numbers_what_the_table_numbers_and_a_month_leads_to_it() -> None:
    items = [
        YearItem(YearKind.STEP, Text(da="Trin"), date(2027, 1, 1), "s", is_vague=True),
        item(YearKind.MEETING, "Møde", date(2027, 3, 10)),
        item(YearKind.MILESTONE, "Milepæl", date(2027, 3, 11)),
    ]

    with translation.override("en-gb"):
        svg = draw_year(items, 2027, date(2027, 6, 1))

    assert svg.count('class="yw-step"') == svg.count('class="yw-meeting"') == svg.count('class="yw-count"') == 1
    assert '<a href="#month-3" aria-label="March: 2 entries">' in svg
    assert '<a href="#month-2"' not in svg
    assert 'class="yw-today"' in svg


def test_the_wheel_stays_readable_with_hundreds_of_entries() -> None:
    items = [item(YearKind.EVENT, f"{n}", date(2027, 1 + n % 12, 1 + n % 28)) for n in range(500)]

    assert len(draw_year(items, 2027, date(2027, 6, 1)).encode()) < 40_000


def test_the_page_shows_wheel_table_and_warnings(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_entry(cluster, alice, starts=date(2027, 5, 8), who="Bestyrelsen")

    shown = sign_in(alice).get(url("year", cluster, 2027))

    assert pages.heading(shown) == "The strategy year 2027"
    assert pages.rows(shown)[0] == ["May"]
    assert [cell.replace("\u00a0", " ") for cell in pages.rows(shown)[1][:5]] == [
        "1",
        "8 May",
        "Bestyrelsesmøde",
        "Board or steering group",
        "Bestyrelsen",
    ]
    assert "falls on a weekend." in pages.notes(shown)[0]


@pytest.mark.parametrize("year", [1989, 2200, 9999])
def test_a_year_out_of_reach_is_not_found(year: int, cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    assert sign_in(alice).get(url("year", cluster, year)).status_code == 404


def test_a_large_year_takes_as_many_queries_as_a_small_one(
    cluster: Cluster, alice: User, shown: StrategyPage, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    make_milestone(make_activity(cluster, alice, ends=date(2027, 3, 1), owner=alice))
    make_entry(cluster, alice)
    one = pages.queries(client, url("year", cluster, 2027))
    for _ in range(2):
        make_milestone(make_activity(cluster, alice, ends=date(2027, 3, 1), owner=alice))
        make_entry(cluster, alice)

    assert pages.queries(client, url("year", cluster, 2027)) == one


def test_an_entry_is_added_changed_deleted_and_brought_back(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    client = sign_in(alice)
    sent = {"title_da": "Seminar", "kind": "meeting", "starts": "2027-10-01", "ends": "2027-10-02", "who": "Alle"}

    added = client.post(url("entry_add", cluster, 2027), sent)
    client.post(url("entry", cluster, 1), {**sent, "title_da": "Strategiseminar", "revision": "1"})
    client.post(url("entry_delete", cluster, 1))
    gone = list(YearEntry.objects.of(cluster).alive())
    client.post(url("entry_restore", cluster, 1))

    assert added["Location"] == url("year", cluster, 2027) + "#month-10"
    assert gone == []
    entry = YearEntry.objects.of(cluster).alive().get()
    assert (entry.title_text.da, entry.ends, entry.revision) == ("Strategiseminar", date(2027, 10, 2), 2)


def test_a_last_day_before_the_first_is_refused_and_stays(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    sent = {"title_da": "Seminar", "kind": "meeting", "starts": "2027-10-02", "ends": "2027-10-01"}

    answer = sign_in(alice).post(url("entry_add", cluster, 2027), sent)

    assert pages.faults(answer) == ["The last day is before the first. Correct one of the two."]
    assert pages.value(answer, "ends") == "2027-10-01"


def test_two_who_change_the_same_entry_do_not_overwrite_each_other(cluster: Cluster, alice: User, editor: User) -> None:
    entry = make_entry(cluster, alice)
    draft = EntryDraft(title=Text(da="Min"), kind="meeting", starts=date(2027, 3, 11))
    services.change_entry(entry=entry, draft=draft, based_on=1, by=editor)

    with pytest.raises(Conflict):
        services.change_entry(entry=entry, draft=replace(draft, title=Text(da="Din")), based_on=1, by=alice)

    assert YearEntry.objects.of(cluster).get().revision == 2


def test_the_year_rolls_over_once(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_entry(cluster, alice, starts=date(2028, 2, 29), who="Bestyrelsen")
    client = sign_in(alice)

    first = client.post(url("roll_over", cluster, 2028))
    client.post(url("roll_over", cluster, 2028))

    assert first["Location"] == url("year", cluster, 2029)
    (copy,) = YearEntry.objects.of(cluster).alive().in_year(2029)
    assert (copy.starts, copy.who, copy.title_text) == (date(2029, 2, 28), "Bestyrelsen", Text(da="Bestyrelsesmøde"))


def test_a_year_that_would_be_too_full_is_not_copied(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    given = {
        "cluster": cluster,
        "title": {"da": "Møde"},
        "kind": YearEntry.Kind.MEETING,
        "starts": date(2028, 3, 1),
    }
    YearEntry.objects.bulk_create(YearEntry(number=number, **given) for number in range(1, 502))

    response = sign_in(alice).post(url("roll_over", cluster, 2028), follow=True)

    assert pages.notes(response)[0] == "The year has 1000 entries. Delete some before you add more."
    assert YearEntry.objects.of(cluster).alive().in_year(2029).count() == 0


def test_checklists_stand_in_the_year(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    factories.make_checklist(cluster, alice, date(2027, 4, 7))

    (row,) = [row for row in pages.rows(sign_in(alice).get(url("year", cluster, 2027))) if len(row) > 1]

    assert row[2:4] == ["Messe i Hamborg", "Event"]
