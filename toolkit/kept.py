"""Connections to the embedded database stay open between requests, as those to PostgreSQL do.

Opening one costs as much of the processor as a fifth of a page: the whole schema is read anew. Worse, whenever the last
one is closed SQLite writes its journal into the database, and whoever comes meanwhile waits. But a connection holds on
to its file when somebody has put another in its place, a restored one, so that is looked at before each request.
"""

import os
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


def note_file(*, connection: BaseDatabaseWrapper, **_given: Any) -> None:
    """Remember which file a connection has opened; called when one is made."""
    if connection.vendor == "sqlite":
        connection.opened_file = identity_of(connection)  # type: ignore[attr-defined]  # our own note


def let_go_of_what_was_replaced(**_given: Any) -> None:
    """Close connections to a file that is no longer there; called before each request, which then opens the new one."""
    for connection in connections.all(initialized_only=True):
        opened = getattr(connection, "opened_file", None)
        if opened is not None and not connection.in_atomic_block and opened != identity_of(connection):
            connection.close()


def identity_of(connection: BaseDatabaseWrapper) -> tuple[int, int] | None:
    """Return what tells a file from another one of the same name."""
    try:
        found = os.stat(connection.settings_dict["NAME"])
    except (OSError, TypeError, ValueError):
        return None
    return found.st_dev, found.st_ino
