"""Which backups there are: each try is noted, the worker makes one a day, and old ones are deleted."""

import contextlib
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.db import Error, IntegrityError, transaction
from django.utils import timezone

from core.models import Backup
from toolkit import env
from toolkit.backup.faults import BackupError
from toolkit.backup.writing import Made, Tell, silent, write_backup

HOUR = 2
TRIES_A_DAY = 5
PAUSE = timedelta(hours=1)
NOTES_KEPT = timedelta(days=400)
ENDINGS = (".zip", ".zip.age")

log = structlog.get_logger(__name__)


def make(file: Path, *, key: str = "", tell: Tell = silent, note: Backup | None = None) -> Made:
    """Make a backup, and note that it was made, or why not; raises BackupError."""
    note = note or Backup.objects.create(file=str(file)[:1000])
    try:
        made = write_backup(file, key=key, tell=tell)
    except BaseException as fault:
        words = fault.message if isinstance(fault, BackupError) else "The backup was broken off."
        with contextlib.suppress(Error):
            _note(note, state=Backup.State.FAILED, fault=words[:300])
        raise
    _note(
        note,
        state=Backup.State.DONE,
        size=made.size,
        rows=made.rows,
        files=made.files,
        is_checked=True,
        is_encrypted=made.is_encrypted,
    )
    return made


def _note(note: Backup, **values: object) -> None:
    Backup.objects.filter(pk=note.pk).update(finished_at=timezone.now(), **values)


def folder() -> Path:
    """Return where the worker puts its backups."""
    return Path(env.BACKUP_DIR) if env.BACKUP_DIR else Path(settings.DATA_DIR) / "backups"


def make_if_due(*, now: datetime | None = None) -> Made | None:
    """Make the day's backup unless it is made, or is being made, or was tried a moment ago; then delete old ones."""
    now = now or timezone.now()
    note = _claim(now)
    if note is None:
        return None
    ending = ENDINGS[1] if env.BACKUP_KEY else ENDINGS[0]
    try:
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        _note(note, state=Backup.State.FAILED, fault=f"The folder {folder()} cannot be made: {fault.strerror}."[:300])
        return None
    file = folder() / f"toolkit-{timezone.localtime(now):%Y-%m-%d-%H%M%S}{ending}"
    Backup.objects.filter(pk=note.pk).update(file=str(file))
    try:
        made = make(file, key=env.BACKUP_KEY, note=note)
    except BackupError as fault:
        log.error("backup_failed", fault=fault.message)
        return None
    log.info("backup_made", size=made.size, rows=made.rows, files=made.files)
    prune(now=now)
    return made


def _claim(now: datetime) -> Backup | None:
    """Take today's backup as one's own, unless another worker has it; None when there is nothing to do."""
    local = timezone.localtime(now)
    if env.BACKUP_KEEP == 0 or local.hour < HOUR:
        return None
    tries = list(Backup.objects.filter(day=local.date()).order_by("attempt"))
    if len(tries) >= TRIES_A_DAY or any(one.state == Backup.State.DONE for one in tries):
        return None
    # One that runs is believed for as long: its worker may have been killed.
    if tries and now - tries[-1].started_at < PAUSE:
        return None
    with contextlib.suppress(IntegrityError), transaction.atomic():
        return Backup.objects.create(day=local.date(), attempt=len(tries) + 1, file="", started_at=now)
    return None


def prune(*, now: datetime) -> None:
    """Delete the worker's own backups but the newest ones, and the notes of long ago. One failed day deletes none."""
    found = sorted(path for ending in ENDINGS for path in folder().glob(f"toolkit-*{ending}"))
    for path in found[: -env.BACKUP_KEEP or None]:
        with contextlib.suppress(OSError):
            path.unlink()
    for path in folder().glob(".toolkit-*.part-*"):
        # Left behind by a worker that was killed.
        with contextlib.suppress(OSError):
            if datetime.fromtimestamp(path.stat().st_mtime, tz=now.tzinfo) < now - timedelta(days=1):
                path.unlink()
    Backup.objects.filter(started_at__lt=now - NOTES_KEPT).delete()
