"""That the European Union has paid for something: its emblem with the sentence, and whose views a document holds."""

from dataclasses import dataclass
from functools import cache
from html import escape
from math import cos, pi, sin

from django.utils.safestring import SafeString, mark_safe

# As the emblem is defined: 3 by 2, twelve stars on a circle of a third of the height, each a ninth of it high.
_WIDE, _HIGH = 54.0, 36.0
_BLUE, _GOLD = "#003399", "#ffcc00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Funding:
    """The sentence beside the emblem, what has been granted, and whose views the document holds."""

    sentence: str
    grants: tuple[str, ...]
    disclaimer: str


@cache
def emblem(title: str) -> SafeString:
    """Return the emblem as SVG, with what a screen reader says."""
    stars = "".join(_star(_WIDE / 2 + 12 * sin(n * pi / 6), _HIGH / 2 - 12 * cos(n * pi / 6)) for n in range(12))
    return mark_safe(
        f'<svg class="emblem" viewBox="0 0 {_WIDE:g} {_HIGH:g}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f'<title>{escape(title)}</title><rect width="{_WIDE:g}" height="{_HIGH:g}" fill="{_BLUE}"/>{stars}</svg>'
    )


def _star(x: float, y: float) -> str:
    # Each second corner lies inside; a pentagram's are that much nearer to its midst.
    corners = [(2.0 if n % 2 == 0 else 2.0 * 0.381966, n * pi / 5) for n in range(10)]
    points = " ".join(f"{x + r * sin(turn):.2f},{y - r * cos(turn):.2f}" for r, turn in corners)
    return f'<polygon points="{points}" fill="{_GOLD}"/>'
