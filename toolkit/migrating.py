"""What a migration may do while processes of the version before go on serving: add, and nothing else.

A release first adds what is new (expand). What is no longer used is taken away in a later release, when no process
knows it any more (contract). Such a migration is named in `docs/upgrade.md`, since one cannot go back over it.
"""

import json
from pathlib import Path
from typing import Any

from django.db import connection, models
from django.db.migrations import Migration, operations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models.fields import NOT_PROVIDED

from core import together

# Tables with so many rows in a large installation that an index takes longer to build than anybody waits for a lock.
LARGE = {
    ("workbooks", "answer"),
    ("clusters", "change"),
    ("clusters", "activityentry"),
    ("workbooks", "answerchange"),
    ("search", "entry"),
    ("kpis", "measurement"),
    ("surveys", "surveyanswer"),
}


def dangers_of(migration: Migration) -> list[str]:
    """Return, a sentence each, what of a migration locks a large table or breaks code of the version before."""
    made = {operation.name_lower for operation in migration.operations if isinstance(operation, operations.CreateModel)}
    dangers = []
    for operation in _flat(list(migration.operations)):
        about = getattr(operation, "model_name_lower", "") or getattr(operation, "name_lower", "")
        if about in made and not isinstance(operation, operations.DeleteModel | operations.RenameModel):
            # Nobody has rows in a table that is made in the same migration.
            continue
        danger = _danger_of(operation, (migration.app_label, about))
        if danger:
            dangers.append(f"{migration.app_label}.{migration.name}: {operation.describe()}: {danger}")
    return dangers


def _flat(found: list[Any]) -> list[Any]:
    flat: list[Any] = []
    for operation in found:
        if isinstance(operation, operations.SeparateDatabaseAndState):
            flat += _flat(list(operation.database_operations))
        else:
            flat.append(operation)
    return flat


def _danger_of(operation: Any, table: tuple[str, str]) -> str:
    gone = operations.RemoveField | operations.DeleteModel | operations.RenameField | operations.RenameModel
    if isinstance(operation, gone | operations.AlterModelTable):
        return "running code still asks for it."
    if isinstance(operation, operations.AddField):
        return _danger_of_field(operation.field)
    if isinstance(operation, operations.AlterField):
        return "the table is written anew or checked whole while nobody can write." if table in LARGE else ""
    if isinstance(operation, operations.AddConstraint):
        return "what running code writes may be refused."
    if (
        isinstance(operation, operations.AddIndex)
        and table in LARGE
        and "concurrent" not in type(operation).__name__.lower()
    ):
        return "nobody can write while the index is built; on PostgreSQL build it concurrently."
    if isinstance(operation, operations.RunSQL):
        return "SQL by hand must be looked at by hand."
    return ""


def _danger_of_field(field: Any) -> str:
    if field.null or field.many_to_many or field.db_default is not NOT_PROVIDED:
        return ""
    if isinstance(field, models.GeneratedField):
        return "the table is written anew while nobody can write."
    return "running code writes rows without it: let it be empty, or give a default that the database knows."


def applied() -> dict[str, str]:
    """Return the newest applied migration of each app."""
    loader = MigrationLoader(connection)
    done = loader.applied_migrations
    found: dict[str, str] = {}
    for app, name in sorted(done or {}):
        found[app] = max(name, found.get(app, ""))
    return found


def all_there_are() -> dict[str, str]:
    """Return the newest migration of each app in this version's code."""
    loader = MigrationLoader(None)
    return dict(sorted(loader.graph.leaf_nodes()))


def go_back(to: dict[str, str]) -> list[str]:
    """Take back, newest first, what was applied since; return the names. Raises IrreversibleError."""
    together.forget(using=connection.alias)
    executor = MigrationExecutor(connection)
    targets = [(app, to.get(app)) for app in applied() if applied()[app] != to.get(app)]
    plan = executor.migration_plan(targets)
    executor.migrate(targets, plan=plan)
    return [str(migration) for migration, _is_backwards in plan]


def read(file: Path) -> dict[str, str]:
    """Return what `applied` said when the file was written."""
    found: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return found
