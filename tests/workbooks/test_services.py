"""Saving answers: nothing is overwritten, nothing is lost, everything is kept."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from clusters.models import ActivityEntry, Cluster
from core.errors import Refusal
from library.services import publish_edition
from tests import factories
from tests.schema.samples import every_type, resource
from tests.workbooks.concurrency import Crowd
from workbooks.models import Answer, AnswerChange, Workbook
from workbooks.services.saving import AnswerConflict, Saved, is_older
from workbooks.services.workbooks import answer_sheet, restore_answer, save_answer, start_workbook

pytestmark = pytest.mark.django_db

SAVED, ASIDE, RESTORED = AnswerChange.Kind.SAVED, AnswerChange.Kind.SET_ASIDE, AnswerChange.Kind.RESTORED


@pytest.fixture
def workbook(cluster: Cluster, alice: User) -> Workbook:
    return make_workbook(cluster, alice)


def make_workbook(cluster: Cluster, by: User, answers: dict[str, Any] | None = None) -> Workbook:
    edition = publish_edition(data=every_type(), by=None)
    return start_workbook(cluster=cluster, edition=edition, title="Prøve", by=by, answers=answers)


def save(workbook: Workbook, by: User, words: str, based_on: int, key: str = "name") -> Saved:
    """Save a text on top of a revision, as a page that is loaded now would."""
    current = workbook.answers.filter(question_key=key).first()
    value = {"da": words} if words else None
    return save_answer(workbook=workbook, question_key=key, value=value, based_on=based_on, current=current, by=by)


def history(workbook: Workbook, key: str = "name") -> list[tuple[str, int, str, str]]:
    """Return kind, revision, words and person of every change, oldest first."""
    rows = workbook.changes.filter(question_key=key).order_by("pk")
    return [(row.kind, row.revision, (row.value or {}).get("da", ""), row.by_name) for row in rows]


def now(workbook: Workbook, key: str = "name") -> tuple[int, str]:
    answer = workbook.answers.get(question_key=key)
    return answer.revision, (answer.value or {}).get("da", "")


def test_first_answer_and_the_next_are_kept_in_the_history(workbook: Workbook, alice: User, editor: User) -> None:
    first = save(workbook, alice, "Hav", 0)
    second = save(workbook, editor, "Havn", 1)

    assert (first.is_changed, first.answer.revision, second.answer.revision) == (True, 1, 2)
    assert now(workbook) == (2, "Havn")
    assert history(workbook) == [(SAVED, 1, "Hav", "Alice"), (SAVED, 2, "Havn", "Erik")]


def test_answer_taken_away_is_a_change_like_any_other(workbook: Workbook, alice: User) -> None:
    save(workbook, alice, "Hav", 0)
    save(workbook, alice, "", 1)

    assert workbook.answers.get().value is None
    assert now(workbook) == (2, "")
    assert history(workbook) == [(SAVED, 1, "Hav", "Alice"), (SAVED, 2, "", "Alice")]


@pytest.mark.parametrize("based_on", [0, 1, 7])
def test_same_text_again_changes_nothing_whatever_it_was_based_on(
    workbook: Workbook, alice: User, editor: User, based_on: int
) -> None:
    save(workbook, alice, "Hav", 0)

    again = save(workbook, editor, "Hav", based_on)

    assert (again.is_changed, again.answer.revision) == (False, 1)
    assert history(workbook) == [(SAVED, 1, "Hav", "Alice")]


def test_question_that_stays_empty_stores_nothing(workbook: Workbook, alice: User) -> None:
    assert save(workbook, alice, "", 0) == Saved(None, is_changed=False)
    assert (workbook.answers.count(), workbook.changes.count()) == (0, 0)


def test_late_save_overwrites_nothing_and_is_set_aside(workbook: Workbook, alice: User, editor: User) -> None:
    save(workbook, alice, "Hav", 0)
    save(workbook, alice, "Havn", 1)

    with pytest.raises(AnswerConflict) as conflict:
        save(workbook, editor, "Fjord", 1)

    assert (conflict.value.current.revision, conflict.value.current.value) == (2, {"da": "Havn"})
    assert conflict.value.current.changed_by == alice
    assert now(workbook) == (2, "Havn")
    assert history(workbook)[2:] == [(ASIDE, 1, "Fjord", "Erik")]


def test_text_that_is_sent_late_again_is_set_aside_once(workbook: Workbook, alice: User, editor: User) -> None:
    save(workbook, alice, "Hav", 0)

    for words in ("Fjord", "Fjord", "Fjord 2", "Fjord"):
        with pytest.raises(AnswerConflict):
            save(workbook, editor, words, 0)

    assert [row[2] for row in history(workbook) if row[0] == ASIDE] == ["Fjord", "Fjord 2", "Fjord"]


def test_first_answer_that_comes_second_is_a_conflict(workbook: Workbook, alice: User, editor: User) -> None:
    # Both have read the question while nobody had answered it.
    common: dict[str, Any] = {"workbook": workbook, "question_key": "name", "based_on": 0, "current": None}
    save_answer(value={"da": "Hav"}, by=alice, **common)

    with pytest.raises(AnswerConflict) as conflict:
        save_answer(value={"da": "Fjord"}, by=editor, **common)

    assert conflict.value.current.value == {"da": "Hav"}
    assert history(workbook) == [(SAVED, 1, "Hav", "Alice"), (ASIDE, 0, "Fjord", "Erik")]


def test_save_between_reading_and_writing_is_noticed(workbook: Workbook, alice: User, editor: User) -> None:
    save(workbook, alice, "Hav", 0)
    read = workbook.answers.get()
    save(workbook, alice, "Havn", 1)

    with pytest.raises(AnswerConflict) as conflict:
        save_answer(workbook=workbook, question_key="name", value={"da": "Fjord"}, based_on=1, current=read, by=editor)

    assert conflict.value.current.value == {"da": "Havn"}
    assert now(workbook) == (2, "Havn")


def test_revision_from_the_future_is_refused_and_nothing_is_stored(workbook: Workbook, alice: User) -> None:
    save(workbook, alice, "Hav", 0)

    with pytest.raises(Refusal) as refusal:
        save(workbook, alice, "Fjord", 2)

    assert not isinstance(refusal.value, AnswerConflict)
    assert refusal.value.message == (
        "This page is newer than what is saved. Copy your text, reload the page and put it back."
    )
    assert history(workbook) == [(SAVED, 1, "Hav", "Alice")]


# ---- at the same moment


@pytest.fixture
def crowd_of(tmp_path: Path) -> Callable[[], Crowd]:
    return lambda: Crowd(tmp_path)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_first", [True, False])
def test_of_four_who_write_at_the_same_moment_one_wins_and_nothing_is_lost(
    cluster: Cluster, alice: User, crowd_of: Callable[[], Crowd], is_first: bool
) -> None:
    workbook = make_workbook(cluster, alice)
    based_on = 0
    if not is_first:
        based_on = save(workbook, alice, "Hav", 0).answer.revision
    writers = [factories.make_user(f"Writer {n}") for n in range(4)]
    read = workbook.answers.filter(question_key="name").first()
    crowd = crowd_of()

    def write(user: User) -> Callable[[], Saved]:
        return lambda: save_answer(
            workbook=workbook,
            question_key="name",
            value={"da": f"Tekst af {user.name}"},
            based_on=based_on,
            current=read,
            by=user,
        )

    outcomes = crowd.together([write(user) for user in writers])
    after = crowd.after(lambda: (history(workbook), now(workbook)))

    texts = [f"Tekst af {user.name}" for user in writers]
    winners = [text for text, found in zip(texts, outcomes, strict=True) if isinstance(found, Saved)]
    told = [found.current.value["da"] for found in outcomes if isinstance(found, AnswerConflict)]
    assert len(winners) == 1
    assert told == winners * 3
    assert after[1] == (based_on + 1, winners[0])
    assert sorted((kind, revision, text) for kind, revision, text, _who in after[0] if text != "Hav") == sorted(
        [(SAVED, based_on + 1, winners[0]), *((ASIDE, based_on, text) for text in texts if text != winners[0])]
    )


@pytest.mark.django_db(transaction=True)
def test_different_questions_are_written_at_the_same_moment(
    cluster: Cluster, alice: User, crowd_of: Callable[[], Crowd]
) -> None:
    workbook = make_workbook(cluster, alice)
    crowd = crowd_of()

    def write(key: str) -> Callable[[], bool]:
        return lambda: save(workbook, alice, f"Svar på {key}", 0, key).is_changed

    outcomes = crowd.together([write(key) for key in ("name", "why", "later")])

    assert outcomes == [True] * 3
    assert crowd.after(workbook.answers.count) == 3


# ---- bringing back


def test_earlier_text_is_brought_back_as_a_new_revision(workbook: Workbook, alice: User, editor: User) -> None:
    save(workbook, alice, "Hav", 0)
    save(workbook, alice, "Havn", 1)
    change = workbook.changes.get(revision=1)

    restored = restore_answer(workbook=workbook, change=change, based_on=2, current=workbook.answers.get(), by=editor)

    assert (restored.is_changed, now(workbook)) == (True, (3, "Hav"))
    assert history(workbook)[2:] == [(RESTORED, 3, "Hav", "Erik")]
    entry = ActivityEntry.objects.of(workbook.cluster).get(verb="restored-answer")
    assert (entry.subject, entry.by) == ("name", editor)


def test_text_that_was_set_aside_can_be_brought_back(workbook: Workbook, alice: User, editor: User) -> None:
    save(workbook, alice, "Hav", 0)
    with pytest.raises(AnswerConflict):
        save(workbook, editor, "Fjord", 0)

    restore_answer(
        workbook=workbook,
        change=workbook.changes.get(kind=ASIDE),
        based_on=1,
        current=workbook.answers.get(),
        by=editor,
    )

    assert now(workbook) == (2, "Fjord")


def test_bringing_back_loses_a_race_like_any_save(workbook: Workbook, alice: User, editor: User) -> None:
    save(workbook, alice, "Hav", 0)
    save(workbook, alice, "Havn", 1)
    change = workbook.changes.get(revision=1)

    with pytest.raises(AnswerConflict):
        restore_answer(workbook=workbook, change=change, based_on=1, current=workbook.answers.get(), by=editor)

    assert now(workbook) == (2, "Havn")
    assert not ActivityEntry.objects.of(workbook.cluster).filter(verb="restored-answer").exists()


def test_history_is_kept_when_the_person_leaves(workbook: Workbook, alice: User, editor: User) -> None:
    save(workbook, editor, "Fjord", 0)

    editor.delete()

    assert history(workbook) == [(SAVED, 1, "Fjord", "Erik")]
    assert workbook.answers.get().changed_by is None


# ---- starting


def test_workbook_starts_with_the_answers_it_is_given_in_both_languages(cluster: Cluster, alice: User) -> None:
    given = {"name": {"da": "Hav", "en": "Sea"}, "members": 40, "stage": None, "gone": "x", "live": "x"}

    workbook = make_workbook(cluster, alice, given)

    stored = {answer.question_key: (answer.value, answer.revision) for answer in workbook.answers.all()}
    assert stored == {"name": ({"da": "Hav", "en": "Sea"}, 1), "members": (40, 1)}
    assert {(row.question_key, row.revision, row.by_name) for row in workbook.changes.all()} == {
        ("name", 1, "Alice"),
        ("members", 1, "Alice"),
    }


def test_only_a_template_can_be_filled_in(cluster: Cluster, alice: User) -> None:
    edition = publish_edition(data=resource(), by=None)

    with pytest.raises(Refusal) as refusal:
        start_workbook(cluster=cluster, edition=edition, title="x", by=alice)

    assert refusal.value.message == "This cannot be filled in. Choose a template."
    assert Workbook.objects.of(cluster).count() == 0


def test_sheet_of_a_workbook_has_its_answers(workbook: Workbook, alice: User) -> None:
    save(workbook, alice, "Hav", 0)

    sheet = answer_sheet(workbook, {answer.question_key: answer for answer in workbook.answers.all()})

    assert sheet.value("name") == {"da": "Hav"}


# ---- translations


def test_translation_is_older_when_only_its_original_was_changed(workbook: Workbook, alice: User) -> None:
    def put(value: dict[str, str], based_on: int) -> Answer:
        current = workbook.answers.first()
        return save_answer(
            workbook=workbook, question_key="name", value=value, based_on=based_on, current=current, by=alice
        ).answer

    both = put({"da": "Hav", "en": "Sea"}, 0)
    danish_changed = put({"da": "Havn", "en": "Sea"}, 1)
    both_again = put({"da": "Havn", "en": "Harbour"}, 2)

    assert [(is_older(answer, "da"), is_older(answer, "en")) for answer in (both, danish_changed, both_again)] == [
        (False, False),
        (False, True),
        (True, False),
    ]
