"""Where a line of usual words ends: found by the widths of its words, and then set once.

WeasyPrint sets each line some five times: with half of the next one, with the next word, with each part of it that it
could be broken at, and by itself. The widths of words are measured once for each font of a document instead. Where a
line ends so close to the edge that a pair of letters could decide, or holds what breaks otherwise, WeasyPrint decides.
What comes out is the same, byte for byte; a test holds it.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from math import inf
from typing import Any, NamedTuple

from weasyprint.layout.percent import percentage
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import pyphen

from exports.renderer.shaping import NO_SPACE, face_of, has_usual_letters, line_of
from exports.renderer.thrift import replace_everywhere

Split = Callable[..., Any]

# Letters without surprises: none is set from right to left, joins its neighbours, or is a break by itself.
_LETTER = "!-~\u00a0-\u00ac\u00ae-\u024f\u2010-\u201f\u2022\u2026\u2030\u2032\u2033\u20ac"
_USUAL = re.compile(rf"[(\"'„“”«»‘’]?[0-9A-Za-zÀ-ɏ][{_LETTER}]{{0,60}}(?<![(\[{{„\u00a0])|[–&+=·]")
# What is nowhere broken but at its end: a word, and a sign that stands at the end of one.
_UNBROKEN = re.compile("[A-Za-zÀ-ÖØ-öø-ɏ]+[.,;:!?]?")
_OPENS, _QUOTES = "(", "\"'„“”«»‘’"
# More words than these are on no line.
_MOST = 60
# Of the letters' size: what a pair of letters on both sides of a space moves.
_SLACK = 0.08
# Hardly a text is narrower a letter.
_NARROW = 0.35
# Longer texts are not kept: each line of them is what is left of the whole.
_LONGEST = 4000
_LINE_BREAK = 1
_PAIR = 2
_STARTS, _ENDS = 2, 3


class Piece(NamedTuple):
    """A word, or what of it stands before a place where it may be broken, and how wide it is with and without space."""

    text: str
    width: float
    spaced: float
    is_inner: bool


class Words:
    """What is known of the words of a font, in one language."""

    def __init__(self, style: Any) -> None:
        self.style = style
        self.face = face_of(style)
        self.layout = line_break.Layout(style)
        self.pieces: dict[str, tuple[Piece, ...]] = {}
        self.widths: dict[str, float] = {}
        self.space = self.width(" ")

    def width(self, text: str) -> float:
        """Return how wide it is when it is set by itself."""
        known = self.widths.get(text)
        if known is None:
            known = self.widths[text] = self._measured(text)
        return known

    def _measured(self, text: str) -> float:
        width = self.face.width(text) if self.face else None
        if width is None:
            self.layout.set_text(text)
            width = line_break.line_size(self.layout.get_first_line()[0], self.style)[0]
        return width

    def parted(self, word: str) -> tuple[Piece, ...]:
        """Return its pieces; none of a word that WeasyPrint has to look at."""
        known = self.pieces.get(word)
        if known is None:
            known = self.pieces[word] = tuple(self._part(word)) if _USUAL.fullmatch(word) else ()
        return known

    def _part(self, word: str) -> Iterator[Piece]:
        if _UNBROKEN.fullmatch(word):
            yield self._ended(word)
            return
        among = f"a {word} a"
        # Named, since what is cast lives no longer for it.
        attributes = line_break.get_log_attrs(among, self.style["lang"])
        signs = ffi.unpack(ffi.cast("uint32_t *", attributes), len(among))
        breaks = [place - _STARTS for place, sign in enumerate(signs) if sign & _LINE_BREAK]
        if breaks[0] != 0 or len(word) + _ENDS - _STARTS not in breaks:
            return
        begun = 0
        for end in breaks[1:]:
            if end < len(word):
                width = self.width(word[begun:end])
                yield Piece(word[begun:end], width, width, is_inner=True)
                begun = end
        yield self._ended(word[begun:])

    def _ended(self, text: str) -> Piece:
        """Return what a space comes after; by itself it is as wide to a hair, which is less than what decides."""
        spaced = self.width(f"{text} ")
        return Piece(text, spaced - self.space, spaced, is_inner=False)


class Line(NamedTuple):
    """A line that was found: how far the text stands in it, and how wide it is; what comes first on the next."""

    end: int
    width: float
    used: float
    next: Piece
    is_after_space: bool


def find_line_ends() -> None:
    """From now on find out so where lines end; a second call changes nothing."""
    if not getattr(line_break.split_first_line, "is_ours", False):
        replace_everywhere(line_break.split_first_line, _splitting(line_break.split_first_line))
        replace_everywhere(line_break.can_break_text, _asking(line_break.can_break_text))


def _asking(can_break: Split) -> Split:
    known = lru_cache(maxsize=2048)(can_break)

    def asked(text: str, lang: str) -> Any:
        # Mostly the two letters where two boxes meet.
        return known(text, lang) if len(text) <= _PAIR else can_break(text, lang)

    return asked


def _splitting(split: Split) -> Split:
    def split_once(
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        if justification_spacing or len(text) > _LONGEST or "\n" in text:
            return split(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        known = style.__dict__.setdefault("split", {})
        key = text, max_width, is_line_start, minimum, style["font_size"]
        found = known.get(key)
        if found is None:
            found = _found(text, style, max_width, minimum) or split(
                text, style, context, max_width, justification_spacing, is_line_start, minimum
            )
            known[key] = found
        return found

    split_once.is_ours = True  # type: ignore[attr-defined]
    return split_once


def _words(style: Any) -> Words | None:
    """Return what is known of the words that are set like this; None where lines break otherwise."""
    is_usual = (
        style["white_space"] == "normal"
        and style["letter_spacing"] in NO_SPACE
        and not style["word_spacing"]
        and style["word_break"] == "normal"
        and style["direction"] == "ltr"
        and style["lang"]
        and style["font_size"]
        and has_usual_letters(style)
    )
    if not is_usual:
        return None
    names = ("font_family", "font_style", "font_stretch", "font_weight", "font_size", "font_variation_settings", "lang")
    key = str([style[name] for name in names])
    known: dict[str, Words] = style.cache.setdefault("words", {})
    if key not in known:
        known[key] = Words(style)
    return known[key]


def _found(text: str, style: Any, limit: float | None, minimum: bool) -> Any:
    """Return the first line as `split_first_line` does; None where WeasyPrint has to find it."""
    if limit is None or limit == inf or (limit and len(text) * _NARROW * style["font_size"] < limit):
        # What surely fits on a line is one; hardly a text is narrower than was guessed.
        whole = _whole(text, style, limit) if style["font_size"] else None
        if whole or limit is None or limit == inf:
            return whole
    words = style.__dict__.get("words", 0)
    if words == 0:
        words = style.words = _words(style)
    if not words:
        return None
    if not limit:
        return _least(text, words, style) if minimum and style["overflow_wrap"] != "anywhere" else None
    return _filled(text, words, style, limit)


def _whole(text: str, style: Any, limit: float | None) -> Any:
    """Return a text that is one line; None if it is too wide."""
    if set_line := line_of(text, style, limit):
        width = set_line.glyphs.width
        if limit is not None and width > limit:
            return None
        return set_line, len(text.encode()), None, width, set_line.face.height, set_line.face.baseline
    layout = line_break.Layout(style, 0, limit)
    layout.set_text(text)
    line = pango.pango_layout_get_line_readonly(layout.layout, 0)
    width, height = line_break.line_size(line, style)
    if limit is not None and width > limit:
        return None
    layout.first_line_direction = line.resolved_dir
    length, baseline = line.length, pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    # The line may go with this.
    layout.deactivate()
    return layout, length, None, width, height, baseline


def _least(text: str, words: Words, style: Any) -> Any:
    """Return how wide the first word or part of it is, by which a column is not narrower, and where the next begins."""
    pieces = words.parted(text.partition(" ")[0])
    if not pieces:
        return None
    parts = _parts(pieces[0], style) if style["hyphens"] == "auto" else ()
    if parts:
        return None, 0, len(parts[-1].encode()), words.width(parts[-1] + style["hyphenate_character"]), 0, 0
    first = pieces[0]
    end = len(first.text) + (not first.is_inner)
    return None, 0, len(text[:end].encode()) if end < len(text) else None, words.width(first.text), 0, 0


def _filled(text: str, words: Words, style: Any, limit: float) -> Any:
    """Return the first of several lines."""
    slack = _SLACK * style["font_size"]
    line = _line(text, words, limit, slack)
    if line is None:
        return None
    part: str | None = ""
    if style["hyphens"] == "auto":
        part = _part(line, words, style, limit, slack)
        if part is None:
            return None
    return _set(text, line, part or "", style, limit)


def _line(text: str, words: Words, limit: float, slack: float) -> Line | None:
    """Return the words that fit."""
    used = shut = 0.0
    end = shut_end = 0
    before = " "
    is_after_space = True
    split = text.split(" ", _MOST)
    if not split[0]:
        # What stands after a link or the like begins with a space.
        used, end = words.space, 1
        del split[0]
    for word in split:
        pieces = words.parted(word)
        if not pieces or (word[0] in _OPENS and before in _QUOTES):
            return None
        for piece in pieces:
            over = used + piece.width - limit
            if over > slack:
                return Line(shut_end, shut, used, piece, is_after_space) if shut_end else None
            if over > -slack:
                return None
            shut, shut_end = used + piece.width, end + len(piece.text)
            used, end, is_after_space = used + piece.spaced, shut_end + (not piece.is_inner), not piece.is_inner
        before = word[-1]
    return None


def _part(line: Line, words: Words, style: Any, limit: float, slack: float) -> str | None:
    """Return what of the next word stands on the line, with its hyphen; None where it is too close to tell."""
    parts = _parts(line.next, style)
    if not parts:
        return ""
    room = limit - line.width - percentage(style["hyphenate_limit_zone"], style, limit)
    if abs(room) < slack:
        return None
    if room < 0:
        return ""
    for part in parts:
        hyphenated = part + style["hyphenate_character"]
        over = line.used + words.width(hyphenated) - limit
        if over < -slack:
            return part
        if over < slack:
            return None
    return ""


def _parts(piece: Piece, style: Any) -> tuple[str, ...]:
    """Return what of it may stand before a hyphen, the longest first."""
    total, left, right = style["hyphenate_limit_chars"]
    key = piece.text, piece.is_inner, style["lang"], total, left, right
    known: dict[Any, tuple[str, ...]] = style.cache.setdefault("parts", {})
    if key not in known:
        known[key] = tuple(_hyphenated(piece, style["lang"], total, left, right))
    return known[key]


def _hyphenated(piece: Piece, lang: str, total: int, left: int, right: int) -> Iterator[str]:
    language = pyphen.language_fallback(lang)
    # As WeasyPrint does: the sign at which it may be broken is left out.
    rest, begun = piece.text[:-1] if piece.is_inner else piece.text, 0
    while language and rest:
        found = line_break.get_next_word_boundaries(rest, language)
        if not found:
            return
        start, stop = found
        if stop - start >= total:
            dictionary = pyphen.Pyphen(lang=language, left=left, right=right)
            yield from (piece.text[: begun + start] + first for first, _rest in dictionary.iterate(rest[start:stop]))
            return
        rest, begun = rest[stop:], begun + stop


def _set(text: str, line: Line, part: str, style: Any, limit: float) -> Any:
    said = text[: line.end]
    hyphen = style["hyphenate_character"]
    gap = " " if line.is_after_space else ""
    shown = f"{said}{gap}{part}{hyphen}" if part else said
    resumed = len(f"{said}{gap}{part}".encode())
    if set_line := line_of(shown, style, limit):
        width = set_line.glyphs.width
        if width > limit:
            return None
        length = len(shown.encode()) - (len(hyphen.encode()) if part else 0)
        return set_line, length, resumed, width, set_line.face.height, set_line.face.baseline
    layout = line_break.Layout(style, 0, limit)
    layout.set_text(shown)
    first, rest = layout.get_first_line()
    if rest is not None or line_break.line_size(first, style)[0] > limit:
        return None
    metrics = line_break.first_line_metrics(first, text, layout, None, True, style, bool(part), hyphen)
    return layout, metrics[1], resumed, *metrics[3:]
