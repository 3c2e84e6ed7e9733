"""What goes wrong with a backup, in a sentence that says what to do."""

import errno
from pathlib import Path

from django.db import Error

from core.room import is_full


class BackupError(Exception):
    """Nothing was written, or nothing was changed; `message` says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def sentence_of(fault: BaseException, place: Path | str) -> str:
    """Return in a sentence what a disk or a database said."""
    if is_full(fault):
        return f"The disk is full ({place}), so nothing was kept. Make room and try again."
    code = getattr(fault, "errno", None)
    if code == errno.EROFS:
        return f"The disk can only be read ({place}). Name a place that can be written to."
    if code in {errno.EACCES, errno.EPERM}:
        return f"The user who runs the portal may not use {place}. Give them the right, or name another place."
    if code == errno.ENOENT:
        return f"There is no {place}. Give the path of a file, in a folder that is there."
    if isinstance(fault, Error):
        return f"The database could not be read or written: {' '.join(str(fault).split())[:200]}"
    return f"{place} could not be used: {' '.join(str(fault).split())[:200]}"
