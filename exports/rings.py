"""The picture on a cover without phases: a ring for each thing that is measured, filled as far as it has come.

Three quarters of a turn are the whole way; in the fourth stand the names. The geometry serves the PDF and Word alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from math import cos, pi, radians, sin

from django.utils.safestring import SafeString, mark_safe

from exports.document import Ring, Rings

SIDE, CENTRE = 182.0, 91.0
_INNER, _OUTER = 30.0, 90.0
# The widest band, so that a few rings do not become a target.
_WIDEST = 11.0
WHOLE = 270.0
# The width of the empty quarter, that of a letter as part of its size, and the smallest size that reads in print.
_ROOM, _LETTER, _SMALLEST = CENTRE - 4, 0.6, 3.2
INK, TRACK, WORDS = "#005275", "#e5f0f5", "#45555e"
CAPTION_SIZE = 4.6


@dataclass(frozen=True, slots=True)
class DrawnRing:
    """A ring with its place: the middle of its band, how thick it is drawn, how far it is filled, in degrees."""

    ring: Ring
    radius: float
    thickness: float
    turn: float
    # What stands beside it, and how large.
    words: str
    words_size: float


def placed(rings: Rings) -> Iterator[DrawnRing]:
    """Give each ring its place, the first outermost."""
    band = min(_WIDEST, (_OUTER - _INNER) / (len(rings.rings) or 1))
    words = [_short(ring) for ring in rings.rings]
    longest = max((len(said) for said in words), default=1)
    # One size for all: as high as a ring allows, and no wider than the empty quarter.
    size = min(band * 0.9, max(_SMALLEST, min(4.8, _ROOM / (longest * _LETTER))))
    for number, (ring, said) in enumerate(zip(rings.rings, words, strict=True)):
        turn = WHOLE * min(100, max(0, ring.percent or 0)) / 100
        yield DrawnRing(ring, _OUTER - band * (number + 0.5), band * 0.72, turn, said, size)


def _short(ring: Ring) -> str:
    """Return the name, cut short where there is no room for it, and how far it has come."""
    said = f" {ring.words}"
    room = int(_ROOM / (_SMALLEST * _LETTER)) - len(said)
    return (ring.name if len(ring.name) <= room else f"{ring.name[: room - 1].rstrip()}…") + said


def drawn_rings(rings: Rings, accent: str = "") -> SafeString:
    """Return the rings as SVG with literal colours, in the organisation's colour if it has one."""
    parts = []
    for one in placed(rings):
        width = f'fill="none" stroke-width="{one.thickness:.2f}"'
        parts.append(f'<path d="{_arc(one.radius, WHOLE)}" {width} stroke="{TRACK}"/>')
        if one.turn:
            parts.append(f'<path d="{_arc(one.radius, one.turn)}" {width} stroke="{accent or INK}"/>')
        y = CENTRE - one.radius + one.words_size * 0.35
        parts.append(_text(CENTRE - 2.5, y, one.words_size, "end", one.words))
    parts.append(_text(CENTRE, CENTRE + CAPTION_SIZE * 0.35, CAPTION_SIZE, "middle", rings.caption))
    return mark_safe(
        f'<svg class="cover-rings" viewBox="0 0 {SIDE:g} {SIDE:g}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(rings.description)}</title>{''.join(parts)}</svg>"
    )


def _text(x: float, y: float, size: float, anchor: str, words: str) -> str:
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:.2f}" text-anchor="{anchor}" font-weight="600" '
        f'font-family="Schibsted Grotesk" fill="{WORDS}">{escape(words)}</text>'
    )


def _arc(radius: float, turn: float) -> str:
    end = radians(turn) - pi / 2
    return (
        f"M{CENTRE:.2f} {CENTRE - radius:.2f}A{radius:.2f} {radius:.2f} 0 {int(turn > 180)} 1 "
        f"{CENTRE + radius * cos(end):.2f} {CENTRE + radius * sin(end):.2f}"
    )
