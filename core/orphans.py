"""Files on the disk that no row points at: left behind when a change was taken back, or a cluster was deleted."""

from collections.abc import Callable, Collection
from datetime import datetime

import structlog
from django.core.files.storage import default_storage

log = structlog.get_logger(__name__)

BATCH = 500


def delete_strays(folder: str, known: Callable[[Collection[str]], Collection[str]], *, before: datetime) -> int:
    """Delete the files of a folder that no row points at; `known` gives those of a handful that one does.

    A file that was written since `before` is left alone: the change that writes it may not have ended yet.
    """
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return 0
    count = 0
    found = sorted(f"{folder}/{name}" for name in names)
    for begin in range(0, len(found), BATCH):
        some = found[begin : begin + BATCH]
        for name in sorted(set(some) - set(known(some))):
            count += _delete(name, before)
    if count:
        log.info("stray_files_deleted", folder=folder, count=count)
    return count


def _delete(name: str, before: datetime) -> bool:
    try:
        if default_storage.get_modified_time(name) >= before:
            return False
        default_storage.delete(name)
    except OSError as fault:
        # The next night tries again; the worker that asks for this has more to do.
        log.warning("stray_file_stays", fault=type(fault).__name__)
        return False
    return True
