"""Taking turns in a process: what waits is done with the next, each is told of its own, nobody waits without end."""

import contextlib
import ctypes
from collections.abc import Callable, Sequence
from threading import Event, Thread

import pytest

from core import turns as module
from core.turns import NoTurnError, Turns, _Part

SOON = 20.0


class Doing:
    """Does what it is given, and notes it; the first call waits to be let go."""

    def __init__(self, refused: str = "", error: type[Exception] = ValueError) -> None:
        self.calls: list[list[str]] = []
        self.refused, self.error = refused, error
        self.has_begun, self.goes_on = Event(), Event()

    def __call__(self, values: Sequence[str]) -> None:
        self.calls.append(list(values))
        if len(self.calls) == 1:
            self.has_begun.set()
            assert self.goes_on.wait(SOON)
        if self.refused and self.refused in values:
            raise self.error(self.refused)


class Person(Thread):
    """Brings a value in a thread of its own, and keeps what it is told."""

    def __init__(self, turns: Turns[str], value: str, do: Callable[[Sequence[str]], None]) -> None:
        super().__init__(daemon=True)
        self.turns, self.value, self.do = turns, value, do
        self.told: Exception | None = None
        self.start()

    def run(self) -> None:
        try:
            self.turns.take(self.value, self.do, lambda error: isinstance(error, OSError))
        except Exception as error:  # whatever it is, the test looks at it
            self.told = error

    def end(self) -> None:
        self.join(SOON)
        assert not self.is_alive()


def meanwhile(turns: Turns[str], do: Doing, values: str) -> list[Person]:
    """Have the first value begin, and the others be laid down one after another while it is in hand."""
    people = [Person(turns, values[0], do)]
    assert do.has_begun.wait(SOON)
    for count, value in enumerate(values[1:], start=1):
        people.append(Person(turns, value, do))
        while len(turns._waiting) < count:
            people[-1].join(0.001)
    return people


def finished(do: Doing, people: list[Person]) -> list[str]:
    """Let them go on, and return what each was told."""
    do.goes_on.set()
    for person in people:
        person.end()
    return [str(person.told or "") for person in people]


def test_what_waits_is_done_at_one_call_in_its_order() -> None:
    turns, do = Turns[str](most=16, within=SOON), Doing()

    told = finished(do, meanwhile(turns, do, "abcd"))

    assert (do.calls, told) == ([["a"], ["b", "c", "d"]], ["", "", "", ""])


def test_no_more_than_so_many_are_done_at_once() -> None:
    turns, do = Turns[str](most=2, within=SOON), Doing()

    finished(do, meanwhile(turns, do, "abcdef"))

    assert do.calls == [["a"], ["b", "c"], ["d", "e"], ["f"]]


def test_what_one_brings_wrong_is_told_to_that_one_alone() -> None:
    turns, do = Turns[str](most=16, within=SOON), Doing(refused="c")

    told = finished(do, meanwhile(turns, do, "abcd"))

    assert told == ["", "", "c", ""]
    assert do.calls[:2] == [["a"], ["b", "c", "d"]]
    assert sorted(do.calls[2:]) == [["b"], ["c"], ["d"]]


def test_what_keeps_all_from_it_is_told_to_all_and_not_tried_anew() -> None:
    turns, do = Turns[str](most=16, within=SOON), Doing(refused="c", error=OSError)
    people = meanwhile(turns, do, "abcd")

    told = finished(do, people)

    assert told == ["", "c", "c", "c"]
    assert do.calls == [["a"], ["b", "c", "d"]]
    # An error that is raised in two threads would be written into by both.
    assert len({id(person.told) for person in people[1:]}) == 3


def test_whose_turn_does_not_come_is_told_and_nothing_is_done_for_them_later() -> None:
    turns, do = Turns[str](most=16, within=SOON), Doing()
    (first,) = meanwhile(turns, do, "a")
    turns.within = 0.01

    with pytest.raises(NoTurnError):
        turns.take("b", do, lambda _error: False)

    assert finished(do, [first]) == [""]
    assert do.calls == [["a"]]


def test_after_a_failure_the_turn_goes_on() -> None:
    turns, do = Turns[str](most=16, within=SOON), Doing(refused="a")
    do.goes_on.set()

    with pytest.raises(ValueError, match="a"):
        turns.take("a", do, lambda _error: False)
    turns.take("b", do, lambda _error: False)

    assert do.calls == [["a"], ["b"]]


def test_what_somebody_has_in_hand_is_waited_for_longer_than_a_turn() -> None:
    turns, slow = Turns[str](most=16, within=0.4), Doing()

    def do(values: Sequence[str]) -> None:
        slow(values)
        if len(values) > 1:
            Event().wait(1)

    people = [Person(turns, "a", do)]
    assert slow.has_begun.wait(SOON)
    people += [Person(turns, one, do) for one in "bc"]
    while len(turns._waiting) < 2:
        people[0].join(0.001)

    assert finished(slow, people) == ["", "", ""]
    assert sorted(map(len, slow.calls)) == [1, 2]


class GoneError(BaseException):
    """A thread was told to end."""


def test_who_is_interrupted_takes_no_turn_along() -> None:
    turns, do = Turns[str](most=16, within=SOON), Doing()
    ended = []

    def bring() -> None:
        try:
            turns.take("b", do, lambda _error: False)
        except GoneError:
            ended.append("b")

    (first,) = meanwhile(turns, do, "a")
    interrupted = Thread(target=bring, daemon=True)
    interrupted.start()
    while not turns._waiting:
        first.join(0.001)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(interrupted.ident or 0), ctypes.py_object(GoneError))
    finished(do, [first])
    interrupted.join(SOON)

    turns.take("c", do, lambda _error: False)

    assert (ended, do.calls) == (["b"], [["a"], ["c"]])


def test_who_is_interrupted_as_the_turn_comes_takes_it_not_along(monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted: list[Thread] = []

    class Slow(_Part[str]):
        """A part that is told of its turn while its thread ends."""

        def __setattr__(self, name: str, value: object) -> None:
            if name == "is_next" and value and interrupted:
                thread = ctypes.c_ulong(interrupted[0].ident or 0)
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(GoneError))
                self.told.release()
                interrupted[0].join(0.5)
                self.told.acquire(blocking=False)
            super().__setattr__(name, value)

    monkeypatch.setattr(module, "_Part", Slow)
    turns, do = Turns[str](most=16, within=SOON), Doing()
    (first,) = meanwhile(turns, do, "a")

    def bring() -> None:
        with contextlib.suppress(GoneError):
            turns.take("b", do, lambda _error: False)

    gone = Thread(target=bring, daemon=True)
    gone.start()
    while not turns._waiting:
        first.join(0.001)
    interrupted.append(gone)
    finished(do, [first])
    gone.join(SOON)
    interrupted.clear()
    turns.within = 0.1

    turns.take("c", do, lambda _error: False)

    assert do.calls == [["a"], ["c"]]
