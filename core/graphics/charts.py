"""Drawings of figures as SVG: a line with its path, targets and breaks, a sparkline, bars. Plain arithmetic and text.

Everything is said in words too: `<title>` and `<desc>` come first, and the page shows the same figures as a table. On
screen the style sheet colours the classes; in print nothing does, so the same drawing is made with literal colours.
Dates, numbers and labels are given in words by whoever asks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from itertools import pairwise

from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT = 760, 330
LEFT, RIGHT, TOP, BOTTOM = 86, 640, 26, 286
# About how wide a letter is, and what stands between the words at an axis and its line.
LETTER, CLEAR = 6.9, 13
# As many letters of a target's words fit beside its diamond.
ROOM_BESIDE = 14
# As many of the newest number's fit above it before they reach the path.
ROOM_ABOVE = 6
# More dots than this are drawn as one path of round points, which keeps the drawing small.
MOST_DOTS = 40
# What the classes look like in print: the light theme's colours (static/css/app.css, 8 Charts).
PRINT = {
    "ch-grid": 'stroke="#dbe3e6" stroke-width="1"',
    "ch-axis": 'stroke="#7b8a92" stroke-width="1"',
    "ch-line": 'fill="none" stroke="#005275" stroke-width="2.5" stroke-linejoin="round" stroke-linecap="round"',
    "ch-dot": 'fill="#005275" stroke="#ffffff" stroke-width="2"',
    "ch-dots": 'fill="none" stroke="#005275" stroke-width="5" stroke-linecap="round"',
    "ch-dot open": 'fill="#ffffff" stroke="#005275" stroke-width="2.25"',
    "ch-aim": 'fill="#ffffff" stroke="#14232b" stroke-width="1.75"',
    "ch-target": 'stroke="#14232b" stroke-width="1.5" stroke-dasharray="6 4"',
    "ch-path": 'fill="none" stroke="#5f6e77" stroke-width="1.5" stroke-dasharray="1.5 4" stroke-linecap="round"',
    "ch-break": 'stroke="#45555e" stroke-width="1.5" stroke-dasharray="4 3"',
    "ch-bar": 'fill="#005275"',
    "ch-bar-2": 'fill="#ffffff" stroke="#005275" stroke-width="2"',
}
_TEXT = 'font-family="Schibsted Grotesk" font-size="13" fill="{fill}"{more}'


@dataclass(frozen=True, slots=True)
class Mark:
    """A number on a day, and the words that stand at it."""

    day: date
    value: Decimal
    label: str = ""


@dataclass(frozen=True, slots=True)
class LineChart:
    """What a line chart shows. `runs` are stretches that can be compared; a new one begins where the series breaks.

    The targets stand where the path bends, unless `aims` says otherwise. `bottom` is where its axis of days lies.
    """

    title: str
    description: str
    runs: tuple[tuple[Mark, ...], ...]
    path: tuple[Mark, ...] = ()
    breaks: tuple[tuple[date, str], ...] = ()
    baseline: Mark | None = None
    aims: tuple[Mark, ...] = ()
    bottom: int = BOTTOM


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its name and its number in words; `outlined` tells two kinds apart by more than colour."""

    label: str
    value: Decimal
    words: str
    outlined: bool = False


class _Pen:
    """Writes elements, with classes on screen and literal colours in print."""

    def __init__(self, *, is_print: bool) -> None:
        self.is_print = is_print

    def look(self, name: str) -> str:
        return PRINT[name] if self.is_print else f'class="{name}"'

    def text(self, x: float, y: float, words: str, kind: str = "") -> str:
        if not self.is_print:
            names = " ".join(("ch-t", *kind))
            return f'<text class="{names}" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'
        anchor = {"m": ' text-anchor="middle"', "e": ' text-anchor="end"'}.get(kind[-1:], "")
        weight = ' font-weight="600"' if kind.startswith("b") else ""
        look = _TEXT.format(fill="#14232b" if weight else "#45555e", more=weight + anchor)
        return f'<text {look} x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'

    def rule(self, name: str, x1: float, y1: float, x2: float, y2: float) -> str:
        return f'<line {self.look(name)} x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def line_chart(
    line: LineChart,
    *,
    id: str,
    number: Callable[[Decimal], str],
    day: Callable[[date], str],
    is_print: bool = False,
) -> SafeString:
    """Draw numbers over time with the path that was planned, its targets, and where the series breaks.

    `number` and `day` write what stands at the axes.
    """
    pen = _Pen(is_print=is_print)
    marks = [mark for run in line.runs for mark in run] + list(line.path)
    if not marks:
        return SafeString()
    first, last = min(m.day for m in marks), max(m.day for m in marks)
    ticks = ticks_of([m.value for m in marks])
    low, high = ticks[0], ticks[-1]
    # The axis makes room for its longest number.
    left = max(float(LEFT), CLEAR + LETTER * max(len(number(tick)) for tick in ticks))

    def x(when: date) -> float:
        return left + (RIGHT - left) * (when - first).days / max((last - first).days, 1)

    def y(value: Decimal) -> float:
        return line.bottom - float((value - low) / (high - low)) * (line.bottom - TOP)

    height = HEIGHT - BOTTOM + line.bottom
    parts = [_head(line.title, line.description, id, is_print=is_print, height=height)]
    for tick in ticks:
        parts.append(pen.rule("ch-grid", left, y(tick), RIGHT, y(tick)))
        # Clear of the baseline's ring, which stands on the axis.
        parts.append(pen.text(left - CLEAR, y(tick) + 4, number(tick), "e"))
    parts += _days(pen, first, last, x, day, (left, line.bottom))
    for when, words in line.breaks:
        if first <= when <= last:
            parts.append(pen.rule("ch-break", x(when), TOP - 6, x(when), line.bottom))
            parts.append(pen.text(x(when), TOP - 12, words, "bm"))
    if len(line.path) > 1:
        parts.append(f'<polyline {pen.look("ch-path")} points="{_points(line.path, x, y)}"/>')
    for run in line.runs:
        if len(run) > 1:
            parts.append(f'<polyline {pen.look("ch-line")} points="{_points(run, x, y)}"/>')
        parts.append(_dots(pen, run, x, y))
    if line.baseline:
        at = line.baseline
        parts.append(f'<circle {pen.look("ch-dot open")} cx="{x(at.day):.1f}" cy="{y(at.value):.1f}" r="6"/>')
    parts += _labels(pen, line, x, y)
    parts.append("</svg>")
    return mark_safe("".join(parts))


def _days(
    pen: _Pen,
    first: date,
    last: date,
    x: Callable[[date], float],
    day: Callable[[date], str],
    corner: tuple[float, int],
) -> list[str]:
    """Draw the axis of days: where it begins and ends in full, and each new year between as far as there is room."""
    left, bottom = corner
    parts = [pen.rule("ch-axis", left, bottom, RIGHT, bottom)]
    years = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    shown = [(first, day(first)), (last, day(last))] if last != first else [(first, day(first))]
    for year in years:
        if x(year) - left > 90 and RIGHT - x(year) > 90:
            shown.append((year, str(year.year)))
    for when, words in shown:
        parts.append(pen.rule("ch-axis", x(when), bottom, x(when), bottom + 5))
        parts.append(pen.text(x(when), bottom + 22, words, "m"))
    return parts


def _dots(pen: _Pen, run: Sequence[Mark], x: Callable[[date], float], y: Callable[[Decimal], float]) -> str:
    if len(run) <= MOST_DOTS:
        look = pen.look("ch-dot")
        return "".join(f'<circle {look} cx="{x(m.day):.1f}" cy="{y(m.value):.1f}" r="4.5"/>' for m in run)
    return f'<path {pen.look("ch-dots")} d="{"".join(f"M{x(m.day):.1f} {y(m.value):.1f}h0" for m in run)}"/>'


class _Placed:
    """Places words so that none stands on another: what would is moved up or down, the least that helps."""

    LINE = 17

    def __init__(self, pen: _Pen, bottom: int) -> None:
        self.pen, self.bottom = pen, bottom
        self.taken: list[tuple[float, float, float]] = []

    def text(self, x: float, y: float, words: str, kind: str = "") -> str:
        width = LETTER * len(words)
        begin = x - {"e": width, "m": width / 2}.get(kind[-1:], 0)
        lines = (0, 1, -1, 2, -2, 3, -3)
        free = (y + n * self.LINE for n in lines if self.is_free(begin, begin + width, y + n * self.LINE))
        place = next(free, y)
        self.taken.append((begin, begin + width, place))
        return self.pen.text(x, place, words, kind)

    def is_free(self, begin: float, end: float, y: float) -> bool:
        if not TOP - 14 <= y <= self.bottom - 4:
            return False
        return all(end < left or right < begin or abs(y - at) >= self.LINE - 2 for left, right, at in self.taken)


def _labels(pen: _Pen, line: LineChart, x: Callable[[date], float], y: Callable[[Decimal], float]) -> list[str]:
    """Draw the targets and the words at them, at the baseline and at the newest number."""
    parts = []
    placed = _Placed(pen, line.bottom)
    for aim in line.aims or line.path[1:]:
        cx, cy = x(aim.day), y(aim.value)
        parts.append(f'<path {pen.look("ch-aim")} d="M{cx:.1f} {cy - 6:.1f}l6 6l-6 6l-6 -6z"/>')
    if len(line.path) > 1:
        aim = line.path[-1]
        # Beside its diamond where there is room for the words, otherwise above it.
        if len(aim.label) <= ROOM_BESIDE:
            parts.append(placed.text(x(aim.day) + 12, y(aim.value) + 4, aim.label, "b"))
        else:
            parts.append(placed.text(x(aim.day) + 100, y(aim.value) - 12, aim.label, "be"))
    newest = next((run[-1] for run in reversed(line.runs) if run), None)
    is_baseline = newest is not None and line.baseline is not None and newest.day == line.baseline.day
    if newest and newest.label and not is_baseline:
        # Above its point, out of the way of the path and its targets; the axis leaves room at the top. Long words stand
        # to the left of it where the path goes on upwards.
        is_long = len(newest.label) > ROOM_ABOVE and len(line.path) > 1 and line.path[-1].value > newest.value
        if _is_under(line, newest) and RIGHT - x(newest.day) > 8 * len(newest.label) + 12:
            # Above would be on the path that rises over it.
            parts.append(placed.text(x(newest.day) + 10, y(newest.value) + 14, newest.label, "b"))
        else:
            parts.append(placed.text(x(newest.day), y(newest.value) - 12, newest.label, "be" if is_long else "bm"))
    if line.baseline and line.baseline.label:
        at = line.baseline
        under = y(at.value) + 20
        parts.append(placed.text(x(at.day) + 10, under if under < line.bottom - 4 else y(at.value) - 12, at.label, "b"))
    return parts


def _is_under(line: LineChart, at: Mark) -> bool:
    """Tell whether a path that rises passes above this number."""
    for before, after in pairwise(line.path):
        if before.day <= at.day < after.day:
            way = Decimal((at.day - before.day).days) / max((after.day - before.day).days, 1)
            return after.value > before.value and at.value < before.value + (after.value - before.value) * way
    return False


def _points(marks: Sequence[Mark], x: Callable[[date], float], y: Callable[[Decimal], float]) -> str:
    return " ".join(f"{x(m.day):.1f},{y(m.value):.1f}" for m in marks)


def _head(title: str, description: str, id: str, *, is_print: bool, height: int = HEIGHT) -> str:
    names = "" if is_print else f' aria-labelledby="{id}-t {id}-d"'
    of_title, of_desc = ("", "") if is_print else (f' id="{id}-t"', f' id="{id}-d"')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"{names}>'
        f"<title{of_title}>{escape(title)}</title><desc{of_desc}>{escape(description)}</desc>"
    )


def ticks_of(values: Sequence[Decimal], most: int = 6) -> list[Decimal]:
    """Return round numbers that enclose the values, from nothing where the values come near it."""
    low, high = min(values), max(values)
    if low >= 0 and low <= (high - low):
        low = Decimal(0)
    span = high - low or abs(high) or Decimal(1)
    step = Decimal(10) ** (span.adjusted() - 1)
    for factor in (1, 2, 5, 10, 20, 50, 100):
        if span / (step * factor) <= most - 1:
            step *= factor
            break
    begin = (low // step) * step if low >= 0 else -((-low + step - 1) // step) * step
    while begin > low:
        begin -= step
    ticks = [begin]
    while ticks[-1] < high:
        ticks.append(ticks[-1] + step)
    return ticks if len(ticks) > 1 else [begin, begin + step]


def sparkline(
    numbers: Sequence[tuple[date, Decimal]], target: Decimal | None = None, *, width: int = 120, height: int = 30
) -> SafeString:
    """Draw numbers as a small line, with the target as a dashed one; hidden from readers, who have the words."""
    if not numbers:
        return SafeString()
    values = [value for _day, value in numbers] + ([target] if target is not None else [])
    low, span = min(values), (max(values) - min(values)) or Decimal(1)
    first, days = numbers[0][0], max((numbers[-1][0] - numbers[0][0]).days, 1)
    pad = 6

    def x(when: date) -> float:
        return pad + (width - 2 * pad - 2) * (when - first).days / days if len(numbers) > 1 else width / 2

    def y(value: Decimal) -> float:
        return (height - 5) - float((value - low) / span) * (height - 10)

    line = " ".join(f"{x(when):.1f},{y(value):.1f}" for when, value in numbers)
    aim = ""
    if target is not None:
        at = f"{y(target):.1f}"
        aim = f'<line class="ch-target" x1="0" x2="{width}" y1="{at}" y2="{at}"/>'
    end = numbers[-1]
    return mark_safe(
        f'<svg class="spark" viewBox="0 0 {width} {height}" preserveAspectRatio="xMinYMid meet" aria-hidden="true">'
        f'{aim}<polyline class="ch-line" points="{line}"/>'
        f'<circle class="ch-dot" cx="{x(end[0]):.1f}" cy="{y(end[1]):.1f}" r="4.5"/></svg>'
    )


def bar_chart(
    groups: Sequence[tuple[str, Sequence[Bar]]],
    *,
    title: str,
    description: str,
    id: str,
    goal: tuple[Decimal, str] | None = None,
    is_print: bool = False,
) -> SafeString:
    """Draw bars beside their names, group by group, from nothing to the right or left; `goal` is a dashed line."""
    bars = [bar for _name, group in groups for bar in group]
    if not bars:
        return SafeString()
    pen = _Pen(is_print=is_print)
    row, gap, begin = 22, 16, 30
    height = begin + sum(22 + row * len(group) + gap for _name, group in groups)
    values = [bar.value for bar in bars] + [Decimal(0)] + ([goal[0]] if goal else [])
    low, span = min(values), (max(values) - min(values)) or Decimal(1)
    left, right = 96, 640

    def x(value: Decimal) -> float:
        return left + float((value - low) / span) * (right - left)

    parts = [_head(title, description, id, is_print=is_print, height=height)]
    at = float(begin)
    for name, group in groups:
        parts.append(pen.text(0, at + 8, name, "b"))
        at += 18
        foot = at + row * len(group) - 4
        parts.append(pen.rule("ch-axis", x(Decimal(0)), at - 3, x(Decimal(0)), foot))
        if goal:
            parts.append(pen.rule("ch-target", x(goal[0]), at - 3, x(goal[0]), foot))
        for bar in group:
            begins, ends = sorted((x(Decimal(0)), x(bar.value)))
            look = pen.look("ch-bar-2" if bar.outlined else "ch-bar")
            parts.append(pen.text(0, at + 12, bar.label))
            parts.append(
                f'<rect {look} x="{begins:.1f}" y="{at:.1f}" width="{max(ends - begins, 2):.1f}" height="15"/>'
            )
            parts.append(pen.text(max(ends, x(Decimal(0))) + 8, at + 12, bar.words, "b"))
            at += row
        at += gap + 4
    if goal:
        parts.append(pen.text(x(goal[0]), begin - 12, goal[1], "bm"))
    parts.append("</svg>")
    return mark_safe("".join(parts))


def runs_of(marks: Sequence[Mark], breaks: Sequence[date]) -> tuple[tuple[Mark, ...], ...]:
    """Part marks in order of day where the series breaks."""
    edges = [date.min, *breaks, date.max]
    return tuple(tuple(m for m in marks if a <= m.day < b) for a, b in pairwise(edges))
