"""Our style sheets, read once for all documents that a process makes: the fork server reads them before the first.

A document gets them again as if it had read them itself: their rules for pages, their fonts, and what WeasyPrint
complained about. A sheet that has changed is read anew. The fonts are made known to the machine once, too; a font in
place of another is known to the next process.
"""

import logging
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint import css
from weasyprint.text.fonts import FontConfiguration

from exports.assets import SCHEME, STATIC, AssetFault, asset_path
from exports.renderer.fetching import AssetFetcher

_log = logging.getLogger("weasyprint")
# The sheets of every document; what only some have is read when one asks for it.
_COMMON = ("print/print.css", "print/chapters.css", "print/spreads.css")


@dataclass
class _Fonts:
    """Notes the fonts that a sheet declares, instead of loading them."""

    faces: list[Any] = field(default_factory=list)

    def add_font_face(self, face: Any, url_fetcher: Any) -> None:
        """Note a font; it is loaded for each document."""
        self.faces.append(face)


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@dataclass(frozen=True)
class _Sheet:
    """A sheet that was read: when its file was written, and what a document takes from it."""

    written: int
    css: Any
    pages: list[Any]
    fonts: _Fonts
    complaints: list[logging.LogRecord]


_sheets: dict[str, _Sheet] = {}


def keep_sheets() -> None:
    """From now on read our sheets once; a second call changes nothing."""
    if css.CSS is not _given:
        css.CSS = _given


@cache
def kept_fonts(static: Path = STATIC) -> FontConfiguration:
    """Return the fonts of the machine, and those of the sheets that were read from this folder."""
    return FontConfiguration()


def read_common_sheets() -> None:
    """Read the sheets of every document, before there is one."""
    fetcher = AssetFetcher(longest_data=0)
    for name in _COMMON:
        for face in _read(f"{SCHEME}{name}", fetcher).fonts.faces:
            kept_fonts().add_font_face(face, fetcher)


def _given(url: str | None = None, **more: Any) -> Any:
    """Return a sheet as WeasyPrint's own class would."""
    fetcher = more.get("url_fetcher")
    if url is None or not url.startswith(SCHEME) or not isinstance(fetcher, AssetFetcher) or more.get("layer"):
        return weasyprint.CSS(url=url, **more)
    sheet = _read(url, fetcher)
    more["page_rules"].extend(sheet.pages)
    for face in sheet.fonts.faces:
        more["font_config"].add_font_face(face, fetcher)
    for record in sheet.complaints:
        _log.handle(record)
    return sheet.css


def _read(url: str, fetcher: AssetFetcher) -> _Sheet:
    key = f"{fetcher.static}\0{url}"
    written = _written(url, fetcher)
    if key not in _sheets or not written or _sheets[key].written != written:
        pages: list[Any] = []
        fonts, complaints = _Fonts(), _Complaints()
        others, _log.handlers[:] = _log.handlers[:], [complaints]
        try:
            read = weasyprint.CSS(url=url, url_fetcher=fetcher, font_config=fonts, page_rules=pages)
        finally:
            _log.handlers[:] = others
        _sheets[key] = _Sheet(written, read, pages, fonts, complaints.records)
    return _sheets[key]


def _written(url: str, fetcher: AssetFetcher) -> int:
    """Return when the file was last written, or 0 of one that is not there, which is said by whoever reads it."""
    try:
        return asset_path(url, fetcher.static).stat().st_mtime_ns
    except (AssetFault, OSError):
        return 0
