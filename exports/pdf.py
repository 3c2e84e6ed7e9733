"""HTML to PDF, in a child process that can be stopped.

`render_pdf` takes a finished HTML page (see `exports.html`) and gives the bytes of a tagged PDF, or raises PdfFailed
with a sentence for the person who asked. The child is forked from a server process that has WeasyPrint loaded; the
limits on time and memory are the operating system's. Why so: `docs/decisions/pdf.md`.
"""

import multiprocessing
import time
from collections.abc import Callable
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import structlog
from django.utils.translation import gettext as _

from core.confined.limits import Fault, fault_of
from exports.assets import STATIC
from exports.renderer.protocol import Failed, Limits, Progress, Rendered, work

__all__ = [
    "Limits",
    "PdfFailed",
    "Progress",
    "Rendered",
    "Watch",
    "message_of",
    "render_document",
    "render_pdf",
    "warm_up",
]

log = structlog.get_logger(__name__)

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["exports.renderer.preload"])
_DEFAULT = Limits()
_TICK = 1.0

# Called with what the child says, and with None every second in which it says nothing.
Watch = Callable[[Progress | None], None]


class PdfFailed(Exception):
    """The document could not be made: `message` is for the person, `fault` for the program."""

    def __init__(self, message: str, fault: Fault) -> None:
        super().__init__(message)
        self.message = message
        self.fault = fault


def warm_up() -> None:
    """Load the renderer now, so that the first document needs not wait for it."""
    forkserver.ensure_running()


def render_pdf(html: str, *, name: str = "document", limits: Limits = _DEFAULT) -> bytes:
    """Return the page as PDF/UA-1; `name` is what logs call it. Raises PdfFailed."""
    return render_document(html, name=name, limits=limits).pdf


def render_document(
    html: str,
    *,
    name: str = "document",
    limits: Limits = _DEFAULT,
    static: Path = STATIC,
    watch: Watch | None = None,
) -> Rendered:
    """Return the PDF with what was refused and what WeasyPrint complained about. Raises PdfFailed."""
    if len(html) > limits.characters:
        raise _failed(Failed("size"), name)
    result = _in_child(html, limits, static, watch or _unwatched)
    if isinstance(result, Failed):
        raise _failed(result, name)
    if result.refused:
        log.warning("pdf_asset_refused", document=name, refused=list(result.refused))
    return result


def _unwatched(progress: Progress | None) -> None:
    """Nobody wants to know how far it is."""


def _in_child(html: str, limits: Limits, static: Path, watch: Watch) -> Rendered | Failed:
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=work, args=(theirs, html, limits, static), daemon=True)
    try:
        process.start()
        theirs.close()
        return _answer(ours, process, limits, watch)
    finally:
        ours.close()
        theirs.close()
        if process.pid is not None:
            if process.is_alive():
                process.kill()
            process.join()
            process.close()


def _answer(ours: Connection, process: ForkServerProcess, limits: Limits, watch: Watch) -> Rendered | Failed:
    end = time.monotonic() + limits.patience
    while (left := end - time.monotonic()) > 0:
        if not ours.poll(min(left, _TICK)):
            watch(None)
            continue
        try:
            said: Rendered | Failed | Progress = ours.recv()
        except EOFError:
            process.join()
            return Failed(*fault_of(process.exitcode))
        if not isinstance(said, Progress):
            return said
        watch(said)
    return Failed("busy")


def _failed(failure: Failed, name: str) -> PdfFailed:
    log.error("pdf_failed", document=name, fault=failure.fault, where=failure.where)
    return PdfFailed(message_of(failure.fault), failure.fault)


def message_of(fault: str) -> str:
    """Return the sentence for the person, in the active language."""
    match fault:
        case "time":
            return _("The document took too long to create. Shorten the longest texts or tables, then try again.")
        case "busy":
            return _("The portal is very busy, so the document was not finished in time. Ask for it again later.")
        case "memory" | "size":
            return _("The document is too large to create. Shorten the longest texts or tables, then try again.")
        case "nesting":
            return _(
                "The document has lists inside lists at too many levels to print. Use fewer levels, then try again."
            )
        case _:
            return _("The document could not be created. The fault is ours and has been logged; your text is safe.")
