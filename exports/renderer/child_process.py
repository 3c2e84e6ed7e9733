"""The renderer, in the child process in which a document becomes a PDF. No Django: it gets HTML and gives back bytes.

Imported by the fork server and by nobody else, so that WeasyPrint is loaded once and each document only costs a fork.
"""

import gc
import logging
import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from weasyprint.urls import FatalURLFetchingError

from core.confined.limits import confine, place_of
from exports.assets import STATIC
from exports.renderer.fetching import AssetFetcher
from exports.renderer.lettering import set_words
from exports.renderer.lines import find_line_ends
from exports.renderer.painting import paint_as_set
from exports.renderer.protocol import Failed, Limits, Progress, Rendered, Step
from exports.renderer.reading import page_of
from exports.renderer.shaping import forget_faces
from exports.renderer.sheets import keep_sheets, kept_fonts
from exports.renderer.strokes import sum_up
from exports.renderer.tagging import tell_readers
from exports.renderer.thrift import find_out_once
from exports.renderer.turning import leave_no_page_empty
from exports.renderer.writing import press_less, write_once

OPTIONS = {"pdf_variant": "pdf/ua-1", "dpi": 150, "jpeg_quality": 85}

Tell = Callable[[Progress], None]


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if len(self.lines) < 100:
            self.lines.append(record.getMessage()[:300])


class _Steps(logging.Handler):
    """Reads from WeasyPrint's own words how far it has come; what it does not understand is no progress."""

    PAGE = re.compile(r"Creating layout - (?:Page (\d+)|Repagination)")
    STEPS: tuple[tuple[str, Step], ...] = (("Applying CSS", "styling"), ("Creating PDF", "writing"))

    def __init__(self, tell: Tell) -> None:
        super().__init__(logging.INFO)
        self.tell = tell
        self.step: Step = "styling"
        self.pages = 0

    def emit(self, record: logging.LogRecord) -> None:
        before = (self.step, self.pages)
        self.read(record.getMessage())
        if before != (self.step, self.pages):
            self.tell(Progress(self.step, self.pages))

    def read(self, said: str) -> None:
        if found := self.PAGE.search(said):
            # Whatever is laid out again, for page numbers that were not known before, is laid out already.
            self.step = "laying-out" if found[1] and self.step != "numbering" else "numbering"
            self.pages = max(self.pages, int(found[1] or 0))
        for words, step in self.STEPS:
            if words in said:
                self.step = step


def prepare(limits: Limits) -> None:
    """Confine the process for one document."""
    # WeasyPrint unpacks fonts into temporary files of about 100 kB.
    confine(seconds=limits.patience, processor=limits.seconds, memory=limits.memory, file_size=2**26)
    # The collector finds nothing in a layout tree that is still in use, and costs a tenth of the time. The process ends
    # with its document, and what a process may have is limited.
    gc.disable()


def outcome(html: str, limits: Limits, static: Path = STATIC, tell: Tell | None = None) -> Rendered | Failed:
    """Render, and turn every way it can go wrong into a Failed."""
    try:
        return render(html, limits, static, tell)
    except MemoryError:
        return Failed("memory")
    except RecursionError:
        return Failed("nesting")
    except FatalURLFetchingError as error:
        return Failed("asset", str(error))
    except Exception as error:
        return Failed("broken", place_of(error))


def render(html: str, limits: Limits, static: Path = STATIC, tell: Tell | None = None) -> Rendered:
    """Return the tagged PDF (PDF/UA-1) of this HTML; the same HTML gives the same document identifier."""
    fetcher = AssetFetcher(longest_data=limits.data_characters, static=static)
    complaints = _Complaints()
    logger = logging.getLogger("weasyprint")
    logger.handlers[:] = [complaints]
    logger.propagate = False
    progress = logging.getLogger("weasyprint.progress")
    progress.handlers[:] = [_Steps(tell)] if tell else []
    progress.propagate = False
    progress.setLevel(logging.INFO if tell else logging.CRITICAL)
    tell_readers()
    set_words()
    leave_no_page_empty()
    write_once()
    press_less()
    find_out_once()
    find_line_ends()
    paint_as_set()
    sum_up()
    keep_sheets()
    fonts = kept_fonts(static)
    forget_faces(fonts)
    document = page_of(html, fetcher).render(font_config=fonts, **OPTIONS)
    pdf = document.write_pdf(pdf_identifier=sha256(html.encode()).digest()[:16], **OPTIONS)
    return Rendered(pdf, len(document.pages), tuple(dict.fromkeys(fetcher.refused)), tuple(complaints.lines))
