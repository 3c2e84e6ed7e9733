"""Scoring alone: as a member and by a personal link; nothing is lost, and nothing is counted that comes too late."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments.models import Assessment, Score, Scorer
from assessments.services import Guest, add_guest, close, renew_link, revoke_link
from clusters.models import Cluster, Membership
from tests.assessments import samples
from tests.days import NOW, TODAY, clock_at
from tests.pages import tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(cluster: Cluster, alice: User, bob: User) -> Assessment:
    return samples.an_assessment(cluster, alice, bob)


def sent(response: HttpResponse, **given: str) -> dict[str, Any]:
    """Return what the form of a statement sends."""
    assert response.status_code in (200, 409, 422)
    form = next(one for one in tree(response).xpath("//form") if "revision" in one.fields)
    found: dict[str, Any] = {name: value.removeprefix("\n") for name, value in form.form_values()}
    return {**found, **given}


def stored(assessment: Assessment, user: User) -> dict[str, tuple[int | None, bool, str]]:
    rows = Score.objects.of(assessment.cluster).filter(scorer=samples.own(assessment, user))
    return {one.key: (one.level, one.is_unsure, one.note) for one in rows}


def test_member_answers_and_comes_to_the_next_statement(
    assessment: Assessment, bob: User, sign_in: Callable[..., Client]
) -> None:
    client, url = sign_in(bob), assessment.url("score_statement", "mandate")

    answer = client.post(url, sent(client.get(url), level="3", note="Vi har et referat", go="next"))

    assert (answer.status_code, answer["Location"]) == (302, assessment.url("score_statement", "reason"))
    assert stored(assessment, bob) == {"mandate": (3, False, "Vi har et referat")}
    assert sent(client.get(url))["level"] == "3"


def test_not_knowing_is_an_answer_and_no_score(
    assessment: Assessment, bob: User, sign_in: Callable[..., Client]
) -> None:
    client, url = sign_in(bob), assessment.url("score_statement", "mandate")

    client.post(url, sent(client.get(url), level="unsure"))

    assert stored(assessment, bob) == {"mandate": (None, True, "")}


def test_who_has_answered_everything_has_nothing_more_to_do(assessment: Assessment, bob: User) -> None:
    scorer = samples.own(assessment, bob)

    samples.scores_of(assessment, scorer, 1, 2)
    before = samples.own(assessment, bob).is_done
    samples.scores_of(assessment, scorer, 1, 2, "unsure")

    assert (before, samples.own(assessment, bob).is_done) == (False, True)


def test_level_is_saved_at_once_and_says_so(assessment: Assessment, bob: User, sign_in: Callable[..., Client]) -> None:
    client, url = sign_in(bob), assessment.url("score_statement", "mandate")
    form = sent(client.get(url), level="2")

    answer = client.post(url, form, headers={"HX-Request": "true"})
    client.post(url, {**form, "level": "4"}, headers={"HX-Request": "true"})

    assert "Saved" in answer.content.decode()
    assert stored(assessment, bob)["mandate"][0] == 4


def test_note_that_another_window_wrote_is_not_overwritten_unseen(
    assessment: Assessment, bob: User, sign_in: Callable[..., Client]
) -> None:
    client, url = sign_in(bob), assessment.url("score_statement", "mandate")
    phone, desk = sent(client.get(url)), sent(client.get(url))
    client.post(url, {**phone, "level": "2", "note": "Fra telefonen"})

    told = client.post(url, {**desk, "level": "4", "note": "Fra kontoret"})
    shown = told.content.decode()
    kept = client.post(url, sent(told))

    assert (told.status_code, kept.status_code) == (409, 302)
    assert "Fra telefonen" in shown
    assert "Fra kontoret" in shown
    assert stored(assessment, bob)["mandate"] == (4, False, "Fra kontoret")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"level": "9"}, "Choose one of the levels."),
        ({"level": "²"}, "Choose one of the levels."),
        ({"level": "3", "link": "javascript:alert(1)"}, "This is not a link."),
        ({"level": "3", "note": "x" * 2001}, "Shorten the note"),
    ],
)
def test_wrong_input_is_refused_in_words_and_stays_in_the_form(
    assessment: Assessment, bob: User, sign_in: Callable[..., Client], given: dict, words: str
) -> None:
    client, url = sign_in(bob), assessment.url("score_statement", "mandate")

    answer = client.post(url, sent(client.get(url), **given))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    for name in given.keys() & {"note", "link"}:
        assert sent(answer)[name] == given[name]
    assert stored(assessment, bob) == {}


def test_scoring_after_the_answers_were_opened_is_told_and_changes_nothing(
    assessment: Assessment, alice: User, bob: User, sign_in: Callable[..., Client]
) -> None:
    client, url = sign_in(bob), assessment.url("score_statement", "mandate")
    form = sent(client.get(url), level="5", note="For sent")
    close(assessment=assessment, by=alice)

    answer = client.post(url, form)

    assert answer.status_code == 409
    assert "so this was not saved" in answer.content.decode()
    assert "For sent" in answer.content.decode()
    assert stored(assessment, bob) == {}


def test_answers_open_by_themselves_the_day_after_the_last(
    assessment: Assessment, bob: User, sign_in: Callable[..., Client]
) -> None:
    Assessment.objects.of(assessment.cluster).update(until=TODAY + timedelta(days=3))
    samples.scores_of(assessment, samples.own(assessment, bob), 3)
    client = sign_in(bob)

    with clock_at(NOW + timedelta(days=3)):
        before = client.get(assessment.url()).content.decode()
    with clock_at(NOW + timedelta(days=4)):
        after = client.get(assessment.url()).content.decode()

    assert "Who has been asked" in before
    assert "1 of 2 answered" in after


def test_member_who_was_not_asked_is_told(
    assessment: Assessment, reviewer: User, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(reviewer)

    answer = client.get(assessment.url("score"))
    posted = client.post(assessment.url("score_statement", "mandate"), {"level": "3", "revision": "0"})

    assert "You have not been asked" in answer.content.decode()
    assert posted["Location"] == assessment.url("score")
    assert not Score.objects.of(assessment.cluster).exists()


# ---- personal links


def guest(assessment: Assessment, by: User, **given: str) -> tuple[Scorer, str]:
    scorer, token = add_guest(assessment=assessment, guest=Guest("Gerda Holm", **given), by=by)
    return scorer, reverse("scoring:statement", args=[token, "mandate"])


def test_guest_scores_without_an_account_and_sees_nothing_else(
    assessment: Assessment, alice: User, sign_in: Callable[..., Client]
) -> None:
    scorer, url = guest(assessment, alice)
    visitor = sign_in()

    answer = visitor.post(url, sent(visitor.get(url), level="2"))
    list_page = visitor.get(url.removesuffix("mandate/"))

    assert answer.status_code == 302
    assert Score.objects.of(assessment.cluster).get(scorer=scorer).level == 2
    assert "Alice" not in list_page.content.decode()
    assert f"/c/{assessment.cluster.slug}/" not in list_page.content.decode()


def test_two_with_the_same_link_do_not_erase_each_others_notes(
    assessment: Assessment, alice: User, sign_in: Callable[..., Client]
) -> None:
    _scorer, url = guest(assessment, alice)
    one, other = sign_in(), sign_in()
    first, second = sent(one.get(url)), sent(other.get(url))

    one.post(url, {**first, "level": "2", "note": "Den ene"})
    told = other.post(url, {**second, "level": "2", "note": "Den anden"})

    assert told.status_code == 409
    assert "Den ene" in told.content.decode()
    assert "Den anden" in told.content.decode()


@pytest.mark.parametrize("end", [revoke_link, renew_link])
def test_link_that_was_withdrawn_or_replaced_says_so_and_keeps_what_was_answered(
    assessment: Assessment, alice: User, sign_in: Callable[..., Client], end: Callable
) -> None:
    scorer, url = guest(assessment, alice)
    visitor = sign_in()
    form = sent(visitor.get(url), level="2", note="Min note")
    visitor.post(url, form)

    end(assessment=assessment, scorer=scorer, by=alice)
    answers = visitor.get(url), visitor.post(url, {**form, "note": "Endnu en"})

    assert [one.status_code for one in answers] == [404, 404]
    assert "The link does not work" in answers[0].content.decode()
    assert "Endnu en" in answers[1].content.decode()
    assert Score.objects.of(assessment.cluster).get(scorer=scorer).note == "Min note"


def test_link_after_the_end_thanks_and_shows_no_result(
    assessment: Assessment, alice: User, sign_in: Callable[..., Client]
) -> None:
    _scorer, url = guest(assessment, alice)
    close(assessment=assessment, by=alice)

    answer = sign_in().get(url, follow=True)

    assert "Thank you." in answer.content.decode()
    assert "See the result" not in answer.content.decode()


@pytest.mark.parametrize("token", ["x", "x" * 101, "æøå", "...."])
def test_made_up_link_is_no_link(db: None, sign_in: Callable[..., Client], token: str) -> None:
    assert sign_in().get(f"/score/{token}/mandate/").status_code == 404


def test_only_the_digest_of_a_link_is_kept(assessment: Assessment, alice: User) -> None:
    scorer, token = add_guest(assessment=assessment, guest=Guest("Gerda"), by=alice)

    assert token not in str(Scorer.objects.of(assessment.cluster).filter(pk=scorer.pk).values().get())


def test_link_goes_out_by_mail_in_the_guests_language(
    assessment: Assessment, alice: User, mailoutbox: list[EmailMessage]
) -> None:
    _scorer, url = guest(assessment, alice, email="gerda@example.com", language="da")

    (mail,) = mailoutbox
    assert mail.to == ["gerda@example.com"]

    assert url.removesuffix("mandate/") in mail.body
    assert "Hej Gerda Holm" in mail.body


def test_scorer_who_leaves_the_cluster_still_counts_and_can_no_longer_answer(
    assessment: Assessment, alice: User, bob: User, sign_in: Callable[..., Client]
) -> None:
    samples.scores_of(assessment, samples.own(assessment, bob), 3, 3, 3)
    Membership.objects.of(assessment.cluster).filter(user=bob).delete()

    answer = sign_in(bob).get(assessment.url("score"))
    close(assessment=assessment, by=alice)

    assert answer.status_code == 404
    assert assessment.frozen.answered == 1


def test_rules_about_days_and_people_are_said_in_words(
    cluster: Cluster, alice: User, charlie: User, sign_in: Callable[..., Client]
) -> None:
    samples.an_edition()
    client, url = sign_in(alice), reverse("assessments:new", args=[cluster.slug])
    form = {"name": "X", "until": (TODAY - timedelta(days=1)).isoformat(), "is_anonymous": "yes"}

    late = client.post(url, {**form, "people": [alice.pk]})
    stranger = client.post(url, {**form, "until": TODAY.isoformat(), "people": [charlie.pk]})

    assert (late.status_code, stranger.status_code) == (422, 422)
    assert "Choose a date in the future." in late.content.decode()
    assert not Assessment.objects.of(cluster).exists()
