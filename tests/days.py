"""The one clock of the tests: each test begins at NOW, whatever day it is, and so do the processes that it starts.

NOW is a written moment, an ordinary Tuesday morning, or the one that `script/test --on` gives. From there the clock
goes on as clocks do. A test takes its days from here, and a house test sees that none asks the clock instead.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine

ORDINARY = "2026-11-24 10:00"
CHOSEN = "TESTS_ON"
# A process that a test starts finds here how far its clock is from the machine's.
AHEAD = "TESTS_SECONDS_AHEAD"
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def moment(written: str) -> datetime:
    """Return the moment that `2026-12-31 23:59` means in Denmark; a day alone means ten in the morning."""
    found = datetime.fromisoformat(written)
    if len(written) <= len("2026-12-31"):
        found = found.replace(hour=10)
    return found.replace(tzinfo=COPENHAGEN)


NOW = moment(os.environ.get(CHOSEN) or ORDINARY)
TODAY = NOW.date()
_clock: list[time_machine.Traveller] = []


def _real() -> float:
    """Return the machine's own time, which the travelled clock hides."""
    return time_machine.escape_hatch.time.time() if _clock else time.time()


def later(span: timedelta) -> datetime:
    """Return the moment after so much time has gone by: on some days two hours on a clock on the wall are one."""
    return NOW.astimezone(UTC) + span


def set_clock(at: datetime = NOW) -> None:
    """Let it be this moment, here and in every process that is started from now on."""
    ahead = at.timestamp() - _real()
    os.environ[AHEAD] = str(ahead)
    _travel(at.timestamp())


def follow_clock() -> None:
    """Let it be the moment at which the process that started this one is; for settings of such processes."""
    _travel(_real() + float(os.environ[AHEAD]))


def _travel(to: float) -> None:
    if _clock:
        _clock[0].move_to(to, tick=True)
    else:
        _clock.append(time_machine.travel(to, tick=True).start())


@contextmanager
def clock_at(at: datetime) -> Iterator[None]:
    """Let it be another moment for a while, for what is about one day of the calendar."""
    set_clock(at)
    try:
        yield
    finally:
        set_clock()


def seconds_ahead() -> float:
    """Return how far the clock is from the machine's, for a browser, whose clock is the machine's."""
    return float(os.environ[AHEAD])


def seconds() -> float:
    """Return the clock's seconds, for codes that live half a minute."""
    return time.time()
