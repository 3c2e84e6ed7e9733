"""While somebody else has SQLite's lock: what several threads save is stored at one call when it is free."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection

from accounts.models import User
from clusters.models import Cluster
from core import together
from core.contention import has_lost
from core.turns import Turns
from tests.workbooks.concurrency import Crowd
from tests.workbooks.test_services import ASIDE, SAVED, history, make_workbook, now, save
from workbooks.models import Workbook
from workbooks.services.saving import AnswerConflict, Saved
from workbooks.services.workbooks import save_answer

pytestmark = pytest.mark.django_db(transaction=True)
KEYS = ("name", "why", "later")


@pytest.fixture
def answered(cluster: Cluster, alice: User) -> Workbook:
    """A workbook with three answers."""
    workbook = make_workbook(cluster, alice)
    for key in KEYS:
        save(workbook, alice, "Hav", 0, key)
    return workbook


def while_locked(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch, *jobs: Callable[[], Any]
) -> tuple[list[Any], list[int]]:
    """Run the jobs while another process holds the lock, until all but the first wait; also return the rows of calls.

    On PostgreSQL nobody waits for another's row, and there are no calls to tell of.
    """
    rows: list[int] = []
    if crowd.file is None:
        return crowd.together(jobs), rows
    made: list[Turns[Any]] = []
    plain, put = together._turns, together._put
    monkeypatch.setattr(together, "_turns", lambda *named: made.append(plain(*named)) or made[-1])
    monkeypatch.setattr(together, "_put", lambda told, values: rows.append(len(values)) or put(told, values))
    other = sqlite3.connect(crowd.file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    pause = threading.Event()

    def let_go() -> None:
        for _try in range(4000):
            if made and len(made[0]._waiting) == len(jobs) - 1:
                break
            pause.wait(0.002)
        other.execute("COMMIT")
        other.close()

    freeing = threading.Thread(target=let_go)
    freeing.start()
    try:
        return crowd.together(jobs), rows
    finally:
        freeing.join(timeout=20)


def writing(workbook: Workbook, who: User, text: str, key: str) -> Callable[[], Saved]:
    read = workbook.answers.get(question_key=key)
    change = {"question_key": key, "value": {"da": text}, "based_on": 1, "current": read, "by": who}
    return lambda: save_answer(workbook=workbook, **change)


def test_what_waited_is_stored_at_one_call(
    answered: Workbook, alice: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd = Crowd(tmp_path)

    found, rows = while_locked(crowd, monkeypatch, *(writing(answered, alice, f"Til {key}", key) for key in KEYS))

    assert [one.is_changed for one in found] == [True] * 3
    assert rows == ([] if crowd.file is None else [1, 2])
    stands = crowd.after(lambda: [(now(answered, key), len(history(answered, key))) for key in KEYS])
    assert stands == [((2, f"Til {key}"), 2) for key in KEYS]


def test_who_was_second_among_them_is_told_and_the_others_are_stored(
    answered: Workbook, alice: User, editor: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd = Crowd(tmp_path)
    jobs = [writing(answered, alice, "Alices", "name"), writing(answered, editor, "Eriks", "name")]
    jobs += [writing(answered, alice, f"Til {key}", key) for key in ("why", "later")]

    found, _rows = while_locked(crowd, monkeypatch, *jobs)

    winners = [one for one in found[:2] if isinstance(one, Saved)]
    losers = [one for one in found[:2] if isinstance(one, AnswerConflict)]
    assert (len(winners), len(losers)) == (1, 1)
    assert [one.is_changed for one in found[2:]] == [True, True]
    stands = crowd.after(lambda: [now(answered, key) for key in KEYS])
    assert stands == [(2, winners[0].answer.value["da"]), (2, "Til why"), (2, "Til later")]
    kinds = crowd.after(lambda: sorted(kind for kind, _revision, _text, _who in history(answered, "name")))
    assert kinds == sorted([ASIDE, SAVED, SAVED])


def test_who_waits_in_vain_is_told_as_by_sqlite_itself(
    answered: Workbook, alice: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd = Crowd(tmp_path)
    if crowd.file is None:
        # PostgreSQL has a queue of its own.
        assert connection.vendor == "postgresql"
        return
    turns: Turns[Any] = Turns(most=16, within=0.01)
    turns._is_taken = True
    monkeypatch.setattr(together, "_turns", lambda *_named: turns)

    (found,) = crowd.together([writing(answered, alice, "Havn", "name")])

    assert isinstance(found, OperationalError)
    assert has_lost(found)
    assert crowd.after(lambda: now(answered, "name")) == (1, "Hav")
    assert not turns._waiting


def test_what_is_for_another_file_of_the_same_name_waits_for_its_own_turn() -> None:
    first, again, restored = (together._turns("toolkit_x", (1, inode)) for inode in (7, 7, 8))

    assert first is again
    assert first is not restored
