"""What keeps the database or the disk from doing what they were asked, told apart whoever says it.

Each has a page of its own: who reads it learns what to do, and what was typed stands below.
"""

import errno
import sqlite3
from collections.abc import Iterator
from enum import StrEnum

from django.db import Error, InterfaceError, OperationalError

from core.room import is_full

# https://www.postgresql.org/docs/15/errcodes-appendix.html
BUSY = {"40001", "40P01", "55P03"}
SLOW = {"57014", "25P03", "25P04"}
READ_ONLY = {"25006"}
# Connections, resources, and what an operator or a crash did to the server.
AWAY = ("08", "53", "57P", "58")
SQLITE = {
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_INTERRUPT: "slow",
    sqlite3.SQLITE_READONLY: "read-only",
    sqlite3.SQLITE_CANTOPEN: "away",
    sqlite3.SQLITE_IOERR: "away",
}


class Trouble(StrEnum):
    """What is the matter; the value names its page."""

    FULL = "full"
    BUSY = "busy"
    SLOW = "slow"
    READ_ONLY = "read-only"
    AWAY = "away"


def trouble_of(error: BaseException | None) -> Trouble | None:
    """Return what kept database or disk from it, or None for any other fault."""
    if is_full(error):
        return Trouble.FULL
    for one in _chain(error):
        if isinstance(one, OSError) and one.errno == errno.EROFS:
            return Trouble.READ_ONLY
        if isinstance(one, sqlite3.Error):
            # The lower byte is the error, the others say more of it.
            found = SQLITE.get((getattr(one, "sqlite_errorcode", None) or 0) & 0xFF)
            if found:
                return Trouble(found)
        if code := getattr(one, "pgcode", None):
            return _of_postgresql(str(code))
    if any(isinstance(one, InterfaceError) for one in _chain(error)):
        return Trouble.AWAY
    if isinstance(error, OperationalError):
        # SQLite's words for a turn that did not come; without words of its own a server has not answered at all.
        return Trouble.BUSY if "locked" in str(error) else Trouble.AWAY
    return None


def _of_postgresql(code: str) -> Trouble | None:
    if code in BUSY:
        return Trouble.BUSY
    if code in SLOW:
        return Trouble.SLOW
    if code in READ_ONLY:
        return Trouble.READ_ONLY
    return Trouble.AWAY if code.startswith(AWAY) else None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ if isinstance(error, Error) else (error.__cause__ or error.__context__)
