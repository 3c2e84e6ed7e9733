"""A workbook is taken to another edition: nothing is lost, nothing happens unasked, and undoing restores exactly."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import User
from clusters.models import Cluster
from comments.models import Conversation
from core.errors import Conflict, Refusal
from library.models import Edition
from reviews.models import Snapshot
from strategy.models import Strategy
from tests.schema.samples import question, section
from tests.workbooks.moving import GIVEN, SECOND, edition, save, started
from workbooks.models import Answer, AnswerChange, EditionMove, ParkedAnswer, Workbook
from workbooks.services.editions import move_to_edition, newer_edition, prospect_of, undo_move
from workbooks.services.parked import put_back
from workbooks.services.saving import AnswerConflict
from workbooks.services.workbooks import lock_workbook, save_answer
from workbooks.stores.workbook import WorkbookStore

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return started(cluster, alice)


@pytest.fixture
def second() -> Edition:
    return edition(2, SECOND)


@pytest.fixture
def client(sign_in: Callable[[User], Client], editor: User) -> Client:
    return sign_in(editor)


def again(strategy: Strategy) -> Workbook:
    found = Workbook.objects.of(strategy.cluster).select_related("edition__publication").get(pk=strategy.workbook_id)
    found.cluster = strategy.cluster
    return found


def move(strategy: Strategy, to: Edition, by: User) -> EditionMove:
    workbook = again(strategy)
    return move_to_edition(workbook=workbook, edition=to, seen=prospect_of(workbook, to).seen, by=by)


def answers(workbook: Workbook) -> dict[str, Any]:
    return {one.question_key: one.value for one in workbook.answers.all() if one.value is not None}


def whole(workbook: Workbook) -> dict[str, tuple[Any, ...]]:
    return {
        one.question_key: (one.value, one.changed_by_id, one.changed_at, one.written_at, one.origin)
        for one in workbook.answers.all()
        if one.value is not None
    }


def parked(workbook: Workbook) -> dict[str, tuple[Any, str]]:
    return {one.question_key: (one.value, one.at_key) for one in workbook.parked.waiting()}


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


# ---- the pages


def url(strategy: Strategy, rest: str) -> str:
    return f"/c/{strategy.cluster.slug}/workbooks/{strategy.workbook_id}/{rest}"


def field(response: Any, name: str) -> str:
    return html.fromstring(response.content.decode()).xpath(f"//main//input[@name='{name}']/@value")[0]


def test_the_page_says_what_would_happen_and_yes_does_it(client: Client, strategy: Strategy, second: Edition) -> None:
    detail = client.get(f"/c/{strategy.cluster.slug}/strategies/{strategy.number}/").content.decode()
    assert url(strategy, "edition/") in detail

    shown = client.get(url(strategy, "edition/"))
    words = shown.content.decode()
    assert "2 of your 6 answers stay where they are. 2 are converted. 2 are parked." in words
    assert "Trade press" in words
    assert "Only if the answers to “source in English” include “grant in English”." in words

    done = client.post(url(strategy, "edition/"), {"seen": field(shown, "seen")}, follow=True)
    assert "You have moved to edition 2." in done.content.decode()
    assert again(strategy).edition == second
    assert "Kun her" in done.content.decode()


def test_a_yes_to_an_older_page_shows_the_newer_one(
    client: Client, strategy: Strategy, second: Edition, alice: User
) -> None:
    seen = field(client.get(url(strategy, "edition/")), "seen")
    save(again(strategy), "only", None, alice)

    answer = client.post(url(strategy, "edition/"), {"seen": seen})

    assert answer.status_code == 409
    assert "Check again what changes." in answer.content.decode()
    assert again(strategy).edition.version == 1


def test_the_page_takes_the_same_queries_whatever_is_asked(
    client: Client, strategy: Strategy, second: Edition, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client.get(url(strategy, "edition/"))

    with django_assert_max_num_queries(16):
        client.get(url(strategy, "edition/"))


def test_going_back_is_a_button(client: Client, strategy: Strategy, second: Edition, editor: User) -> None:
    move(strategy, second, editor)

    done = client.post(url(strategy, "edition/undo/"), follow=True)

    assert "your answers are where they were" in done.content.decode()
    assert answers(again(strategy)) == GIVEN


def test_what_is_written_on_the_old_page_of_a_question_that_has_gone_is_kept_and_said(
    client: Client, strategy: Strategy, second: Edition, editor: User, alice: User
) -> None:
    move(strategy, second, alice)

    late = client.post(
        url(strategy, "answers/only/"), {"rev-only": "1", "asked-only": "text", "a-only-da": "Skrevet for sent"}
    )

    assert late.status_code == 200
    assert "kept among the parked answers" in late.content.decode()
    kept = [one.value for one in again(strategy).parked.waiting().filter(question_key="only").order_by("pk")]
    assert kept == [GIVEN["only"], {"da": "Skrevet for sent"}]


def test_what_is_written_as_it_was_asked_before_is_never_read_as_something_else(
    client: Client, strategy: Strategy, second: Edition, alice: User
) -> None:
    move(strategy, second, alice)

    late = client.post(
        url(strategy, "answers/source/"), {"rev-source": "1", "asked-source": "choice", "a-source": "grant"}
    )

    assert "kept among the parked answers" in late.content.decode()
    assert answers(again(strategy))["source"] == ["fees"]
    assert "grant" in [one.value for one in again(strategy).parked.waiting()]


def test_a_whole_section_that_has_gone_keeps_what_was_sent(
    client: Client, strategy: Strategy, second: Edition, alice: User
) -> None:
    move(strategy, second, alice)

    done = client.post(
        f"/c/{strategy.cluster.slug}/strategies/{strategy.number}/phases/two/",
        {"rev-only": "1", "asked-only": "text", "a-only-da": "Skrevet for sent", "act": "save"},
        follow=True,
    )

    assert "kept among the parked answers" in done.content.decode()
    assert {"da": "Skrevet for sent"} in [one.value for one in again(strategy).parked.waiting()]


def test_what_nobody_touched_on_an_old_page_is_not_kept_twice(
    client: Client, strategy: Strategy, second: Edition, alice: User
) -> None:
    move(strategy, second, alice)

    client.post(url(strategy, "answers/only/"), {"rev-only": "1", "asked-only": "text", "a-only-da": "Kun her"})

    assert again(strategy).parked.waiting().filter(question_key="only").count() == 1


@pytest.mark.parametrize("to", ["0", "7", "x", "-1", "99999999999999999999", "1"])
def test_an_edition_that_is_none_is_not_found(client: Client, strategy: Strategy, second: Edition, to: str) -> None:
    assert client.get(url(strategy, f"edition/?to={to}")).status_code == 404


def test_a_parked_answer_is_put_back_from_its_page(
    client: Client, strategy: Strategy, second: Edition, alice: User
) -> None:
    move(strategy, second, alice)
    save(again(strategy), "who", None, alice)
    row = again(strategy).parked.waiting().get(question_key="press")
    revision = Answer.objects.of(strategy.cluster).get(question_key="who").revision

    page = client.get(url(strategy, "parked/")).content.decode()
    assert f'value="who:{revision}"' in page
    done = client.post(url(strategy, f"parked/{row.pk}/put-back/"), {"to": f"who:{revision}"}, follow=True)

    assert "The parked answer is the answer here now." in done.content.decode()
    assert answers(again(strategy))["who"] == GIVEN["press"]


def test_what_stands_beside_a_workbook_is_saved_as_a_file(
    client: Client, strategy: Strategy, second: Edition, alice: User
) -> None:
    move(strategy, second, alice)
    base = reverse("reports:parked", args=[strategy.cluster.slug, strategy.workbook_id, "da", "csv"])[: -len("da.csv")]
    assert f"{base}da.csv" in client.get(url(strategy, "parked/")).content.decode()

    lines = client.get(f"{base}da.csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Spørgsmål;Svar;")
    assert any(line.startswith("press;Fagpressen;Alice;") for line in lines)
    assert any(line.startswith("profile;En *ingeniør*;") and line.endswith(";who") for line in lines)
    assert client.get(f"{base}en.xlsx").content[:2] == b"PK"
    assert client.get(f"{base}en.docx").content[:2] == b"PK"
    assert client.get(f"{base}en.pdf", follow=True).status_code == 200
    assert client.get(f"{base}en.exe").status_code == 404
