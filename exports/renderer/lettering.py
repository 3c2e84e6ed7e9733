"""The words in drawings, set as words: WeasyPrint sets and paints each letter by itself, and each label as an image.

A drawing of twenty labels cost as much as a page of text, and its letters stood without kerning. What can turn, stretch
or space out letters is left to WeasyPrint.
"""

from collections.abc import Callable
from typing import Any

from weasyprint import svg
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw import text as painted
from weasyprint.matrix import Matrix
from weasyprint.svg.bounding_box import EMPTY_BOUNDING_BOX, extend_bounding_box
from weasyprint.svg.text import Style, TextBox
from weasyprint.svg.utils import size
from weasyprint.text.ffi import FROM_UNITS, pango
from weasyprint.text.line_break import create_layout, line_size

from exports.renderer.shaping import line_of

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


def _style(font_config: Any, node: Any, font_size: float) -> Style:
    """Return how its letters look, which many labels share."""
    known = font_config.__dict__.setdefault("labels", {})
    names = ("font-family", "sans-serif"), ("font-style", "normal"), ("font-weight", "400")
    key = family, slant, weight, _size = *(node.get(*name) for name in names), font_size
    if key not in known:
        style = known[key] = Style(INITIAL_VALUES)
        style.font_config = font_config
        style["font_family"] = [name.strip().strip("\"'") for name in family.split(",")]
        style["font_style"], style["font_weight"], style["font_size"] = slant, int(weight), font_size
    return known[key]  # type: ignore[no-any-return]


def _set(drawing: Any, node: Any, font_size: float) -> None:
    style = _style(drawing.font_config, node, font_size)
    layout = line_of(node.text, style, None)
    if layout is None:
        layout = create_layout(node.text, style, drawing.context, None, 0)
        width, height = line_size(layout.get_first_line()[0], style)
        baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    else:
        width, height, baseline = layout.glyphs.width, layout.face.height, layout.face.baseline
    x = float(node.get("x")) - width * _SHARES[node.get("text-anchor", "start")]
    y = float(node.get("y"))
    node.text_bounding_box = extend_bounding_box(EMPTY_BOUNDING_BOX, ((x, y - height), (x + width, y + height)))
    drawing.stream.push_state()
    fill, stroke = drawing.set_graphical_state(node, font_size)
    drawing.stream.begin_text()
    drawing.fill_stroke(fill, stroke, text=True)
    box = TextBox(layout, style)
    box.baseline = baseline
    emojis = painted.draw_first_line(drawing.stream, box, "none", "none", Matrix(d=-1, e=x, f=y))
    drawing.stream.end_text()
    drawing.stream.pop_state()
    painted.draw_emojis(drawing.stream, style, x, y, emojis)
