"""A self-assessment that is still open goes to another edition: every answer follows, and nobody sees any."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from assessments.models import Agreement, Assessment, Score
from assessments.rules.moving import Given, Worded, first_come, place_of, placed
from assessments.services import close, move_assessment, reopen
from assessments.services.moving import newer_edition, prospect_of
from clusters.models import Cluster
from core.errors import Conflict, Refusal
from library.models import Edition
from library.services import publish_edition
from tests.assessments import samples
from tests.assessments.test_scoring import sent
from tests.days import TODAY

database = pytest.mark.django_db


def second() -> Edition:
    """Publish the second edition: one statement reworded, one renamed, one with other levels, one new."""
    data = samples.document(2, mandate="Worded anew")
    mandate, reason = data["sections"][0]["questions"]
    renamed = {**reason, "key": "why", "replaces": ["reason"]}
    shorter = {**data["sections"][1]["questions"][0], "max": 3, "levels": reason["levels"][:3]}
    data["sections"][0]["questions"] = [mandate, renamed, {**reason, "key": "fresh"}]
    data["sections"][1]["questions"] = [shorter]
    return publish_edition(data=data, by=None)


@pytest.fixture
def assessment(cluster: Cluster, alice: User, bob: User) -> Assessment:
    made = samples.an_assessment(cluster, alice, bob)
    samples.scores_of(made, samples.own(made, bob), 2, 4, 5, note="Et referat")
    samples.a_file(made, samples.own(made, bob), "reason")
    words = samples.Given(note="Mere at sige")
    samples.score(assessment=made, scorer=samples.own(made, bob), key="learning_next", given=words, based_on=0)
    return made


def again(assessment: Assessment) -> Assessment:
    found = Assessment.objects.of(assessment.cluster).with_edition().get(pk=assessment.pk)
    found.cluster = assessment.cluster
    return found


def move(assessment: Assessment, to: Edition, by: User) -> Assessment:
    found = again(assessment)
    return move_assessment(assessment=found, edition=to, seen=prospect_of(found, to).seen, by=by)


def standing(assessment: Assessment) -> dict[str, tuple[Any, ...]]:
    rows = Score.objects.of(assessment.cluster).filter(scorer__assessment=assessment)
    return {one.key: (one.level, one.is_unsure, one.note, one.is_reworded) for one in rows if not one.is_beside}


@database
def test_scores_follow_their_statement_and_say_where_it_reads_differently(assessment: Assessment, bob: User) -> None:
    move(assessment, second(), bob)

    assert standing(assessment) == {
        "mandate": (2, False, "Et referat", True),
        # Under a new name with the words it had.
        "why": (4, False, "Et referat", False),
        # It has other levels: the note stays, the level is chosen again.
        "data": (None, False, "Et referat", True),
    }
    scorer = samples.own(assessment, bob)
    assert not scorer.is_done
    assert [one.key for one in scorer.files.all()] == ["why"]
    keys = Agreement.objects.of(assessment.cluster).filter(assessment=assessment).values_list("key", flat=True)
    assert set(keys) == {"mandate", "reason", "data", "why", "fresh"}


@database
def test_there_and_back_is_the_same(assessment: Assessment, bob: User) -> None:
    before, first = standing(assessment), assessment.edition
    was_done = samples.own(assessment, bob).is_done

    move(assessment, second(), bob)
    move(assessment, first, bob)

    assert standing(assessment) == before
    assert Score.objects.of(assessment.cluster).exclude(earlier=None).count() == 0
    assert samples.own(assessment, bob).is_done is was_done is True
    assert [one.key for one in samples.own(assessment, bob).files.all()] == ["reason"]


@database
def test_what_was_answered_anew_on_other_levels_gives_the_earlier_answer_back_and_is_kept_itself(
    assessment: Assessment, bob: User
) -> None:
    before, first, wanted = standing(assessment), assessment.edition, second()
    found = move(assessment, wanted, bob)
    anew = samples.Given(level=3, note="Et referat")
    samples.score(assessment=found, scorer=samples.own(found, bob), key="data", given=anew, based_on=1)

    move(assessment, first, bob)
    there = standing(assessment)
    move(assessment, wanted, bob)

    assert there == before
    assert standing(assessment)["data"] == (3, False, "Et referat", False)


@database
def test_what_was_answered_anew_on_the_same_levels_stays(assessment: Assessment, bob: User) -> None:
    first, wanted = assessment.edition, second()
    found = move(assessment, wanted, bob)
    anew = samples.Given(level=1, note="Et referat")
    samples.score(assessment=found, scorer=samples.own(found, bob), key="mandate", given=anew, based_on=1)

    move(assessment, first, bob)

    assert standing(assessment)["mandate"] == (1, False, "Et referat", True)


@database
def test_who_answers_sees_what_they_chose_before_and_what_is_no_longer_asked(
    assessment: Assessment, bob: User, alice: User, sign_in: Callable[..., Client]
) -> None:
    move(assessment, second(), alice)
    client = sign_in(bob)

    listed = client.get(assessment.url("score")).content.decode()
    shown = client.get(assessment.url("score_statement", "data"))
    client.post(assessment.url("score_statement", "data"), sent(shown, level="3"))

    assert "Mere at sige" in listed
    assert "no longer asked" in listed
    assert "You chose level 5: “data step 5”" in shown.content.decode()
    assert standing(assessment)["data"] == (3, False, "Et referat", False)
    assert "Mere at sige" not in sign_in(alice).get(assessment.url("score")).content.decode()


@database
def test_what_is_written_on_a_page_of_the_former_edition_is_not_taken_for_another_statement(
    assessment: Assessment, bob: User, sign_in: Callable[..., Client]
) -> None:
    client = sign_in(bob)
    reworded, renamed = (assessment.url("score_statement", key) for key in ("mandate", "reason"))
    pages = [sent(client.get(url), level="1", note="Skrevet imens") for url in (reworded, renamed)]
    move(assessment, second(), bob)

    told = client.post(reworded, pages[0])
    gone = client.post(renamed, pages[1])

    assert (told.status_code, gone.status_code) == (409, 409)
    assert standing(assessment)["mandate"][0] == 2
    assert "Skrevet imens" in told.content.decode()
    assert "Skrevet imens" in gone.content.decode()
    assert client.post(reworded, sent(told)).status_code == 302
    assert standing(assessment)["mandate"] == (1, False, "Skrevet imens", False)


@database
def test_page_says_what_changes_and_no_score(
    assessment: Assessment, alice: User, sign_in: Callable[..., Client]
) -> None:
    wanted = second()
    client, url = sign_in(alice), assessment.url("edition")

    offered = client.get(assessment.url()).content.decode()
    shown = client.get(url).content.decode()
    moved = client.post(url, {"seen": prospect_of(assessment, wanted).seen})
    twice = client.post(f"{url}?to=1", {"seen": "old"})
    after = client.get(url).content.decode()

    assert url in offered
    assert all(words in shown for words in ("Worded", "Has other levels", "No longer asked", "New"))
    assert "referat" not in shown
    assert moved["Location"] == assessment.url()
    assert twice.status_code == 409
    assert again(assessment).edition == wanted
    assert "Go back to edition 1" in after
    assert client.get(f"{url}?to=x").status_code == 404


@database
def test_what_has_been_opened_stays_as_it_was_seen(assessment: Assessment, bob: User) -> None:
    close(assessment=again(assessment), by=bob)
    reopened = reopen(assessment=again(assessment), until=TODAY, by=bob)
    wanted = second()

    assert newer_edition(reopened) is None
    with pytest.raises(Refusal):
        prospect_of(reopened, wanted)


@database
def test_answers_are_not_opened_by_a_page_of_the_former_edition(assessment: Assessment, bob: User) -> None:
    old = again(assessment)
    move(assessment, second(), bob)

    with pytest.raises(Conflict):
        close(assessment=old, by=bob)


SCALES = st.builds(Worded, st.sampled_from([(), (1, 2, 3), (1, 2, 3, 4, 5)]), st.sampled_from(["a", "b"]))
GIVENS = st.builds(Given, st.just(1), st.just("k"), st.one_of(st.none(), st.integers(1, 3)), st.booleans())


@given(GIVENS, SCALES, st.one_of(st.none(), SCALES))
def test_an_answer_stands_as_given_or_is_kept_beside_what_it_became(
    asked: Given, before: Worded, after: Worded | None
) -> None:
    there = placed(asked, "k", before, after)
    back = placed(asked, "k", before, before)

    assert (back.level, back.is_unsure, back.is_original) == (asked.level, asked.is_unsure, True)
    assert there.level in (asked.level, None)
    assert there.is_original or not there.key or there.is_reworded


@given(st.lists(st.tuples(st.integers(), st.sampled_from(["", "a", "b"]), st.integers(0, 2)), unique_by=lambda o: o[0]))
def test_no_place_is_given_twice(wanted: list[tuple[int, str, int]]) -> None:
    found = [place for name, place, _rank in wanted if name in first_come(wanted)]

    assert len(found) == len(set(found))
    assert set(found) == {place for _name, place, _rank in wanted if place}


def test_two_statements_that_became_one_stand_beside_it() -> None:
    assert place_of("a", {"a": "c", "b": "c"}, {"c"}) == ""
    assert place_of("a", {"a": "c"}, {"c"}) == "c"
    assert place_of("a", {"a": "c"}, {"a", "c"}) == "a"
