"""Who does the background work, and what becomes of the tasks of those who were killed."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from typing import Any

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core import workers
from core.models import Worker
from tests.days import NOW

pytestmark = pytest.mark.django_db


def running_task(*taken_by: str) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        args_kwargs={"args": [0], "kwargs": {}},
        task_path="reports.services.render_export",
        worker_ids=list(taken_by),
        backend_name="default",
        run_after=NOW,
        started_at=NOW,
    )


def state(task: DBTaskResult) -> str:
    task.refresh_from_db()
    return task.status


def silent(**values: Any) -> None:
    Worker.objects.update(seen_at=NOW - workers.SILENCE - timedelta(seconds=1), **values)


def test_worker_is_at_work_until_it_leaves_or_falls_silent() -> None:
    found = [workers.is_anybody_at_work()]
    workers.beat("one")
    found.append(workers.is_anybody_at_work())
    silent()
    found.append(workers.is_anybody_at_work())
    workers.beat("one")
    found.append(workers.is_anybody_at_work())
    workers.leave("one")
    found.append(workers.is_anybody_at_work())

    assert found == [False, True, False, True, False]


def test_worker_whose_work_does_not_move_is_given_nothing(settings: Any) -> None:
    workers.beat("one")
    Worker.objects.update(moved_at=NOW - settings.LONGEST_QUIET - timedelta(seconds=1))

    assert (workers.is_anybody_there(), workers.is_anybody_at_work()) == (True, False)


def test_page_that_does_the_work_itself_is_no_thread_to_be_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    workers.note_progress()
    later = time.monotonic() + 600
    monkeypatch.setattr(workers.time, "monotonic", lambda: later)
    found = [workers.stood_for()]
    workers.begin_work()
    monkeypatch.setattr(workers.time, "monotonic", lambda: later + 60)
    found.append(workers.stood_for())
    workers.end_work()

    assert found == [timedelta(), timedelta(minutes=1)]


def test_task_of_a_living_worker_is_left_alone() -> None:
    workers.beat("one")
    task = running_task("killed", "one")

    assert (workers.take_back(), state(task)) == (0, TaskResultStatus.RUNNING)


def test_task_of_a_silent_worker_is_given_back() -> None:
    workers.beat("one")
    task = running_task("one")
    silent(host="elsewhere")

    assert (workers.take_back(), state(task)) == (1, TaskResultStatus.READY)
    assert not Worker.objects.exists()


def test_task_of_a_killed_worker_of_this_machine_is_given_back_at_once() -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    workers.beat("one")
    Worker.objects.update(process=process.pid)
    task = running_task("one")
    before = (workers.take_back(), state(task))
    process.kill()
    # Killed, and not yet collected by its parent.
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)

    after = (workers.take_back(), state(task))

    process.communicate()
    assert (before, after) == ((0, TaskResultStatus.RUNNING), (1, TaskResultStatus.READY))


def test_task_that_kills_every_worker_is_given_up() -> None:
    task = running_task(*"abcde"[: workers.TRIES])

    assert (workers.take_back(), state(task)) == (1, TaskResultStatus.FAILED)
    assert task.exception_class_path == "core.workers.WorkerLostError"


def test_pruning_leaves_what_is_new_and_what_is_still_to_do() -> None:
    now = NOW
    old, new, waiting = running_task("a"), running_task("a"), running_task("a")
    for task, ended in ((old, now - timedelta(days=2)), (new, now)):
        DBTaskResult.objects.filter(pk=task.pk).update(status=TaskResultStatus.SUCCESSFUL, finished_at=ended)

    workers.prune(now - timedelta(days=1))

    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == {new.pk, waiting.pk}
