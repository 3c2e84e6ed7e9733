"""Who is told by mail of what was said: at once, once a day or never, each comment once, with a way to its place."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from clusters.models import Membership
from clusters.permissions import Role
from comments.models import Notice
from core.dates import format_date
from reminders import services
from reminders.models import Letter, Preference
from strategy.models import Strategy
from strategy.services import delete_strategy
from tests import days, factories
from tests.comments.samples import answered, talk
from tests.pages import tree, words
from tests.reviews.samples import review_of

SignIn = Callable[..., Client]


@pytest.fixture
def strategy(cluster: object, alice: User) -> Strategy:
    services.notice_assignments(now=days.NOW - timedelta(days=1))
    return factories.make_strategy(alice.memberships.get().cluster, alice)


def told() -> list[tuple[str, str]]:
    return [(message.to[0].partition("@")[0], message.subject) for message in mail.outbox]


def wishes(user: User, comments: str) -> None:
    Preference.objects.update_or_create(user=user, defaults={"comments": comments, "weekly": False})


def test_who_is_mentioned_is_told_at_once_and_the_link_lands_at_the_comment(
    strategy: Strategy, alice: User, reviewer: User, sign_in: SignIn
) -> None:
    made = talk(strategy, alice, "@Rikke Er det nok?")

    services.tell()

    assert told() == [("rikke", "Alice mentions you: The whole strategy")]
    (message,) = mail.outbox
    assert "@Rikke Er det nok?" in message.body
    path = re.search(r"http://127\.0\.0\.1:8000(\S+/comments/\S+)", message.body)
    assert path is not None
    page = tree(sign_in(reviewer).get(path[1]))
    (place,) = page.xpath(f"//*[@id='{path[1].partition('#')[2]}']")
    assert "Er det nok?" in words(place)
    assert path[1].endswith(f"#c-{made.pk}")


def test_nothing_is_told_twice(strategy: Strategy, alice: User, reviewer: User) -> None:
    talk(strategy, alice, "@Rikke Er det nok?")

    for _time in range(3):
        services.tell(is_daily=True)

    assert len(told()) == 1
    assert not Notice.objects.of(strategy.cluster).untold().exists()


def test_a_reply_tells_those_who_took_part_and_not_whoever_wrote_it(
    strategy: Strategy, alice: User, editor: User, reviewer: User
) -> None:
    made = talk(strategy, reviewer)
    services.tell()
    mail.outbox.clear()
    answered(made, editor)
    services.tell()
    answered(made, reviewer, "Tak")
    services.tell()

    assert told() == [
        ("rikke", "Erik has replied: The whole strategy"),
        ("erik", "Rikke has replied: The whole strategy"),
    ]


def test_who_wants_it_once_a_day_gets_one_mail_of_everything(strategy: Strategy, alice: User, reviewer: User) -> None:
    wishes(reviewer, "daily")
    talk(strategy, alice, "@Rikke Første")
    services.tell()
    assert told() == []
    talk(strategy, alice, "@Rikke Andet")

    services.look()
    talk(strategy, alice, "@Rikke Tredje")
    services.look()
    assert told() == [("rikke", "2 comments that concern you")]
    days.set_clock(days.NOW + timedelta(days=1))
    services.look()

    assert told()[1:] == [("rikke", "Alice mentions you: The whole strategy")]
    assert "Tredje" in mail.outbox[1].body


def test_who_wants_none_gets_none_later_either(strategy: Strategy, alice: User, reviewer: User) -> None:
    wishes(reviewer, "never")
    talk(strategy, alice, "@Rikke Er det nok?")
    services.tell(is_daily=True)
    wishes(reviewer, "at-once")

    services.tell()

    assert told() == []


def test_one_click_turns_it_off_and_says_so(strategy: Strategy, alice: User, reviewer: User, client: Client) -> None:
    talk(strategy, alice, "@Rikke Er det nok?")
    services.tell()
    stop = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")

    asked, stopped = client.get(stop), client.post(stop)

    assert "emails about comments" in words(tree(asked).xpath("//main")[0])
    assert "will get no more emails about comments" in words(tree(stopped).xpath("//main")[0])
    talk(strategy, alice, "@Rikke Og nu?")
    services.tell()
    assert len(told()) == 1


def test_what_was_read_in_time_is_not_told(strategy: Strategy, alice: User, reviewer: User, sign_in: SignIn) -> None:
    talk(strategy, alice, "@Rikke Er det nok?")
    days.set_clock(days.later(timedelta(minutes=1)))
    sign_in(reviewer).get("/c/havtorn/strategies/1/comments/1/")

    services.tell(now=days.NOW + timedelta(minutes=2))

    assert told() == []


def test_who_has_lost_the_right_and_what_was_deleted_are_not_told(
    strategy: Strategy, alice: User, reviewer: User, editor: User
) -> None:
    talk(strategy, alice, "@Rikke @Erik Er det nok?")
    Membership.objects.of(strategy.cluster).filter(user=reviewer).update(role=Role.READER)
    services.tell()
    assert [to for to, _subject in told()] == ["erik"]
    talk(strategy, alice, "@Erik Og nu?")
    delete_strategy(strategy=strategy, by=alice)
    services.tell()
    assert len(told()) == 1


def test_letter_that_waits_is_not_sent_to_who_has_left_meanwhile(
    strategy: Strategy, alice: User, reviewer: User
) -> None:
    talk(strategy, alice, "@Rikke Er det nok?")
    notice = Notice.objects.of(strategy.cluster).with_comment().get()
    from reminders.comment_letters import CommentLine

    letter = Letter.objects.create(user=reviewer, kind="comments", lines=[CommentLine.of(notice).to_value()])
    Membership.objects.of(strategy.cluster).filter(user=reviewer).delete()

    assert services.deliver(letter=letter.pk, claim="x") is False
    assert told() == []


def test_letter_has_an_end_and_the_rest_comes_with_the_next(
    strategy: Strategy, alice: User, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reminders.telling.MOST_LINES", 2)
    for number in range(3):
        talk(strategy, alice, f"@Rikke Nr. {number}")

    services.tell()
    services.tell()

    assert [subject for _to, subject in told()] == [
        "2 comments that concern you",
        "Alice mentions you: The whole strategy",
    ]


def test_choice_is_made_with_the_other_mails(strategy: Strategy, reviewer: User, sign_in: SignIn) -> None:
    client = sign_in(reviewer)

    saved = client.post("/account/reminders/", {"weekday": "0", "comments": "daily"})
    wrong = client.post("/account/reminders/", {"weekday": "0", "comments": "hourly"})

    assert (saved.status_code, wrong.status_code) == (302, 422)
    assert Preference.objects.get(user=reviewer).comments == "daily"


def test_who_is_asked_for_a_review_gets_a_mail_that_leads_to_it(
    strategy: Strategy, alice: User, reviewer: User
) -> None:
    made = review_of(reviewer, strategy.cluster, days.TODAY + timedelta(days=14))
    type(made).objects.of(strategy.cluster).update(asked_by=alice)

    services.notice_assignments()
    services.notice_assignments()

    (message,) = mail.outbox
    assert message.to == ["rikke@example.com"]
    assert "Read “Strategi 2027” and say whether it is ready" in message.body
    assert f"due {format_date(days.TODAY + timedelta(days=14), 'en')}" in message.body
    assert "/snapshots/1/" in message.body
