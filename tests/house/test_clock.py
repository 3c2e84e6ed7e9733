"""Tests take their days from `tests/days.py`; none asks the clock, which is another each day."""

import ast
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from tests.days import NOW, ORDINARY, TODAY, clock_at, moment, seconds
from tests.house.tree import ROOT, files, read

HOME = "tests/days.py"
# What asks the clock, by what it is asked of; `time.sleep` and the counters of a stopwatch know no day.
MODULES = {"date", "datetime", "dt", "time", "timezone"}
QUESTIONS = {"today", "now", "utcnow", "localdate", "time", "time_ns", "ctime", "gmtime", "asctime", "clock_gettime"}
# With a moment given they only say it in another way.
ASKING_WHEN_BARE = {"localtime", "strftime"}


def questions(source: str) -> list[int]:
    """Return the lines in which the clock is asked."""
    return sorted({node.lineno for node in ast.walk(ast.parse(source)) if asks(node)})


def asks(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        names = {name.name for name in node.names}
        if node.module == "time":
            return bool(names & (QUESTIONS | ASKING_WHEN_BARE))
        if node.module == "django.utils.timezone":
            return bool(names & {"now", "localdate", "localtime"})
        return node.module == "django.db.models.functions" and "Now" in names
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKING_WHEN_BARE:
        least = 2 if node.func.attr == "strftime" else 1
        return last_name(node.func.value) in {"time", "timezone"} and len(node.args) + len(node.keywords) < least
    return isinstance(node, ast.Attribute) and node.attr in QUESTIONS and last_name(node.value) in MODULES


def last_name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def test_no_test_asks_the_clock() -> None:
    tests = [path for path in files(".py") if path.parts[0] == "tests" and str(path) != HOME]

    assert [f"{path}:{line}" for path in tests for line in questions(read(path))] == []


@pytest.mark.parametrize(
    "source",
    [
        "date.today()",
        "datetime.now(UTC)",
        "datetime.datetime.now()",
        "timezone.localdate()",
        "services.timezone.now()",
        "field(default=timezone.now)",
        "timezone.localtime()",
        "time.time()",
        "time.strftime('%Y')",
        "from time import time",
        "from django.utils.timezone import now",
        "from django.db.models.functions import Now",
    ],
)
def test_asking_the_clock_is_seen(source: str) -> None:
    assert questions(source) == [1]


@pytest.mark.parametrize(
    "source", ["NOW - timedelta(days=1)", "timezone.localtime(soon)", "now(item)", "time.monotonic()", "saved.date()"]
)
def test_what_does_not_ask_the_clock_is_let_through(source: str) -> None:
    assert questions(source) == []


def test_clock_of_a_test_begins_at_the_written_moment() -> None:
    assert 0 <= seconds() - NOW.timestamp() < 600
    assert NOW.date() == TODAY


def test_process_that_a_test_starts_has_the_clock_of_the_test() -> None:
    with clock_at(datetime(2031, 5, 6, 7, 8, tzinfo=UTC)):
        said = subprocess.run(
            [sys.executable, "-c", "import django; django.setup(); import time; print(time.time())"],
            cwd=ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.child_settings"},
            capture_output=True,
            text=True,
            check=True,
        )

    behind = float(said.stdout) - datetime(2031, 5, 6, 7, 8, tzinfo=UTC).timestamp()
    assert 0 <= behind < 600


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-12-31 23:59", "2026-12-31T22:59:00+00:00"),
        ("2028-02-29", "2028-02-29T09:00:00+00:00"),
        # The night in which the hour from two to three comes twice: its first round.
        ("2026-10-25 02:30", "2026-10-25T00:30:00+00:00"),
        ("2027-03-28 01:59", "2027-03-28T00:59:00+00:00"),
    ],
)
def test_moment_is_read_in_danish_time(written: str, meant: str) -> None:
    assert moment(written).astimezone(UTC).isoformat() == meant


def test_build_server_knows_the_days_on_which_suites_fall() -> None:
    days = [moment(line.partition("#")[0].strip()) for line in read(".ci/days").splitlines() if line[:1].isdigit()]
    changes = {(2027, 3, 28), (2027, 10, 31)}

    assert min(days) >= moment(ORDINARY)
    assert any(day.weekday() == 5 for day in days)
    assert {(12, 24), (2, 29)} <= {(day.month, day.day) for day in days}
    assert changes <= {(day.year, day.month, day.day) for day in days if day.hour < 3}
    assert "12-31 23:59" in {f"{day:%m-%d %H:%M}" for day in days}
    assert 53 in {day.isocalendar().week for day in days}
    assert any(day - moment(ORDINARY) > timedelta(days=365) for day in days)
