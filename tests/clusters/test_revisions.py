"""Changing what people wrote: pieces are merged, what is in dispute is told, and nothing is lost."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from clusters import revisions
from clusters.models import Change, Cluster
from clusters.revised import Pieces
from clusters.services import change_profile
from core.errors import Conflict, Refusal
from core.text import Text
from plans.models import Activity
from plans.services.handover import hand_over_activities
from tests.pages import tree, words
from tests.plans.samples import make_activity


@pytest.mark.parametrize(
    ("before", "now", "sent", "written", "disputed"),
    [
        ({"a": 1}, {"a": 1}, {"a": 2}, {"a"}, set()),
        ({"a": 1}, {"a": 2}, {"a": 1}, set(), set()),
        ({"a": 1}, {"a": 2}, {"a": 2}, set(), set()),
        ({"a": 1}, {"a": 2}, {"a": 3}, set(), {"a"}),
        ({"a": 1}, {"a": 2}, {}, set(), {"a"}),
        ({"a": 1}, {}, {"a": 2}, set(), {"a"}),
        ({"a": 1}, {}, {"a": 1}, set(), set()),
        ({}, {"a": 1}, {"a": 2}, set(), {"a"}),
        ({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 2}, {"b"}, set()),
        (None, {"a": 1}, {"a": 2}, set(), {"a"}),
        (None, {"a": 1}, {"a": 1}, set(), set()),
    ],
)
def test_pieces_are_merged(before: Pieces | None, now: Pieces, sent: Pieces, written: set, disputed: set) -> None:
    merged = revisions.merge(before, now, sent, {"a", "b"})

    assert (merged.written, merged.disputed) == (written, disputed)


def test_field_that_was_not_asked_for_is_never_written() -> None:
    assert revisions.merge({"a": 1, "b": 1}, {"a": 1, "b": 1}, {"a": 1}, {"a"}).mine == frozenset()


def test_one_language_each_is_no_conflict(cluster: Cluster, alice: User, editor: User) -> None:
    cluster.refresh_from_db()
    stale = Cluster.objects.get(pk=cluster.pk)
    change_profile(cluster=cluster, mission=Text(da="Vi samler"), vision=Text(), accent="", based_on=1, by=alice)

    change_profile(cluster=stale, mission=Text(en="We gather"), vision=Text(), accent="", based_on=1, by=editor)

    cluster.refresh_from_db()
    assert cluster.mission == {"da": "Vi samler", "en": "We gather"}
    assert cluster.revision == 3


def test_what_came_too_late_is_set_aside_once(cluster: Cluster, alice: User, editor: User) -> None:
    change_profile(cluster=cluster, mission=Text(da="Vi samler"), vision=Text(), accent="", based_on=1, by=alice)
    for _ in range(2):
        with pytest.raises(Conflict) as told:
            change_profile(
                cluster=cluster, mission=Text(da="Vi bygger"), vision=Text(), accent="", based_on=1, by=editor
            )

    (side,) = told.value.sides
    assert (side.label, side.mine, side.theirs, told.value.who) == ("Mission", "Vi bygger", "Vi samler", "Alice")
    aside = Change.objects.of(cluster).about(cluster).get(kind=Change.Kind.SET_ASIDE)
    assert (aside.values["mission.da"], aside.by) == ("Vi bygger", editor)


def test_two_days_that_cannot_stand_together_are_refused_and_not_merged(
    cluster: Cluster, alice: User, editor: User
) -> None:
    activity = make_activity(cluster, alice, starts=date(2027, 3, 1), ends=date(2027, 3, 9))
    stale = Activity.objects.of(cluster).get(pk=activity.pk)
    revisions.change(activity, {"ends": date(2027, 3, 3)}, based_on=1, by=alice)

    with pytest.raises(Refusal):
        revisions.change(stale, {"starts": date(2027, 3, 8)}, based_on=1, by=editor)

    stored = Activity.objects.of(cluster).get(pk=activity.pk)
    assert (stored.starts, stored.ends) == (date(2027, 3, 1), date(2027, 3, 3))


def test_row_that_was_put_away_meanwhile_keeps_the_words(cluster: Cluster, alice: User) -> None:
    activity = make_activity(cluster, alice)
    Activity.objects.of(cluster).update(deleted_at=activity.changed_at)

    with pytest.raises(Conflict):
        revisions.change(activity, {"people": "Karim"}, based_on=1, by=alice)

    (line,) = Change.objects.of(cluster).about(activity)
    assert (line.kind, line.values["people"]) == (Change.Kind.SET_ASIDE, "Karim")


def test_page_from_before_a_handover_does_not_take_it_back(cluster: Cluster, alice: User, editor: User) -> None:
    activity = make_activity(cluster, alice, owner=alice)
    hand_over_activities(cluster=cluster, of=alice, to=editor, by=alice)

    fresh = Activity.objects.of(cluster).get(pk=activity.pk)
    revisions.change(fresh, {"owner": alice, "people": "Karim"}, based_on=1, by=alice)

    stored = Activity.objects.of(cluster).get(pk=activity.pk)
    assert (stored.owner, stored.people) == (editor, "Karim")


def test_change_takes_one_query_more_than_without_a_history(cluster: Cluster, alice: User) -> None:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        change_profile(cluster=cluster, mission=Text(da="Vi samler"), vision=Text(), accent="", based_on=1, by=alice)

    told = [query["sql"].split()[0] for query in captured]
    assert [word for word in told if word not in {"SAVEPOINT", "RELEASE"}] == ["UPDATE", "INSERT", "INSERT"]


def test_history_shows_each_step_and_brings_one_back(cluster: Cluster, alice: User, sign_in: Callable) -> None:
    change_profile(cluster=cluster, mission=Text(da="Vi samler"), vision=Text(), accent="", based_on=1, by=alice)
    client: Client = sign_in(alice)
    page = tree(client.get(cluster.history_url))
    (form,) = page.xpath("//main//form")

    client.post(form.get("action"), dict(form.form_values()))

    assert "Vi samler" in words(page)
    cluster.refresh_from_db()
    assert (cluster.mission, cluster.revision) == ({}, 3)


def test_reader_does_not_read_what_only_owners_change(cluster: Cluster, bob: User, sign_in: Callable) -> None:
    assert sign_in(bob).get(cluster.history_url).status_code == 403


def test_who_may_not_change_it_brings_nothing_back(
    cluster: Cluster, alice: User, editor: User, sign_in: Callable
) -> None:
    change_profile(cluster=cluster, mission=Text(da="Vi samler"), vision=Text(), accent="", based_on=1, by=alice)
    line = Change.objects.of(cluster).about(cluster).earliest("pk")

    answer = sign_in(editor).post(f"{cluster.history_url}{line.pk}/bring-back/", {"revision": "2"})

    cluster.refresh_from_db()
    assert (answer.status_code, cluster.mission) == (403, {"da": "Vi samler"})


def test_line_of_a_history_is_never_changed(cluster: Cluster, alice: User) -> None:
    change_profile(cluster=cluster, mission=Text(da="Vi samler"), vision=Text(), accent="", based_on=1, by=alice)

    with pytest.raises(TypeError):
        Change.objects.of(cluster).about(cluster).earliest("pk").save()
