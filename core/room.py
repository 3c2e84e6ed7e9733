"""When the disk is full: how that is told from other faults, whoever says it, and a cache that says it too."""

import errno
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.core.files.storage import FileSystemStorage
from django.db import OperationalError

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# https://www.postgresql.org/docs/15/errcodes-appendix.html: disk_full
POSTGRESQL_FULL = "53100"
SQLITE_FULL = "disk is full"


class NoRoomError(OperationalError):
    """Something could not be written down for want of room."""


def is_full(error: BaseException | None) -> bool:
    """Tell whether an error, or what it came from, says that the disk is full."""
    while error is not None:
        if isinstance(error, NoRoomError) or (isinstance(error, OSError) and error.errno in NO_ROOM):
            return True
        if getattr(error, "pgcode", None) == POSTGRESQL_FULL or SQLITE_FULL in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


class Cache(DatabaseCache):
    """Django's cache in the database, which says when it can note nothing.

    Django's own is silent, and whoever counts attempts with it takes that for too many of them.
    """

    def add(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        """Note it unless it is known; raises NoRoomError when it is neither known nor can be noted."""
        for _try in range(3):
            if super().add(key, *args, **kwargs):
                return True
            if self.has_key(key, kwargs.get("version")):
                return False
        raise NoRoomError("The cache takes nothing: the disk is full.")


class Storage(FileSystemStorage):
    """Files on the disk, whole or not at all."""

    def _save(self, name: str, content: Any) -> str:
        try:
            return str(super()._save(name, content))  # type: ignore[misc]  # not in the stubs
        except OSError:
            # Django names another file when this one is there, so what lies under the name is ours.
            self.delete(name)
            raise
