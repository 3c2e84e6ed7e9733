"""Who is told of what is said, what of it is unread, and what the pages of it cost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Membership
from clusters.permissions import Role
from comments.models import Comment, Conversation, Notice
from comments.services import mark_read, reply
from strategy.models import Strategy
from tests import days
from tests.comments.samples import answered, talk
from tests.conftest import member_of
from tests.pages import faults, main, queries, tree, words
from tests.reviews.samples import opened

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
HERE = "/c/havtorn/strategies/1/"


def test_mention_by_name_or_by_choice_notes_the_person_once(
    strategy: Strategy, alice: User, editor: User, reviewer: User, sign_in: SignIn
) -> None:
    member_of(strategy.cluster, "Rikke Holm", Role.EDITOR)
    client = sign_in(alice)

    client.post(
        f"{HERE}comments/add/?about=q:why", {"text": "@Rikke, er det nok? @rikke", "people": [editor.pk, reviewer.pk]}
    )

    found = Notice.objects.of(strategy.cluster).order_by("user__name")
    assert [(one.user.name, one.why) for one in found] == [("Erik", "mention"), ("Rikke", "mention")]
    page = tree(client.get(f"{HERE}comments/1/"))
    assert [words(one) for one in page.xpath("//span[@class='mention']")] == ["@Rikke", "@rikke"]
    assert "Mentions Erik" in words(page.xpath("//main")[0])


def test_somebody_who_may_not_comment_cannot_be_mentioned(
    strategy: Strategy, alice: User, bob: User, charlie: User, sign_in: SignIn
) -> None:
    client = sign_in(alice)

    for person in (bob, charlie):
        answer = client.post(f"{HERE}comments/add/?about=s", {"text": f"@{person.name} Se her", "people": [person.pk]})
        assert answer.status_code == 422
        assert "can no longer comment here" in faults(answer)[0]
    client.post(f"{HERE}comments/add/?about=s", {"text": "@Bob @Charlie Se her"})

    assert not Notice.objects.of(strategy.cluster).exists()


def test_who_wrote_the_answer_and_who_took_part_are_noted(
    strategy: Strategy, alice: User, editor: User, reviewer: User
) -> None:
    made = talk(strategy, reviewer, about="q:why")
    answered(made, editor)

    found = Notice.objects.of(strategy.cluster).order_by("pk").values_list("user__name", "why")

    assert list(found) == [("Alice", "own"), ("Rikke", "reply")]


def test_unread_is_what_others_said_since_one_has_read_and_joined(
    strategy: Strategy, alice: User, reviewer: User, sign_in: SignIn
) -> None:
    made = talk(strategy, reviewer, about="q:why")
    client = sign_in(alice)
    unread = f"{HERE}comments/?show=unread"

    assert "1 unread" in main(client.get(unread))
    assert "1 unread" in main(client.get(f"{HERE}review/"))
    client.get(f"{HERE}comments/1/")
    assert "You have read everything" in main(client.get(unread))
    days.set_clock(days.later(timedelta(minutes=1)))
    answered(made, reviewer)
    assert "1 unread" in main(client.get(unread))
    client.post(f"{HERE}comments/read/")
    assert "You have read everything" in main(client.get(unread))
    days.set_clock(days.later(timedelta(minutes=2)))
    late = member_of(strategy.cluster, "Nina", Role.EDITOR)
    Membership.objects.of(strategy.cluster).filter(user=late).update(joined_at=days.NOW + timedelta(minutes=2))
    assert "You have read everything" in main(sign_in(late).get(unread))


def test_list_shows_open_mine_and_all(strategy: Strategy, alice: User, reviewer: User, sign_in: SignIn) -> None:
    talk(strategy, reviewer, "Rikkes åbne")
    talk(strategy, reviewer, "Rikkes afsluttede")
    talk(strategy, alice, "Alices egen")
    client = sign_in(alice)
    client.post(f"{HERE}comments/2/resolve/")

    def listed(show: str) -> list[str]:
        page = tree(client.get(f"{HERE}comments/?show={show}"))
        return [words(one) for one in page.xpath("//ul[@class='talks']//p[contains(@class, 'said')]")]

    assert listed("open") == ["Alices egen", "Rikkes åbne"]
    assert sorted(listed("all")) == ["Alices egen", "Rikkes afsluttede", "Rikkes åbne"]
    # Alice began the strategy, so that what is said about the whole of it concerns her.
    assert sorted(listed("mine")) == ["Alices egen", "Rikkes afsluttede", "Rikkes åbne"]
    assert [words(one) for one in tree(sign_in(reviewer).get(f"{HERE}comments/?show=mine")).xpath("//li/h2")] == [
        "The whole strategy",
        "The whole strategy",
    ]


def test_three_hundred_conversations_take_the_queries_of_three(
    strategy: Strategy, alice: User, reviewer: User, sign_in: SignIn
) -> None:
    def more(number: int) -> None:
        first = Conversation.objects.of(strategy.cluster).count()
        talks = Conversation.objects.bulk_create(
            [
                Conversation(
                    strategy=strategy,
                    number=first + place + 1,
                    about=("question", "strategy")[place % 2],
                    question_key=("why", "")[place % 2],
                    by=reviewer,
                    by_name="Rikke",
                )
                for place in range(number)
            ]
        )
        Comment.objects.bulk_create(
            [Comment(conversation=one, text=f"Nr. {one.number}", by=reviewer, by_name="Rikke") for one in talks]
        )

    client = sign_in(alice)
    paths = [f"{HERE}review/", f"{HERE}comments/", f"{HERE}comments/?show=unread"]
    more(3)
    for path in paths:
        client.get(path)
    few = [queries(client, path) for path in paths]
    more(297)

    assert [queries(client, path) for path in paths] == few
    assert few[0] <= 10


def test_overview_says_what_is_new_to_those_who_take_part(
    strategy: Strategy, alice: User, reviewer: User, bob: User, sign_in: SignIn
) -> None:
    for text in ("Den første", "Den anden"):
        talk(strategy, reviewer, text)

    assert "2 conversations have something new" in main(sign_in(alice).get("/c/havtorn/"))
    for person in (reviewer, bob):
        assert "something new" not in main(sign_in(person).get("/c/havtorn/"))


def test_what_was_said_while_somebody_read_stays_unread(strategy: Strategy, alice: User, editor: User) -> None:
    said = talk(strategy, alice, "Det første.", about="s")
    loaded = Conversation.objects.of(strategy.cluster).get()

    reply(talk=loaded, shown=opened(strategy), text="Sagt imens.", by=alice)
    mark_read(talks=[loaded], by=editor)

    unread = Conversation.objects.of(strategy.cluster).counted(editor).get().unread
    assert (said.text, unread) == ("Det første.", 1)


def test_read_mark_never_goes_back_when_an_older_window_comes_last(
    strategy: Strategy, alice: User, editor: User
) -> None:
    talk(strategy, alice, "Det første.", about="s")
    older = Conversation.objects.of(strategy.cluster).get()
    reply(talk=older, shown=opened(strategy), text="Det andet.", by=alice)
    newer = Conversation.objects.of(strategy.cluster).get()

    for loaded in (newer, older):
        mark_read(talks=[loaded], by=editor)

    assert Conversation.objects.of(strategy.cluster).counted(editor).get().unread == 0


def test_reading_all_moves_each_mark_to_where_its_conversation_was_loaded(
    strategy: Strategy, alice: User, editor: User
) -> None:
    for text in ("Det ene.", "Det andet."):
        talk(strategy, alice, text, about="s")
    talks = list(Conversation.objects.of(strategy.cluster))
    mark_read(talks=talks[:1], by=editor)
    for one in talks:
        reply(talk=one, shown=opened(strategy), text="Og mere.", by=alice)

    mark_read(talks=list(Conversation.objects.of(strategy.cluster)), by=editor)

    assert not Conversation.objects.of(strategy.cluster).unread_by(editor).exists()
