"""A strategy that others look at, and that is approved as it was seen."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import User
from clusters.models import Cluster, Membership
from clusters.permissions import Role
from core.errors import Conflict, Refusal
from reviews.freezing import mark_of
from reviews.models import Approval, Review, Snapshot
from reviews.services import answer_review, approve, ask_for_review
from strategy.deciding import open_round
from strategy.models import Strategy
from tests import days, factories
from tests.kpis.samples import measured_kpi, value
from tests.pages import tree, words
from tests.reviews.samples import adopt, now, opened
from tests.workbooks.samples import put

pytestmark = pytest.mark.django_db

SignIn = Callable[..., Client]
HERE = "/c/havtorn/strategies/1/"
TODAY = date(2025, 3, 3)


# ---- reviewed


def ask(strategy: Strategy, by: User, *people: User, until: date | None = None) -> Snapshot:
    day = until or days.TODAY + timedelta(days=7)
    return ask_for_review(shown=opened(strategy), reviewers=list(people), until=day, note="Se på målene", by=by)


def test_who_was_asked_answers_and_may_change_their_mind(
    strategy: Strategy, alice: User, reviewer: User, sign_in: SignIn
) -> None:
    snapshot = ask(strategy, alice, reviewer)
    client = sign_in(reviewer)
    url = f"{HERE}snapshots/{snapshot.number}/answer/"

    refused = client.post(url, {"answer": "changes", "reason": " "})
    first = client.post(url, {"answer": "changes", "reason": "Målet er uklart"})
    second = client.post(url, {"answer": "ready", "reason": ""})

    assert (refused.status_code, first.status_code, second.status_code) == (422, 302, 302)
    review = Review.objects.of(strategy.cluster).get()
    assert review.answer == "ready"
    assert [(said.words, said.reason) for said in review.before] == [("Needs changes", "Målet er uklart")]
    for page in (f"{HERE}snapshots/{snapshot.number}/", f"{HERE}snapshots/"):
        assert "Needs changes. Målet er uklart" in words(tree(client.get(page)).xpath("//main//td//details")[0])


def test_who_was_asked_is_led_to_the_answer_from_the_top(
    strategy: Strategy, alice: User, reviewer: User, editor: User, sign_in: SignIn
) -> None:
    here = f"{HERE}snapshots/{ask(strategy, alice, reviewer).number}/"

    (link,) = tree(sign_in(reviewer).get(here)).xpath("//div[@class='page-head']//a[starts-with(@href, '#')]")

    assert words(link) == "Give your answer"
    assert tree(sign_in(reviewer).get(here)).xpath(f"//*[@id='{link.get('href')[1:]}']/following-sibling::form")
    assert not tree(sign_in(editor).get(here)).xpath("//div[@class='page-head']//a[starts-with(@href, '#')]")


def test_answer_that_is_sent_again_is_one_answer(
    strategy: Strategy, alice: User, reviewer: User, django_capture_on_commit_callbacks: Any
) -> None:
    snapshot = ask(strategy, alice, reviewer)
    review = Review.objects.of(strategy.cluster).select_related("snapshot__strategy__cluster").get(snapshot=snapshot)
    with django_capture_on_commit_callbacks() as mailed:
        for _ in range(2):
            answer_review(review=review, answer="changes", reason="Målet er uklart", by=reviewer)

    said = Review.objects.of(strategy.cluster).get()
    assert (said.reason, said.before) == ("Målet er uklart", [])
    assert strategy.cluster.activity.filter(verb="asked-for-changes").count() == 1
    assert len(mailed) == 1


def test_review_is_over_with_the_approval(
    strategy: Strategy, alice: User, reviewer: User, editor: User, sign_in: SignIn
) -> None:
    snapshot = ask(strategy, alice, reviewer, editor)
    here = f"{HERE}snapshots/{snapshot.number}/"
    client = sign_in(reviewer)
    before = tree(client.get(here)).xpath("//form[contains(@action, '/answer/')]")
    adopt(strategy, alice)

    late = client.post(f"{here}answer/", {"answer": "changes", "reason": "For sent"})

    assert before
    assert late.status_code == 409
    assert "has been approved in the meantime" in words(tree(late).xpath("//main")[0])
    assert "For sent" in tree(late).xpath("string(//main//textarea[@name='reason'])")
    assert not Review.objects.of(strategy.cluster).exclude(answer="").exists()
    assert not tree(client.get(here)).xpath("//form[contains(@action, '/answer/')]")
    assert here not in tree(client.get("/c/havtorn/")).xpath("//main//a/@href")
    open_round(strategy=strategy, by=alice)
    assert "has not answered yet" not in words(tree(sign_in(alice).get(f"{HERE}snapshots/approve/")).xpath("//main")[0])


def test_who_asked_is_told_of_the_answer_by_mail(
    strategy: Strategy,
    alice: User,
    reviewer: User,
    sign_in: SignIn,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Any,
) -> None:
    snapshot = ask(strategy, alice, reviewer)
    url = f"{HERE}snapshots/{snapshot.number}/answer/"
    client = sign_in(reviewer)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"answer": "changes", "reason": "Målet er uklart"})
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"answer": "ready", "reason": ""})

    told = [mail for mail in mailoutbox if mail.to == [alice.email]]
    assert [reviewer.name in mail.subject for mail in told] == [True, True]
    assert "Målet er uklart" in told[0].body
    assert f"{HERE}snapshots/{snapshot.number}/" in told[1].body


def test_who_asked_and_has_left_is_told_nothing(
    strategy: Strategy,
    alice: User,
    reviewer: User,
    sign_in: SignIn,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Any,
) -> None:
    snapshot = ask(strategy, alice, reviewer)
    Membership.objects.of(strategy.cluster).filter(user=alice).delete()

    with django_capture_on_commit_callbacks(execute=True):
        sign_in(reviewer).post(f"{HERE}snapshots/{snapshot.number}/answer/", {"answer": "ready", "reason": ""})

    assert [mail for mail in mailoutbox if mail.to == [alice.email]] == []


def test_who_has_nobody_to_ask_is_shown_where_people_are_invited(
    strategy: Strategy, cluster: Cluster, alice: User, sign_in: SignIn
) -> None:
    client = sign_in(alice)
    people = "//main//a[@href='/c/havtorn/people/']"

    alone = tree(client.get(f"{HERE}snapshots/ask/"))
    factories.make_member(cluster, factories.make_user("Vera"), Role.REVIEWER)
    together = tree(client.get(f"{HERE}snapshots/ask/"))

    assert "There is nobody to ask yet." in words(alone.xpath("//main")[0])
    assert alone.xpath(people)
    assert not together.xpath(people)


def test_who_was_not_asked_cannot_answer(
    strategy: Strategy, alice: User, editor: User, reviewer: User, sign_in: SignIn
) -> None:
    snapshot = ask(strategy, alice, reviewer)

    answer = sign_in(editor).post(f"{HERE}snapshots/{snapshot.number}/answer/", {"answer": "ready"})

    assert answer.status_code == 404
    assert not Review.objects.of(strategy.cluster).exclude(answer="").exists()


def test_nobody_a_reader_and_a_day_that_has_passed_are_refused(
    strategy: Strategy, alice: User, bob: User, reviewer: User
) -> None:
    for people, day in (((), None), ((bob,), None), ((reviewer,), date(2020, 1, 1))):
        with pytest.raises(Refusal):
            ask(strategy, alice, *people, until=day)
    assert not Snapshot.objects.of(strategy.cluster).exists()


def test_review_stands_under_the_next_steps_of_who_was_asked(
    strategy: Strategy, alice: User, reviewer: User, sign_in: SignIn
) -> None:
    snapshot = ask(strategy, alice, reviewer)

    steps = tree(sign_in(reviewer).get("/c/havtorn/")).xpath("//main//a/@href")

    assert f"{HERE}snapshots/{snapshot.number}/" in steps


# ---- approved


def do_approve(strategy: Strategy, by: User, seen: str | None = None, day: date = date(2025, 3, 1)) -> Approval:
    shown, content = now(strategy)
    return approve(
        shown=shown, seen=seen or mark_of(content), approved_on=day, minute="4/2025, 5", open_errors=0, by=by
    )


def test_approval_is_of_what_was_seen(strategy: Strategy, alice: User) -> None:
    seen = mark_of(now(strategy)[1])
    put(strategy.workbook, alice, "why", {"da": "Ændret imens"})

    with pytest.raises(Conflict):
        do_approve(strategy, alice, seen)

    done = do_approve(strategy, alice)
    assert done.snapshot.frozen.answers["why"] == {"da": "Ændret imens"}
    assert done.snapshot.reason == "approval"


def test_measuring_meanwhile_does_not_stand_in_the_way(strategy: Strategy, cluster: Cluster, alice: User) -> None:
    kpi = measured_kpi(cluster, alice)
    seen = mark_of(now(strategy)[1])
    value(kpi, alice, date(2024, 10, 1), 31)

    assert do_approve(strategy, alice, seen).pk


def test_second_of_two_who_approve_is_told(strategy: Strategy, alice: User) -> None:
    do_approve(strategy, alice)

    with pytest.raises(Conflict):
        do_approve(strategy, alice)
    assert Approval.objects.of(strategy.cluster).count() == 1


def test_day_to_come_is_refused_and_the_form_keeps_its_words(strategy: Strategy, alice: User, sign_in: SignIn) -> None:
    client = sign_in(alice)
    seen = tree(client.get(f"{HERE}approve/")).xpath("//input[@name='seen']/@value")[0]
    told = client.post(f"{HERE}approve/", {"seen": seen, "approved_on": "2999-01-01", "minute": "4/2025"})
    stale = client.post(f"{HERE}approve/", {"seen": "0" * 64, "approved_on": "2025-03-01", "minute": "4/2025"})

    assert (told.status_code, stale.status_code) == (422, 409)
    assert tree(stale).xpath("//input[@name='minute']/@value") == ["4/2025"]
    assert tree(stale).xpath("//input[@name='seen']/@value") == [seen]
    assert not Approval.objects.of(strategy.cluster).exists()


def test_what_changed_since_the_approval_is_one_click_away(strategy: Strategy, alice: User, sign_in: SignIn) -> None:
    do_approve(strategy, alice)
    open_round(strategy=strategy, by=alice)
    put(strategy.workbook, alice, "name", {"da": "Havtorn Plus"})

    page = tree(sign_in(alice).get(f"{HERE}snapshots/"))
    (link,) = page.xpath("//*[contains(@class, 'note')]//a/@href")
    found = words(tree(sign_in(alice).get(link)).xpath("//main")[0])

    assert "Plus" in found


def test_only_who_may_approves(strategy: Strategy, editor: User, reviewer: User, sign_in: SignIn) -> None:
    for person in (editor, reviewer):
        assert sign_in(person).post(f"{HERE}approve/", {}).status_code == 403
