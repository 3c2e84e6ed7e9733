"""A workbook is taken to another edition: nothing is lost, nothing happens unasked, and undoing restores exactly."""

import pytest

from accounts.models import User
from comments.models import Conversation
from core.errors import Conflict, Refusal
from library.models import Edition
from reviews.models import Snapshot
from strategy.models import Strategy
from tests.schema.samples import question, section
from tests.workbooks.moving import GIVEN, again, answers, edition, move, parked, save, whole
from workbooks.models import AnswerChange, EditionMove, ParkedAnswer
from workbooks.services.editions import move_to_edition, newer_edition, prospect_of, undo_move
from workbooks.services.parked import put_back
from workbooks.services.saving import AnswerConflict
from workbooks.services.workbooks import lock_workbook, save_answer
from workbooks.stores.workbook import WorkbookStore

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_newer_edition_is_offered_and_changes_nothing_until_somebody_says_yes(
    strategy: Strategy, second: Edition
) -> None:
    assert newer_edition(again(strategy)) == second
    assert answers(again(strategy)) == GIVEN
    assert again(strategy).edition.version == 1


def test_answers_stay_follow_are_converted_or_are_parked(strategy: Strategy, second: Edition, editor: User) -> None:
    move(strategy, second, editor)

    workbook = again(strategy)
    assert workbook.edition == second
    assert answers(workbook) == {
        "name": {"da": "Omslag"},
        "who": {"da": r"En \*ingeniør\*"},
        "source": ["fees"],
        "more": {"da": "Mere"},
    }
    assert parked(workbook) == {
        "profile": ({"da": "En *ingeniør*"}, "who"),
        "press": ({"da": "Fagpressen", "en": "Trade press"}, ""),
        "source": ("fees", "source"),
        "only": ({"da": "Kun her"}, ""),
    }


def test_words_that_follow_keep_their_author_and_their_day(
    strategy: Strategy, second: Edition, alice: User, editor: User
) -> None:
    before = again(strategy).answers.get(question_key="profile")

    move(strategy, second, editor)

    after = again(strategy).answers.get(question_key="who")
    assert (after.changed_by, after.changed_at) == (alice, before.changed_at)
    assert after.written_at == before.written_at
    change = AnswerChange.objects.of(strategy.cluster).get(question_key="who")
    assert (change.kind, change.by) == (AnswerChange.Kind.MOVED, editor)


def test_what_is_hidden_by_a_condition_afterwards_is_named_before(strategy: Strategy, second: Edition) -> None:
    assert prospect_of(again(strategy), second).move.hidden == ("more",)


def test_undoing_restores_every_answer_with_its_author_and_day(
    strategy: Strategy, second: Edition, editor: User
) -> None:
    before = whole(again(strategy))
    move(strategy, second, editor)

    undo_move(workbook=again(strategy), by=editor)

    workbook = again(strategy)
    assert workbook.edition.version == 1
    assert whole(workbook) == before
    assert not workbook.parked.all().exists()


def test_what_was_written_since_is_kept_when_the_move_is_undone(
    strategy: Strategy, second: Edition, editor: User
) -> None:
    move(strategy, second, editor)
    save(again(strategy), "name", {"da": "Omslag 2"}, editor)
    save(again(strategy), "who", {"da": "En jurist"}, editor)
    save(again(strategy), "when", "2027-05-01", editor)

    undo_move(workbook=again(strategy), by=editor)

    workbook = again(strategy)
    assert answers(workbook) == {**GIVEN, "name": {"da": "Omslag 2"}}
    assert parked(workbook) == {"who": ({"da": "En jurist"}, ""), "when": ("2027-05-01", "")}


def test_a_later_edition_that_asks_again_gives_back_what_was_parked(
    strategy: Strategy, second: Edition, editor: User
) -> None:
    move(strategy, second, editor)
    third = edition(3, [section("one", question("name"), question("press", "longtext"), question("profile"))])

    move(strategy, third, editor)

    workbook = again(strategy)
    assert answers(workbook) == {key: GIVEN[key] for key in ("name", "press", "profile")}
    assert set(parked(workbook)) == {"source", "only", "more"}
    given_back = ParkedAnswer.objects.of(strategy.cluster).filter(question_key="press").get()
    assert given_back.given_back is not None


def test_two_moves_are_undone_one_after_the_other(strategy: Strategy, second: Edition, editor: User) -> None:
    before = whole(again(strategy))
    move(strategy, second, editor)
    between = (whole(again(strategy)), parked(again(strategy)))
    move(strategy, edition(3, [section("one", question("press", "longtext"), question("profile"))]), editor)

    undo_move(workbook=again(strategy), by=editor)
    assert (whole(again(strategy)), parked(again(strategy))) == between
    undo_move(workbook=again(strategy), by=editor)
    assert whole(again(strategy)) == before

    with pytest.raises(Conflict):
        undo_move(workbook=again(strategy), by=editor)


def test_who_says_yes_to_what_is_not_so_any_more_is_shown_it_again(
    strategy: Strategy, second: Edition, alice: User, editor: User
) -> None:
    workbook = again(strategy)
    seen = prospect_of(workbook, second).seen
    save(workbook, "only", None, alice)

    with pytest.raises(Conflict):
        move_to_edition(workbook=workbook, edition=second, seen=seen, by=editor)

    assert again(strategy).edition.version == 1
    assert not EditionMove.objects.of(strategy.cluster).exists()


def test_answers_that_have_been_approved_are_not_moved(strategy: Strategy, second: Edition, editor: User) -> None:
    lock_workbook(strategy.cluster_id, strategy.workbook_id)

    with pytest.raises(Refusal):
        move(strategy, second, editor)

    assert answers(again(strategy)) == GIVEN


def test_a_snapshot_is_kept_before_the_move(strategy: Strategy, second: Edition, editor: User) -> None:
    move(strategy, second, editor)

    kept = Snapshot.objects.of(strategy.cluster).get()
    assert (kept.reason, kept.edition.version) == (Snapshot.Reason.EDITION, 1)
    assert kept.frozen.answers == GIVEN


def test_a_conversation_follows_its_question_there_and_back(strategy: Strategy, second: Edition, editor: User) -> None:
    talk = Conversation.objects.create(
        strategy=strategy, number=1, about="question", question_key="profile", by=editor, by_name="Erik"
    )

    move(strategy, second, editor)
    talk.refresh_from_db()
    assert talk.question_key == "who"

    undo_move(workbook=again(strategy), by=editor)
    talk.refresh_from_db()
    assert talk.question_key == "profile"


def test_a_colleague_who_saves_on_the_old_page_is_told_and_keeps_the_words(
    strategy: Strategy, second: Edition, alice: User, editor: User
) -> None:
    old = again(strategy)
    current = old.answers.get(question_key="source")
    move(strategy, second, editor)

    with pytest.raises(AnswerConflict):
        save_answer(
            workbook=old, question_key="source", value="grant", based_on=current.revision, current=current, by=alice
        )

    aside = AnswerChange.objects.of(strategy.cluster).get(kind=AnswerChange.Kind.SET_ASIDE)
    assert (aside.question_key, aside.value) == ("source", "grant")


def put(strategy: Strategy, key: str, to: str, by: User, based_on: int = 0) -> None:
    workbook = again(strategy)
    row = workbook.parked.waiting().get(question_key=key)
    asked = WorkbookStore(workbook).document.question(to)
    assert asked is not None
    put_back(workbook=workbook, parked=row, question=asked, based_on=based_on, by=by)


def test_a_parked_answer_is_put_back_where_it_fits_and_nowhere_else(
    strategy: Strategy, second: Edition, editor: User
) -> None:
    move(strategy, second, editor)

    with pytest.raises(Refusal):
        put(strategy, "press", "when", editor)
    with pytest.raises(AnswerConflict):
        put(strategy, "press", "who", editor)
    revision = again(strategy).answers.get(question_key="who").revision
    put(strategy, "press", "who", editor, based_on=revision)

    workbook = again(strategy)
    assert answers(workbook)["who"] == GIVEN["press"]
    assert "press" not in parked(workbook)
