"""Finished documents in the installation's store, where it has one: what one machine has made, every other gives.

Without a store the folder of this machine is all there is. A store that is away costs a rendering, never an answer.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import structlog
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

ALIAS = "exports"

log = structlog.get_logger(__name__)


def take(name: str) -> bytes | None:
    """Return the file of this name, or None where there is none."""
    with _forgiving("taken"), _store().open(name) as file:
        content: bytes = file.read()
        return content
    return None


def give(name: str, content: bytes) -> None:
    """Put a file there; the same name is the same content."""
    with _forgiving("given"):
        _store().save(name, ContentFile(content))


def drop(name: str) -> None:
    """Take a file away."""
    with _forgiving("dropped"):
        _store().delete(name)


def prune(*, before: datetime) -> int:
    """Take away what was made before this moment, and return how much: it is made again when somebody asks for it."""
    count = 0
    with _forgiving("pruned"):
        store = _store()
        for name in store.listdir("")[1]:
            if store.get_modified_time(name) < before:
                store.delete(name)
                count += 1
    return count


class _NoStoreError(Exception):
    """This installation keeps its documents in a folder."""


def _store() -> Storage:
    if ALIAS not in settings.STORAGES:
        raise _NoStoreError
    return storages[ALIAS]


@contextmanager
def _forgiving(what: str) -> Iterator[None]:
    try:
        yield
    except (_NoStoreError, FileNotFoundError):
        pass
    except Exception as fault:
        log.warning("document_store_fails", what=what, fault=type(fault).__name__)
