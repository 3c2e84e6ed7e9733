"""The plan on a line of time, on the screen and in the strategy's document."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from lxml import etree

from accounts.models import User
from clusters.models import Cluster
from core.text import Resolved, Text
from plans import services
from plans.models import Activity, Milestone
from plans.services.dependencies import waits_of
from plans.shown.activities import Plan, plan_of
from plans.shown.timeline import PRINT, draw
from reports.exports.plans import MOST_DRAWN, plan_blocks, timelines
from strategy.selectors.phases import StrategyPage
from tests import days, factories, pages
from tests.plans.samples import make_activity, make_milestone

SignIn = Callable[..., Client]
TODAY = date(2027, 6, 15)


def plan_in(cluster: Cluster, today: date = TODAY) -> Plan:
    rows = Activity.objects.of(cluster).alive().with_people().with_milestones()
    return plan_of(rows, today, waits_of(cluster))


def drawn(cluster: Cluster, **options: Any) -> Any:
    svg = draw(plan_in(cluster), **options)
    return etree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def found(svg: Any, look: str) -> list[Any]:
    return svg.xpath(f"//*[@class='{look}']")


def test_a_row_is_a_link_that_says_everything_in_words(cluster: Cluster, alice: User) -> None:
    first = make_activity(cluster, alice, "Analyse", starts=date(2027, 1, 1), ends=date(2027, 5, 31))
    second = make_activity(cluster, alice, "<Messe>", starts=date(2027, 7, 1), ends=date(2027, 9, 30))
    make_milestone(first, date=date(2027, 3, 1))
    services.add_dependency(activity=second, needed=first, by=alice)

    with translation.override("en-gb"):
        links = drawn(cluster, url=lambda activity: f"/{activity.number}/").xpath("//*[local-name()='a']")

    assert [(link.get("href"), link.get("aria-label")) for link in links] == [
        (
            "/1/",
            "A1 Analyse, Planned, 15 days overdue, 1\u00a0Jan\u00a0– 31\u00a0May\u00a02027, 0 of 1 milestone reached, "
            "1 milestone missed",
        ),
        ("/2/", "A2 <Messe>, Planned, 1\u00a0Jul\u00a0– 30\u00a0Sep\u00a02027, waits for A1"),
    ]


def test_a_bar_is_as_long_as_the_activity_and_what_is_late_reaches_to_today(cluster: Cluster, alice: User) -> None:
    make_activity(cluster, alice, starts=date(2027, 4, 1), ends=date(2027, 4, 30))
    make_activity(cluster, alice, starts=date(2027, 4, 1), ends=date(2027, 6, 30))

    svg = drawn(cluster, url=lambda activity: "/", month=31)

    short, long = found(svg, "tl-plan")
    (over,) = found(svg, "tl-over")
    assert (float(short.get("width")), float(long.get("width"))) == (30, 92)
    # From the 30th of April, a day short of the month's end, to the 15th of June.
    assert float(over.get("x")) == float(short.get("x")) + 30
    assert float(over.get("width")) == 46


def test_milestones_stand_as_reached_missed_or_open(cluster: Cluster, alice: User) -> None:
    activity = make_activity(cluster, alice, starts=date(2027, 1, 1), ends=date(2027, 12, 31))
    make_milestone(activity, date=date(2027, 2, 1), done_on=date(2027, 2, 1))
    make_milestone(activity, date=date(2027, 3, 1))
    make_milestone(activity, date=date(2027, 9, 1))

    svg = drawn(cluster, url=lambda activity: "/")

    assert [len(found(svg, look)) for look in ("tl-ms", "tl-ms missed", "tl-ms open")] == [1, 1, 1]


def test_an_absurd_year_does_not_stretch_the_drawing(cluster: Cluster, alice: User) -> None:
    make_activity(cluster, alice, starts=date(1901, 1, 1), ends=date(2199, 1, 1))

    width = float(drawn(cluster, url=lambda activity: "/").get("width"))

    assert width < 1300


def test_nothing_has_a_date_yet(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_activity(cluster, alice)

    shown = sign_in(alice).get(reverse("plans:timeline", args=[cluster.slug]))

    assert "One activity has no dates yet." in pages.words(pages.tree(shown).xpath("//main")[0])


def test_the_whole_stays_below_300_kilobytes(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    title = "En aktivitet med et navn, der er så langt, som de plejer at være i et sekretariat"
    rows = [
        Activity(
            cluster=cluster,
            number=n,
            title={"da": title},
            starts=date(2026, 1, 1) + timedelta(days=n),
            ends=date(2027, 1, 1) + timedelta(days=n),
        )
        for n in range(1, 501)
    ]
    made = Activity.objects.bulk_create(rows)
    day = date(2026, 6, 1)
    for activity in made:
        activity.steps = [unsaved(activity, day + timedelta(days=60 * n)) for n in range(4)]

    svg = draw(plan_of(made, TODAY), url=lambda activity: f"/c/{cluster.slug}/plan/{activity.number}/")

    assert len(svg.encode()) < 300_000


def unsaved(activity: Activity, day: date) -> Milestone:
    return Milestone(activity=activity, title={"da": "Nået"}, date=day)


def test_the_filter_and_the_way_to_the_table_stay(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    make_activity(cluster, alice, owner=alice, starts=TODAY)
    make_activity(cluster, alice, starts=TODAY)

    page = pages.tree(sign_in(alice).get(reverse("plans:timeline", args=[cluster.slug]) + "?owner=me&zoom=months"))

    links = page.xpath("//*[local-name()='svg' and @class='timeline']//a/@href")
    assert links == [reverse("plans:activity", args=[cluster.slug, 1])]
    assert page.xpath("//main//p/a | //main//p/span/a")[0].get("href").endswith("/plan/?owner=me")


def test_three_bars_take_as_many_queries_as_one(cluster: Cluster, alice: User, sign_in: SignIn) -> None:
    client, url = sign_in(alice), reverse("plans:timeline", args=[cluster.slug])
    make_milestone(make_activity(cluster, alice, starts=TODAY))
    one = pages.queries(client, url)
    for _ in range(2):
        make_milestone(make_activity(cluster, alice, starts=TODAY))

    assert pages.queries(client, url) == one


@pytest.fixture
def shown(cluster: Cluster, alice: User) -> StrategyPage:
    return StrategyPage(cluster, factories.make_strategy(cluster, alice), {})


LABEL = Resolved("Activities", "en", is_fallback=False)


def test_the_document_has_the_plan_as_table_and_as_drawing_with_its_own_colours(
    cluster: Cluster, alice: User, shown: StrategyPage
) -> None:
    goal = factories.make_goal(shown.strategy, alice)
    make_activity(cluster, alice, "Messe", goal=goal, role=Text(da="Chef"), ends=days.TODAY)

    table, figure = plan_blocks(shown, LABEL, "en")

    assert table.kind == "table"
    goal_key, title, owner, _when, status, *_money = table.rows[0]
    assert (goal_key, title, owner, status) == (
        "S1",
        Resolved("A1 Messe", "da", is_fallback=True),
        Resolved("Chef", "da", is_fallback=True),
        "Planned",
    )
    assert figure.kind == "figure"
    assert "class=" not in figure.svg
    assert PRINT["planned"] in figure.svg
    assert figure.caption.startswith("Bars: filled is done")


def test_names_of_goals_stand_on_top_of_what_crosses_them_on_paper(
    cluster: Cluster, alice: User, shown: StrategyPage
) -> None:
    goal = factories.make_goal(shown.strategy, alice)
    make_activity(cluster, alice, "Messe", goal=goal, ends=days.TODAY)

    _table, figure = plan_blocks(shown, LABEL, "en")

    drawn = str(figure.svg)
    assert drawn.index(">Today<") < drawn.index("S1 ")


def test_an_empty_plan_is_printed_as_unanswered(shown: StrategyPage) -> None:
    (block,) = plan_blocks(shown, LABEL, "en")

    assert block.kind == "unanswered"


def test_on_paper_a_title_has_two_lines_and_the_drawing_tells_its_rows(cluster: Cluster, alice: User) -> None:
    title = "Parathedsforløb for nye eksportører, to hold om året, begge med besøg i udlandet hvert forår"
    make_activity(cluster, alice, title, starts=date(2027, 1, 1), ends=date(2027, 5, 31))

    with translation.override("en-gb"):
        svg = etree.fromstring(draw(plan_in(cluster), colours=PRINT, lanes=470, left=210))

    names = [one.text for one in svg.xpath("//*[local-name()='text' and @x='8']")]
    assert names[0].startswith("A1 Parathedsforløb")
    assert len(names) == 3
    assert names[1].endswith("…")
    assert max(map(len, names[:2])) <= 36
    assert f"A1 {title}, Planned" in svg.xpath("string(//*[local-name()='title'])")


def test_a_plan_that_no_page_holds_has_several_drawings_of_one_scale(cluster: Cluster, alice: User) -> None:
    for number in range(MOST_DRAWN + 1):
        make_activity(cluster, alice, f"Nr. {number}", starts=date(2025 + number % 2, 1, 1), ends=date(2028, 1, 1))

    with translation.override("en-gb"):
        found = timelines(plan_in(cluster))

    assert [one.label for one in found] == [
        "The action plan as a timeline, 1 of 2",
        "The action plan as a timeline, 2 of 2",
    ]
    wide = [re.search('viewBox="0 0 ([0-9.]+) ', one.svg) for one in found]
    assert wide[0]
    assert wide[1]
    assert wide[0][1] == wide[1][1]
