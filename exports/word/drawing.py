"""Drawings as pictures: a Word file is opened by programmes that show no SVG."""

import re
from functools import lru_cache
from html import unescape

from exports.fonts import font_files

_DOTS = 8
"""On a millimetre of paper."""
_HIGHEST = 240
"""Millimetres that a page has room for."""
_SIZE = re.compile(r'<svg [^>]*viewBox="0 0 (\d+(?:\.\d+)?) (\d+(?:\.\d+)?)"')
# It would be fetched from the disk of the server.
_POINTS_AWAY = re.compile(r"<image\b")


_SAID = re.compile(r"<(title|desc)>(.*?)</\1>", re.DOTALL)


def said_of(svg: str) -> str:
    """Return what a screen reader says of the drawing: its title and its description."""
    return " ".join(unescape(words) for _tag, words in _SAID.findall(svg))


@lru_cache(maxsize=64)
def picture_of(svg: str, width: int) -> bytes | None:
    """Return the drawing as PNG, so many millimetres wide; nothing for one that a page cannot hold or show."""
    size = _SIZE.search(svg)
    if size is None or _POINTS_AWAY.search(svg) or not 0 < float(size[2]) <= _HIGHEST / width * float(size[1]):
        return None
    import resvg_py  # noqa: PLC0415 -- a process that only shows pages does without

    try:
        return resvg_py.svg_to_bytes(
            svg_string=svg,
            width=width * _DOTS,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=font_files(),
            font_family="Schibsted Grotesk",
        )
    except ValueError:
        return None
