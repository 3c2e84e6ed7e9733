"""What a balancer and a watchman ask: is the process alive, is the portal ready, and does everything work?

Answered before hosts are checked, sessions are read or anything is looked up, since a probe comes by address and asks
every few seconds. Strangers may ask too, so an answer says which part is in a bad way and nothing else.
"""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import bounces, outbox
from core import workers
from core.backups import last_backup, last_fault

LEAST_ROOM = 200 * 1024**2
# A task that nobody has taken up for so long says that the work does not move.
LONGEST_WAIT = timedelta(minutes=15)
# One is made every night; a night may be missed, a second may not.
OLDEST_BACKUP = timedelta(hours=36)

log = structlog.get_logger(__name__)


class HealthMiddleware:
    """Answers /healthz and /readyz."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == "/healthz":
            return _answer({"status": "alive"}, 200)
        if request.path_info == "/readyz":
            return readiness()
        return self.get_response(request)


def _answer(content: dict[str, object], status: int) -> JsonResponse:
    return JsonResponse(content, status=status, headers={"Cache-Control": "no-store"})


def readiness() -> JsonResponse:
    """Answer 200 while pages can be served, and 503 when they cannot; what else is in a bad way makes it "degraded"."""
    status, found = look()
    return _answer({"status": status, "parts": found}, 503 if status == "unavailable" else 200)


def look() -> tuple[str, dict[str, str]]:
    """Return how the portal is as a whole, and the state of each part."""
    found = dict.fromkeys((*NEEDED, *WATCHED), "unknown")
    for name, question in {**NEEDED, **WATCHED}.items():
        try:
            found[name] = question()
        except (Error, OSError) as fault:
            found[name] = "away" if name == "database" else "unknown"
            log.warning("health_not_known", part=name, fault=type(fault).__name__)
            if name == "database":
                break
    is_ready = all(found[name] == "ok" for name in NEEDED)
    is_whole = is_ready and all(found[name] in {"ok", "not configured"} for name in WATCHED)
    status = ("ok" if is_whole else "degraded") if is_ready else "unavailable"
    return status, found


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


class _Migrations:
    """Whether every migration has been applied; when that is so it stays so until the next start."""

    are_applied = False

    def __call__(self) -> str:
        if not self.are_applied:
            executor = MigrationExecutor(connection)
            self.are_applied = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        return "ok" if self.are_applied else "missing"


def _disk() -> str:
    return "ok" if shutil.disk_usage(settings.DATA_DIR).free >= LEAST_ROOM else "nearly full"


def _worker() -> str:
    if not workers.is_anybody_at_work():
        return "stuck" if workers.is_anybody_there() else "none"
    late = DBTaskResult.objects.ready().filter(enqueued_at__lt=timezone.now() - LONGEST_WAIT)
    return "stuck" if late.exists() else "ok"


def _backup() -> str:
    if not settings.BACKUP_KEEP:
        return "not configured"
    if last_fault():
        return "failing"
    newest = last_backup()
    if newest is None:
        return "none" if _stands_since() < timezone.now() - OLDEST_BACKUP else "ok"
    return "old" if newest.at < timezone.now() - OLDEST_BACKUP else "ok"


def _stands_since() -> datetime:
    """Return since when there is anything to back up."""
    found = MigrationRecorder.Migration.objects.order_by("applied").values_list("applied", flat=True).first()
    return found or timezone.now()


def _mail() -> str:
    if not settings.MAIL_SERVER:
        return "not configured"
    return "failing" if outbox.is_in_trouble() else "ok"


def _mailbox() -> str:
    if not settings.BOUNCES_URL:
        return "not configured"
    newest = bounces.last_reading()
    return newest.fault or "ok" if newest else "ok"


# Without these no page can be served.
NEEDED: dict[str, Callable[[], str]] = {"database": _database, "migrations": _Migrations()}
# Pages go on without these, for a while: a balancer must not take the portal away for them.
WATCHED: dict[str, Callable[[], str]] = {
    "disk": _disk,
    "worker": _worker,
    "mail": _mail,
    "mailbox": _mailbox,
    "backup": _backup,
}
