"""One person who is asked alone: their own result is theirs, and the cluster reads it when they show it, as theirs.

Whoever attacks here is a member who may do everything.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments.duties import ScorerDuties
from assessments.models import Assessment, NextStep, Scorer
from assessments.pages import newest_result, weakest_without_step
from assessments.services import (
    Guest,
    add_guest,
    agree_where_all_said_the_same,
    ask,
    close,
    close_if_over,
    reopen,
    show_alone,
)
from clusters.models import ActivityEntry, Cluster
from core.errors import Conflict, Refusal
from exports.html import print_html
from reports.exports.assessments import assessment_document
from strategy.models import Goal
from tests import factories, pages
from tests.assessments import samples
from tests.assessments.test_blind import pages as pages_of
from tests.assessments.test_blind import shown
from tests.days import TODAY

pytestmark = pytest.mark.django_db
NOTE = "Kun bestyrelsen ved det"
OWN = [(0, 1, 0, 0, 0), (0, 0, 0, 1, 0), (1, 0, 0, 0, 0)]


@pytest.fixture
def alone(cluster: Cluster, alice: User) -> Assessment:
    """Alice is asked, nobody else, and has answered."""
    made = samples.an_assessment(cluster, alice)
    samples.scores_of(made, samples.own(made, alice), 2, 4, 1, note=NOTE)
    return made


def fresh(assessment: Assessment) -> Assessment:
    found = Assessment.objects.of(assessment.cluster).with_edition().get(pk=assessment.pk)
    found.cluster = assessment.cluster
    return found


def said_to(assessment: Assessment, client: Client) -> str:
    """Return what all pages say, own answers and documents among them."""
    more = [client.get(assessment.url("own"), follow=True).content.decode()]
    if assessment.is_closed:
        more.append(print_html(assessment_document(fresh(assessment), "en")))
    return "".join([*pages_of(assessment, client).values(), *more])


def gives_away(said: str) -> list[str]:
    """Return what of Alice's answers stands there."""
    words = (NOTE, "sp-dot", "One person said", "Your answer", "One person’s answer", "Overall level: <b>2.0</b>")
    return [one for one in words if one in said]


def test_only_person_reads_their_own_result_while_it_is_open(
    alone: Assessment, alice: User, sign_in: Callable[..., Client]
) -> None:
    page = sign_in(alice).get(alone.url("own"))

    assert [row[1:] for row in pages.rows(page) if len(row) > 1] == [
        ["2.0 Your answer"],
        ["4.0 Your answer"],
        ["1.0 Your answer"],
    ]
    assert "Overall level: <b>2.0</b>" in page.content.decode()
    assert "To reach level 2:" in pages.main(page)


def test_own_result_has_a_radar_where_there_are_three_phases(
    cluster: Cluster, alice: User, sign_in: Callable[..., Client]
) -> None:
    made = samples.an_assessment(cluster, alice, edition=samples.an_edition_of_phases())
    samples.scores_of(made, samples.own(made, alice), 2, 4, 1)

    assert "Radar of the phases" in sign_in(alice).get(made.url("own")).content.decode()


def test_own_result_begins_empty(cluster: Cluster, alice: User, sign_in: Callable[..., Client]) -> None:
    page = sign_in(alice).get(samples.an_assessment(cluster, alice).url("own"))

    assert "You have not chosen a level yet" in pages.main(page)
    assert "Show my answers as the result" not in pages.main(page)


def test_who_answers_alone_is_told_before_the_first_answer(
    cluster: Cluster, alice: User, editor: User, sign_in: Callable[..., Client]
) -> None:
    made = samples.an_assessment(cluster, alice)
    client = sign_in(alice)
    urls = (made.url("score"), made.url("score_statement", "mandate"))

    assert all("You answer alone" in client.get(url).content.decode() for url in urls)
    ask(assessment=made, people=[editor], by=alice)
    assert not any("You answer alone" in client.get(url).content.decode() for url in urls)


def test_own_answers_of_earlier_times_stand_beside(
    alone: Assessment, alice: User, sign_in: Callable[..., Client]
) -> None:
    close(assessment=alone, by=alice)
    now = samples.an_assessment(alone.cluster, alice, edition=alone.edition, name="Status 2027")
    samples.scores_of(now, samples.own(now, alice), 3, 4, 1)

    page = sign_in(alice).get(now.url("own"))

    assert next(row[1:] for row in pages.rows(page) if len(row) > 1) == ["2.0", "3.0 Your answer", "+1.0"]


# ---- shown by who answered


def test_shown_by_themselves_it_is_the_result_and_said_to_be_one_persons(
    alone: Assessment, alice: User, editor: User, sign_in: Callable[..., Client]
) -> None:
    answer = sign_in(alice).post(alone.url("show_own"), follow=True)
    page = sign_in(editor).get(alone.url())

    assert "Your answers are the result now" in answer.content.decode()
    assert shown(alone) == OWN
    assert "What was scored here is one person’s, who answered alone." in pages.main(page)
    assert "2.0 One person’s answer" in pages.main(page)
    assert "Fewer than three" not in pages.main(page)
    assert NOTE in sign_in(editor).get(alone.url("statement", "mandate")).content.decode()
    assert ActivityEntry.objects.of(alone.cluster).filter(verb="showed-own-answers", by=alice).count() == 1


@pytest.mark.parametrize(
    ("language", "words"), [("en", "is one person’s, who answered alone"), ("da", "fra én person, som svarede alene")]
)
def test_documents_say_that_it_was_one_person(alone: Assessment, alice: User, language: str, words: str) -> None:
    show_alone(assessment=alone, by=alice)

    printed = print_html(assessment_document(fresh(alone), language))  # type: ignore[arg-type]

    assert printed.count(words) == 2
    assert "Fewer than three" not in printed


def test_group_is_compared_with_what_is_said_to_be_one_persons(
    alone: Assessment, alice: User, sign_in: Callable[..., Client]
) -> None:
    show_alone(assessment=alone, by=alice)
    rows = [(3, 3, 3)] * 3
    now = samples.a_closed_one(alone.cluster, alice, *rows, edition=alone.edition, name="Status 2027")

    page = sign_in(alice).get(now.url())

    assert "Status 2026 (one person)" in [pages.words(one) for one in pages.tree(page).xpath("//thead//th")]
    assert "Compared with Status 2026 (one person)." in pages.main(page)
    assert "Last time: Status 2026 (one person)." in print_html(assessment_document(fresh(now), "en"))


def test_weak_answer_becomes_a_goal_and_stands_in_the_red_thread(
    alone: Assessment, alice: User, sign_in: Callable[..., Client]
) -> None:
    factories.make_strategy(alone.cluster, alice)
    show_alone(assessment=alone, by=alice)
    before = [one.key for _number, one, _text in weakest_without_step(alone.cluster)]

    sign_in(alice).post(alone.url("step_add", "data"), {"kind": NextStep.Kind.GOAL})

    assert before == ["data", "mandate"]
    assert Goal.objects.of(alone.cluster).get().title == {"da": "data trin 2"}
    assert [one.key for _number, one, _text in weakest_without_step(alone.cluster)] == ["mandate"]


def test_one_persons_answer_is_not_taken_for_agreement(
    alone: Assessment, alice: User, sign_in: Callable[..., Client]
) -> None:
    show_alone(assessment=alone, by=alice)
    page = sign_in(alice).get(alone.url("statement", "mandate"))

    assert "where all said the same" not in page.content.decode()
    assert "One person answered, alone." in page.content.decode()
    assert agree_where_all_said_the_same(assessment=alone, by=alice) == 0


def test_round_that_ended_by_itself_can_still_be_shown(
    alone: Assessment, alice: User, sign_in: Callable[..., Client]
) -> None:
    close_if_over(alone, TODAY + timedelta(days=20))
    client = sign_in(alice)

    assert shown(alone) == [None, None, None]
    assert "Show my answers as the result" in client.get(alone.url()).content.decode()
    client.post(alone.url("show_own"))
    assert shown(alone) == OWN
    assert "Show my answers as the result" not in client.get(alone.url()).content.decode()


def test_opened_again_alone_the_new_answers_are_shown_only_when_they_are_shown_again(
    alone: Assessment, alice: User
) -> None:
    show_alone(assessment=alone, by=alice)
    reopen(assessment=alone, until=TODAY, by=alice)
    samples.scores_of(alone, samples.own(alone, alice), 5, note="Nyt")

    close(assessment=alone, by=alice)
    kept = shown(alone), [one["note"] for one in alone.notes["mandate"]]
    show_alone(assessment=alone, by=alice)

    assert kept == (OWN, [NOTE])
    assert shown(alone) == [(0, 0, 0, 0, 1), *OWN[1:]]
    assert [one["note"] for one in alone.notes["mandate"]] == ["Nyt"]


# ---- the attack


def test_nobody_else_reads_it_while_it_is_open(alone: Assessment, editor: User, sign_in: Callable[..., Client]) -> None:
    client = sign_in(editor)

    assert not gives_away(said_to(alone, client))
    assert client.post(alone.url("show_own")).status_code == 302
    assert not fresh(alone).is_closed
    assert not gives_away(said_to(alone, client))


def test_nobody_else_opens_it_by_closing(
    alone: Assessment, alice: User, editor: User, sign_in: Callable[..., Client]
) -> None:
    close(assessment=alone, by=editor)

    assert not gives_away(said_to(alone, sign_in(editor)))
    with pytest.raises(Conflict):
        show_alone(assessment=alone, by=editor)
    assert "Overall level: <b>2.0</b>" in sign_in(alice).get(alone.url("own")).content.decode()


@pytest.mark.parametrize("has_answered", [False, True])
def test_with_two_neither_reads_the_other(
    alone: Assessment, alice: User, editor: User, sign_in: Callable[..., Client], *, has_answered: bool
) -> None:
    ask(assessment=alone, people=[editor], by=alice)
    if has_answered:
        samples.scores_of(alone, samples.own(alone, editor), 5, 5, 5)

    for person in (alice, editor):
        with pytest.raises(Conflict):
            show_alone(assessment=alone, by=person)
    close(assessment=alone, by=editor)
    for person in (alice, editor):
        with pytest.raises(Conflict):
            show_alone(assessment=alone, by=person)

    assert shown(alone) == [None, None, None]
    assert "2.0 Your answer" not in pages.main(sign_in(editor).get(alone.url("own"), follow=True))
    assert ("5.0 Your answer" in pages.main(sign_in(editor).get(alone.url("own"), follow=True))) is has_answered


def test_nobody_else_makes_it_a_groups_once_it_is_answered(alone: Assessment, alice: User, editor: User) -> None:
    close(assessment=alone, by=editor)
    reopen(assessment=fresh(alone), until=TODAY + timedelta(days=7), by=editor)

    for more in (
        lambda: ask(assessment=fresh(alone), people=[editor], by=editor),
        lambda: add_guest(assessment=fresh(alone), guest=Guest("X"), by=editor),
    ):
        with pytest.raises(Refusal) as refused:
            more()
        assert "Alice" in refused.value.message

    ask(assessment=fresh(alone), people=[editor], by=alice)
    assert fresh(alone).scorers.count() == 2


@pytest.mark.parametrize("has_left", [True, False])
def test_nobody_gets_a_link_to_what_somebody_who_has_left_answered(
    alone: Assessment, alice: User, editor: User, cluster: Cluster, sign_in: Callable[..., Client], *, has_left: bool
) -> None:
    row = samples.own(alone, alice)
    if has_left:
        Scorer.objects.of(cluster).filter(pk=row.pk).update(is_done=False)
        ScorerDuties().hand_over(cluster=cluster, of=alice, to=editor, by=alice)
    else:
        Scorer.objects.of(cluster).filter(pk=row.pk).update(user=None)
    client, renewal = sign_in(editor), alone.url("link_renew", row.pk)

    page = pages.tree(client.get(alone.url()))
    answer = client.post(renewal, follow=True)

    assert page.xpath(f"//form[@action='{renewal}']") == []
    assert "they stay unseen" in pages.main(answer)
    assert not Scorer.objects.of(cluster).get(pk=row.pk).has_link


def test_what_is_sent_twice_is_shown_once(alone: Assessment, alice: User, cluster: Cluster) -> None:
    for _time in range(2):
        show_alone(assessment=fresh(alone), by=alice)

    assert ActivityEntry.objects.of(cluster).filter(verb="showed-own-answers").count() == 1


def test_result_stays_until_another_is_shown(alone: Assessment, cluster: Cluster, alice: User, editor: User) -> None:
    show_alone(assessment=alone, by=alice)
    before = [(number, one.key) for number, one, _text in weakest_without_step(cluster)]
    private = samples.an_assessment(cluster, editor)
    samples.scores_of(private, samples.own(private, editor), 1, 1, 1)

    close(assessment=private, by=alice)

    assert before
    assert [(number, one.key) for number, one, _text in weakest_without_step(cluster)] == before
    found = newest_result(cluster)
    assert found is not None
    assert found.number == alone.number


def test_name_of_who_joins_does_not_stand_at_a_level_of_one(alone: Assessment, alice: User, cluster: Cluster) -> None:
    Assessment.objects.of(cluster).filter(pk=alone.pk).update(is_anonymous=False)
    show_alone(assessment=fresh(alone), by=alice)
    reopen(assessment=fresh(alone), until=TODAY + timedelta(days=7), by=alice)
    for name in ("Gerda", "Hans"):
        samples.a_guest(fresh(alone), alice, name, None, 3, None, note=f"Note af {name}")

    close(assessment=fresh(alone), by=alice)

    assert "Gerda" not in {str(note.get("name", "")) for note in fresh(alone).notes.get("mandate", [])}


def test_guest_who_is_asked_as_well_makes_it_a_groups(alone: Assessment, alice: User) -> None:
    add_guest(assessment=alone, guest=Guest("Gerda"), by=alice)

    with pytest.raises(Conflict):
        show_alone(assessment=alone, by=alice)


def test_who_is_left_of_a_group_does_not_replace_its_result(cluster: Cluster, alice: User) -> None:
    made = samples.an_assessment(cluster, alice)
    samples.scores_of(made, samples.own(made, alice), 2, 2, 2)
    guests = [samples.a_guest(made, alice, name, 4, 4, 4) for name in ("A", "B")]
    close(assessment=made, by=alice)
    for one in guests:
        one.delete()

    with pytest.raises(Refusal):
        show_alone(assessment=made, by=alice)
    assert shown(made)[0] == (0, 1, 0, 2, 0)


@pytest.mark.parametrize(("more", "then"), [(1, OWN[0]), (2, OWN[0]), (3, (0, 1, 0, 0, 3))])
def test_those_who_join_later_are_seen_from_three_on(
    alone: Assessment, alice: User, more: int, then: tuple[int, ...]
) -> None:
    show_alone(assessment=alone, by=alice)
    reopen(assessment=alone, until=TODAY, by=alice)
    for number in range(more):
        samples.a_guest(alone, alice, f"Guest {number}", 5, 5, 5)
    close(assessment=alone, by=alice)

    assert shown(alone)[0] == then


def test_without_a_level_there_is_nothing_to_show(cluster: Cluster, alice: User) -> None:
    made = samples.an_assessment(cluster, alice)
    samples.scores_of(made, samples.own(made, alice), "unsure", note=NOTE)

    with pytest.raises(Refusal):
        show_alone(assessment=made, by=alice)
    assert not fresh(made).is_closed


def test_own_answers_of_another_cluster_are_not_there(
    alone: Assessment, charlie: User, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(charlie)

    assert client.get(alone.url("own")).status_code == 404
    assert client.post(alone.url("show_own")).status_code == 404
    assert reverse("assessments:own", args=[alone.cluster.slug, alone.number]) == alone.url("own")
