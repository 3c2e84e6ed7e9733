"""Scores as bars with their parts, and weights as lines on which another comes first, as SVG.

On screen the style sheet colours the classes; in print nothing does, so the same drawing is made with literal colours.
Parts differ in pattern, numbers stand in them, and all of it is said in words in the title and in a table beside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from django.utils.safestring import SafeString, mark_safe

INK, GREY, BLUE, PALE, PAPER = "#14232b", "#45555e", "#005275", "#e5f0f5", "#ffffff"
# Size of the cell, what is drawn in it over a pale ground; no drawing and a ground of its own for those that are plain.
PATTERNS: tuple[tuple[int, str, str], ...] = (
    (8, "", "full"),
    (7, '<path d="M-1 8L8 -1M-1 1L1 -1M6 8L8 6"/>', "pale"),
    (8, '<circle cx="4" cy="4" r="1.5"/>', "pale"),
    (6, '<path d="M0 3H6"/>', "pale"),
    (8, "", "half"),
    (6, '<path d="M3 0V6"/>', "pale"),
    (8, '<path d="M0 4H8M4 0V8"/>', "pale"),
    (8, "", "paper"),
    (7, '<path d="M-1 -1L8 8M-1 6L1 8M6 -1L8 1"/>', "pale"),
    (9, '<path d="M4.5 2V7M2 4.5H7"/>', "paper"),
)
GROUNDS = {"full": BLUE, "pale": PALE, "half": "#b5cbd5", "paper": PAPER}
# Bars on a sheet across, and on a phone.
WIDE, NARROW = 800, 340
LEFT, RIGHT = 168, 728
MOST_BARS = 15
# What of a name fits on a line beside its bar, and how small its letters may become.
LONGEST_LINE, SMALLEST = 19, 11


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: how much of the whole scale it is, what stands in it, and which pattern."""

    size: float
    words: str
    pattern: int


@dataclass(frozen=True, slots=True)
class Bar:
    """An option: what it is called, what it comes to, and of what parts."""

    name: str
    total: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A weight: where it is, a fifth up and down, and from where others come first; all from 0 to 1 of the axis."""

    name: str
    at: float
    words: str
    low: float
    high: float
    down: float | None = None
    down_words: str = ""
    up: float | None = None
    up_words: str = ""


class _Pen:
    """Writes elements, with classes on screen and literal colours in print."""

    PRINT = {
        "ch-axis": 'stroke="#7b8a92" stroke-width="1"',
        "rk-seg": f'stroke="{INK}" stroke-width="0.75"',
        "fm-band": f'stroke="{BLUE}" stroke-width="9" stroke-linecap="round"',
        "fm-dot": f'fill="{PAPER}" stroke="{BLUE}" stroke-width="3.5"',
        "fm-lose": 'fill-opacity="1"',
        "fm-be": f'fill="none" stroke="{INK}" stroke-width="2"',
    }

    def __init__(self, *, is_print: bool, mark: str) -> None:
        self.is_print, self.mark = is_print, mark

    def look(self, name: str) -> str:
        return self.PRINT[name] if self.is_print else f'class="{name}"'

    def fill(self, pattern: int | str) -> str:
        _size, drawn, ground = PATTERNS[pattern] if isinstance(pattern, int) else (0, "h", "")
        if self.is_print and not drawn:
            # Printed as one surface: between the cells of a pattern some printers leave seams.
            return f'fill="{GROUNDS[ground]}"'
        return f'fill="url(#{self.mark}-{pattern})"'

    def text(self, x: float, y: float, words: str, *, bold: bool = False, anchor: str = "", size: int = 13) -> str:
        place = f' text-anchor="{anchor}"' if anchor else ""
        if self.is_print:
            weight = ' font-weight="600"' if bold else ""
            look = f'font-family="Schibsted Grotesk" font-size="{size}" fill="{INK if bold else GREY}"{weight}'
        else:
            look = f'class="ch-t{" b" if bold else ""} rk-{size}"'
        return f'<text {look}{place} x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'

    def value(self, x: float, y: float, words: str, pattern: int) -> str:
        """Write what stands in a part, light on the dark pattern and with a halo on the others."""
        is_on = PATTERNS[pattern % len(PATTERNS)][2] == "full"
        if self.is_print:
            halo = "" if is_on else f' stroke="{PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
            look = f'font-family="Schibsted Grotesk" font-size="12" font-weight="600" fill="{PAPER if is_on else INK}"'
            if halo:
                back = f'<text {look}{halo} text-anchor="middle" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'
                return f'{back}<text {look} text-anchor="middle" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'
        else:
            look = f'class="rk-v{" on" if is_on else ""}"'
        return f'<text {look} text-anchor="middle" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'

    def rule(self, name: str, x1: float, x2: float, y: float) -> str:
        return f'<line {self.look(name)} x1="{x1:.1f}" x2="{x2:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'


def definitions(mark: str = "an", *, is_print: bool = False) -> SafeString:
    """Return the patterns, which a page holds once and a printed drawing each for itself."""
    parts = []
    for number, (size, drawn, ground) in enumerate(PATTERNS):
        look = f'fill="{GROUNDS[ground]}"' if is_print else f'class="pt-{ground}"'
        ink = f'stroke="{BLUE}" stroke-width="1.2" fill="{BLUE}"' if is_print else 'class="pt-ink"'
        parts.append(
            f'<pattern id="{mark}-{number}" width="{size}" height="{size}" patternUnits="userSpaceOnUse">'
            f'<rect {look} width="{size}" height="{size}"/><g {ink}>{drawn}</g></pattern>'
        )
    ink = f'stroke="{GREY}" stroke-width="1.6"' if is_print else 'class="pt-h"'
    parts.append(
        f'<pattern id="{mark}-h" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<path {ink} d="M-1 7L7 -1M-1 1L1 -1M5 7L7 5"/></pattern>'
    )
    return mark_safe(f"<defs>{''.join(parts)}</defs>")


def ranking(
    bars: Sequence[Bar], words: str, names: Sequence[str] = (), *, mark: str = "an", is_print: bool = False
) -> SafeString:
    """Return the bars across a sheet; `names` are those of the parts, which a printed drawing explains itself."""
    pen = _Pen(is_print=is_print, mark=mark)
    parts, y = [], 8.0
    for bar in bars[:MOST_BARS]:
        parts += _name(pen, bar.name, y + 17)
        ends = _segments(pen, parts, bar, LEFT, RIGHT - LEFT, y, 26)
        parts.append(pen.text(ends + 10, y + 18, bar.total, bold=True, size=15))
        y += 38
    if is_print:
        y += 6
        for place, name in enumerate(names):
            x, at = LEFT + (place % 2) * 320, y + (place // 2) * 22
            look = f"{pen.look('rk-seg')} {pen.fill(place % len(PATTERNS))}"
            parts.append(f'<rect {look} x="{x}" y="{at}" width="28" height="14"/>')
            parts.append(pen.text(x + 36, at + 12, name, size=13))
        y += 22 * ((len(names) + 1) // 2)
    return _svg(WIDE, y + 4, words, parts, pen)


def narrow_ranking(bars: Sequence[Bar], words: str, *, mark: str = "an") -> SafeString:
    """Return the bars for a phone: the name above each."""
    pen = _Pen(is_print=False, mark=mark)
    parts, y = [], 20.0
    for bar in bars[:MOST_BARS]:
        parts.append(pen.text(0, y, _shortened(bar.name, 34), bold=True, size=14))
        parts.append(pen.text(NARROW, y, bar.total, bold=True, anchor="end", size=15))
        _segments(pen, parts, bar, 0, NARROW, y + 8, 20, has_words=False)
        y += 54
    return _svg(NARROW, y - 18, words, parts, pen, "narrow")


def _segments(
    pen: _Pen, parts: list[str], bar: Bar, left: float, width: float, y: float, height: float, *, has_words: bool = True
) -> float:
    """Draw the parts of a bar and return where it ends."""
    x = left
    for segment in bar.segments:
        wide = max(0.0, segment.size * width)
        pattern = segment.pattern % len(PATTERNS)
        if wide > 0.5:
            look = f"{pen.look('rk-seg')} {pen.fill(pattern)}"
            parts.append(f'<rect {look} x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{height:.0f}"/>')
        if has_words and wide >= 6 + 8 * len(segment.words):
            parts.append(pen.value(x + wide / 2, y + height / 2 + 4.5, segment.words, segment.pattern))
        x += wide
    return x


def firmness(lines: Sequence[Line], words: str, *, mark: str = "an", is_print: bool = False) -> SafeString:
    """Return each weight as a line across a sheet: today a dot, a fifth a thick stroke, hatched where others lead."""
    pen = _Pen(is_print=is_print, mark=mark)
    parts, y = [], 42.0
    for line in lines:
        parts += _name(pen, line.name, y + 5)
        _line(pen, parts, line, LEFT, WIDE - 40, y)
        y += 66
    return _svg(WIDE, y - 24, words, parts, pen)


def narrow_firmness(lines: Sequence[Line], words: str, *, mark: str = "an") -> SafeString:
    """Return the same for a phone: the name above each line."""
    pen = _Pen(is_print=False, mark=mark)
    parts, y = [], 56.0
    for line in lines:
        parts.append(pen.text(0, y - 36, _shortened(line.name, 38), bold=True, size=14))
        _line(pen, parts, line, 12, NARROW - 12, y)
        y += 92
    return _svg(NARROW, y - 56, words, parts, pen, "narrow")


def _name(pen: _Pen, name: str, y: float) -> list[str]:
    """Return a name on two lines at most, left of what it names; no word is broken, a long one is smaller."""
    lines = wrap(name, LONGEST_LINE, max_lines=2, placeholder=" …", break_long_words=False) or [""]
    longest = max(len(line) for line in lines)
    size = max(SMALLEST, min(14, 14 * (LONGEST_LINE + 1) // longest if longest else 14))
    most = (LONGEST_LINE + 1) * 14 // size
    return [
        pen.text(
            LEFT - 12,
            y + (place - (len(lines) - 1) / 2) * 15,
            _shortened(line, most),
            bold=True,
            anchor="end",
            size=size,
        )
        for place, line in enumerate(lines)
    ]


def _line(pen: _Pen, parts: list[str], line: Line, left: float, right: float, y: float) -> None:
    def x(share: float) -> float:
        return left + (right - left) * min(1.0, max(0.0, share))

    parts.append(pen.rule("ch-axis", left, right, y))
    hatch = f"{pen.look('fm-lose')} {pen.fill('h')}"
    for begins, ends in ((left, x(line.down)) if line.down is not None else (0, 0), _above(line, x, right)):
        if ends > begins:
            parts.append(f'<rect {hatch} x="{begins:.1f}" y="{y - 9:.1f}" width="{ends - begins:.1f}" height="18"/>')
    if line.low != line.high:
        parts.append(pen.rule("fm-band", x(line.low), x(line.high), y))
    parts.append(f'<circle {pen.look("fm-dot")} cx="{x(line.at):.1f}" cy="{y:.1f}" r="7"/>')
    parts.append(pen.text(x(line.at), y - 15, line.words, bold=True, anchor="middle", size=13))
    both = line.down is not None and line.up is not None
    for at, words, is_down in ((line.down, line.down_words, True), (line.up, line.up_words, False)):
        if at is None:
            continue
        place = x(at)
        if at <= 1:
            parts.append(f'<path {pen.look("fm-be")} d="M{place:.1f} {y - 15:.1f}v30"/>')
        # Two labels stand away from each other; a single one under its mark, inside the drawing.
        anchor = "start" if place < left + 90 else "end" if place > right - 90 else "middle"
        if both and anchor == "middle":
            anchor = "end" if is_down else "start"
        parts.append(pen.text(place, y + 29, words, anchor=anchor, size=12))


def _above(line: Line, x, right: float) -> tuple[float, float]:  # type: ignore[no-untyped-def]
    return (x(line.up), right) if line.up is not None and line.up < 1 else (0.0, 0.0)


def swatch(number: int, mark: str = "an") -> SafeString:
    """Return the pattern of a part, for a legend in words."""
    fill = f'fill="url(#{mark}-{number % len(PATTERNS)})"'
    return mark_safe(
        f'<svg viewBox="0 0 28 16" aria-hidden="true"><rect class="rk-seg" y="1" width="28" height="14" {fill}/></svg>'
    )


def _shortened(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _svg(width: int, height: float, words: str, parts: Sequence[str], pen: _Pen, css: str = "") -> SafeString:
    # Only print needs the namespace; a page has it already.
    space = ' xmlns="http://www.w3.org/2000/svg"' if pen.is_print else ""
    look = f' class="{css}"' if css else ""
    inside = definitions(pen.mark, is_print=True) if pen.is_print else ""
    title = f"<title>{escape(words)}</title>"
    return mark_safe(
        f'<svg{space}{look} viewBox="0 0 {width} {height:.0f}" role="img">{title}{inside}{"".join(parts)}</svg>'
    )
