"""What the style of an element begins with: what every box is asked for, unless a style sheet says otherwise of it.

WeasyPrint finds out each value by itself when it is asked for first, some sixty for each style, nearly all of them what
they are from the beginning, or what the element around has.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from weasyprint import css
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_VALUES

Begin = Callable[..., None]

# A value of these follows from more than the style sheet and the element around.
_OF_THEIR_OWN = frozenset(("position", "float", "display", "page"))
PLAIN = frozenset(key for key in INITIAL_VALUES if key not in _OF_THEIR_OWN and not key.startswith("text_decoration_"))
LOGICAL = {
    key: tuple(logical(block="ttb", inline=direction) for direction in ("ltr", "rtl"))
    for key, logical in PHYSICAL_FUNCTIONS.items()
}
_SIDES = ("top", "right", "bottom", "left")
_ASKED = (
    *("anchor", "appearance", "background_color", "background_image", "bookmark_level", "bookmark_state"),
    *("border_image_source", "mask_border_source", "box_decoration_break", "box_shadow", "box_sizing", "continue"),
    *("counter_increment", "counter_reset", "counter_set", "image_orientation", "max_lines", "opacity", "overflow"),
    *("outline_color", "outline_offset", "outline_style", "string_set", "transform", "vertical_align"),
    *(f"{least}{size}" for least in ("", "min_", "max_") for size in ("width", "height")),
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES),
    *(f"border_{side}_style" for side in _SIDES),
    *(f"border_{one}_{side}_radius" for one in ("top", "bottom") for side in ("left", "right")),
)
# No border has a width where it has no style.
_WIDTHS = (*(f"border_{side}_width" for side in _SIDES), "outline_width")
_BEGINNING = {
    **{key: INITIAL_VALUES[key] for key in _ASKED},
    **dict.fromkeys(_WIDTHS, 0),
    "position": "static",
    "float": "none",
}
# What an element has from the one around it, as long as nothing else is said of it.
_HANDED_DOWN = (*sorted(INHERITED & PLAIN), "page", "text_decoration_line", "text_decoration_color")
# Of these WeasyPrint goes through all that is said; margins of pages are asked for next to nothing.
_APART = ("first-letter", "first-line", "@")


def begin_styles() -> None:
    """From now on begin styles so; a second call changes nothing."""
    if not getattr(css.ComputedStyle.__init__, "is_ours", False):
        css.ComputedStyle.__init__ = _beginning(css.ComputedStyle.__init__)
        css.AnonymousStyle.__init__ = _beginning_without_name(css.AnonymousStyle.__init__)


def _beginning(begin: Begin) -> Begin:
    def begun(self: Any, parent_style: Any, cascaded: Any, pseudo_type: str | None, *rest: Any) -> None:
        begin(self, parent_style, cascaded, pseudo_type, *rest)
        if parent_style is None or (pseudo_type or "").startswith(_APART):
            return
        self.update(_BEGINNING)
        self.update(_handed_down(parent_style))
        for key in cascaded:
            for name in _decided_by(key):
                self.pop(name, None)
        if "float" in self:
            self.specified["position"], self.specified["float"] = "static", "none"

    begun.is_ours = True  # type: ignore[attr-defined]
    return begun


def _beginning_without_name(begin: Begin) -> Begin:
    def begun(self: Any, parent_style: Any) -> None:
        self.update(_BEGINNING)
        self.update(_handed_down(parent_style))
        begin(self, parent_style)

    return begun


def _handed_down(style: Any) -> dict[str, Any]:
    known: dict[str, Any] | None = style.__dict__.get("handed_down")
    if known is None:
        known = style.handed_down = {key: style[key] for key in _HANDED_DOWN}
    return known


@cache
def _decided_by(key: str) -> frozenset[str]:
    """Return what follows from what a style sheet says here."""
    found = {key, *(physical for physical, logical in LOGICAL.items() if key in logical)}
    found |= {name.removesuffix("style") + "width" for name in found if name.endswith("_style")}
    return frozenset(found | ({"position", "float"} if key in ("position", "float") else set()))
