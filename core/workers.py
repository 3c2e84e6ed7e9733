"""Who does the background work, and what becomes of a task whose worker was killed.

django-tasks leaves the task of a killed worker marked as running for ever. So each worker says every few seconds that
it is alive; a running task whose worker no longer is, is given back and runs again, and after a few times it is given
up: a task that kills its workers must not kill them all. Every task may therefore run twice without harm.
"""

import os
import socket
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core.models import Worker

log = structlog.get_logger(__name__)

BEAT = timedelta(seconds=3)
SILENCE = timedelta(seconds=20)
TRIES = 5


class WorkerLostError(Exception):
    """The workers that took a task were all killed."""


# Of each thread that works: when it last said so.
_progress: dict[int, float] = {}


def begin_work() -> None:
    """Say that this thread works from now on, and is to be heard of again and again."""
    _progress[threading.get_ident()] = time.monotonic()


def note_progress() -> None:
    """Say that the work of this thread moves; long work says so between its steps.

    Where no worker is there, a page does such work itself, once, and is no thread to be waited for.
    """
    if threading.get_ident() in _progress:
        begin_work()


def end_work() -> None:
    """Say that this thread works no longer."""
    _progress.pop(threading.get_ident(), None)


def stood_for() -> timedelta:
    """Return for how long the thread of this process that moved longest ago has not moved."""
    return timedelta(seconds=time.monotonic() - min(_progress.values(), default=time.monotonic()))


def is_hanging() -> bool:
    """Tell whether a thread of this process has not moved for longer than any step of its work takes."""
    return stood_for() > settings.LONGEST_STEP


def beat(key: str) -> None:
    """Say that this worker, in this process, is there, and when its work last moved."""
    now = timezone.now()
    known = {"host": socket.gethostname(), "process": os.getpid(), "seen_at": now, "moved_at": now - stood_for()}
    Worker.objects.update_or_create(key=key, defaults=known)


def leave(key: str) -> None:
    """Say that this worker takes no more tasks."""
    Worker.objects.filter(key=key).delete()


def is_anybody_at_work() -> bool:
    """Tell whether a worker has been heard of lately whose work moves; one query."""
    now = timezone.now()
    return Worker.objects.filter(seen_at__gte=now - SILENCE, moved_at__gte=now - settings.LONGEST_QUIET).exists()


def is_anybody_there() -> bool:
    """Tell whether a worker has been heard of lately, be it one that hangs; one query."""
    return Worker.objects.filter(seen_at__gte=timezone.now() - SILENCE).exists()


def living() -> set[str]:
    """Return the keys of the workers that are alive, and forget the others."""
    dead = [worker.pk for worker in Worker.objects.all() if not is_alive(worker)]
    if dead:
        Worker.objects.filter(pk__in=dead).delete()
    return set(Worker.objects.values_list("key", flat=True))


def is_alive(worker: Worker) -> bool:
    """Tell whether a worker has been heard of lately; of this machine's own we know at once when one is gone."""
    if worker.seen_at < timezone.now() - SILENCE:
        return False
    return worker.host != socket.gethostname() or is_running(worker.process)


def is_running(process: int) -> bool:
    """Tell whether this machine has the process; one that was killed and not yet collected is gone."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        # A system without /proc, or a process that has just ended: silence will tell.
        return True


def take_back() -> int:
    """Give back the running tasks whose worker is gone, and give up those that were given back too often."""
    running = list(DBTaskResult.objects.running())
    if not running:
        return 0
    alive = living()
    lost = [task for task in running if not alive.intersection(task.worker_ids[-1:])]
    for task in lost:
        if len(task.worker_ids) >= TRIES:
            task.set_failed(WorkerLostError(f"{len(task.worker_ids)} workers were killed"))
        else:
            # Only while nobody else has given it back, or finished it, since we looked.
            DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at).update(
                status=TaskResultStatus.READY
            )
        log.warning("task_taken_back", task=str(task.pk), path=task.task_path, attempts=len(task.worker_ids))
    return len(lost)


def prune(before: datetime) -> None:
    """Delete the records of the tasks that ended before this instant."""
    DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()
