"""Small drawings of the thread: a KPI from baseline to target, its trend, an activity on the years.

Literal colours, since no style sheet reaches into a drawing on paper; shapes and words tell apart, colour never does.
Positions are millimetres.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape

from django.utils.safestring import SafeString, mark_safe

INK, SOFT, LINE, FULL, GREY = "#14232b", "#45555e", "#5f6e77", "#005275", "#7b8a92"
WIDTH = 150.0
# About how wide a letter is for each point of its size.
LETTER = 0.52


@dataclass(frozen=True, slots=True)
class At:
    """A number and what is said of it."""

    value: Decimal
    words: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A number on a day, in words."""

    day: date
    value: Decimal
    words: str


def drawn(width: float, height: float, title: str, body: str) -> SafeString:
    """Return the drawing, called by its title."""
    head = f'<svg viewBox="0 0 {width:g} {height:g}" role="img" xmlns="http://www.w3.org/2000/svg">'
    return mark_safe(f"{head}<title>{escape(title)}</title>{body}</svg>")


def written(x: float, y: float, words: str, size: float, anchor: str = "start", *, bold: bool = False) -> str:
    """Return words at a place, of a size."""
    look = f'font-size="{size}" font-weight="{600 if bold else 400}" fill="{INK if bold else SOFT}"'
    place = f'text-anchor="{anchor}" x="{x:.2f}" y="{y:.2f}"'
    return f'<text font-family="Schibsted Grotesk" {look} {place}>{escape(words)}</text>'


def _inside(x: float, words: str, size: float) -> float:
    """Keep words that stand round a place within the drawing."""
    half = len(words) * size * LETTER / 2
    return min(max(x, half), WIDTH - half)


def way_bar(title: str, begin: At, latest: At | None, aim: At | None, end: At) -> SafeString:
    """Draw a bar that is filled from the baseline to the newest number; a stroke is the next target."""
    span = end.value - begin.value
    if not span:
        return SafeString()

    def x(value: Decimal) -> float:
        return 0.4 + float(min(max((value - begin.value) / span, Decimal(0)), Decimal(1))) * (WIDTH - 0.8)

    body = f'<rect x="0.4" y="5.4" width="{WIDTH - 0.8:g}" height="3.6" fill="#fff" stroke="{LINE}" stroke-width=".3"/>'
    if latest:
        body += f'<rect x="0.4" y="5.4" width="{x(latest.value) - 0.4:.2f}" height="3.6" fill="{FULL}"/>'
        body += written(_inside(x(latest.value), latest.words, 4.2), 3.6, latest.words, 4.2, "middle", bold=True)
    if aim:
        at = x(aim.value)
        body += f'<path d="M{at:.2f} 5.5V8.9" stroke="#fff" stroke-width="1.3"/>'
        body += f'<path d="M{at:.2f} 4.3V10.1" stroke="{INK}" stroke-width=".55"/>'
        body += written(_inside(at, aim.words, 2.9), 13, aim.words, 2.9, "middle", bold=True)
    body += written(0.4, 16.8, begin.words, 2.9) + written(WIDTH - 0.4, 16.8, end.words, 2.9, "end")
    return drawn(WIDTH, 17.6, title, body)


def trend(
    title: str, measured: Sequence[Dot], path: Sequence[Dot], floor: At, top: At, *, is_low: bool = False
) -> SafeString:
    """Draw the measurements as dots on a line and the path as squares on a dashed one; the axis tells its beginning.

    `is_low` leaves room for a third one on the page.
    """
    if len(measured) + len(path) < 2 or top.value <= floor.value:
        return SafeString()
    days = [one.day for one in (*measured, *path)]
    first, last = min(days), max(days)
    # As much of the drawing is left for the numbers at the axis as the longer one takes.
    left = max(9.0, 2 + max(len(floor.words), len(top.words)) * 2.6 * LETTER)
    right, low, high = 80.0, 24.0 if is_low else 32.0, 3.5

    def place(one: Dot) -> str:
        across = left + (right - left) * (one.day - first).days / max((last - first).days, 1)
        down = low - float((one.value - floor.value) / (top.value - floor.value)) * (low - high)
        return f"{across:.2f},{down:.2f}"

    body = f'<path d="M{left:g} {low}H{right}" stroke="{LINE}" stroke-width=".3"/>'
    body += f'<path d="M{left:g} {high}H{right}" stroke="#dbe3e6" stroke-width=".25"/>'
    body += written(left - 1.5, low + 0.9, floor.words, 2.6, "end") + written(
        left - 1.5, high + 0.9, top.words, 2.6, "end"
    )
    ends = {
        first: min((*measured, *path), key=lambda one: one.day),
        last: max((*path, *measured), key=lambda one: one.day),
    }
    body += written(left, low + 4, ends[first].words, 2.6)
    if last != first:
        body += written(right, low + 4, ends[last].words, 2.6, "end")
    if len(path) > 1:
        line = " ".join(place(one) for one in path)
        body += f'<polyline points="{line}" fill="none" stroke="{SOFT}" stroke-width=".4" stroke-dasharray="1.4 1"/>'
        for one in path[1:]:
            x, y = (float(part) for part in place(one).split(","))
            at = f'x="{x - 0.9:.2f}" y="{y - 0.9:.2f}"'
            body += f'<rect {at} width="1.8" height="1.8" fill="#fff" stroke="{INK}" stroke-width=".4"/>'
    if len(measured) > 1:
        line = " ".join(place(one) for one in measured)
        body += f'<polyline points="{line}" fill="none" stroke="{FULL}" stroke-width=".7"/>'
    for one in measured:
        across, down = place(one).split(",")
        body += f'<circle cx="{across}" cy="{down}" r=".8" fill="{FULL}"/>'
    return drawn(84, low + 5.5, title, body)


@dataclass(frozen=True, slots=True)
class Bar:
    """An activity on the years: `look` is done, run, late or plan."""

    starts: date
    ends: date
    look: str
    steps: tuple[tuple[date, str], ...] = ()


def years_bar(title: str, bar: Bar, first: date, last: date, today: date) -> SafeString:
    """Draw an activity on the years: solid is done, grey is gone, strokes are late, dashed is planned."""
    width, top, high = 83.0, 1.4, 3.0
    days = max((last - first).days, 1)

    def x(day: date) -> float:
        return 0.5 + 82 * min(max((day - first).days / days, 0), 1)

    body = ""
    for year in range(first.year, last.year + 1):
        at = x(max(date(year, 1, 1), first))
        body += f'<path d="M{at:.2f} 0V5.6" stroke="#dbe3e6" stroke-width=".25"/>'
        if last.year - first.year < 8 or not (year - first.year) % 2:
            body += written(at + 0.7, 8.4, str(year), 2.4)
    begin, end, now = x(bar.starts), max(x(bar.ends), x(bar.starts) + 0.8), x(today)
    dashes = ' stroke-dasharray="1 .7"' if bar.look == "plan" else ""
    fill = INK if bar.look == "done" else "#fff"
    box = f'y="{top}" height="{high}" stroke="{INK}" stroke-width=".35"'
    body += f'<rect x="{begin:.2f}" width="{end - begin:.2f}" fill="{fill}" {box}{dashes}/>'
    gone = min(end, now)
    if bar.look == "run" and gone > begin:
        body += f'<rect x="{begin:.2f}" width="{gone - begin:.2f}" fill="{GREY}" {box}/>'
    if bar.look == "late":
        strokes = range(int((end - begin - 1.5) / 1.4) + 1) if end - begin > 1.5 else ()
        d = "".join(f"M{begin + 0.1 + n * 1.4:.2f} {top + high}l1.4-{high}" for n in strokes)
        body += f'<path d="{d}" stroke="{INK}" stroke-width=".35"/>' if d else ""
    if first <= today <= last:
        body += f'<path d="M{now:.2f} -.2V5.8" stroke="{INK}" stroke-width=".45"/>'
    for day, kind in bar.steps:
        at = x(day)
        look = f'fill="{INK}" stroke="#fff"' if kind == "hit" else f'fill="#fff" stroke="{INK}"'
        body += f'<path d="M{at:.2f} .8l2.1 2.1-2.1 2.1-2.1-2.1Z" {look} stroke-width=".35"/>'
        if kind == "miss":
            body += f'<path d="M{at - 0.95:.2f} 1.95l1.9 1.9m0-1.9l-1.9 1.9" stroke="#a3141f" stroke-width=".7"/>'
    return drawn(width, 9, title, body)
