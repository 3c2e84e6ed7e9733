"""The fonts of documents, unpacked: they lie packed beside the style sheet that names them. No Django here."""

import tempfile
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from exports.assets import FOLDERS, STATIC


@lru_cache(maxsize=64)
def unpacked(font: Path, changed: int) -> bytes:
    """Return a font as WeasyPrint unpacks it; unpacking all of them takes a sixth of the time of a document."""
    from fontTools.ttLib import woff2  # noqa: PLC0415 -- a process that only shows pages does without

    plain = BytesIO()
    woff2.decompress(BytesIO(font.read_bytes()), plain)
    return plain.getvalue()


def unpack_fonts() -> None:
    """Unpack all fonts now, so that the children of this process need not."""
    for font in _packed():
        unpacked(font, font.stat().st_mtime_ns)


@cache
def font_files() -> list[str]:
    """Return the paths of the fonts as plain files, for a library that reads no others; they go with the process."""
    folder = Path(_folder().name)
    found = []
    for font in _packed():
        plain = folder / f"{font.stem}.ttf"
        plain.write_bytes(unpacked(font, font.stat().st_mtime_ns))
        found.append(str(plain))
    return found


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="toolkit-fonts-")


def _packed() -> list[Path]:
    return sorted(font for folder in FOLDERS for font in (STATIC / folder).rglob("*.woff2"))
