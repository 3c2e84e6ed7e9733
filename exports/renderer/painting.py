"""How words are painted: as they were set, and each letter by what is known of it.

WeasyPrint forgets how it set a line, sets it again to paint it, and asks Pango about each letter and its font anew. And
where a letter is moved by less than a thousandth of its size, it moves it by nothing, which was a third of the words of
a page. What is seen and read is the same; tests hold it.
"""

from collections.abc import Callable, Sequence
from copy import copy
from typing import Any, NamedTuple

from weasyprint.draw import text
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from exports.renderer.shaping import SetLine
from exports.renderer.thrift import replace_everywhere

Paint = Callable[..., Any]
# What Pango says of a glyph: which, how wide, how far to the right and up, and whether a letter begins with it.
_NUMBERS = 5
# Since then a font says how large it is.
_OLDEST = 14802


class _Painted(NamedTuple):
    """A font of a document, in one size: what was written for each of its glyphs, and a line that keeps it alive."""

    key: int
    font: Any
    size: float
    pieces: dict[tuple[int, int, int], str]
    line: Any
    # Its letters are no pictures.
    is_plain: bool


def paint_as_set() -> None:
    """From now on paint so; a second call changes nothing."""
    is_ours = getattr(text.draw_first_line, "is_ours", False)
    if is_ours or pango.pango_version() < _OLDEST or ffi.sizeof("PangoGlyphInfo") != _NUMBERS * 4:
        return
    line_break.Layout.deactivate = _kept
    line_break.Layout.reactivate = _as_it_was(line_break.Layout.reactivate)
    replace_everywhere(text.draw_first_line, _painting(text.draw_first_line))


def _kept(layout: Any) -> None:
    """Keep what was set until it is painted: some ten kilobytes a page."""


def _as_it_was(set_again: Paint) -> Paint:
    def reactivated(self: Any, style: Any) -> None:
        if self.justification_spacing or self.style is not style:
            set_again(self, style)

    return reactivated


def _painting(paint: Paint) -> Paint:
    def painted(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> Any:
        if text_overflow == "ellipsis" or block_ellipsis != "none":
            # What is shortened is changed; whatever else is set like it must not be.
            shortened = textbox.pango_layout = copy(textbox.pango_layout)
            shortened.setup(textbox.style)
            shortened.set_text(shortened.text, justify=True)
        elif textbox.text.strip() and textbox.style["font_size"] >= 1e-6:
            written = _written(stream, textbox)
            if written is not None:
                stream.set_text_matrix(*matrix.values)
                for font, size, string in written:
                    stream.set_font_size(font.hash, size)
                    stream.show_text(string)
                return []
        return paint(stream, textbox, text_overflow, block_ellipsis, matrix)

    painted.is_ours = True  # type: ignore[attr-defined]
    return painted


def _written(stream: Any, textbox: Any) -> list[tuple[Any, float, str]] | None:
    """Return the words with their fonts, as a PDF writes them; None of what is painted otherwise."""
    layout = textbox.pango_layout
    known = textbox.style.font_config.__dict__.setdefault("painted", {})
    written: list[tuple[Any, float, str]] = []
    if layout.__class__ is SetLine and layout.is_as_set:
        return _written_as_set(stream, textbox, known)
    run, before = pango.pango_layout_get_line_readonly(layout.layout, 0).runs, None
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        run = run.next
        used = known.get(item.analysis.font)
        if used is None or stream._fonts.get(used.key) is not used.font:
            used = known[item.analysis.font] = _font(stream, item.analysis.font, layout)
        if not used.is_plain:
            return None
        string = _string(used, item, glyphs, textbox, stream)
        if string is None:
            return None
        if used is before:
            written[-1] = *written[-1][:2], written[-1][2] + string
        else:
            written.append((used.font, used.size, string))
        before = used
    return written


def _written_as_set(stream: Any, textbox: Any, known: dict[Any, _Painted]) -> list[tuple[Any, float, str]] | None:
    """Return the words of a line that HarfBuzz set."""
    layout = textbox.pango_layout
    face, glyphs = layout.face, layout.glyphs
    used = known.get(face.font)
    if used is None or stream._fonts.get(used.key) is not used.font:
        used = known[face.font] = _font(stream, face.font, face.layout)
    if not used.is_plain:
        return None
    string = _joined(used, glyphs.letters)
    if string is None:
        said = layout.text.encode()
        for place, (glyph, width, right) in enumerate(glyphs.letters):
            begun, ended = (*glyphs.clusters, len(said))[place : place + 2]
            if (glyph, width, right) not in used.pieces:
                used.font.to_unicode.setdefault(glyph, said[begun:ended].decode())
                used.pieces[glyph, width, right] = _piece(used, glyph, width, right, face.font, stream)
        string = _joined(used, glyphs.letters)
    return None if string is None else [(used.font, used.size, string)]


def _font(stream: Any, pango_font: Any, layout: Any) -> _Painted:
    font, size = stream.add_font(pango_font)
    key = next(key for key, one in stream._fonts.items() if one is font)
    is_plain = not (font.bitmap or font.png or font.svg or font.colr)
    return _Painted(key, font, size, {}, layout.layout, is_plain)


def _string(used: _Painted, item: Any, glyphs: Any, textbox: Any, stream: Any) -> str | None:
    count = glyphs.num_glyphs
    numbers = ffi.unpack(ffi.cast("int32_t *", glyphs.glyphs), count * _NUMBERS)
    if any(numbers[3::_NUMBERS]):
        return None
    letters = list(zip(numbers[0::_NUMBERS], numbers[1::_NUMBERS], numbers[2::_NUMBERS], strict=True))
    pieces = used.pieces
    string = _joined(used, letters)
    if string is None:
        for place, letter in enumerate(letters):
            if letter not in pieces:
                if letter[0] == pango.PANGO_GLYPH_EMPTY or letter[0] & pango.PANGO_GLYPH_UNKNOWN_FLAG:
                    return None
                _note(used.font, letter[0], place, item, glyphs, textbox)
                pieces[letter] = _piece(used, *letter, item.analysis.font, stream)
        string = _joined(used, letters)
    return string


def _joined(used: _Painted, letters: Sequence[tuple[int, int, int]]) -> str | None:
    """Return glyphs as a PDF writes them; None while one of them was not met."""
    try:
        string = "<" + "".join([used.pieces[letter] for letter in letters])
    except KeyError:
        return None
    return string[:-1] if string[-1] == "<" else f"{string}>"


def _note(font: Any, glyph: int, place: int, item: Any, glyphs: Any, textbox: Any) -> None:
    """Note which letters a glyph stands for, from where it is met first."""
    if glyph in font.to_unicode:
        return
    clusters = glyphs.log_clusters
    begun = clusters[place]
    if item.analysis.level % 2:
        ended = item.length if place == 0 else clusters[place - 1]
    else:
        ended = item.length if place == glyphs.num_glyphs - 1 else clusters[place + 1]
    said = textbox.pango_layout.text.encode()[item.offset :]
    font.to_unicode[glyph] = said[begun:ended].decode()


def _piece(used: _Painted, glyph: int, width: int, right: int, pango_font: Any, stream: Any) -> str:
    """Return a glyph as a PDF writes it, moved to where it stands."""
    font, size = used.font, used.size
    if glyph not in font.widths:
        pango.pango_font_get_glyph_extents(pango_font, glyph, stream.ink_rect, stream.logical_rect)
        font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    offset = right / size
    moved = int(font.widths[glyph] + offset - width * 1000 * FROM_UNITS / size)
    return (f">{-offset}<" if offset else "") + f"{glyph:04x}" + (f">{moved}<" if moved else "")
