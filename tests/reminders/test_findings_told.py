"""Findings of one's own in the weekly mail: once, and never those that were set aside."""

import pytest
from django.core import mail

from accounts.models import User
from clusters.models import Cluster
from findings.services import thread_of, waive
from reminders import services
from reminders.models import Reminder
from strategy.selectors.phases import answered
from tests.reminders.samples import TODAY, goal_of, in_days

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def weekly(alice: User) -> None:
    services.change_preference(user=alice, weekly=True, weekday=0, on_the_day=False, at_once=False, today=in_days(-14))


def found(user: User) -> list[str]:
    return list(Reminder.across_clusters.filter(user=user, stage="found").order_by("pk").values_list("kind", flat=True))


def test_new_finding_of_ones_own_is_told_once_in_the_weekly_mail(cluster: Cluster, alice: User, editor: User) -> None:
    goal_of(alice, cluster, in_days(60))
    goal_of(editor, cluster, in_days(60))

    services.remind(user=alice, today=TODAY)
    services.remind(user=alice, today=in_days(7))

    (message,) = mail.outbox
    assert message.subject == "Your week: new in the red thread"
    assert "Goal S1 has no KPI" in message.body
    assert "S2" not in message.body
    assert found(alice) == ["finding", "finding"]


def test_finding_that_was_set_aside_is_told_to_nobody(cluster: Cluster, alice: User) -> None:
    goal = goal_of(alice, cluster, in_days(60))
    shown = answered(cluster, goal.strategy)
    thread = thread_of(cluster, shown, TODAY)
    for one in thread.open:
        waive(cluster=cluster, thread=thread, fingerprint=one.fingerprint, reason="x", until=in_days(30), by=alice)

    services.remind(user=alice, today=TODAY)

    assert mail.outbox == []
