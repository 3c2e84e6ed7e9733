"""A whole checklist: start, day 0, share out, finish, delete, keep."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from checklists.models import Checklist, Item
from checklists.services import items, running
from checklists.services.sources import Seed, Source, of_own, stage_of
from clusters.models import ActivityEntry, Cluster
from core.errors import Conflict, Refusal
from core.text import Text
from tests import factories
from tests.days import TODAY

pytestmark = pytest.mark.django_db

THURSDAY = date(2027, 6, 10)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """The day of all these tests: a Monday half a year before the event."""
    monday = date(2026, 11, 23)
    monkeypatch.setattr(timezone, "localdate", lambda *args: monday)
    return monday


def items_of(checklist: Checklist) -> list[Item]:
    return list(Item.objects.of(checklist.cluster).filter(checklist=checklist).order_by("number"))


def item_of(checklist: Checklist, key: str) -> Item:
    return Item.objects.of(checklist.cluster).select_related("checklist__cluster").get(checklist=checklist, key=key)


def test_items_get_dates_from_day_zero(cluster: Cluster, alice: User, today: date) -> None:
    checklist = factories.make_checklist(cluster, alice, day=THURSDAY)

    assert [(item.key, item.stage, item.due) for item in items_of(checklist)] == [
        ("book", "before", date(2027, 5, 11)),
        ("brief", "before", date(2027, 6, 3)),
        ("welcome", "during", THURSDAY),
        ("visit", "during", date(2027, 6, 11)),
        ("thank", "after", date(2027, 6, 17)),
        ("measure", "after", date(2027, 9, 8)),
    ]
    assert ActivityEntry.objects.of(cluster).newest(1)[0].verb == "started-checklist"


@pytest.mark.parametrize("year", [1900, 2020, 2040, 2200])
def test_day_zero_out_of_reach_is_refused_with_a_sentence(
    cluster: Cluster, alice: User, today: date, year: int
) -> None:
    with pytest.raises(Refusal) as refused:
        factories.make_checklist(cluster, alice, day=date(year, 5, 3))

    assert refused.value.message == f"Day 0 is in the year {year}. Enter a date in the years 2024 to 2031."
    assert not Checklist.objects.of(cluster).exists()


def test_list_of_five_hundred_items_is_refused(cluster: Cluster, alice: User) -> None:
    nothing = Text()
    seeds = tuple(
        Seed(
            key=f"k{n}",
            group_key="g",
            group_title=nothing,
            stage="before",
            label=Text(da=str(n)),
            help=nothing,
            role=nothing,
            due_days=-n,
            is_optional=False,
            link=("", ""),
        )
        for n in range(500)
    )

    with pytest.raises(Refusal) as refused:
        running.start_checklist(cluster=cluster, source=Source(nothing, seeds), title="Lang", day=TODAY, by=alice)

    assert refused.value.message == "The list has 500 items, and a checklist can have 200. Split it into two lists."


def test_group_that_begins_on_day_zero_is_the_event_itself() -> None:
    assert [stage_of(days, [0, 1, 4]) for days in (0, 1, 4)] == ["during"] * 3
    assert [stage_of(days, [-60, 0, 14]) for days in (-60, 0, 14)] == ["before", "during", "after"]


def test_moving_the_day_moves_what_is_open_and_not_moved_by_hand(cluster: Cluster, alice: User, today: date) -> None:
    checklist = factories.make_checklist(cluster, alice, day=THURSDAY)
    book, brief = item_of(checklist, "book"), item_of(checklist, "brief")
    Item.objects.of(cluster).filter(pk=book.pk).update(state=Item.State.DONE)
    Item.objects.of(cluster).filter(pk=brief.pk).update(due=date(2027, 6, 1), is_moved=True)

    moved = running.move_day(checklist=checklist, day=date(2027, 6, 12), based_on=THURSDAY, by=alice)

    assert moved == 4
    assert {item.key: item.due for item in items_of(checklist)} == {
        "book": date(2027, 5, 11),
        "brief": date(2027, 6, 1),
        "welcome": date(2027, 6, 12),  # a Saturday: the event is then, whatever the day
        "visit": date(2027, 6, 13),
        "thank": date(2027, 6, 18),  # a Saturday moved to the Friday before it
        "measure": date(2027, 9, 10),
    }


def test_moving_on_a_stale_preview_changes_nothing(cluster: Cluster, alice: User, today: date) -> None:
    checklist = factories.make_checklist(cluster, alice, day=THURSDAY)
    running.move_day(checklist=checklist, day=THURSDAY + timedelta(days=7), based_on=THURSDAY, by=alice)
    before = [item.due for item in items_of(checklist)]

    with pytest.raises(Conflict):
        running.move_day(checklist=checklist, day=THURSDAY + timedelta(days=14), based_on=THURSDAY, by=alice)

    assert [item.due for item in items_of(checklist)] == before


def test_list_that_was_started_late_can_be_caught_up(cluster: Cluster, alice: User, today: date) -> None:
    checklist = factories.make_checklist(cluster, alice, day=date(2026, 12, 17))
    Checklist.objects.of(cluster).filter(pk=checklist.pk).update(created_at=datetime(2026, 11, 23, 12, tzinfo=UTC))
    checklist.refresh_from_db()

    given = running.catch_up(checklist=checklist, by=alice)

    assert given == 1
    assert {item.key: item.due for item in items_of(checklist)[:3]} == {
        "book": date(2026, 12, 7),  # two weeks from today, instead of six days ago
        "brief": date(2026, 12, 10),
        "welcome": date(2026, 12, 17),
    }


def test_what_is_late_in_a_list_that_was_started_in_time_is_not_caught_up(
    cluster: Cluster, alice: User, today: date
) -> None:
    checklist = factories.make_checklist(cluster, alice, day=date(2026, 12, 17))
    Checklist.objects.of(cluster).filter(pk=checklist.pk).update(created_at=datetime(2026, 9, 1, 12, tzinfo=UTC))
    checklist.refresh_from_db()

    assert running.catch_up(checklist=checklist, by=alice) == 0
    assert items_of(checklist)[0].due == date(2026, 11, 17)


def test_sharing_out_gives_only_what_nobody_has(cluster: Cluster, alice: User, editor: User) -> None:
    checklist = factories.make_checklist(cluster, alice)
    Item.objects.of(cluster).filter(checklist=checklist, key="book").update(assignee=alice)

    given = running.share_out(checklist=checklist, people={"Projektleder": editor}, by=alice)

    assert given == 4
    assert {item.key: item.assignee for item in items_of(checklist)} == {
        **dict.fromkeys(["brief", "welcome", "visit", "measure"], editor),
        "book": alice,
        "thank": None,
    }


def test_checklist_cannot_be_finished_while_the_follow_up_is_open(cluster: Cluster, alice: User) -> None:
    checklist = factories.make_checklist(cluster, alice)
    Item.objects.of(cluster).filter(checklist=checklist).exclude(key__in=["thank", "measure"]).update(state="done")

    with pytest.raises(Refusal) as refused:
        running.finish_checklist(checklist=checklist, by=alice)
    items.set_aside(item=item_of(checklist, "thank"), reason="Ingen at takke", by=alice)
    running.finish_checklist(checklist=checklist, by=alice)

    assert refused.value.message == (
        "1 item is still open. Tick it off, or say why it is not relevant, and then finish."
    )
    assert list(Checklist.objects.of(cluster).finished()) == [checklist]
    assert not Checklist.objects.of(cluster).running().exists()


def test_finished_checklist_is_left_alone_until_it_is_opened_again(cluster: Cluster, alice: User) -> None:
    checklist = factories.make_checklist(cluster, alice)
    Item.objects.of(cluster).filter(checklist=checklist).update(state="done")
    running.finish_checklist(checklist=checklist, by=alice)

    with pytest.raises(Refusal):
        running.move_day(checklist=checklist, day=checklist.day + timedelta(days=7), based_on=checklist.day, by=alice)
    running.reopen_checklist(checklist=checklist, by=alice)

    assert (
        running.move_day(checklist=checklist, day=checklist.day + timedelta(days=7), based_on=checklist.day, by=alice)
        == 0
    )


def test_deleted_checklist_comes_back_whole(cluster: Cluster, alice: User) -> None:
    checklist = factories.make_checklist(cluster, alice)

    running.delete_checklist(checklist=checklist, by=alice)
    gone = list(Checklist.objects.of(cluster).alive())
    running.restore_checklist(checklist=checklist, by=alice)

    assert gone == []
    assert list(Checklist.objects.of(cluster).running()) == [checklist]
    assert len(items_of(checklist)) == 6


def test_own_list_keeps_own_items_and_dates_as_they_turned_out(cluster: Cluster, alice: User, today: date) -> None:
    checklist = factories.make_checklist(cluster, alice, day=THURSDAY)
    draft = items.ItemDraft(label=Text(da="Bestil blomster"), due=THURSDAY - timedelta(days=2), assignee=alice, note="")
    items.add_item(checklist=checklist, draft=draft, group_key="prepare", by=alice)
    brief = item_of(checklist, "brief")
    items.change_item(
        item=brief,
        draft=items.ItemDraft(label=brief.label_text, due=date(2027, 5, 27), assignee=None, note="Kun i år"),
        based_on=1,
        by=alice,
    )
    items.set_aside(item=item_of(checklist, "visit"), reason="Ingen besøg", by=alice)

    own = running.keep_checklist(checklist=checklist, title="Vores messe", by=alice)
    again = running.start_checklist(
        cluster=cluster, source=of_own(own.document), title="Næste", day=date(2027, 10, 14), own=own, by=alice
    )

    assert [(i.label_text.da, i.due_days, i.note, i.assignee) for i in items_of(again)] == [
        ("book", -30, "", None),
        ("brief", -14, "", None),
        ("Bestil blomster", -2, "", None),
        ("welcome", 0, "", None),
        ("thank", 7, "", None),
        ("measure", 90, "", None),
    ]


def test_deleting_an_own_list_leaves_what_was_started_from_it(cluster: Cluster, alice: User) -> None:
    own = running.keep_checklist(checklist=factories.make_checklist(cluster, alice), title="Vores", by=alice)
    started = running.start_checklist(
        cluster=cluster, source=of_own(own.document), title="Ny", day=TODAY, own=own, by=alice
    )

    running.delete_own(own=own, by=alice)

    assert len(items_of(started)) == 6
