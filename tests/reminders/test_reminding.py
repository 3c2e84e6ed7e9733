"""Who is reminded, when, and that it happens once."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Role
from reminders import services
from reminders.models import Letter, Preference, Reminder
from tests import days, factories
from tests.days import COPENHAGEN, NOW, clock_at
from tests.reminders.samples import TODAY, activity_of, goal_of, in_days, item_of, milestone_of


def told(user: User) -> list[tuple[str, str]]:
    """Return what a person has been reminded of because of its day, and at which stage."""
    rows = Reminder.across_clusters.filter(user=user).exclude(stage="assigned")
    return list(rows.values_list("kind", "stage"))


def subjects() -> list[str]:
    return [message.subject for message in mail.outbox]


def wants(user: User, **values: object) -> Preference:
    """Choose mails, with nothing else turned on."""
    known = {"weekly": False, "weekday": 0, "on_the_day": False, "at_once": False, "today": in_days(-14)}
    return services.change_preference(user=user, **{**known, **values})


def test_weekly_mail_says_what_is_overdue_and_due_cluster_by_cluster(cluster: Cluster, alice: User) -> None:
    other = factories.make_cluster("aaby")
    factories.make_member(other, alice, Role.EDITOR)
    activity_of(alice, cluster, in_days(3))
    milestone = milestone_of(alice, cluster, in_days(-2))
    item = item_of(alice, cluster, TODAY)
    goal = goal_of(alice, other, in_days(-1))

    services.remind(user=alice, today=TODAY)

    (message,) = mail.outbox
    stop = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert message.subject == "Your week: 4 tasks, 2 overdue"
    assert message.to == ["alice@example.com"]
    assert message.body == (
        "Hello Alice,\n"
        "\n"
        "Here are your tasks that are due in the coming week, and those that are overdue.\n"
        "\n"
        "CLUSTER AABY\n"
        "\n"
        "Overdue\n"
        "\n"
        "- S1 Flere eksporterer\n"
        "  was due 22 November 2026\n"
        "  http://127.0.0.1:8000/c/aaby/strategies/1/goals/\n"
        "\n"
        "New in the red thread, about what you are responsible for\n"
        "\n"
        "- Goal S1 has no KPI\n"
        f"  http://127.0.0.1:8000/c/aaby/kpis/catalogue/?goal={goal.pk}\n"
        "\n"
        "- Nothing in the action plan leads to goal S1\n"
        f"  http://127.0.0.1:8000/c/aaby/plan/add/?goal={goal.pk}\n"
        "\n"
        "CLUSTER HAVTORN\n"
        "\n"
        "Overdue\n"
        "\n"
        "- Milestone of A2: Aftalen er skrevet\n"
        "  was due 21 November 2026\n"
        f"  http://127.0.0.1:8000/c/havtorn/plan/2/#m-{milestone.pk}\n"
        "\n"
        "Due today\n"
        "\n"
        f"- {item.label_text.en or item.label_text.da} (Messe i Hamborg)\n"
        "  http://127.0.0.1:8000/c/havtorn/checklists/1/#item-1\n"
        "\n"
        "Due in the next seven days\n"
        "\n"
        "- A1 Markedsbesøg\n"
        "  due 26 November 2026\n"
        "  http://127.0.0.1:8000/c/havtorn/plan/1/\n"
        "\n"
        "--\n"
        "You get this email once a week, on the day you have chosen: Monday.\n"
        "Choose your emails: http://127.0.0.1:8000/account/reminders/\n"
        f"Turn off the weekly email: {stop}\n"
    )


def test_mail_speaks_the_language_of_its_reader(cluster: Cluster) -> None:
    dorte = factories.make_user("Dorte", language="da")
    factories.make_member(cluster, dorte, Role.EDITOR)
    activity_of(dorte, cluster, in_days(3))

    services.remind(user=dorte, today=TODAY)

    assert "26. november 2026" in mail.outbox[0].body
    assert "KLYNGEN HAVTORN" in mail.outbox[0].body


def test_nothing_due_no_mail(cluster: Cluster, alice: User) -> None:
    activity_of(alice, cluster, in_days(8))

    services.remind(user=alice, today=TODAY)

    assert (mail.outbox, Letter.objects.count()) == ([], 0)


def test_weekly_mail_comes_once_a_week_on_the_chosen_day_or_soon_after(cluster: Cluster, alice: User) -> None:
    wants(alice, weekly=True, weekday=Preference.Weekday.WEDNESDAY)
    activity_of(alice, cluster, in_days(-30))

    came = []
    for day in [0, 1, 3, 4, 7, 8, 9, 10]:
        services.remind(user=alice, today=in_days(day))
        came.append(len(mail.outbox))

    # Nobody looked on the Wednesday of the first week, so it came on the Thursday.
    assert came == [0, 0, 1, 1, 1, 1, 2, 2]


def test_first_weekly_mail_waits_for_its_day(cluster: Cluster, alice: User) -> None:
    activity_of(alice, cluster, in_days(-30))

    services.remind(user=alice, today=in_days(2))
    (on_the_day,) = mail.outbox
    services.remind(user=alice, today=in_days(7))

    assert subjects() == ["Overdue: A1 Markedsbesøg", "Your week: 1 task, 1 overdue"]
    assert "Markedsbesøg" in on_the_day.body


def test_each_stage_is_reminded_of_once(cluster: Cluster, alice: User) -> None:
    wants(alice, on_the_day=True)
    activity_of(alice, cluster, TODAY)

    for day in range(-10, 20):
        services.remind(user=alice, today=in_days(day))

    assert subjects() == [
        "Due 23 November 2026: A1 Markedsbesøg",
        "Due 23 November 2026: A1 Markedsbesøg",
        "Overdue: A1 Markedsbesøg",
    ]
    assert told(alice) == [("activity", "soon"), ("activity", "due"), ("activity", "overdue")]


def test_what_the_weekly_mail_has_said_is_not_said_again_at_that_stage(cluster: Cluster, alice: User) -> None:
    wants(alice, weekly=True, on_the_day=True)
    activity_of(alice, cluster, in_days(2))

    for day in range(5):
        services.remind(user=alice, today=in_days(day))

    assert subjects() == [
        "Your week: 1 task",
        "Due 25 November 2026: A1 Markedsbesøg",
        "Overdue: A1 Markedsbesøg",
    ]


def test_what_is_put_off_is_reminded_of_anew(cluster: Cluster, alice: User) -> None:
    wants(alice, on_the_day=True)
    activity = activity_of(alice, cluster, TODAY)
    services.remind(user=alice, today=TODAY)

    activity.ends = in_days(30)
    activity.save(update_fields=["ends"])
    services.remind(user=alice, today=in_days(1))
    services.remind(user=alice, today=in_days(30))

    assert subjects() == ["Due 23 November 2026: A1 Markedsbesøg", "Due 23 December 2026: A1 Markedsbesøg"]


def test_many_things_of_a_day_stand_in_one_mail(cluster: Cluster, alice: User) -> None:
    wants(alice, on_the_day=True)
    for _n in range(3):
        activity_of(alice, cluster, TODAY)

    services.remind(user=alice, today=TODAY)

    assert subjects() == ["3 tasks are due"]


def test_long_letter_says_how_much_it_leaves_out(cluster: Cluster, alice: User) -> None:
    for _n in range(102):
        activity_of(alice, cluster, TODAY)

    services.remind(user=alice, today=TODAY)

    (message,) = mail.outbox
    assert message.subject == "Your week: 102 tasks"
    assert message.body.count("Markedsbesøg") == 100
    assert "And 2 more tasks, which you can see in the portal." in message.body


def test_who_wants_no_mail_gets_none(cluster: Cluster, alice: User) -> None:
    wants(alice)
    activity_of(alice, cluster, TODAY)

    services.remind(user=alice, today=TODAY)

    assert (mail.outbox, told(alice)) == ([], [])


@pytest.mark.parametrize("flags", [{"is_active": False}, {"is_demo": True}])
def test_who_cannot_sign_in_gets_no_mail(cluster: Cluster, flags: dict) -> None:
    user = factories.make_user("Else")
    User.objects.filter(pk=user.pk).update(**flags)
    factories.make_member(cluster, user, Role.EDITOR)
    activity_of(user, cluster, TODAY)

    services.look(now=datetime(2026, 11, 23, 9, tzinfo=UTC))

    assert mail.outbox == []


def test_command_writes_to_everybody_once(
    cluster: Cluster, alice: User, editor: User, capsys: pytest.CaptureFixture
) -> None:
    today = days.TODAY
    activity_of(alice, cluster, today)
    activity_of(editor, cluster, today)
    for user in (alice, editor):
        wants(user, on_the_day=True)

    call_command("send_reminders")
    call_command("send_reminders")

    assert sorted(message.to[0] for message in mail.outbox) == ["alice@example.com", "erik@example.com"]
    assert capsys.readouterr().out == "Letters written: 2\nLetters written: 0\n"


def test_weekly_mail_of_whoever_leads_tells_what_is_overdue_and_nobodys_until_it_is_somebodys(
    cluster: Cluster, alice: User, editor: User
) -> None:
    activity = activity_of(None, cluster, in_days(-1))
    for user in (alice, editor):
        wants(user, weekly=True, on_the_day=True)

    for day in (0, 1, 7):
        for user in (alice, editor):
            services.remind(user=user, today=in_days(day))
    activity.owner = editor
    activity.save(update_fields=["owner"])
    for user in (alice, editor):
        services.remind(user=user, today=in_days(14))

    nobodys = "Your week: 1 task without an owner"
    assert [(message.to[0], message.subject) for message in mail.outbox] == [
        ("alice@example.com", nobodys),
        ("alice@example.com", nobodys),
        ("erik@example.com", "Your week: 1 task, 1 overdue"),
    ]
    assert mail.outbox[0].body.startswith("Hello Alice,\n\nYou have no tasks of your own due in the coming week.\n")
    assert (
        "Overdue, and nobody in the cluster is reminded of it. Give it to somebody:\n\n- A1 Markedsbesøg\n  was due "
        "22 November 2026\n  http://127.0.0.1:8000/c/havtorn/plan/1/\n"
    ) in mail.outbox[0].body


def test_queries_of_one_person_do_not_grow_with_what_is_due(cluster: Cluster, bob: User, editor: User) -> None:
    def queries(user: User) -> int:
        with CaptureQueriesContext(connection) as counted:
            services.remind(user=user, today=TODAY)
        return len(counted)

    activity_of(bob, cluster, TODAY)
    for _n in range(10):
        activity_of(editor, cluster, TODAY)

    assert queries(bob) == queries(editor)


def test_letter_goes_once_however_often_its_task_runs(cluster: Cluster, alice: User) -> None:
    letter = written(alice, cluster)

    went = [services.deliver(letter=letter.pk, claim=claim) for claim in ("a", "a", "b")]

    assert (went, len(mail.outbox)) == ([True, False, False], 1)
    letter.refresh_from_db()
    assert (letter.lines, letter.sent_at is None) == ([], False)


def written(user: User, cluster: Cluster) -> Letter:
    """Return a letter that waits for its task."""
    line = (
        services.LetterLine.of_duty(services.due_for(user, TODAY)[0], services.Stage.DUE)
        if due(user, cluster)
        else None
    )
    assert line is not None
    return Letter.objects.create(user=user, kind=Letter.Kind.ON_THE_DAY, lines=[line.to_value()])


def due(user: User, cluster: Cluster) -> bool:
    return bool(activity_of(user, cluster, TODAY))


def test_letter_in_anothers_hand_is_left_until_the_claim_has_run_out(cluster: Cluster, alice: User) -> None:
    letter = written(alice, cluster)
    now = NOW
    Letter.objects.update(claim="a", claimed_at=now)
    early = services.deliver(letter=letter.pk, claim="b")
    Letter.objects.update(claimed_at=now - timedelta(minutes=16))

    late = services.deliver(letter=letter.pk, claim="b")

    assert (early, late, len(mail.outbox)) == (False, True, 1)


def test_letter_of_a_killed_task_is_finished_by_the_same_task(cluster: Cluster, alice: User) -> None:
    letter = written(alice, cluster)
    Letter.objects.update(claim="a", claimed_at=NOW)

    assert services.deliver(letter=letter.pk, claim="a") is True


def test_letter_that_the_mail_server_did_not_take_is_tried_again(
    cluster: Cluster, alice: User, settings: object
) -> None:
    # At noon, so that it is the same day all along.
    now = datetime.combine(TODAY, time(12), COPENHAGEN)
    wants(alice, on_the_day=True)
    activity_of(alice, cluster, TODAY)
    with clock_at(now):
        settings.EMAIL_BACKEND = "tests.accounts.broken_mail.Backend"  # type: ignore[attr-defined]
        services.look(now=now)
        waiting = Letter.objects.waiting().count()

        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
        services.look(now=now + timedelta(minutes=5))
        too_soon = len(mail.outbox)
        Letter.objects.update(claimed_at=now - timedelta(minutes=20))
        services.look(now=now + timedelta(minutes=1))

    assert (waiting, too_soon, len(mail.outbox), Letter.objects.waiting().count()) == (1, 0, 1, 0)


def test_letter_says_nothing_of_a_cluster_that_one_has_left_meanwhile(cluster: Cluster, editor: User) -> None:
    letter = written(editor, cluster)
    cluster.memberships.filter(user=editor).delete()

    assert services.deliver(letter=letter.pk, claim="a") is False
    assert (mail.outbox, Letter.objects.waiting().count()) == ([], 0)


def test_letter_that_is_no_longer_wanted_does_not_go(cluster: Cluster, alice: User) -> None:
    letter = written(alice, cluster)
    services.stop(user=alice, kind=Letter.Kind.ON_THE_DAY)

    assert services.deliver(letter=letter.pk, claim="a") is False
    assert mail.outbox == []


def test_letter_names_itself_the_same_way_each_time(cluster: Cluster, alice: User) -> None:
    letter = written(alice, cluster)
    lines = [services.LetterLine.from_value(value) for value in letter.lines]
    preference = services.preference_of(alice, TODAY)

    first, second = (services.message_of(letter, lines, preference).message() for _n in range(2))

    assert first["Message-ID"] == second["Message-ID"]
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_day_is_the_installations_own(cluster: Cluster, alice: User) -> None:
    wants(alice, on_the_day=True)
    activity_of(alice, cluster, date(2026, 11, 24))

    # Half past eleven in the evening in London is the next day in Copenhagen.
    services.look(now=datetime(2026, 11, 23, 23, 30, tzinfo=UTC))

    assert told(alice) == [("activity", "due")]


# ---- what the red thread has found
