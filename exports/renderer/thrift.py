"""What WeasyPrint finds out again for each box, found out once for all that look alike.

Its boxes share their styles; what follows from a style alone is kept with the style: lengths without per cent, and how
a line of it is high. What a style inherits, or has from the beginning, needs none of the questions that a value of a
style sheet does. What comes out is the same, byte for byte; a test holds it.
"""

import sys
from collections.abc import Callable
from copy import copy
from functools import cache
from typing import Any

from weasyprint import css
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES, Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout import percent
from weasyprint.svg import utils
from weasyprint.text import fonts, line_break
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p

_SIDES = ("top", "right", "bottom", "left")
# Flexible boxes get these anew; nothing else that is asked for here changes once a box is laid out.
_SIZES = ("width", "min_width", "max_width", "height", "min_height", "max_height")
_EDGES = tuple(f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES)
_LENGTHS = (*_EDGES, *_SIZES, *(f"border_{side}_width" for side in _SIDES))
# A value of these follows from more than the style sheet and the element around.
_OF_THEIR_OWN = frozenset(("position", "float", "display", "page"))
_PLAIN = frozenset(key for key in INITIAL_VALUES if key not in _OF_THEIR_OWN and not key.startswith("text_decoration_"))
_LOGICAL = {
    key: tuple(logical(block="ttb", inline=direction) for direction in ("ltr", "rtl"))
    for key, logical in PHYSICAL_FUNCTIONS.items()
}
_FEATURES = (
    "kerning",
    "variant_ligatures",
    "variant_position",
    "variant_caps",
    "variant_numeric",
    "variant_alternates",
    "variant_east_asian",
    "feature_settings",
)
_FLOWING = frozenset(("static", "relative"))
# Their borders are their neighbours', where a table's borders are one.
_NEIGHBOURS = (
    boxes.TableBox,
    boxes.TableCellBox,
    boxes.TableRowBox,
    boxes.TableRowGroupBox,
    boxes.TableColumnBox,
    boxes.TableColumnGroupBox,
)
Function = Callable[..., Any]


def find_out_once() -> None:
    """From now on find it out once; a second call changes nothing."""
    if getattr(css.ComputedStyle.__missing__, "is_ours", False):
        return
    css.ComputedStyle.__missing__ = _looking_up(css.ComputedStyle.__missing__)
    _replace(percent.resolve_percentages, _resolving(percent.resolve_percentages))
    _replace(line_break.strut, _measuring(line_break.strut))
    line_break.Layout.setup = _setting_up(line_break.Layout.setup)
    boxes.Box.is_in_normal_flow = _is_in_normal_flow
    _replace(utils.color, _reading(utils.color))


def _replace(old: Function, new: Function) -> None:
    """Put one function in the place of another wherever WeasyPrint has imported it."""
    for name, module in list(sys.modules.items()):
        if name.startswith("weasyprint."):
            for key, value in list(vars(module).items()):
                if value is old:
                    setattr(module, key, new)


def _looking_up(missing: Function) -> Function:
    def looked_up(self: Any, key: str) -> Any:
        cascaded, parent = self.cascaded, self.parent_style
        if parent is None or key in cascaded or key not in _PLAIN:
            return missing(self, key)
        logical = _LOGICAL.get(key)
        if logical and (logical[0] in cascaded or logical[1] in cascaded):
            return missing(self, key)
        if key in INHERITED:
            value = self[key] = parent[key]
            return value
        if key in INITIAL_NOT_COMPUTED:
            return missing(self, key)
        value = self[key] = INITIAL_VALUES[key]
        return value

    looked_up.is_ours = True  # type: ignore[attr-defined]
    return looked_up


def _resolving(resolve: Function) -> Function:
    def resolved(box: Any, containing_block: Any) -> None:
        style = box.style
        known = style.__dict__.get("lengths")
        if known is not None and (known[2] or not isinstance(box, _NEIGHBOURS)):
            sizes, lengths, _is_apart = known
            if all(map(_is_same, sizes, map(style.__getitem__, _SIZES))):
                box.__dict__.update(lengths)
                return
        resolve(box, containing_block)
        is_alone = style["border_collapse"] != "collapse" or not isinstance(box, _NEIGHBOURS)
        if is_alone and not isinstance(box, boxes.PageBox) and _is_plain(style):
            lengths = {key: getattr(box, key) for key in _LENGTHS}
            style.lengths = tuple(style[key] for key in _SIZES), lengths, style["border_collapse"] != "collapse"

    return resolved


def _is_same(one: Any, other: Any) -> bool:
    return one is other


def _is_plain(style: Any) -> bool:
    """Whether its lengths are the same for each box of it, since none is a share."""
    return all(
        value == "auto" or (value.__class__ is Dimension and value.unit == "px")
        for value in map(style.__getitem__, (*_EDGES, *_SIZES))
    )


def _measuring(strut: Function) -> Function:
    def measured(style: Any) -> Any:
        known = style.__dict__.get("strut")
        if known is None or known[0] is not style["line_height"]:
            known = style.strut = style["line_height"], strut(style)
        return known[1]

    return measured


def _setting_up(set_up: Function) -> Function:
    def set_up_once(self: Any, style: Any) -> None:
        known = style.__dict__.get("set_up")
        if known is None or known[0] != style["font_size"]:
            if style["text_decoration_line"] != "none" or not style["lang"] or not _has_usual_letters(style):
                set_up(self, style)
                return
            known = style.set_up = style["font_size"], *_context(style), fonts.get_font_description(style)
        _size, context, self.language, font = known
        self.style, self.first_line_direction, self.ascent = style, 0, None
        self.underline_position = self.strikethrough_position = None
        self.underline_thickness = self.strikethrough_thickness = None
        self.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(self.layout, False)
        pango.pango_layout_set_font_description(self.layout, font)

    return set_up_once


def _has_usual_letters(style: Any) -> bool:
    return style["font_language_override"] == "normal" and not fonts.font_features(
        *(style[f"font_{name}"] for name in _FEATURES)
    )


def _context(style: Any) -> tuple[Any, Any]:
    """Return where Pango sets lines of one direction and language, and that language."""
    contexts = style.font_config.__dict__.setdefault("contexts", {})
    key = style["direction"], style["lang"]
    if key not in contexts:
        context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
        pango.pango_context_set_round_glyph_positions(context, False)
        pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
        kept, letters = unicode_to_char_p(style["lang"])
        language = pango.pango_language_from_string(kept)
        pango.pango_context_set_language(context, language)
        contexts[key] = context, language, letters
    return contexts[key][:2]  # type: ignore[no-any-return]


def _is_in_normal_flow(self: Any) -> bool:
    return self.style["float"] == "none" and self.style["position"] in _FLOWING


def _reading(read: Function) -> Function:
    known = cache(read)

    def colour(string: str | None) -> Any:
        # Whoever asks for a colour makes it paler in place.
        return copy(known(string))

    return colour
