"""Which tables a backup holds, at whichever state of the migrations."""

from collections.abc import Iterable, Sequence

from django.db import connections, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

# What a backup does without, and why.
LEFT_OUT = {
    "sessions.Session": "everybody signs in again: a session in a backup would let its finder in",
    "core.Worker": "the processes that work here and now",
    "moving.Copy": "copies of what the backup holds anyway",
    "moving.Arrival": "files that were read when they came",
    "accounts.MailboxReading": "how a mailbox was read, which another place tries by itself",
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
