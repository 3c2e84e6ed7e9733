"""What is known about the installation: its parts, its queue, its sizes and what it was set up with."""

import os
import platform
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.checks import CheckMessage, run_checks
from django.db import connection
from django.db.models import Count, Min
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import OutboxMail, User
from clusters.models import Cluster
from core import workers
from core.models import Worker
from core.sql import size_of_database
from installation import health
from installation.models import Alert, Trial

SHOWN_FAILURES = 20
# A folder with more files than this is not counted to its end while a page waits.
MOST_FILES = 20_000


@dataclass(frozen=True, slots=True)
class Size:
    """How much a folder holds; `is_whole` says whether all of it was counted."""

    count: int
    bytes: int
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Queue:
    """What the background work has before it, and what has failed."""

    waiting: int
    running: int
    oldest: datetime | None
    failed: int
    failures: list[DBTaskResult]


@dataclass(frozen=True, slots=True)
class Mails:
    """What has not gone."""

    kept: int
    waiting: int
    failed: int


def parts() -> dict[str, str]:
    """Return each part's state, as a watchman hears it."""
    return health.look()[1]


def queue() -> Queue:
    """Return the queue; three queries."""
    counts = dict(DBTaskResult.objects.order_by().values_list("status").annotate(Count("pk")))
    oldest = DBTaskResult.objects.ready().order_by().aggregate(Min("enqueued_at"))["enqueued_at__min"]
    failures = list(DBTaskResult.objects.failed().order_by("-finished_at")[:SHOWN_FAILURES])
    return Queue(counts.get("READY", 0), counts.get("RUNNING", 0), oldest, counts.get("FAILED", 0), failures)


def mails() -> Mails:
    """Return how many mails have not gone; one query."""
    counts = dict(OutboxMail.objects.order_by().values_list("state").annotate(Count("pk")))
    return Mails(*(counts.get(state, 0) for state in ("kept", "waiting", "failed")))


def workers_at_work() -> list[Worker]:
    """Return the workers that have been heard of lately."""
    return list(Worker.objects.filter(seen_at__gte=timezone.now() - workers.SILENCE).order_by("started_at"))


def newest_trials() -> dict[str, Trial]:
    """Return the newest try of each part; one query."""
    return {trial.part: trial for trial in Trial.objects.order_by("asked_at", "pk")}


def alerts() -> list[Alert]:
    """Return what administrators have been told of and is not well again."""
    return list(Alert.objects.exclude(told_at=None))


def size_of(folder: Path) -> Size:
    """Count what lies in a folder, up to a limit."""
    count = total = 0
    for where, _folders, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(where) / name).stat(follow_symlinks=False).st_size
            except OSError:
                continue
            count += 1
            if count >= MOST_FILES:
                return Size(count, total, is_whole=False)
    return Size(count, total)


def storage_options() -> dict[str, Any]:
    """Return how the place of uploaded files was set up."""
    chosen: Any = settings.STORAGES["default"]
    options = chosen.get("OPTIONS")
    return dict(options) if isinstance(options, dict) else {}


def sizes() -> dict[str, Size]:
    """Return how much the database and the folders hold."""
    found = {"database": Size(1, size_of_database())}
    for name, folder in {"files": storage_options().get("location"), "exports": settings.EXPORT_DIR}.items():
        if folder is not None:
            found[name] = size_of(Path(folder))
    return found


def room() -> tuple[int, int]:
    """Return how many bytes of the disk of the data folder are free, and how many there are."""
    disk = shutil.disk_usage(settings.DATA_DIR)
    return disk.free, disk.total


def counts() -> dict[str, int]:
    """Return how many clusters, people and sessions there are; three queries."""
    return {
        "clusters": Cluster.objects.count(),
        "people": User.objects.who_may_sign_in().count(),
        "sessions": Session.objects.filter(expire_date__gt=timezone.now()).count(),
    }


def versions() -> dict[str, str]:
    """Return the versions of what the portal is made of; one query where the database is a server."""
    if connection.vendor == "postgresql":
        number = connection.pg_version  # type: ignore[attr-defined]  # of this vendor alone
        database = f"PostgreSQL {number // 10_000}.{number % 10_000}"
    else:
        database = f"SQLite {sqlite3.sqlite_version}"
    return {
        "toolkit": settings.VERSION,
        "python": platform.python_version(),
        "django": django.get_version(),
        "database": database,
    }


def advice() -> list[CheckMessage]:
    """Return what `manage.py check --deploy` says about the settings."""
    found = run_checks(tags=["toolkit", "security"], include_deployment_checks=True)
    return [message for message in found if not message.is_silenced()]
