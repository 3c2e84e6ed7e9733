"""The strategy wheel: geometry and drawing for any number of phases, on screen and in print.

A ring of segments, clockwise from twelve; each reaches a little further out than the one before. Five phases give
the brand's own wheel. Everything here is plain arithmetic and text: words are given, links are given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import cos, pi, radians, sin
from typing import Protocol

VIEW_BOX = "9 9 182 182"
CENTRE = 100.0
INNER = 54.0
THINNEST, THICKEST = 17.0, 34.0
GAP_SCREEN, GAP_COVER, GAP_OPENER = 2.6, 1.6, 1.8
COLOURS = 5
# In print literal colours: WeasyPrint does not apply the style sheet inside an SVG. They are the light theme's.
PRINT_COLOURS = ("#302b89", "#25a2ae", "#c38607", "#b92f13", "#865178")
PRINT_TINTS = ("#eeeef9", "#e3f4f5", "#fbf1dc", "#fceae4", "#f5ebf2")
# An opener is turned so that its phase points down to the left, at the title.
FOCUS_ANGLE = 218.0


class WheelPhase(Protocol):
    """What the wheel needs to know of a phase."""

    @property
    def number(self) -> int: ...
    @property
    def label(self) -> str: ...
    @property
    def percent(self) -> int: ...
    @property
    def url(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Phase:
    """A phase as the wheel draws it, where no other object is at hand."""

    number: int
    label: str = ""
    percent: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: angles in degrees from twelve o'clock, clockwise; radii from the centre."""

    thickness: float
    radius: float
    start: float
    end: float

    @property
    def outer(self) -> float:
        """The outer edge."""
        return INNER + self.thickness

    @property
    def middle(self) -> float:
        """The angle in the middle of the segment."""
        return (self.start + self.end) / 2

    @property
    def arc(self) -> str:
        """The path along the middle, to be stroked as wide as the segment is thick."""
        return _arc(self.radius, self.start, self.end)

    @property
    def edge(self) -> str:
        """The closed outline."""
        x, y = _point(INNER, self.end)
        inner_x, inner_y = _point(INNER, self.start)
        large = int(self.end - self.start > 180)
        return (
            f"{_arc(self.outer, self.start, self.end)}L{x:.2f} {y:.2f}"
            f"A{INNER:.2f} {INNER:.2f} 0 {large} 0 {inner_x:.2f} {inner_y:.2f}Z"
        )

    @property
    def halo(self) -> str:
        """The arc just outside, which shows the focus."""
        return _arc(self.outer + 2, self.start, self.end)

    def filled(self, percent: int) -> str:
        """Return the path along the middle as far as the percentage reaches."""
        return _arc(self.radius, self.start, self.start + (self.end - self.start) * within(percent) / 100)


def within(percent: int) -> int:
    """Return the percentage kept between 0 and 100."""
    return max(0, min(100, percent))


def colour_number(number: int) -> int:
    """Return which of the five phase colours a phase has; they go round."""
    return (number - 1) % COLOURS + 1


def segments(count: int, gap: float = GAP_SCREEN) -> list[Segment]:
    """Return the geometry of a wheel with so many phases."""
    span = 360 / count if count else 0.0
    found = []
    for i in range(count):
        thickness = THINNEST + ((THICKEST - THINNEST) * i / (count - 1) if count > 1 else 0.0)
        radius = INNER + thickness / 2
        # The gap is as wide on every radius; it never eats more than half of a narrow segment.
        between = min(gap * 70 / radius, span / 2)
        found.append(Segment(thickness, radius, span * i + between / 2, span * (i + 1) - between / 2))
    return found


def draw(
    phases: Sequence[WheelPhase],
    *,
    outlined: bool = True,
    label: str = "",
    names: Sequence[str] = (),
    current: int | None = None,
    big: str = "",
    small: str = "",
    classes: str = "",
) -> str:
    """Return the wheel for the screen, coloured by the style sheet; with `names` each phase that has a url is a link.

    Without a label it is hidden from screen readers, since words beside it say the same.
    """
    is_navigation = bool(names)
    parts = []
    for i, (phase, segment) in enumerate(zip(phases, segments(len(phases)), strict=True)):
        body = _track_and_fill(segment, phase)
        if outlined:
            body += f'<path class="edge" d="{segment.edge}"/>'
        if is_navigation:
            x, y = _point(INNER - 8, segment.middle)
            body += f'<text class="wnum" x="{x:.1f}" y="{y:.1f}" aria-hidden="true">{phase.number}</text>'
            if phase.url:
                here = ' aria-current="step"' if phase.number == current else ""
                body = (
                    f'<a href="{escape(phase.url)}" aria-label="{escape(names[i])}"{here}>{body}'
                    f'<path class="halo" d="{segment.halo}"/></a>'
                )
        parts.append(f'<g class="phase-{colour_number(phase.number)}">{body}</g>')
    role = (
        f'role="{"group" if is_navigation else "img"}" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    )
    return (
        f'<svg class="{escape(f"wheel {classes}".strip())}" viewBox="{VIEW_BOX}" {role}>'
        f"{''.join(parts)}{_centre_words(big, small)}</svg>"
    )


def draw_for_print(
    phases: Sequence[WheelPhase],
    *,
    label: str = "",
    focus: int | None = None,
    classes: str = "",
    big: str = "",
    small: str = "",
) -> str:
    """Return the wheel with literal colours and no style sheet.

    Plain, it shows the progress on tinted segments. With a phase in focus it is that phase's opener: turned to it,
    outlined, filled as far as that phase.
    """
    gap = GAP_COVER if focus is None else GAP_OPENER
    parts = []
    turn = 0.0
    for phase, segment in zip(phases, segments(len(phases), gap), strict=True):
        colour = PRINT_COLOURS[colour_number(phase.number) - 1]
        tint = PRINT_TINTS[colour_number(phase.number) - 1] if focus is None else "#ffffff"
        percent = phase.percent if focus is None else 100 * (phase.number <= focus)
        width = f'fill="none" stroke-width="{segment.thickness:.2f}"'
        parts.append(f'<path d="{segment.arc}" {width} stroke="{tint}"/>')
        if within(percent):
            parts.append(f'<path d="{segment.filled(percent)}" {width} stroke="{colour}"/>')
        if focus is not None:
            parts.append(f'<path d="{segment.edge}" fill="none" stroke="{colour}" stroke-width=".6"/>')
        if phase.number == focus:
            turn = FOCUS_ANGLE - segment.middle
    middle = 'font-family="Schibsted Grotesk" text-anchor="middle" fill='
    words = ""
    if big:
        words += f'<text x="100" y="104" font-size="25" font-weight="600" {middle}"#14232b">{escape(big)}</text>'
    if small:
        words += f'<text x="100" y="117" font-size="7.5" {middle}"#45555e">{escape(small)}</text>'
    role = _role("img", label)
    css = f'class="{escape(classes)}" ' if classes else ""
    return (
        f'<svg {css}viewBox="{VIEW_BOX}" {role} xmlns="http://www.w3.org/2000/svg">'
        f'<g transform="rotate({turn:g} 100 100)">{"".join(parts)}</g>{words}</svg>'
    )


def _role(role: str, label: str) -> str:
    return f'role="{role}" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'


def _track_and_fill(segment: Segment, phase: WheelPhase) -> str:
    """Return the segment as far as it is filled; a phase with a key can be filled further while somebody writes."""
    shape = f'd="{segment.arc}" stroke-width="{segment.thickness:.2f}" pathLength="100"'
    drawn = f'<path class="track" d="{segment.arc}" stroke-width="{segment.thickness:.2f}"/>'
    percent, borrowed = within(phase.percent), within(getattr(phase, "borrowed_percent", 0))
    if borrowed:
        drawn += f'<path class="loan" {shape} stroke-dasharray="{borrowed} 200" stroke-dashoffset="{-percent}"/>'
    key = getattr(phase, "key", "")
    if percent or key:
        named = f' data-fill="{escape(key)}"' if key else ""
        drawn += f'<path class="fill" {shape} stroke-dasharray="{percent} 200"{named}/>'
    return drawn


def _centre_words(big: str, small: str) -> str:
    words = f'<text class="wbig" x="100" y="104" aria-hidden="true">{escape(big)}</text>' if big else ""
    if small:
        words += f'<text class="wsmall" x="100" y="117" aria-hidden="true">{escape(small)}</text>'
    return words


def _point(radius: float, angle: float) -> tuple[float, float]:
    turned = radians(angle) - pi / 2
    return CENTRE + radius * cos(turned), CENTRE + radius * sin(turned)


def _arc(radius: float, start: float, end: float) -> str:
    x, y = _point(radius, start)
    to_x, to_y = _point(radius, end)
    large = int(end - start > 180)
    return f"M{x:.2f} {y:.2f}A{radius:.2f} {radius:.2f} 0 {large} 1 {to_x:.2f} {to_y:.2f}"
