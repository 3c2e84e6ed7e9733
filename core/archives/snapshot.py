"""Reading everything as it stood at one moment, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections, transaction

from core.sql import begin_snapshot

ALIAS = "snapshot"


@contextmanager
def snapshot() -> Iterator[str]:
    """Give the name of a connection that sees one moment of the database, and holds nobody up.

    SQLite in WAL mode keeps what a reader began with; PostgreSQL does in a REPEATABLE READ transaction. Inside a
    transaction that is open already, that one is used.
    """
    if connection.in_atomic_block:
        yield connection.alias
        return
    connections.settings[ALIAS] = _settings()
    try:
        with transaction.atomic(using=ALIAS):
            if connection.vendor == "postgresql":
                begin_snapshot(ALIAS)
            yield ALIAS
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]


def _settings() -> dict[str, Any]:
    given = dict(connection.settings_dict)
    if connection.vendor == "sqlite":
        # Not IMMEDIATE, which would keep everybody else from writing.
        given["OPTIONS"] = {**given["OPTIONS"], "transaction_mode": "DEFERRED"}
    given["CONN_MAX_AGE"] = 0
    return given
