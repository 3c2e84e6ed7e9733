"""Which tables a backup holds, at whichever state of the migrations, and where their numbers go on."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

# What a backup does without, and why.
LEFT_OUT = {
    "sessions.Session": "everybody signs in again: a session in a backup would let its finder in",
    "core.Worker": "the processes that work here and now",
    "core.Backup": "what is known of backups is of the place where they lie",
}
Node = tuple[str, str]
Applied = dict[str, list[str]]


def applied(using: str) -> Applied:
    """Return the names of the migrations that the database has had, by app."""
    found: Applied = {}
    for app, name in sorted(MigrationRecorder(connections[using]).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


def leaves(executor: MigrationExecutor, nodes: Iterable[Node]) -> list[Node]:
    """Return of these migrations the ones that no other of them follows."""
    wanted = set(nodes)
    graph = executor.loader.graph
    return sorted(node for node in wanted if not any(child.key in wanted for child in graph.node_map[node].children))


def nodes_of(migrations: Applied) -> list[Node]:
    """Return the migrations as Django names them."""
    return [(app, name) for app, names in migrations.items() for name in names]


def models_at(using: str, nodes: Sequence[Node]) -> list[type[models.Model]]:
    """Return the models as they were when the database had these migrations and no others."""
    executor = MigrationExecutor(connections[using])
    state = executor.loader.project_state(leaves(executor, nodes))
    return list(state.apps.get_models(include_auto_created=True))


def held(found: Iterable[type[models.Model]]) -> list[type[models.Model]]:
    """Return the models whose tables a backup holds, in the order of their names."""
    own = [model for model in found if model._meta.label not in LEFT_OUT and model._meta.managed]
    return sorted(own, key=lambda model: model._meta.label)


def counters(using: str, found: Iterable[type[models.Model]]) -> dict[str, int]:
    """Return by table the highest number that was ever given: a number that was once a row's is not given again."""
    tables = [model._meta.db_table for model in found if isinstance(model._meta.pk, models.AutoField)]
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            known = dict(cursor.fetchall())
            return {table: int(known[table]) for table in tables if known.get(table)}
        given: dict[str, int] = {}
        for table in tables:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [f'"{table}"'])
            (name,) = cursor.fetchone()
            if name is None:
                continue
            cursor.execute(f"SELECT last_value, is_called FROM {name}")  # noqa: S608 -- the database's own name
            last, is_called = cursor.fetchone()
            if is_called:
                given[table] = int(last)
        return given


def set_counters(using: str, found: Iterable[type[models.Model]], given: dict[str, Any]) -> None:
    """Have the numbers of each table go on where they had come to, and never below the highest that is there."""
    connection = connections[using]
    for model in found:
        if not isinstance(model._meta.pk, models.AutoField):
            continue
        table = model._meta.db_table
        highest = model._base_manager.using(using).aggregate(most=models.Max("pk"))["most"] or 0
        number = max(highest, int(given.get(table, 0)))
        if not number:
            continue
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [number, table])
                if not cursor.rowcount:
                    cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])
            else:
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [f'"{table}"', number])
