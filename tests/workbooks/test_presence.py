"""Who else is here: one row for a person in a workbook, renewed while the page is open."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.workbooks.concurrency import Crowd
from workbooks.models import Presence, Workbook
from workbooks.services.presence import STILL_HERE, Colleague, beat, leave

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def address(workbook: Workbook) -> str:
    return reverse("workbooks:presence", args=[workbook.cluster.slug, workbook.pk])


def test_colleagues_see_each_other_and_not_themselves(workbook: Workbook, alice: User, editor: User) -> None:
    alone = beat(workbook=workbook, section_key="first", user=alice, now=NOW)
    two = beat(workbook=workbook, section_key="second", user=editor, now=NOW)

    assert (alone, two) == ([], [Colleague("Alice", "first")])


@pytest.mark.parametrize(("later", "is_here"), [(STILL_HERE, True), (STILL_HERE + timedelta(seconds=1), False)])
def test_who_has_not_been_heard_of_is_gone(
    workbook: Workbook, alice: User, editor: User, later: timedelta, is_here: bool
) -> None:
    beat(workbook=workbook, section_key="first", user=alice, now=NOW)

    found = beat(workbook=workbook, section_key="first", user=editor, now=NOW + later)

    assert bool(found) is is_here


def test_person_is_in_one_place_at_a_time_and_can_leave(workbook: Workbook, alice: User, editor: User) -> None:
    beat(workbook=workbook, section_key="first", user=alice, now=NOW)
    beat(workbook=workbook, section_key="second", user=alice, now=NOW)
    found = beat(workbook=workbook, section_key="first", user=editor, now=NOW)
    leave(workbook=workbook, user=alice)

    assert found == [Colleague("Alice", "second")]
    assert beat(workbook=workbook, section_key="first", user=editor, now=NOW) == []


def test_page_learns_who_is_here_and_which_revisions_are_newest(
    sign_in: Callable, workbook: Workbook, alice: User, editor: User
) -> None:
    sign_in(alice).post(address(workbook), {"section": "first"})

    here = sign_in(editor).post(address(workbook), {"section": "first"}).json()
    elsewhere = sign_in(editor).post(address(workbook), {"section": "second"}).json()

    assert here == {"here": ["Alice"], "elsewhere": [], "revisions": {"stage": 1}}
    assert elsewhere == {"here": [], "elsewhere": ["Alice"], "revisions": {"stage": 1}}


def test_page_that_is_closed_says_so(sign_in: Callable, workbook: Workbook, alice: User) -> None:
    client: Client = sign_in(alice)
    client.post(address(workbook), {"section": "first"})

    assert client.post(address(workbook), {"section": "first", "leaves": "1"}).json() == {}
    assert Presence.objects.of(workbook.cluster).count() == 0


@pytest.mark.parametrize("section", ["", "\x00first", "x" * 5000, "🦀" * 200])
def test_any_name_of_a_section_is_taken(sign_in: Callable, workbook: Workbook, alice: User, section: str) -> None:
    assert sign_in(alice).post(address(workbook), {"section": section}).status_code == 200


def test_reader_leaves_no_trace(sign_in: Callable, workbook: Workbook, bob: User) -> None:
    assert sign_in(bob).post(address(workbook), {"section": "first"}).status_code == 403
    assert Presence.objects.of(workbook.cluster).count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_pages_of_one_person_may_beat_at_the_same_moment(workbook: Workbook, alice: User, tmp_path: Path) -> None:
    crowd = Crowd(tmp_path)

    found = crowd.together([lambda: beat(workbook=workbook, section_key="first", user=alice, now=NOW)] * 4)

    assert found == [[], [], [], []]
    assert crowd.after(workbook.presences.count) == 1
