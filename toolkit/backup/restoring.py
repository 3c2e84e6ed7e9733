"""Restoring a backup into an empty installation, whichever database it has: all of it or nothing.

The tables are made as they were in the backup's version, filled, and compared with the backup; all that is one
transaction. Only then are they brought up to date, as by any upgrade.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from django.apps import apps
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import Error, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

from accounts.models import OutboxMail
from core import together
from core.archives.rows import RowError, lines_of, names_of, put_into
from core.archives.zips import ArchiveError, Reading
from toolkit import env
from toolkit.backup import sql, tables
from toolkit.backup.faults import BackupError, sentence_of
from toolkit.backup.reading import opened
from toolkit.backup.writing import SECRET_KEY, Tell, member_of, silent

HELD_BACK = "A backup was restored while this mail waited. It may have gone before that: send it again if it has not."


def restore(file: Path, *, identity: Path | None = None, tell: Tell = silent) -> dict[str, Any]:
    """Restore a backup, and return its list; raises BackupError, and then nothing is there that was not before."""
    refuse_unless_empty()
    with opened(file, identity=identity, tell=tell) as archive:
        written: list[str] = []
        try:
            _restore_files(archive, written, tell)
            with _one_transaction():
                _restore_tables(archive, tell)
        except BaseException as fault:
            for name in written:
                default_storage.delete(name)
            if isinstance(fault, OSError | Error):
                raise BackupError(sentence_of(fault, settings.DATA_DIR)) from fault
            raise
        _restore_secret(archive)
    tell("Bringing the tables up to date ...")
    call_command("migrate", verbosity=0, interactive=False)
    _hold_back_mails()
    return archive.head


def refuse_unless_empty() -> None:
    """Raise BackupError unless the installation has nobody and nothing that could be lost."""
    found = set(connection.introspection.table_names())
    for model in (apps.get_model("accounts", "User"), apps.get_model("clusters", "Cluster")):
        if model._meta.db_table in found and model._base_manager.exists():
            raise BackupError(
                "The installation is not empty: it has people or clusters, and a restore would delete them. "
                "Give it an empty database and an empty data folder: TOOLKIT_DATABASE_URL and TOOLKIT_DATA_DIR."
            )


def check(file: Path, *, identity: Path | None = None, tell: Tell = silent) -> dict[str, Any]:
    """Read a backup and compare every sum, without restoring it; return its list, or raise BackupError."""
    with opened(file, identity=identity, tell=tell) as archive:
        return archive.head


@contextmanager
def _one_transaction() -> Iterator[None]:
    if connection.vendor == "sqlite":
        # Tables are made and changed inside the transaction, where this can no longer be said.
        connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            sql.begin_restore()
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.enable_constraint_checking()


def _restore_tables(archive: Reading, tell: Tell) -> None:
    head = archive.head
    nodes = tables.nodes_of(head["migrations"])
    tell("Making the tables ...")
    sql.drop_everything()
    together.forget(using=connection.alias)
    executor = MigrationExecutor(connection)
    executor.migrate(tables.leaves(executor, nodes))
    found = tables.held(tables.models_at(connection.alias, nodes))
    known = {model._meta.label: model for model in found}
    if set(known) != set(head["tables"]):
        raise BackupError("The backup cannot be used: its tables are not those of its own version.")
    sql.empty(found)
    for label, told in head["tables"].items():
        if told["rows"]:
            tell(f"{label}: {told['rows']} rows")
        _fill(archive, known[label], told)
    sql.set_counters(connection.alias, found, head["counters"])
    tell("Comparing with the backup ...")
    connection.check_constraints()
    for label, told in head["tables"].items():
        _compare(known[label], told, archive.members[member_of(label)])


def _fill(archive: Reading, model: type[models.Model], told: dict[str, Any]) -> None:
    label = model._meta.label
    try:
        put_into(model, told["columns"], archive.lines(member_of(label)), connection.alias)
    except (RowError, ValueError, Error) as fault:
        raise BackupError(f"The rows of {label} cannot be stored: {' '.join(str(fault).split())[:200]}") from fault


def _compare(model: type[models.Model], told: dict[str, Any], member: dict[str, Any]) -> None:
    """Read a table again, as a backup would, and compare it with the backup: number of rows, and every sign of them."""
    rows = model._base_manager.using(connection.alias).order_by("pk")
    found, count = hashlib.sha256(), 0
    for line in lines_of(rows, told["columns"]):
        found.update(line)
        count += 1
    if count != told["rows"]:
        raise BackupError(f"{model._meta.label} has {count} rows, and the backup {told['rows']}: nothing was kept.")
    if sorted(names_of(model)) != sorted(told["columns"]) or found.hexdigest() != member["sha256"]:
        raise BackupError(f"{model._meta.label} reads otherwise than in the backup: nothing was kept.")


def _restore_files(archive: Reading, written: list[str], tell: Tell) -> None:
    names = archive.head["files"]
    for name in names:
        if default_storage.exists(name):
            raise BackupError(
                f"The installation is not empty: the file {name} is there already. Give it an empty data folder."
            )
    for count, name in enumerate(names, start=1):
        kept = default_storage.save(name, File(cast(IO[bytes], _Stream(archive.pieces(f"files/{name}")))))
        written.append(kept)
        if kept != name:
            raise BackupError(f"The file {name} was stored under another name, so nothing was kept.")
        if count % 100 == 0 or count == len(names):
            tell(f"{count} of {len(names)} files")


class _Stream:
    """The pieces of a member, as a file that is copied from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self.name = ""

    def read(self, _size: int = -1) -> bytes:
        return next(self._pieces, b"")

    def chunks(self) -> Iterator[bytes]:
        return self._pieces


def _restore_secret(archive: Reading) -> None:
    """Put the secret key where the portal looks for it, unless the settings give one."""
    if SECRET_KEY not in archive.members or env.SECRET_KEY:
        return
    try:
        key = b"".join(archive.pieces(SECRET_KEY))
        place = Path(settings.DATA_DIR) / SECRET_KEY
        place.unlink(missing_ok=True)
        env.write_once(place, key.decode("ascii"))
    except (ArchiveError, UnicodeDecodeError) as fault:
        raise BackupError("Everything was restored but the secret key, which cannot be read.") from fault


def _hold_back_mails() -> None:
    """Send nothing by itself that the installation has most likely sent since; an administrator sees and decides."""
    waiting = OutboxMail.objects.filter(state=OutboxMail.State.WAITING)
    waiting.update(state=OutboxMail.State.FAILED, fault=HELD_BACK[:300], claim="")
