"""The radar of the phases, and scores as dots above the levels they chose, as SVG; the same is said in words beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from math import cos, pi, sin

from django.utils.safestring import SafeString, mark_safe

WIDTH, HEIGHT, MIDDLE_X, MIDDLE_Y, RADIUS = 520, 430, 260, 220, 165
FEWEST_AXES = 3
# What the classes look like in print: the light theme's colours.
PRINT = {
    "ch-grid": 'fill="none" stroke="#dbe3e6"',
    "ch-t": 'font-family="Schibsted Grotesk" font-size="14" fill="#45555e"',
    "ch-r1": 'fill="none" stroke="#45555e" stroke-width="2" stroke-dasharray="5 4"',
    "ch-r2": 'fill="#005275" fill-opacity="0.12" stroke="#005275" stroke-width="2.5"',
    "ch-w1": 'fill="#ffffff" stroke="#45555e" stroke-width="2"',
    "ch-w3": 'fill="#005275" stroke="#ffffff" stroke-width="1.5"',
    "sp-dot": 'fill="#005275"',
    "ch-axis": 'stroke="#7b8a92" stroke-width="1"',
}


@dataclass(frozen=True, slots=True)
class Axis:
    """One phase: what it is called, its figure now and the time before."""

    label: str
    now: Fraction | None
    before: Fraction | None = None


def radar(axes: Sequence[Axis], lowest: int, highest: int, words: str, *, is_print: bool = False) -> SafeString:
    """Return the drawing, or nothing where fewer than three axes leave no shape."""
    if len(axes) < FEWEST_AXES:
        return SafeString("")
    style = _style(is_print=is_print)
    parts = [
        f'<polygon {style("ch-grid")} points="{_ring([Fraction(level)] * len(axes), lowest, highest)}"/>'
        for level in range(lowest, highest + 1)
    ]
    for place, axis in enumerate(axes):
        x, y = _at(place, len(axes), RADIUS + 18)
        end_x, end_y = _at(place, len(axes), RADIUS)
        side = "middle" if abs(x - MIDDLE_X) < 20 else "start" if x > MIDDLE_X else "end"
        parts.append(f'<line {style("ch-grid")} x1="{MIDDLE_X}" y1="{MIDDLE_Y}" x2="{end_x:.1f}" y2="{end_y:.1f}"/>')
        lift = 4 if y < MIDDLE_Y else 12
        parts.append(
            f'<text {style("ch-t", "b")} text-anchor="{side}" x="{x:.1f}" y="{y + lift:.1f}">'
            f"{escape(axis.label)}</text>"
        )
    parts += _shape([axis.before for axis in axes], lowest, highest, style("ch-r1"), style("ch-w1"), is_square=True)
    parts += _shape([axis.now for axis in axes], lowest, highest, style("ch-r2"), style("ch-w3"), is_square=False)
    for level in range(lowest, highest + 1, 2):
        _x, y = _at(0, len(axes), _reach(Fraction(level), lowest, highest))
        parts.append(f'<text {style("ch-t")} text-anchor="end" x="{MIDDLE_X - 6}" y="{y + 4:.1f}">{level}</text>')
    return _svg(f"0 0 {WIDTH} {HEIGHT}", words, parts)


def dots(counts: Sequence[int], words: str, nobody: str = "") -> SafeString:
    """Return the scores as dots above their levels; `nobody` is written where an empty level parts two camps."""
    column, most = 1000 / len(counts), max(counts, default=0)
    radius = min(19.0, 150 / max(most, 1) / 2.4)
    # As high as its highest pile, so that it can be as wide as the levels below it and each dot stand above its own.
    step = radius * 2.4
    height = max(2, most) * step + 22
    parts = []
    gap = _gap(counts) if nobody else None
    if gap is not None:
        middle = column * (gap + 0.5)
        parts.append(
            f'<rect class="sp-gap" x="{column * gap + 4:.0f}" y="8" width="{column - 8:.0f}" '
            f'height="{height - 14:.0f}" rx="10"/>'
        )
        parts.append(
            f'<text class="sp-gt" x="{middle:.0f}" y="{height / 2 + 5:.0f}" text-anchor="middle">'
            f"{escape(nobody)}</text>"
        )
    for place, count in enumerate(counts):
        middle = column * (place + 0.5)
        parts += [
            f'<circle class="sp-dot" cx="{middle:.0f}" cy="{height - radius - 9 - step * n:.1f}" r="{radius:.1f}"/>'
            for n in range(count)
        ]
    parts.append(f'<line class="ch-axis" x1="0" y1="{height - 1:.0f}" x2="1000" y2="{height - 1:.0f}"/>')
    return _svg(f"0 0 1000 {height:.0f}", words, parts)


def small_dots(counts: Sequence[int], *, is_print: bool = False) -> SafeString:
    """Return the same, small enough for a row of a list; hidden from screen readers, which have the words."""
    style = _style(is_print=is_print)
    column, most = 100 / len(counts), max(counts, default=0)
    radius = min(3.2, 20 / max(most, 1) / 2)
    parts = [f'<line {style("ch-grid")} x1="4" y1="23" x2="96" y2="23"/>']
    for place, count in enumerate(counts):
        parts += [
            f'<circle {style("sp-dot")} cx="{column * (place + 0.5):.0f}" cy="{21 - radius - radius * 2 * n:.1f}" '
            f'r="{radius:.1f}"/>'
            for n in range(count)
        ]
    return mark_safe(f'<svg class="mini" viewBox="0 0 100 24" aria-hidden="true">{"".join(parts)}</svg>')


def row_of_dots(count: int) -> SafeString:
    """Return the dots of one level in a line, for a phone."""
    radius = min(8.0, 28 / max(count, 1))
    parts = [
        f'<circle class="sp-dot" cx="{60 - radius * (2.4 * n + 1.2):.1f}" cy="10" r="{radius:.1f}"/>'
        for n in range(count)
    ]
    return mark_safe(f'<svg class="sp-in" viewBox="0 0 60 20" aria-hidden="true">{"".join(parts)}</svg>')


def _gap(counts: Sequence[int]) -> int | None:
    for place in range(1, len(counts) - 1):
        if not counts[place] and any(counts[:place]) and any(counts[place + 1 :]):
            return place
    return None


def _style(*, is_print: bool):  # type: ignore[no-untyped-def]
    def style(*names: str) -> str:
        return PRINT[names[0]] if is_print else f'class="{" ".join(names)}"'

    return style


def _reach(figure: Fraction, lowest: int, highest: int) -> float:
    # The lowest level stands off the middle, so that a phase at the bottom is still a shape.
    return RADIUS * float(figure - lowest + 1) / (highest - lowest + 1)


def _at(place: int, count: int, reach: float) -> tuple[float, float]:
    angle = 2 * pi * place / count - pi / 2
    return MIDDLE_X + reach * cos(angle), MIDDLE_Y + reach * sin(angle)


def _ring(figures: Sequence[Fraction], lowest: int, highest: int) -> str:
    points = [_at(place, len(figures), _reach(figure, lowest, highest)) for place, figure in enumerate(figures)]
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _shape(
    figures: Sequence[Fraction | None], lowest: int, highest: int, line: str, mark: str, *, is_square: bool
) -> list[str]:
    known = [(place, figure) for place, figure in enumerate(figures) if figure is not None]
    points = [_at(place, len(figures), _reach(figure, lowest, highest)) for place, figure in known]
    parts = []
    if len(points) == len(figures):
        parts.append(f'<polygon {line} points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>')
    for x, y in points:
        if is_square:
            parts.append(f'<rect {mark} x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8"/>')
        else:
            parts.append(f'<circle {mark} cx="{x:.1f}" cy="{y:.1f}" r="5"/>')
    return parts


def _svg(box: str, words: str, parts: Sequence[str]) -> SafeString:
    title = f"<title>{escape(words)}</title>"
    return mark_safe(f'<svg viewBox="{box}" role="img">{title}{"".join(parts)}</svg>')
