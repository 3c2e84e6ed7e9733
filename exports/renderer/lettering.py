"""The words in drawings, set as words: WeasyPrint sets and paints each letter by itself, and each label as an image.

A drawing of twenty labels cost as much as a page of text, and its letters stood without kerning. What can turn, stretch
or space out letters is left to WeasyPrint.
"""

from collections.abc import Callable
from typing import Any

from weasyprint import svg
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw.text import draw_emojis, draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.svg.bounding_box import EMPTY_BOUNDING_BOX, extend_bounding_box
from weasyprint.svg.text import Style, TextBox
from weasyprint.svg.utils import size
from weasyprint.text.ffi import FROM_UNITS, pango
from weasyprint.text.line_break import create_layout, line_size

_LEFT_ALONE = frozenset(
    (
        "transform",
        "opacity",
        "filter",
        "clip-path",
        "mask",
        "rotate",
        "dx",
        "dy",
        "letter-spacing",
        "textLength",
        "direction",
        "display",
        "visibility",
        "dominant-baseline",
        "alignment-baseline",
        "display-anchor",
        "style",
        "class",
    )
)
_SHARES = {"start": 0.0, "middle": 0.5, "end": 1.0}
Draw = Callable[..., None]


def set_words() -> None:
    """From now on set the words of drawings whole; a second call changes nothing."""
    if getattr(svg.SVG.draw_node, "whole", False):
        return
    svg.SVG.draw_node = _drawing_words(svg.SVG.draw_node)


def _drawing_words(draw: Draw) -> Draw:
    def drawn(self: Any, node: Any, font_size: float, fill_stroke: bool = True, context: Any = None) -> None:
        if node.tag == "text" and fill_stroke and _is_plain(node):
            _set(self, node, size(node.get("font-size", "1em"), font_size, font_size))
        else:
            draw(self, node, font_size, fill_stroke, context)

    drawn.whole = True  # type: ignore[attr-defined]
    return drawn


def _is_plain(node: Any) -> bool:
    """Whether it is one run of letters in one place."""
    return (
        bool(node.text)
        and _LEFT_ALONE.isdisjoint(node.attrib)
        and _is_number(node.get("x"))
        and _is_number(node.get("y"))
        and node.get("text-anchor", "start") in _SHARES
        and node.get("font-weight", "400").isdigit()
        and not list(node)
    )


def _is_number(value: str | None) -> bool:
    return value is not None and value.strip().lstrip("-").replace(".", "", 1).isdigit()


def _set(drawing: Any, node: Any, font_size: float) -> None:
    style = Style(INITIAL_VALUES)
    style.font_config = drawing.font_config
    style["font_family"] = [name.strip().strip("\"'") for name in node.get("font-family", "sans-serif").split(",")]
    style["font_style"] = node.get("font-style", "normal")
    style["font_weight"] = int(node.get("font-weight", "400"))
    style["font_size"] = font_size
    layout = create_layout(node.text, style, drawing.context, None, 0)
    width, height = line_size(layout.get_first_line()[0], style)
    x = float(node.get("x")) - width * _SHARES[node.get("text-anchor", "start")]
    y = float(node.get("y"))
    node.text_bounding_box = extend_bounding_box(EMPTY_BOUNDING_BOX, ((x, y - height), (x + width, y + height)))
    drawing.stream.push_state()
    fill, stroke = drawing.set_graphical_state(node, font_size)
    drawing.stream.begin_text()
    drawing.fill_stroke(fill, stroke, text=True)
    box = TextBox(layout, style)
    box.baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    emojis = draw_first_line(drawing.stream, box, "none", "none", Matrix(d=-1, e=x, f=y))
    drawing.stream.end_text()
    drawing.stream.pop_state()
    draw_emojis(drawing.stream, style, x, y, emojis)
