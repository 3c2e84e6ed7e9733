"""Conversations about a strategy: begun, answered, mended, brought to an end; by whom, and what is refused."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from clusters.models import Change, Membership
from clusters.permissions import Role
from comments.models import Comment, Conversation
from core.errors import Refusal
from strategy.models import Strategy
from strategy.services import delete_goal
from tests import days, factories
from tests.comments.samples import talk
from tests.pages import faults, form_fields, main, notes, tree, words
from tests.reviews.samples import opened
from tests.workbooks.samples import put

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
HERE = "/c/havtorn/strategies/1/"


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
    days.set_clock(days.later(timedelta(minutes=16)))
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
