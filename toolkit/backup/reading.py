"""Opening a backup that may be cut, changed, encrypted, made by a newer version or by somebody who means harm."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from core.archives.zips import ArchiveError, Reading
from toolkit.backup import locking, tables
from toolkit.backup.faults import BackupError, sentence_of
from toolkit.backup.writing import FORMAT, NUMBER, SECRET_KEY, Tell, member_of

# So much stays free on the disk when everything has been unpacked.
SPARE = 100 * 1024**2


@contextmanager
def opened(file: Path, *, identity: Path | None, tell: Tell) -> Iterator[Reading]:
    """Open a backup and compare every sum in it; raises BackupError for one that cannot be trusted."""
    try:
        with file.open("rb") as source:
            if locking.is_locked(file):
                if identity is None:
                    raise BackupError(
                        "The backup is encrypted. Name the file that holds the private key: --identity FILE."
                    )
                tell("Decrypting ...")
                with tempfile.TemporaryFile(dir=settings.DATA_DIR) as plain:
                    locking.unlock(source, plain, identity)
                    plain.seek(0)
                    yield _checked(plain, tell)
            else:
                yield _checked(source, tell)
    except ArchiveError as fault:
        raise BackupError(f"The backup cannot be used. {fault.message}") from fault
    except OSError as fault:
        raise BackupError(sentence_of(fault, fault.filename or file)) from fault


def _checked(source: IO[bytes], tell: Tell) -> Reading:
    room = shutil.disk_usage(settings.DATA_DIR).free
    try:
        archive = Reading(source, largest=max(0, room - SPARE))
    except ArchiveError as fault:
        if fault.kind == "size":
            raise BackupError(
                f"There is no room: the disk of {settings.DATA_DIR} has {room // 1024**2} MB left, "
                "and the backup needs more. Make room and try again."
            ) from fault
        raise
    _check_list(archive.head)
    _check_members(archive)
    tell(f"Checking {len(archive.members)} members of the backup of {archive.head['made_at']} ...")
    archive.check()
    return archive


def _check_list(head: dict[str, Any]) -> None:
    if head.get("format") != FORMAT:
        what = "A cluster is imported by import_cluster." if head.get("format") == "toolkit-cluster" else ""
        raise BackupError(f"The file is no backup of an installation. {what}".strip())
    if head.get("number") != NUMBER:
        raise BackupError(_too_new(head))
    if not _is_whole(head):
        raise BackupError("The backup cannot be used: its list is not as the portal writes it.")
    known = set(MigrationExecutor(connection).loader.graph.nodes)
    if set(tables.nodes_of(head["migrations"])) - known:
        raise BackupError(_too_new(head))


def _too_new(head: dict[str, Any]) -> str:
    version = str(head.get("version", "?"))[:40]
    return f"The backup was made by a newer version ({version}). Install that version, and restore it there."


def _is_whole(head: dict[str, Any]) -> bool:
    migrations, told, counters, files = (head.get(name) for name in ("migrations", "tables", "counters", "files"))
    return (
        isinstance(migrations, dict)
        and all(_is_names(names) for names in migrations.values())
        and isinstance(told, dict)
        and all(
            isinstance(one, dict) and isinstance(one.get("rows"), int) and _is_names(one.get("columns"))
            for one in told.values()
        )
        and isinstance(counters, dict)
        and all(isinstance(number, int) and 0 <= number < 2**63 for number in counters.values())
        and _is_names(files)
        and isinstance(head.get("made_at"), str)
        and isinstance(head.get("version"), str)
    )


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _check_members(archive: Reading) -> None:
    """Compare what the list says is in the backup with what is."""
    head = archive.head
    wanted = {member_of(label) for label in head["tables"]} | {f"files/{name}" for name in head["files"]}
    if set(archive.members) - {SECRET_KEY} != wanted:
        raise ArchiveError("Its list does not name what is in it.")
