"""The wheel of the year, drawn as SVG: months round the clock, steps as arcs, days as numbered marks.

The numbers are those of the table beneath, which says the same in words; a month is a link to its part of the table.
"""

from collections.abc import Sequence
from datetime import date
from html import escape
from math import cos, pi, radians, sin

from django.utils import formats
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plans.shown.year import YearItem, YearKind

CENTRE, SIZE = 210, 420
MONTH_RING, STEP_RING, LANES = 188, 164, (138, 117, 96, 75)
# Marks nearer to one another than this stand in different lanes.
APART = 9.5
COUNTED = (YearKind.MILESTONE, YearKind.ACTIVITY)


def point(radius: float, angle: float) -> tuple[float, float]:
    """Return the place at an angle in degrees, clockwise from twelve."""
    turned = radians(angle) - pi / 2
    return round(CENTRE + radius * cos(turned), 1), round(CENTRE + radius * sin(turned), 1)


def arc(radius: float, start: float, end: float) -> str:
    """Return the path along a circle from one angle to another, less than half round."""
    x, y = point(radius, start)
    to_x, to_y = point(radius, end)
    return f"M{x} {y}A{radius:g} {radius:g} 0 {int(end - start > 180)} 1 {to_x} {to_y}"


def angle_of(day: date) -> float:
    """Return where a day stands, each month an hour."""
    return (day.month - 1) * 30 + (day.day - 0.5) / 31 * 30


def draw_year(items: Sequence[YearItem], year: int, today: date) -> SafeString:
    """Return the drawing; the items are numbered from one, in the order they are given."""
    numbered = list(enumerate(items, start=1))
    title = escape(_("The strategy year %(year)s as a wheel") % {"year": year})
    body = _months(items, year) + _steps(numbered) + _marks(numbered, year) + _counts(items)
    if today.year == year:
        x, y = point(LANES[-1] - 14, angle_of(today))
        to_x, to_y = point(STEP_RING + 8, angle_of(today))
        body += f'<path class="yw-today" d="M{x} {y}L{to_x} {to_y}"/>'
    return mark_safe(
        f'<svg class="year-wheel" viewBox="0 0 {SIZE} {SIZE}" role="group" aria-label="{title}"><title>{title}</title>'
        f'{body}<text class="yw-year" x="{CENTRE}" y="{CENTRE + 9}" aria-hidden="true">{year}</text></svg>'
    )


def _months(items: Sequence[YearItem], year: int) -> str:
    drawn = ""
    for month in range(1, 13):
        start, end = (month - 1) * 30, month * 30
        count = sum(one.starts.month == month for one in items)
        day = date(year, month, 1)
        spoken = ngettext("%(month)s: %(count)s entry", "%(month)s: %(count)s entries", count) % {
            "month": formats.date_format(day, "F"),
            "count": count,
        }
        x, y = point(MONTH_RING, start + 15)
        parity = "odd" if month % 2 else "even"
        inside = (
            f'<path class="yw-month {parity}" d="{arc(MONTH_RING, start + 0.6, end - 0.6)}"/>'
            f'<text class="yw-name" x="{x}" y="{y + 4}">{escape(formats.date_format(day, "M")[:3])}</text>'
        )
        drawn += f'<a href="#month-{month}" aria-label="{escape(spoken)}">{inside}</a>' if count else inside
    spokes = ""
    for n in range(12):
        x, y = point(LANES[-1] - 12, n * 30)
        to_x, to_y = point(STEP_RING + 10, n * 30)
        spokes += f"M{x} {y}L{to_x} {to_y}"
    return f'<path class="yw-spoke" d="{spokes}"/>{drawn}'


def _steps(numbered: Sequence[tuple[int, YearItem]]) -> str:
    """Draw what has a month alone as arcs; several in one month share it."""
    drawn = ""
    for month in range(1, 13):
        vague = [(n, one) for n, one in numbered if one.is_vague and one.starts.month == month]
        for place, (number, _one) in enumerate(vague):
            wide = 28 / len(vague)
            start = (month - 1) * 30 + 1 + place * wide
            x, y = point(STEP_RING, start + wide / 2)
            drawn += (
                f'<path class="yw-step" d="{arc(STEP_RING, start + 0.4, start + wide - 0.4)}"/>'
                f'<text class="yw-on" x="{x}" y="{y + 3.5}">{number}</text>'
            )
    return f'<g aria-hidden="true">{drawn}</g>'


def _marks(numbered: Sequence[tuple[int, YearItem]], year: int) -> str:
    """Draw what has a day as a mark whose shape tells its kind; what finds no room stands in the table alone."""
    lanes: list[list[float]] = [[] for _lane in LANES[:3]]
    drawn = ""
    for number, one in numbered:
        if one.is_vague or one.kind in COUNTED or one.starts.year != year:
            continue
        angle = angle_of(one.starts)
        for lane, taken in enumerate(lanes):
            if all(abs(angle - other) * LANES[lane] / LANES[0] >= APART for other in taken):
                taken.append(angle)
                x, y = point(LANES[lane], angle)
                drawn += f'{shape(one.kind, x, y)}<text class="yw-in" x="{x}" y="{y + 3.5}">{number}</text>'
                break
    return f'<g aria-hidden="true">{drawn}</g>'


def _counts(items: Sequence[YearItem]) -> str:
    """Draw how many milestones and ends of activities each month has; one by one they would hide the rest."""
    drawn = ""
    for month in range(1, 13):
        count = sum(one.kind in COUNTED and one.starts.month == month for one in items)
        if count:
            x, y = point(LANES[-1], (month - 1) * 30 + 15)
            drawn += (
                f'<rect class="yw-count" x="{x - 9:g}" y="{y - 8:g}" width="18" height="16" rx="8"/>'
                f'<text class="yw-small" x="{x}" y="{y + 3.5}">{count}</text>'
            )
    return f'<g aria-hidden="true">{drawn}</g>'


def shape(kind: str, x: float, y: float) -> str:
    """Return the mark of a kind round a place."""
    if kind == YearKind.MEASURING:
        return f'<rect class="yw-measuring" x="{x - 9:g}" y="{y - 9:g}" width="18" height="18" rx="2"/>'
    if kind == YearKind.SURVEY:
        return f'<path class="yw-survey" d="M{x:g} {y - 12:g}l12 12-12 12-12-12z"/>'
    if kind == YearKind.DEADLINE:
        return f'<path class="yw-deadline" d="M{x:g} {y - 13:g}l12 21h-24z"/>'
    return f'<circle class="yw-{kind}" cx="{x:g}" cy="{y:g}" r="10"/>'
