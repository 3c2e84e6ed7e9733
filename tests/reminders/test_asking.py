"""The worker's thread asks for reminders in time, and forgets old letters."""

from datetime import UTC, datetime, timedelta

from django.core import mail

from accounts.models import User
from clusters.models import Cluster
from plans.models import Activity
from reminders.letters import Stage
from reminders.models import Letter, Reminder
from tests.days import NOW, TODAY
from tests.reminders.samples import activity_of
from toolkit.worker import Keeper, prune

# Copenhagen is an hour ahead.
SIX = datetime(2026, 11, 23, 5, 59, 59, tzinfo=UTC)


def subjects() -> list[str]:
    return [message.subject for message in mail.outbox]


def test_what_is_due_is_looked_for_from_seven_in_the_morning(cluster: Cluster, alice: User) -> None:
    activity_of(alice, cluster, TODAY)
    keeper = Keeper("key")

    keeper.ask_for_reminders(SIX)
    early = subjects()
    keeper.ask_for_reminders(SIX + timedelta(seconds=1))

    assert (early, len(subjects())) == ([], 1)


def test_what_became_somebodys_is_told_within_a_minute_at_any_hour(cluster: Cluster, alice: User, editor: User) -> None:
    keeper = Keeper("key")
    keeper.ask_for_reminders(SIX - timedelta(hours=3))
    activity_of(editor, cluster, None, by=alice)

    keeper.ask_for_reminders(SIX - timedelta(hours=3) + timedelta(seconds=59))
    early = subjects()
    keeper.ask_for_reminders(SIX - timedelta(hours=3) + timedelta(seconds=60))

    assert (early, subjects()) == ([], ["Yours now: A1 Markedsbesøg"])


def test_old_letters_are_forgotten(alice: User) -> None:
    now = NOW
    for days in (1, 15):
        Letter.objects.create(user=alice, kind=Letter.Kind.WEEKLY, created_at=now - timedelta(days=days))

    prune()

    assert [(now - letter.created_at).days for letter in Letter.objects.all()] == [1]


def test_what_nobody_is_to_be_reminded_of_any_more_is_forgotten(cluster: Cluster, alice: User) -> None:
    today, now = TODAY, NOW
    day = today - timedelta(days=30)
    late, done, moved, fresh = [activity_of(alice, cluster, day) for _ in range(4)]
    noted = {"cluster": cluster, "user": alice, "kind": "activity"}
    for activity, days in ((late, 15), (done, 15), (moved, 15), (fresh, 13)):
        key, at = f"{activity.pk}@{day}", now - timedelta(days=days)
        Reminder.objects.create(**noted, key=key, stage=Stage.OVERDUE, at=at)
        Reminder.objects.create(**noted, key=str(activity.pk), stage=Stage.ASSIGNED, at=at)
    Activity.objects.of(cluster).filter(pk__in=[done.pk, fresh.pk]).update(status="done")
    Activity.objects.of(cluster).filter(pk=moved.pk).update(ends=today + timedelta(days=90))

    prune()

    left = Reminder.objects.of(cluster)
    # What is still late, for that is reminded of once; and what is not two weeks old.
    assert list(left.filter(stage=Stage.OVERDUE).values_list("key", flat=True)) == [
        f"{late.pk}@{day}",
        f"{fresh.pk}@{day}",
    ]
    assert left.assignments().count() == 4
