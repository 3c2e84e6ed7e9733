"""What somebody else has given to a person is told at once, and once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from checklists.services.running import share_out
from clusters.models import Cluster
from kpis.models import Kpi
from kpis.services import KpiDraft, change_kpi
from plans.models import Activity
from plans.services import change_activity
from plans.services.drafts import ActivityDraft
from reminders import services
from reminders.models import Reminder
from tests import factories
from tests.days import NOW
from tests.reminders.samples import COUNTED, activity_of, goal_of, in_days, item_of, kpi_of


@pytest.fixture(autouse=True)
def watched(db: None) -> None:
    """Everything before this is taken as known."""
    services.notice_assignments(now=NOW - timedelta(days=1))


def told() -> list[tuple[list[str], str]]:
    return [(message.to, message.subject) for message in mail.outbox]


def give(activity: Activity, owner: User | None, by: User) -> Activity:
    draft = replace(ActivityDraft.of(activity), owner=owner)
    return change_activity(activity=activity, draft=draft, based_on=activity.revision, by=by)


def test_each_kind_is_told_in_one_mail(cluster: Cluster, alice: User, editor: User) -> None:
    activity_of(editor, cluster, in_days(30), by=alice)
    item = item_of(editor, cluster, in_days(30), by=alice)
    goal_of(editor, cluster, None, by=alice)

    services.notice_assignments()

    (message,) = mail.outbox
    stop = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert (message.to, message.subject) == (["erik@example.com"], "3 tasks are now yours")
    assert message.body == (
        "Hello Erik,\n"
        "\n"
        "From now on you are responsible for this:\n"
        "\n"
        "CLUSTER HAVTORN\n"
        "\n"
        "- S1 Flere eksporterer\n"
        "  given to you by Alice\n"
        "  http://127.0.0.1:8000/c/havtorn/strategies/1/goals/\n"
        "\n"
        "- A1 Markedsbesøg\n"
        "  due 23 December 2026\n"
        "  given to you by Alice\n"
        "  http://127.0.0.1:8000/c/havtorn/plan/1/\n"
        "\n"
        f"- {item.label_text.en or item.label_text.da} (Messe i Hamborg)\n"
        "  due 23 December 2026\n"
        "  given to you by Alice\n"
        "  http://127.0.0.1:8000/c/havtorn/checklists/1/#item-1\n"
        "\n"
        "--\n"
        "You get this email when somebody else gives you a task.\n"
        "Choose your emails: http://127.0.0.1:8000/account/reminders/\n"
        f"Turn off these emails: {stop}\n"
    )


def test_a_kpi_that_becomes_ones_own_is_told_at_once(cluster: Cluster, alice: User, editor: User) -> None:
    kpi = kpi_of(None, cluster, in_days(-40), by=alice)
    services.notice_assignments()
    before = told()

    change_kpi(kpi=kpi, draft=KpiDraft(owner=editor), definition=COUNTED, based_on=kpi.revision, by=alice)
    services.notice_assignments()
    services.notice_assignments()

    assert (before, told()) == ([], [(["erik@example.com"], "Yours now: K1 Eksportører")])
    assert "given to you by Alice\n  http://127.0.0.1:8000/c/havtorn/kpis/1/\n" in mail.outbox[0].body


def test_a_kpi_that_one_takes_oneself_is_not_told(cluster: Cluster, editor: User) -> None:
    kpi_of(editor, cluster, in_days(-40), by=editor)

    services.notice_assignments()

    assert told() == []


def test_a_kpi_of_before_this_was_kept_is_not_told(cluster: Cluster, alice: User, editor: User) -> None:
    kpi_of(editor, cluster, in_days(-40), by=alice)
    Kpi.objects.of(cluster).update(changed_by=None)

    services.notice_assignments()

    assert told() == []


def test_what_was_told_is_not_told_again(cluster: Cluster, alice: User, editor: User) -> None:
    activity = activity_of(editor, cluster, None, by=alice)
    services.notice_assignments()

    give(activity, editor, alice)
    services.notice_assignments()
    services.notice_assignments()

    assert told() == [(["erik@example.com"], "Yours now: A1 Markedsbesøg")]


def test_what_one_takes_oneself_is_not_told(cluster: Cluster, editor: User) -> None:
    activity_of(editor, cluster, None, by=editor)

    services.notice_assignments()

    assert told() == []


def test_what_is_taken_away_and_given_back_is_told_again(cluster: Cluster, alice: User, editor: User) -> None:
    activity = activity_of(editor, cluster, None, by=alice)
    services.notice_assignments()
    activity = give(activity, alice, alice)
    services.notice_assignments()

    give(activity, editor, alice)
    services.notice_assignments()

    assert told() == [(["erik@example.com"], "Yours now: A1 Markedsbesøg")] * 2


def test_sharing_out_a_checklist_is_one_mail(cluster: Cluster, alice: User, editor: User) -> None:
    checklist = factories.make_checklist(cluster, alice)
    given = share_out(checklist=checklist, people={"Projektleder": editor}, by=alice)

    services.notice_assignments()

    assert given == 5
    assert told() == [(["erik@example.com"], "5 tasks are now yours")]


def test_who_wants_no_such_mail_gets_none_and_later_only_what_is_new(
    cluster: Cluster, alice: User, editor: User
) -> None:
    services.change_preference(user=editor, weekly=True, weekday=0, on_the_day=True, at_once=False)
    activity_of(editor, cluster, None, by=alice)
    services.notice_assignments()
    before = told()

    services.change_preference(user=editor, weekly=True, weekday=0, on_the_day=True, at_once=True)
    activity_of(editor, cluster, None, by=alice)
    services.notice_assignments()

    assert (before, told()) == ([], [(["erik@example.com"], "Yours now: A2 Markedsbesøg")])


def test_who_is_no_member_is_told_nothing(cluster: Cluster, alice: User, editor: User) -> None:
    activity_of(editor, cluster, None, by=alice)
    cluster.memberships.filter(user=editor).delete()

    services.notice_assignments()

    assert (told(), Reminder.objects.of(cluster).count()) == ([], 0)


def test_cluster_in_which_nothing_has_happened_costs_nothing(
    cluster: Cluster, alice: User, editor: User, other_cluster: Cluster
) -> None:
    activity_of(editor, cluster, None, by=alice)
    later = NOW + timedelta(hours=1)
    services.notice_assignments(now=later)

    with CaptureQueriesContext(connection) as counted:
        services.notice_assignments(now=later)

    assert [query["sql"] for query in counted if "plans_activity" in query["sql"]] == []
    assert told() == [(["erik@example.com"], "Yours now: A1 Markedsbesøg")]


def test_the_very_first_look_takes_everything_as_known(cluster: Cluster, alice: User, editor: User) -> None:
    services.Watch.objects.all().delete()
    activity_of(editor, cluster, None, by=alice)

    services.notice_assignments()
    before = told()
    activity_of(editor, cluster, None, by=alice)
    services.notice_assignments()

    assert (before, told()) == ([], [(["erik@example.com"], "Yours now: A2 Markedsbesøg")])
