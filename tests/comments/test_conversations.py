"""Conversations about a strategy: begun, answered, mended, brought to an end, read; by whom, and what is refused."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Change, Cluster, Membership
from clusters.permissions import Role
from comments.models import Comment, Conversation, Notice
from comments.services import mark_read, reply
from core.errors import Refusal
from strategy.models import Strategy
from strategy.services import delete_goal
from tests import days, factories
from tests.comments.samples import answered, talk
from tests.conftest import member_of
from tests.pages import faults, form_fields, notes, queries, tree, words
from tests.reviews.samples import opened
from tests.strategy.samples import publish_every_question
from tests.workbooks.samples import put

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
HERE = "/c/havtorn/strategies/1/"


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    made = factories.make_strategy(cluster, alice, publish_every_question())
    put(made.workbook, alice, "why", {"da": "Hjemmemarkedet er for lille."})
    return made


def main(response: object) -> str:
    return words(tree(response).xpath("//main")[0])


# ---- begun and answered


@pytest.mark.parametrize("about", ["s", "q:why", "g:1"])
def test_somebody_writes_about_a_place_and_it_stands_beside_it(
    about: str, strategy: Strategy, alice: User, reviewer: User, sign_in: SignIn
) -> None:
    factories.make_goal(strategy, alice, "Flere eksporterer")
    client = sign_in(reviewer)

    sent = client.post(f"{HERE}comments/add/?about={about}", {"text": "Hvor kommer tallet fra?"})

    assert sent.status_code == 302
    made = Comment.objects.of(strategy.cluster).get()
    assert made.text == "Hvor kommer tallet fra?"
    assert "Hvor kommer tallet fra?" in main(sign_in(alice).get(f"{HERE}review/"))


@pytest.mark.parametrize("number", ["1" + "0" * 30, "-" + "9" * 20, "9" * 5_000, "٣", "x", ""])
def test_somebody_mentioned_by_a_number_that_is_none_is_told_of_and_the_words_stay(
    number: str, strategy: Strategy, reviewer: User, sign_in: SignIn
) -> None:
    sent = sign_in(reviewer).post(f"{HERE}comments/add/?about=s", {"text": "Hvem spørger vi?", "people": [number]})

    assert (sent.status_code, Comment.objects.of(strategy.cluster).count()) == (422, 0)
    assert "Hvem spørger vi?" in sent.content.decode()
    assert "One of those you mention can no longer comment here." in main(sent)


def test_comment_on_a_row_is_told_by_the_row(strategy: Strategy, alice: User, sign_in: SignIn) -> None:
    put(strategy.workbook, alice, "stage", "plan")
    rows = [{"id": "a", "cells": {"name": {"da": "Japan"}}}, {"id": "b", "cells": {"name": {"da": "Sverige"}}}]
    put(strategy.workbook, alice, "markets", rows)
    client = sign_in(alice)
    links = tree(client.get(f"{HERE}review/")).xpath("//div[@class='rv-side']//a[contains(@href, 'r%3Amarkets')]")
    assert [words(link) for link in links] == ["Japan", "Sverige"]

    client.post(links[0].get("href"), {"text": "Er det realistisk?"})

    assert "Japan" in Conversation.objects.of(strategy.cluster).get().label_text.da
    put(strategy.workbook, alice, "markets", rows[1:])
    assert "About what is no longer here" in main(client.get(f"{HERE}review/"))


def test_reply_opens_a_resolved_conversation_again(
    strategy: Strategy, alice: User, reviewer: User, sign_in: SignIn
) -> None:
    made = talk(strategy, reviewer)
    client = sign_in(alice)
    url = f"{HERE}comments/1/"

    assert client.post(f"{url}resolve/").status_code == 302
    assert not Conversation.objects.of(strategy.cluster).get().is_open
    assert "Resolved by Alice" in main(client.get(url))
    client.post(url, {"text": "Jeg retter det."})

    assert Conversation.objects.of(strategy.cluster).get().is_open
    assert made.conversation.comments.count() == 2


@pytest.mark.parametrize("address", ["comments/1/", "comments/", "review/"])
def test_every_form_beside_a_conversation_can_be_sent_without_a_script(
    address: str, strategy: Strategy, alice: User, reviewer: User, sign_in: SignIn
) -> None:
    talk(strategy, reviewer)

    forms = tree(sign_in(alice).get(f"{HERE}{address}")).xpath("//main//form[@method='post']")

    assert forms
    assert [
        form.get("action") for form in forms if not form.xpath(".//input[@name='csrfmiddlewaretoken']/@value")
    ] == []


def test_resolving_twice_is_answered_with_a_sentence(
    strategy: Strategy, alice: User, editor: User, reviewer: User, sign_in: SignIn
) -> None:
    talk(strategy, reviewer)
    one, other = sign_in(alice), sign_in(editor)
    one.post(f"{HERE}comments/1/resolve/")

    late = other.post(f"{HERE}comments/1/resolve/", follow=True)
    other.post(f"{HERE}comments/1/reopen/")
    twice = one.post(f"{HERE}comments/1/reopen/", follow=True)

    assert any("Alice already resolved this conversation" in note for note in notes(late))
    assert any("already open" in note for note in notes(twice))


def test_own_comment_is_mended_for_a_quarter_of_an_hour(
    strategy: Strategy, reviewer: User, alice: User, sign_in: SignIn
) -> None:
    made = talk(strategy, reviewer, "Hvor komer tallet fra?")
    client, url = sign_in(reviewer), f"{HERE}comments/1/{made.pk}/edit/"
    fields = form_fields(client.get(url))

    saved = client.post(url, fields | {"text": "Hvor kommer tallet fra?"})
    stale = client.post(url, fields | {"text": "Noget helt tredje"})
    others = sign_in(alice).get(url)
    days.set_clock(days.NOW + timedelta(minutes=16))
    late = client.post(url, form_fields(stale) | {"text": "For sent"})

    assert (saved.status_code, stale.status_code, others.status_code, late.status_code) == (302, 409, 302, 422)
    assert "Noget helt tredje" in stale.content.decode()
    assert "For sent" in late.content.decode()
    assert "15 minutes" in " ".join(faults(late))
    assert Comment.objects.of(strategy.cluster).get().text == "Hvor kommer tallet fra?"
    assert Change.objects.of(strategy.cluster).filter(thing="comment", values__text="Hvor komer tallet fra?").exists()


def test_nobody_else_brings_back_what_somebody_said_before(
    strategy: Strategy, reviewer: User, alice: User, sign_in: SignIn
) -> None:
    made = talk(strategy, reviewer, "Før")
    client, url = sign_in(reviewer), f"{HERE}comments/1/{made.pk}/edit/"
    client.post(url, form_fields(client.get(url)) | {"text": "Efter"})
    line = Change.objects.of(strategy.cluster).filter(thing="comment").order_by("revision").first()
    assert line is not None

    answer = sign_in(alice).post(f"/c/havtorn/history/comment/{made.pk}/{line.pk}/", {"revision": 2})

    assert answer.status_code in (403, 404)
    assert Comment.objects.of(strategy.cluster).get().text == "Efter"


# ---- refused


def test_empty_and_endless_comments_are_refused_and_stay_in_the_form(
    strategy: Strategy, alice: User, sign_in: SignIn
) -> None:
    client = sign_in(alice)

    empty = client.post(f"{HERE}comments/add/?about=q:why", {"text": " \n "})
    endless = client.post(f"{HERE}comments/add/?about=q:why", {"text": "x" * 100_000})

    assert (empty.status_code, endless.status_code) == (422, 422)
    assert faults(empty) == ["Write something before you send it."]
    assert "4000 characters at most" in faults(endless)[0]
    assert "x" * 100_000 in endless.content.decode()
    assert not Conversation.objects.of(strategy.cluster).exists()


@pytest.mark.parametrize("about", ["q:nowhere", "g:99", "r:markets:zz", "x", "q:" + "y" * 500, "g:²", "r::", "q:why:x"])
def test_place_that_is_not_there_offers_the_whole_strategy(
    about: str, strategy: Strategy, alice: User, sign_in: SignIn
) -> None:
    client = sign_in(alice)

    page = client.get(f"{HERE}comments/add/", {"about": about})
    sent = client.post(f"{HERE}comments/add/?about=q:nowhere", {"text": "Hvor blev det af?"})

    assert page.status_code == 200
    assert "no longer in the strategy" in main(page)
    assert sent.status_code == 422
    assert "Hvor blev det af?" in sent.content.decode()
    again = client.post(tree(sent).xpath("//form[@data-draft]/@action")[0], {"text": "Hvor blev det af?"})
    assert again.status_code == 302


def test_reader_neither_sees_nor_writes_comments(strategy: Strategy, bob: User, alice: User, sign_in: SignIn) -> None:
    talk(strategy, alice)
    client = sign_in(bob)

    for path in ("comments/", "comments/1/", "comments/add/", "review/"):
        assert client.get(f"{HERE}{path}").status_code == 403
    assert "comments" not in main(client.get(HERE)).lower()


def test_who_has_just_lost_the_right_gets_the_words_back(strategy: Strategy, reviewer: User, sign_in: SignIn) -> None:
    client = sign_in(reviewer)
    url = f"{HERE}comments/add/?about=s"
    fields = form_fields(client.get(url))
    Membership.objects.of(strategy.cluster).filter(user=reviewer).update(role=Role.READER)

    answer = client.post(url, fields | {"text": "Jeg er ikke enig."})

    assert answer.status_code == 403
    assert "Jeg er ikke enig." in main(answer)


# ---- told of, and read


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
    days.set_clock(days.NOW + timedelta(minutes=1))
    answered(made, reviewer)
    assert "1 unread" in main(client.get(unread))
    client.post(f"{HERE}comments/read/")
    assert "You have read everything" in main(client.get(unread))
    days.set_clock(days.NOW + timedelta(minutes=2))
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


# ---- stays


def test_conversation_stays_when_its_goal_is_deleted(strategy: Strategy, alice: User, sign_in: SignIn) -> None:
    goal = factories.make_goal(strategy, alice, "Flere eksporterer")
    talk(strategy, alice, "Kan det måles?", about="g:1")
    delete_goal(goal=goal, by=alice)
    client = sign_in(alice)

    assert "Kan det måles?" in words(tree(client.get(f"{HERE}review/")).xpath("//section[@id='gone']")[0])
    page = tree(client.get(f"{HERE}comments/1/"))
    (history,) = page.xpath("//main//a[contains(@href, '/history/')]/@href")
    back = tree(client.get(history)).xpath("//main//a[contains(@href, '/comments/')]/@href")
    assert "Kan det måles?" in main(client.get(back[0]))


def test_conversation_stays_when_a_later_edition_drops_its_question(
    strategy: Strategy, alice: User, sign_in: SignIn
) -> None:
    talk(strategy, alice, "Behold det her spørgsmål", about="q:why")
    Conversation.objects.of(strategy.cluster).update(question_key="dropped")
    client = sign_in(alice)

    assert "Behold det her spørgsmål" in words(tree(client.get(f"{HERE}review/")).xpath("//section[@id='gone']")[0])
    page = main(client.get(f"{HERE}comments/1/"))
    assert "no longer in the strategy" in page
    assert Conversation.objects.of(strategy.cluster).get().label_text.da in page


# ---- as many queries for many as for few


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


def test_conversation_of_another_strategy_is_not_there(strategy: Strategy, alice: User, sign_in: SignIn) -> None:
    talk(strategy, alice)
    factories.make_strategy(strategy.cluster, alice, strategy.workbook.edition)

    assert sign_in(alice).get("/c/havtorn/strategies/2/comments/1/").status_code == 404


def test_service_refuses_to_mend_what_somebody_else_said(strategy: Strategy, alice: User, reviewer: User) -> None:
    from comments.services import mend

    made = talk(strategy, reviewer)

    with pytest.raises(Refusal):
        mend(comment=made, text="Omskrevet", based_on=1, by=alice)
    assert opened(strategy)


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
