"""What is known of the backups of this installation; who makes them stands above, in `toolkit.backup`."""

from dataclasses import dataclass
from datetime import datetime

from core.models import Backup


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The newest backup that was made whole: when it was finished, how large it is, and whether it was read back."""

    at: datetime
    size: int
    is_checked: bool
    is_encrypted: bool
    file: str


def last_backup() -> LastBackup | None:
    """Return the newest backup that was made whole, or None before the first; one query."""
    found = Backup.objects.filter(state=Backup.State.DONE).order_by("-finished_at", "-pk").first()
    if found is None or found.finished_at is None:
        return None
    return LastBackup(found.finished_at, found.size, found.is_checked, found.is_encrypted, found.file)


def last_fault() -> str:
    """Return why the newest try failed, or nothing when it did not; one query."""
    newest = Backup.objects.exclude(state=Backup.State.RUNNING).order_by("-started_at", "-pk").first()
    return newest.fault if newest is not None and newest.state == Backup.State.FAILED else ""
