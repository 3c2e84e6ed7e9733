"""Finished files, kept by what they were made from: equal content is never rendered twice.

The name of a file is a digest of its HTML, of the print assets, of the renderer and of the machine's fonts, so nothing
here ever goes stale; it only grows, and the files that were asked for longest ago go first.
"""

import fcntl
import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import IO

from django.conf import settings

from exports import machine_fonts, shared
from exports.assets import FOLDERS, STATIC
from exports.pdf import render_pdf

LARGEST = 512 * 1024**2
_LOCKS = 64
_PAUSE = 0.1
DRAFT_KEPT = 3600


def pdf_of(html: str, *, name: str = "document") -> bytes:
    """Return the HTML as PDF, rendered now or before; raises PdfFailed."""
    return cached_pdf(digest_of(html), lambda: render_pdf(html, name=name))


def digest_of(html: str) -> str:
    """Return the digest of everything that the PDF of this HTML depends on."""
    return hashlib.sha256(f"{_assets_digest(_stamp())}\n{machine_fonts.stamp()}\n{html}".encode()).hexdigest()


def file_of(digest: str) -> bytes | None:
    """Return the file of this digest, or None when it was never made or has made room for others."""
    return _found(_path(digest))


def keep_source(digest: str, html: str) -> None:
    """Keep the HTML of a document that is to be made by another process."""
    _keep(_path(digest, ".html"), html.encode())


def source_of(digest: str) -> str | None:
    """Return the HTML that is kept for this digest."""
    found = _found(_path(digest, ".html"))
    return None if found is None else found.decode()


def drop_source(digest: str) -> None:
    """Forget the HTML: the document is made."""
    path = _path(digest, ".html")
    path.unlink(missing_ok=True)
    shared.drop(path.name)


def cached_pdf(digest: str, make: Callable[[], bytes], waiting: Callable[[], None] = lambda: None) -> bytes:
    """Return the file of this digest; if there is none, make it, in one process at a time, and keep it.

    `waiting` is called again and again while another process is at it.
    """
    path = _path(digest)
    found = _found(path)
    if found is not None:
        return found
    with _locked(digest, waiting):
        found = _read(path)
        if found is not None:
            return found
        made = make()
        _keep(path, made)
    prune()
    return made


def prune(largest: int = LARGEST) -> None:
    """Delete the files asked for longest ago until the rest takes no more than `largest` bytes."""
    kept = []
    for draft in _folder().glob("*.part"):
        # Of a process that was killed while it wrote.
        with suppress(OSError):
            if draft.stat().st_mtime < time.time() - DRAFT_KEPT:
                draft.unlink()
    for path in (*_folder().glob("*.pdf"), *_folder().glob("*.html")):
        try:
            status = path.stat()
        except FileNotFoundError:
            continue
        kept.append((status.st_mtime_ns, status.st_size, path))
    total = sum(size for _used, size, _path in kept)
    for _used, size, path in sorted(kept):
        if total <= largest:
            return
        path.unlink(missing_ok=True)
        total -= size


def _folder() -> Path:
    folder = Path(settings.EXPORT_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _path(digest: str, suffix: str = ".pdf") -> Path:
    return _folder() / f"{digest}{suffix}"


def _found(path: Path) -> bytes | None:
    """Return a file of this machine, or one that another has made: then it is kept here, too."""
    found = _read(path)
    if found is None and (found := shared.take(path.name)) is not None:
        _write(path, found)
    return found


def _keep(path: Path, content: bytes) -> None:
    _write(path, content)
    shared.give(path.name, content)


def _read(path: Path) -> bytes | None:
    try:
        found = path.read_bytes()
        os.utime(path)
    except FileNotFoundError:
        return None
    return found


def _write(path: Path, content: bytes) -> None:
    # A reader sees the whole file or none: it comes under its name in one step.
    draft = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
    try:
        draft.touch(mode=0o600)
        draft.write_bytes(content)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


@contextmanager
def _locked(digest: str, waiting: Callable[[], None]) -> Iterator[None]:
    with (_folder() / f"lock-{int(digest[:8], 16) % _LOCKS}").open("w") as lock:
        while not _taken(lock):
            waiting()
            time.sleep(_PAUSE)
        yield


def _taken(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _stamp() -> tuple[tuple[str, int, int], ...]:
    files = sorted(path for folder in FOLDERS for path in (STATIC / folder).rglob("*") if path.is_file())
    return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)


@lru_cache(maxsize=1)
def _assets_digest(stamp: tuple[tuple[str, int, int], ...]) -> str:
    """Return the digest of the renderer and the assets; read again only when one of them has changed."""
    total = hashlib.sha256(version("weasyprint").encode())
    for name, _time, _size in stamp:
        total.update(Path(name).relative_to(STATIC).as_posix().encode())
        total.update(Path(name).read_bytes())
    return total.hexdigest()
