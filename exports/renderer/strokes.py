"""Sums of painting, written out: how one turn of the paper follows another, and how red, green and blue a colour is.

WeasyPrint multiplies matrices in loops within loops, and makes of each colour another one to ask it what it is on
paper. What comes out is the same, byte for byte; a test holds it.
"""

from collections.abc import Callable
from typing import Any

from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream

Paint = Callable[..., None]


def sum_up() -> None:
    """From now on sum so; a second call changes nothing."""
    if not getattr(Stream.set_color, "is_ours", False):
        Matrix.__matmul__ = _product
        Matrix.values = property(_values)
        Stream.set_color = _colouring(Stream.set_color)


def _product(self: Any, other: Any) -> Any:
    (one, two, three), (four, five, six), (seven, eight, nine) = other
    return Matrix(
        matrix=[
            [a * one + b * four + c * seven, a * two + b * five + c * eight, a * three + b * six + c * nine]
            for a, b, c in self
        ]
    )


def _values(self: Any) -> tuple[float, float, float, float, float, float]:
    (a, b, _none), (c, d, _nothing), (e, f, _one) = self
    return a, b, c, d, e, f


def _colouring(paint: Paint) -> Paint:
    # What a PDF writes for a colour; a document has some fifty.
    known: dict[Any, bytes] = {}

    def coloured(self: Any, color: Any, stroke: bool = False) -> None:
        if color.space != "srgb":
            paint(self, color, stroke)
            return
        self.set_alpha(color.alpha, stroke)
        shown = "srgb", *color.coordinates
        if shown == (self._current_color_stroke if stroke else self._current_color):
            return
        if stroke:
            self._current_color_stroke = shown
        else:
            self._current_color = shown
        written = known.get((color.coordinates, stroke))
        if written is None:
            self.set_color_rgb(*[float(one or 0) for one in color.coordinates], stroke)
            known[color.coordinates, stroke] = self.stream[-1]
        else:
            self.stream.append(written)

    coloured.is_ours = True  # type: ignore[attr-defined]
    return coloured
