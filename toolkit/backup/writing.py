"""Making a backup: tables, files and a list, into a file that is there whole or not at all."""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import pyrage
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import Error, connection, models
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from core import workers
from core.archives.rows import lines_of, names_of
from core.archives.snapshot import snapshot
from core.archives.zips import PIECE, ArchiveError, Reading, Sum, Writing
from toolkit import env
from toolkit.backup import locking, sql, tables
from toolkit.backup.faults import BackupError, sentence_of

FORMAT, NUMBER = "toolkit-backup", 1
SECRET_KEY = "secret_key"  # noqa: S105 -- the name of a file
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that lies where it was asked for."""

    file: Path
    size: int
    rows: int
    files: int
    missing: int
    is_encrypted: bool


def silent(_words: str) -> None:
    """Tell nobody how far it is."""


def write_backup(file: Path, *, key: str = "", tell: Tell = silent, at: datetime | None = None) -> Made:
    """Write a backup and read it back; raises BackupError, and then there is no file.

    With a public key it is encrypted to it, and holds the installation's secret key.
    """
    if file.exists():
        raise BackupError(f"{file} is there already, and no backup overwrites another. Name another file.")
    if key:
        locking.recipient_of(key)
    part = file.with_name(f".{file.name}.part-{os.getpid()}")
    try:
        # Without a name, so that nothing of it is left whatever happens.
        with tempfile.TemporaryFile(dir=file.parent) as plain:
            head = _write(plain, with_secret=bool(key), tell=tell, at=at or timezone.now())
            tell("Reading it back ...")
            _read_back(plain)
            plain.seek(0)
            size = _put_down(plain, part, key)
        _into_place(part, file)
    except (OSError, Error, pyrage.EncryptError) as fault:
        raise BackupError(sentence_of(fault, file)) from fault
    finally:
        part.unlink(missing_ok=True)
    rows = sum(told["rows"] for told in head["tables"].values())
    return Made(file, size, rows, len(head["files"]), len(head["missing"]), bool(key))


def _write(into: IO[bytes], *, with_secret: bool, tell: Tell, at: datetime) -> dict[str, Any]:
    archive = Writing(into)
    with snapshot() as using:
        migrations = tables.applied(using)
        found = tables.held(_models(using, tables.nodes_of(migrations)))
        told: dict[str, dict[str, Any]] = {}
        names: list[str] = []
        for model in found:
            told[model._meta.label] = {"rows": _write_table(archive, model, using), "columns": names_of(model)}
            names += _files_of(model, using)
        tell(f"{len(found)} tables, {sum(one['rows'] for one in told.values())} rows.")
        counters = sql.counters(using, found)
    missing = [name for name in sorted(set(names)) if not _write_file(archive, name)]
    files = sorted(set(names) - set(missing))
    tell(f"{len(files)} files.")
    if with_secret and not env.SECRET_KEY:
        with archive.member(SECRET_KEY) as member:
            member.write(settings.SECRET_KEY.encode())
    return archive.finish(
        {
            "format": FORMAT,
            "number": NUMBER,
            "version": settings.VERSION,
            "made_at": at.astimezone(UTC).isoformat(),
            "address": settings.BASE_URL,
            "database": connection.vendor,
            "migrations": migrations,
            "tables": told,
            "counters": counters,
            "files": files,
            "missing": missing,
        }
    )


def _models(using: str, nodes: list[tables.Node]) -> list[type[models.Model]]:
    """Return the models as the database has them: with an upgrade before it, they are not yet the code's."""
    executor = MigrationExecutor(connection)
    if not set(executor.loader.graph.nodes) - set(nodes):
        return list(apps.get_models(include_auto_created=True))
    return tables.models_at(using, nodes)


def member_of(label: str) -> str:
    """Return where a table lies in the archive."""
    return f"tables/{label}.jsonl"


def _write_table(archive: Writing, model: type[models.Model], using: str) -> int:
    count = 0
    with archive.member(member_of(model._meta.label)) as member:
        for line in lines_of(model._base_manager.using(using).order_by("pk"), names_of(model)):
            member.write(line)
            count += 1
            if count % 200 == 0:
                workers.note_progress()
    return count


def _files_of(model: type[models.Model], using: str) -> list[str]:
    fields = [field.attname for field in model._meta.concrete_fields if isinstance(field, models.FileField)]
    rows = model._base_manager.using(using)
    return [name for field in fields for name in rows.exclude(**{field: ""}).values_list(field, flat=True) if name]


def _write_file(archive: Writing, name: str) -> bool:
    """Copy a file into the archive; tell whether it was there."""
    workers.note_progress()
    try:
        source = default_storage.open(name)
    except FileNotFoundError:
        return False
    with source, archive.member(f"files/{name}") as member:
        while piece := source.read(PIECE):
            member.write(piece)
    return True


def _read_back(made: IO[bytes]) -> None:
    made.flush()
    try:
        Reading(made, largest=2**62).check()
    except ArchiveError as fault:
        raise BackupError(f"What was written could not be read back, so it was thrown away: {fault.message}") from fault


def _put_down(plain: IO[bytes], part: Path, key: str) -> int:
    """Write the finished archive to the disk and compare what lies there; return how long it is."""
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as target:
        written = Sum(target)
        if key:
            locking.lock(plain, written, key)  # type: ignore[arg-type]  # all that is asked of it is to be written to
        else:
            while piece := plain.read(PIECE):
                written.write(piece)
        target.flush()
        os.fsync(target.fileno())
    found = Sum()
    with part.open("rb") as lies:
        while piece := lies.read(PIECE):
            found.write(piece)
    if found.told() != written.told():
        raise BackupError("What lies on the disk is not what was written, so it was thrown away. Try another disk.")
    return written.size


def _into_place(part: Path, file: Path) -> None:
    try:
        os.link(part, file)
    except FileExistsError as fault:
        raise BackupError(f"{file} is there already, and no backup overwrites another. Name another file.") from fault
    except OSError:
        # A disk without links.
        os.replace(part, file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
