"""Answers as drawings: scores as bars with their parts, amounts by year and by source.

Millimetres and literal colours, as in `drawings`. Patterns and words tell apart; every drawing says its figures in its
title, and the table they come from stands beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from textwrap import wrap

from django.utils.safestring import SafeString

from reports.exports.drawings import FULL, INK, LETTER, LINE, drawn, written

WIDTH = 166.0
# What tells the parts of a bar apart, in their order; after the last the first comes again.
PATTERNS = ("full", "hatch", "light", "dots", "lines", "paper")
# What tells amounts apart that are sure, asked for, prepared, thought of and lost.
LOOKS = ("full", "hatch", "dots", "dashed", "cross")
_LIGHT, _PAPER = "#b5cbd5", "#ffffff"
# Between two strokes or dots of a pattern.
_STEP = 1.4
_NAME, _SMALL = 2.9, 2.6
MOST_BARS, MOST_YEARS = 15, 10


@dataclass(frozen=True, slots=True)
class ScorePart:
    """A part of a bar: how much of the whole axis it is, what stands in it, and which pattern it has."""

    share: float
    words: str
    pattern: int


@dataclass(frozen=True, slots=True)
class ScoreBar:
    """A row that was scored: its name, its total in words, the parts, and a word at the end of the line."""

    name: str
    total: str
    parts: tuple[ScorePart, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount with its name and its words; `look` says how sure it is, `notes` stand under or beside it."""

    name: str
    value: Decimal
    words: str
    look: str = "full"
    notes: tuple[str, ...] = ()


def score_bars(
    title: str, bars: Sequence[ScoreBar], names: Sequence[str], ticks: Sequence[tuple[float, str]]
) -> SafeString:
    """Draw each row as a bar of parts; `names` are those of the parts, `ticks` the places on the axis with words."""
    left, right = 38.0, 128.0 if any(bar.note for bar in bars) else 152.0
    body, y = "", 1.0
    x = left
    for place, name in enumerate(names):
        wide = 8.6 + len(name) * _SMALL * LETTER
        if x > left and x + wide > WIDTH:
            x, y = left, y + 5.4
        body += _box(x, y, 5.6, 3.4, PATTERNS[place % len(PATTERNS)])
        body += written(x + 6.8, y + 2.7, name, _SMALL)
        x += wide + 4
    y += 9.6
    end = y + 1.4 + 7.4 * len(bars)
    for share, words in ticks:
        at = left + share * (right - left)
        body += f'<path d="M{at:.2f} {y:.2f}V{end:.2f}" stroke="#dbe3e6" stroke-width=".25"/>'
        body += written(at, y - 1.2, words, _SMALL, "middle")
    y += 1.4
    for bar in bars:
        body += _named(bar.name, left - 2.5, y + 2.75, 24)
        x = left
        for part in bar.parts:
            wide = max(0.0, part.share) * (right - left)
            if wide > 0.1:
                body += _box(x, y, wide, 5.2, PATTERNS[part.pattern % len(PATTERNS)])
            x += wide
        body += _haloed(x + 1.6, y + 3.7, bar.total, 3.1)
        if bar.note:
            body += written(WIDTH, y + 3.6, bar.note, _SMALL, "end")
        y += 7.4
    return drawn(WIDTH, end + 1, title, body)


def year_columns(title: str, amounts: Sequence[Amount], ticks: Sequence[tuple[Decimal, str]]) -> SafeString:
    """Draw an amount for each year as a column over its year; the axis ends at the highest of the `ticks`."""
    left = max(14.0, 4 + max(len(words) for _value, words in ticks) * _SMALL * LETTER)
    foot, height = 46.0, 39.0
    top = max(value for value, _words in ticks) or Decimal(1)
    body = ""
    for value, words in ticks:
        y = foot - float(value / top) * height
        body += f'<path d="M{left:g} {y:.2f}H{WIDTH:g}" stroke="#dbe3e6" stroke-width=".25"/>'
        body += written(left - 1.8, y + 0.9, words, _SMALL, "end")
    room = (WIDTH - left) / len(amounts)
    wide = min(24.0, room * 0.6)
    for place, amount in enumerate(amounts):
        middle, high = left + room * (place + 0.5), float(amount.value / top) * height
        body += _box(middle - wide / 2, foot - high, wide, high, amount.look)
        body += _haloed(middle, foot - high - 1.6, amount.words, 3.1, "middle")
        body += written(middle, foot + 4.6, amount.name, _NAME, "middle", bold=True)
        for line, note in enumerate(amount.notes[:2]):
            body += written(middle, foot + 8.4 + 3.6 * line, note, _SMALL, "middle")
    body += f'<path d="M{left:g} {foot:g}H{WIDTH:g}" stroke="{LINE}" stroke-width=".35"/>'
    lines = min(2, max((len(amount.notes) for amount in amounts), default=0))
    return drawn(WIDTH, foot + 6 + 3.6 * lines, title, body)


def amount_bars(title: str, amounts: Sequence[Amount]) -> SafeString:
    """Draw each amount as a bar beside its name, with what is said of it at the end of the line."""
    left, right = 48.0, 118.0
    body, y = "", 1.0
    highest = max((amount.value for amount in amounts), default=Decimal(1)) or Decimal(1)
    end = y + 7.4 * len(amounts)
    body += f'<path d="M{left:g} {y:.2f}V{end:.2f}" stroke="{LINE}" stroke-width=".35"/>'
    for amount in amounts:
        body += _named(amount.name, left - 2.5, y + 3.1, 31)
        wide = float(amount.value / highest) * (right - left)
        if wide > 0.1:
            body += _box(left, y + 0.6, wide, 5.0, amount.look)
        body += written(left + wide + 1.6, y + 4.2, amount.words, 3.0, bold=True)
        if amount.notes:
            body += written(WIDTH, y + 4.1, " · ".join(amount.notes), _SMALL, "end")
        y += 7.4
    return drawn(WIDTH, end + 1, title, body)


def _named(name: str, right: float, middle: float, letters: int) -> str:
    """Write a name to the left of its bar, in two lines at most."""
    lines = wrap(name, letters) or [""]
    if len(lines) > 2:
        lines = [lines[0], f"{lines[1][: letters - 1].rstrip()}…"]
    size = _NAME if len(lines) == 1 else _SMALL
    first = middle + size * 0.36 - (len(lines) - 1) * 1.6
    return "".join(written(right, first + 3.2 * n, line, size, "end", bold=True) for n, line in enumerate(lines))


def _haloed(x: float, y: float, words: str, size: float, anchor: str = "start") -> str:
    """Write on a white ground, since a line of the axis may run there."""
    wide = len(words) * size * LETTER + 1
    begin = x - (wide / 2 if anchor == "middle" else 0.5)
    ground = f'<rect x="{begin:.2f}" y="{y - size * 0.85:.2f}" width="{wide:.2f}" height="{size * 1.1:.2f}"'
    return f'{ground} fill="#fff"/>{written(x, y, words, size, anchor, bold=True)}'


def _box(x: float, y: float, wide: float, high: float, look: str) -> str:
    """Draw a box; its pattern is drawn line by line, since not every programme knows the patterns of SVG."""
    fill = {"full": FULL, "light": _LIGHT}.get(look, _PAPER)
    dashes = ' stroke-dasharray="1.1 .8"' if look == "dashed" else ""
    at = f'x="{x:.2f}" y="{y:.2f}" width="{wide:.2f}" height="{max(high, 0.2):.2f}"'
    pattern = {"hatch": _hatch, "dots": _dots, "lines": _lines, "cross": _cross}.get(look)
    inside = pattern(x, y, wide, high) if pattern else ""
    return f'<rect {at} fill="{fill}"/>{inside}<rect {at} fill="none" stroke="{INK}" stroke-width=".3"{dashes}/>'


def _hatch(x: float, y: float, wide: float, high: float) -> str:
    strokes = []
    for step in range(1, int((wide + high) / _STEP) + 1):
        far = step * _STEP
        # From the lower or the left edge up to the right, cut off at the right and the upper edge.
        begin, end = max(0.0, far - high), min(wide, far)
        if end > begin:
            strokes.append(f"M{x + begin:.2f} {y + far - begin:.2f}L{x + end:.2f} {y + far - end:.2f}")
    return _inked("".join(strokes), 0.35)


def _dots(x: float, y: float, wide: float, high: float) -> str:
    rows, columns = int((high - 0.6) / _STEP) + 1, int((wide - 0.6) / _STEP) + 1
    first, left = (high - (rows - 1) * _STEP) / 2, (wide - (columns - 1) * _STEP) / 2
    places = ((left + c * _STEP, first + r * _STEP) for r in range(rows) for c in range(columns))
    return _inked("".join(f"M{x + across:.2f} {y + down:.2f}h0" for across, down in places), 0.7)


def _lines(x: float, y: float, wide: float, high: float) -> str:
    rows = int(high / _STEP)
    return _inked("".join(f"M{x:.2f} {y + (row + 0.5) * high / rows:.2f}h{wide:.2f}" for row in range(rows)), 0.35)


def _cross(x: float, y: float, wide: float, high: float) -> str:
    return _inked(f"M{x:.2f} {y:.2f}l{wide:.2f} {high:.2f}M{x:.2f} {y + high:.2f}l{wide:.2f} {-high:.2f}", 0.3)


def _inked(path: str, width: float) -> str:
    return (
        f'<path d="{path}" fill="none" stroke="{INK}" stroke-width="{width}" stroke-linecap="round"/>' if path else ""
    )
