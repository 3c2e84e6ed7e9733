"""A drawing of numbers on one scale, a row each: where each stands now, how sure that is, and where it stood before.

The page and the document show the same figures as a table. Shapes tell the two times apart, colour never does alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from django.utils.safestring import SafeString, mark_safe

TOP, LINE, STEPS = 24, 17, 4
# What the classes look like in print: the light theme's colours (static/css/charts.css).
PRINT = {
    "ch-grid": 'stroke="#dbe3e6" stroke-width="1"',
    "ch-sure": 'stroke="#7b8a92" stroke-width="2" stroke-linecap="round"',
    "ch-span": 'stroke="#dbe3e6" stroke-width="6" stroke-linecap="round"',
    "ch-w1": 'fill="#ffffff" stroke="#45555e" stroke-width="2"',
    "ch-w3": 'fill="#005275" stroke="#ffffff" stroke-width="1.5"',
}
FONT = 'font-family="Schibsted Grotesk" font-size="14"'
ANCHORS = {"": "start", "m": "middle", "e": "end"}


@dataclass(frozen=True, slots=True)
class Frame:
    """How wide a drawing is, where its scale begins and ends, how many letters a line has, and where names stand."""

    width: int
    left: int
    right: int
    letters: int
    is_below: bool = False
    name: str = ""


WIDE = Frame(760, 300, 690, 40)
# For the width of a phone: each name stands above its line of the scale, which has the width for itself.
NARROW = Frame(340, 12, 280, 46, is_below=True, name="narrow")


@dataclass(frozen=True, slots=True)
class Dot:
    """A row: its name, its number and the number in words; perhaps an interval, and the number of an earlier time."""

    label: str
    value: float
    words: str
    low: float | None = None
    high: float | None = None
    before: float | None = None


def dot_plot(
    title: str,
    rows: Sequence[Dot],
    ends: tuple[tuple[float, str], tuple[float, str]],
    *,
    is_print: bool = False,
    frame: Frame = WIDE,
) -> SafeString:
    """Draw the rows between two ends of a scale, each a number with its words."""
    (low, low_words), (high, high_words) = ends
    left, right = frame.left, frame.right
    lines = [wrap(one.label, frame.letters) or [""] for one in rows]
    heights = [LINE * len(one) + 30 if frame.is_below else max(34, LINE * len(one) + 14) for one in lines]
    bottom = TOP + sum(heights)

    def look(name: str) -> str:
        return PRINT[name] if is_print else f'class="{name}"'

    def text(x: float, y: float, words: str, kind: str = "") -> str:
        bold = "b" in kind.split()
        anchor = next((one for one in kind.split() if one in ANCHORS), "")
        if not is_print:
            return f'<text class="ch-t {kind}" x="{x:g}" y="{y:g}">{escape(words)}</text>'
        how = f'font-weight="{600 if bold else 400}" fill="{"#14232b" if bold else "#45555e"}"'
        return f'<text {FONT} {how} text-anchor="{ANCHORS[anchor]}" x="{x:g}" y="{y:g}">{escape(words)}</text>'

    def across(value: float) -> float:
        return round(left + (min(max(value, low), high) - low) / (high - low) * (right - left), 1)

    body = [
        f'<path {look("ch-grid")} d="M{left + (right - left) * n / STEPS:g} {TOP}V{bottom}"/>' for n in range(STEPS + 1)
    ]
    body += [text(left, TOP - 8, low_words, "m"), text(right, TOP - 8, high_words, "m")]
    y: float = TOP
    for one, words, height in zip(rows, lines, heights, strict=True):
        x = across(one.value)
        if frame.is_below:
            middle, first, at, anchor = y + height - 14, y + 14, float(left), "ch-over"
        else:
            middle = y + height / 2
            first, at, anchor = middle - LINE * (len(words) - 1) / 2 + 5, left - 14.0, "e"
        body += [text(at, first + LINE * n, line, anchor) for n, line in enumerate(words)]
        if one.before is not None:
            was = across(one.before)
            body.append(f'<path {look("ch-span")} d="M{min(was, x):g} {middle:g}H{max(was, x):g}"/>')
        if one.low is not None and one.high is not None:
            body.append(f'<path {look("ch-sure")} d="M{across(one.low):g} {middle:g}H{across(one.high):g}"/>')
        if one.before is not None:
            body.append(f'<circle {look("ch-w1")} cx="{was:g}" cy="{middle:g}" r="6"/>')
        body.append(f'<path {look("ch-w3")} d="M{x:g} {middle - 8:g}l8 8-8 8-8-8z"/>')
        body.append(text(right + 14, middle + 5, one.words, "b"))
        y += height
    kind = f'class="{frame.name}" ' if frame.name else ""
    head = f'<svg {kind}viewBox="0 0 {frame.width} {bottom + 4:g}" role="img" xmlns="http://www.w3.org/2000/svg">'
    return mark_safe(f"{head}<title>{escape(title)}</title>{''.join(body)}</svg>")  # words are escaped above
