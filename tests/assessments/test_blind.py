"""The attack on blind scores: nobody reads what one person answered out of a page, a copy, a log, a history or a count.

Whoever tries here is a member who may do everything.
"""

import io
import json
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments.models import Assessment, Score, Scorer
from assessments.services import close, reopen
from assessments.services import score as store_score
from assessments.services.scoring import Given
from clusters.models import ActivityEntry, Change, Cluster
from moving.writing import write_cluster
from tests.assessments import samples
from tests.days import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(cluster: Cluster, alice: User) -> Assessment:
    return samples.an_assessment(cluster, alice)


def pages(assessment: Assessment, client: Client) -> dict[str, str]:
    """Return what every page says that a member can open, by address; what differs with each rendering is left out."""
    names = ["detail", "meeting", "score"]
    keys = [assessment.url("statement", key) for key in samples.KEYS]
    urls = [*(assessment.url(name) for name in names), *keys]
    urls.append(reverse("assessments:index", args=[assessment.cluster.slug]))
    urls.append(reverse("dashboard:overview", args=[assessment.cluster.slug]))
    found = {}
    for url in urls:
        answer = client.get(url, follow=True)
        body = answer.content.decode()
        lines = [line for line in body.splitlines() if "csrf" not in line and "form_key" not in line]
        found[url] = "\n".join(lines)
    return found


def shown(assessment: Assessment) -> list[tuple[int, ...] | None]:
    fresh = Assessment.objects.of(assessment.cluster).get(pk=assessment.pk)
    return [one.spread.counts if one.spread else None for one in fresh.frozen.statements]


def test_while_it_is_open_another_answer_changes_only_who_has_answered(
    assessment: Assessment, alice: User, sign_in: Callable[..., Client]
) -> None:
    for name in ("A", "B", "C"):
        samples.a_guest(assessment, alice, name, 1, 1, 1)
    last = samples.a_guest(assessment, alice, "D")
    samples.scores_of(assessment, last, 1, 1, 1)
    client = sign_in(alice)
    before = pages(assessment, client)

    for key in samples.KEYS:
        stored = Score.objects.of(assessment.cluster).get(scorer=last, key=key)
        given = Given(5, note="En hemmelighed")
        store_score(assessment=assessment, scorer=last, key=key, given=given, based_on=stored.revision)

    assert pages(assessment, client) == before


@pytest.mark.parametrize("count", [1, 2])
def test_fewer_than_three_leave_no_score_on_any_page(
    assessment: Assessment, alice: User, sign_in: Callable[..., Client], count: int
) -> None:
    for number in range(count):
        samples.a_guest(assessment, alice, f"Guest {number}", 4, 4, 4)
    close(assessment=assessment, by=alice)

    said = "".join(pages(assessment, sign_in(alice)).values())

    assert shown(assessment) == [None, None, None]
    assert "All said" not in said
    assert "sp-dot" not in said
    assert "Fewer than three answered" in said


def test_statement_with_fewer_than_three_scores_is_hidden_among_others_that_are_shown(
    assessment: Assessment, alice: User, sign_in: Callable[..., Client]
) -> None:
    samples.a_guest(assessment, alice, "A", 5, 2, 1)
    samples.a_guest(assessment, alice, "B", 5, 2, "unsure")
    samples.a_guest(assessment, alice, "C", None, 2, 1)
    close(assessment=assessment, by=alice)

    page = sign_in(alice).get(assessment.url("statement", "mandate")).content.decode()

    assert shown(assessment) == [None, (0, 3, 0, 0, 0), None]
    assert "Fewer than three scored this statement" in page


def test_scores_carry_no_time_and_no_name_in_what_is_frozen(assessment: Assessment, alice: User) -> None:
    for name, levels in (("Anna", (1, 2, 3)), ("Bo", (2, 2, 3)), ("Carl", (3, 2, 3))):
        samples.a_guest(assessment, alice, name, *levels, note=f"Note {levels[0]}")
    close(assessment=assessment, by=alice)

    kept = json.dumps([assessment.counted, assessment.notes])
    fields = {field.get_internal_type() for model in (Score, Scorer) for field in model._meta.concrete_fields}

    assert not any(name in kept for name in ("Anna", "Bo", "Carl"))
    assert not fields & {"DateTimeField", "DateField", "TimeField"}


def test_notes_stand_in_the_order_of_their_words_and_not_of_arrival(assessment: Assessment, alice: User) -> None:
    for name, note in (("A", "sidst"), ("B", "først"), ("C", "midt")):
        samples.a_guest(assessment, alice, name, 3, note=note)
    close(assessment=assessment, by=alice)

    assert [one["note"] for one in assessment.notes["mandate"]] == ["først", "midt", "sidst"]


def test_notes_carry_names_only_where_that_was_said_and_three_scored(cluster: Cluster, alice: User) -> None:
    named = samples.an_assessment(cluster, alice, is_anonymous=False)
    for name in ("Anna", "Bo", "Carl"):
        samples.a_guest(named, alice, name, 3, 3 if name != "Carl" else None, note=f"{name} mener")
    close(assessment=named, by=alice)

    assert [one["name"] for one in named.notes["mandate"]] == ["Anna", "Bo", "Carl"]
    assert [one["name"] for one in named.notes["reason"]] == ["", ""]


def test_scoring_leaves_no_line_in_the_log_and_none_in_a_history(assessment: Assessment, alice: User) -> None:
    scorer = samples.own(assessment, alice)
    before = ActivityEntry.objects.of(assessment.cluster).count()

    samples.scores_of(assessment, scorer, 2, 3, 4)

    assert ActivityEntry.objects.of(assessment.cluster).count() == before
    assert not Change.objects.of(assessment.cluster).exists()


def test_copy_of_the_cluster_holds_no_single_score(assessment: Assessment, alice: User) -> None:
    for name in ("A", "B", "C"):
        samples.a_guest(assessment, alice, name, 2, 3, 4, note="Kun min")
    close(assessment=assessment, by=alice)
    file = io.BytesIO()

    write_cluster(assessment.cluster, file, at=NOW)

    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        scorers = archive.read("data/assessments.Scorer.jsonl").decode()
    assert "data/assessments.Score.jsonl" not in names
    assert "counted" not in scorers
    assert "token" not in scorers


# ---- opened once more: what came and went cannot be worked out from two counts


def opened_again(assessment: Assessment, alice: User) -> None:
    reopen(assessment=assessment, until=TODAY, by=alice)


def closed_with_three(assessment: Assessment, alice: User) -> list[Scorer]:
    scorers = [samples.a_guest(assessment, alice, name, 2, 2, 2) for name in ("A", "B", "C")]
    close(assessment=assessment, by=alice)
    return scorers


def test_one_more_answer_changes_nothing_that_is_shown(assessment: Assessment, alice: User) -> None:
    closed_with_three(assessment, alice)
    before = shown(assessment)

    opened_again(assessment, alice)
    samples.a_guest(assessment, alice, "D", 5, 5, 5)
    close(assessment=assessment, by=alice)

    assert shown(assessment) == before
    assert assessment.frozen.answered == 3


def test_one_after_the_other_they_stay_hidden_until_three_are_new(assessment: Assessment, alice: User) -> None:
    closed_with_three(assessment, alice)
    seen = []

    for name in ("D", "E", "F"):
        opened_again(assessment, alice)
        samples.a_guest(assessment, alice, name, 5, 5, 5)
        close(assessment=assessment, by=alice)
        seen.append(shown(assessment)[0])

    assert seen == [(0, 3, 0, 0, 0), (0, 3, 0, 0, 0), (0, 3, 0, 0, 3)]


def test_statement_that_only_one_of_three_new_ones_scored_keeps_its_first_count(
    assessment: Assessment, alice: User
) -> None:
    closed_with_three(assessment, alice)

    opened_again(assessment, alice)
    samples.a_guest(assessment, alice, "D", 5, 5, 5)
    samples.a_guest(assessment, alice, "E", 5, "unsure", None)
    samples.a_guest(assessment, alice, "F", 5, None, "unsure")
    close(assessment=assessment, by=alice)

    assert shown(assessment) == [(0, 3, 0, 0, 3), (0, 3, 0, 0, 0), (0, 3, 0, 0, 0)]


def test_one_who_changes_their_mind_is_not_seen(assessment: Assessment, alice: User) -> None:
    first, *_others = closed_with_three(assessment, alice)
    before = shown(assessment)

    opened_again(assessment, alice)
    samples.scores_of(assessment, first, 5, 5, 5)
    close(assessment=assessment, by=alice)

    assert shown(assessment) == before


def test_scores_that_are_erased_after_closing_leave_the_result_as_it_was(
    assessment: Assessment, alice: User, sign_in: Callable[..., Client]
) -> None:
    first, *_others = closed_with_three(assessment, alice)
    client, before = sign_in(alice), shown(assessment)

    first.delete()

    assert shown(assessment) == before
    assert "3 of 4 answered" in client.get(assessment.url()).content.decode()


def test_first_count_that_showed_nothing_makes_way_at_once(assessment: Assessment, alice: User) -> None:
    samples.a_guest(assessment, alice, "A", 2)
    samples.a_guest(assessment, alice, "B", 2)
    close(assessment=assessment, by=alice)

    opened_again(assessment, alice)
    samples.a_guest(assessment, alice, "C", 4)
    close(assessment=assessment, by=alice)

    assert shown(assessment)[0] == (0, 2, 0, 1, 0)
