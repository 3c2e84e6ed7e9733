"""What WeasyPrint finds out again for each box, found out once for all that look alike.

Its boxes share their styles; what follows from a style alone is kept with the style: lengths without per cent, and how
a line of it is high. What a style inherits, or has from the beginning, needs none of the questions that a value of a
style sheet does. What comes out is the same, byte for byte; a test holds it.
"""

import sys
from collections.abc import Callable
from copy import copy
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any

from weasyprint import css
from weasyprint.css.computed_values import COMPUTER_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES, Dimension
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background, percent
from weasyprint.layout import float as float_layout
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.svg import utils
from weasyprint.text import fonts, line_break
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango

from exports.renderer.begun import LOGICAL, PLAIN, begin_styles
from exports.renderer.cascading import cascade_once
from exports.renderer.paging import share_page_styles
from exports.renderer.shaping import has_usual_letters

_SIDES = ("top", "right", "bottom", "left")
# Flexible boxes get these anew; nothing else that is asked for here changes once a box is laid out.
_SIZES = ("width", "min_width", "max_width", "height", "min_height", "max_height")
_sizes_of = itemgetter(*_SIZES)
_EDGES = tuple(f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES)
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)
_INNER = (*_EDGES, *_SIZES)
_LENGTHS = (*_INNER, *_BORDERS)
_LEAST = frozenset(("min_width", "min_height"))
_NO_SIZES = tuple(INITIAL_VALUES[key] for key in _SIZES)
_RADII = tuple(f"border_{one}_{side}_radius" for one in ("top", "bottom") for side in ("left", "right"))
_SQUARE = {**dict.fromkeys(_RADII, (0, 0)), "background": None}
# What says that a value stands elsewhere.
_REFERRING = frozenset(("inherit", "initial"))
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
    begin_styles()
    replace_everywhere(percent.resolve_percentages, _resolving(percent.resolve_percentages))
    replace_everywhere(line_break.strut, _measuring(line_break.strut))
    line_break.Layout.setup = _setting_up(line_break.Layout.setup)
    line_break.Layout.set_text = _giving(line_break.Layout.set_text)
    boxes.Box.is_in_normal_flow = _is_in_normal_flow
    replace_everywhere(utils.color, _reading(utils.color))
    for asked in (utils.size, utils.normalize, utils.alpha_value, utils.parse_url):
        replace_everywhere(asked, lru_cache(maxsize=4096)(asked))
    replace_everywhere(background.layout_box_backgrounds, _painting_under(background.layout_box_backgrounds))
    replace_everywhere(float_layout.avoid_collisions, _avoiding(float_layout.avoid_collisions))
    cascade_once()
    share_page_styles()


def replace_everywhere(old: Function, new: Function) -> None:
    """Put one function in the place of another wherever WeasyPrint has imported it."""
    for name, module in list(sys.modules.items()):
        if name.startswith("weasyprint."):
            for key, value in list(vars(module).items()):
                if value is old:
                    setattr(module, key, new)


def _looking_up(missing: Function) -> Function:
    def looked_up(self: Any, key: str) -> Any:
        cascaded, parent = self.cascaded, self.parent_style
        if parent is None or key not in PLAIN:
            return missing(self, key)
        logical = LOGICAL.get(key)
        if logical and (logical[0] in cascaded or logical[1] in cascaded):
            return missing(self, key)
        if key in cascaded:
            value = cascaded[key][0]
            if value.__class__ is not str or value in _REFERRING or key in COMPUTER_FUNCTIONS:
                return missing(self, key)
            self[key] = value
            return value
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
        own = style.__dict__.get("cell")
        if own is not None and isinstance(box, _NEIGHBOURS) and own[0] == _sizes_of(style):
            # Its borders were found out with those beside it.
            box.__dict__.update({**own[2], **box.__dict__, **own[1]})
            return
        known = style.__dict__.get("lengths")
        if known is not None and (known[2] or not isinstance(box, _NEIGHBOURS)):
            sizes, lengths, _is_apart = known
            if sizes == _sizes_of(style):
                box.__dict__.update(lengths)
                return
        found = None if isinstance(box, boxes.PageBox) else _lengths(style, containing_block)
        if found is None:
            resolve(box, containing_block)
            return
        lengths, is_plain = found
        borders = {key: style[key] for key in _BORDERS}
        sizes = _sizes_of(style)
        is_apart = style["border_collapse"] != "collapse"
        is_alone = is_apart or not isinstance(box, _NEIGHBOURS)
        box.__dict__.update({**lengths, **borders} if is_alone else {**borders, **box.__dict__, **lengths})
        if style["box_sizing"] != "content-box":
            percent.adjust_box_sizing(box, "width")
            percent.adjust_box_sizing(box, "height")
            lengths.update({key: getattr(box, key) for key in _SIZES})
        if is_plain and is_alone:
            style.lengths = sizes, {**lengths, **borders}, is_apart
        elif is_plain and sizes == _NO_SIZES:
            style.cell = sizes, lengths, borders

    return resolved


def _lengths(style: Any, containing_block: Any) -> tuple[dict[str, Any], bool] | None:
    """Return its lengths, and whether they are the same for each box of it; None where WeasyPrint has to find them.

    None is a share of anything, but for the width.
    """
    lengths, is_plain = {}, True
    for key in _INNER:
        value = style[key]
        if value == "auto":
            lengths[key] = 0 if key in _LEAST else value
        elif value.__class__ is not Dimension:
            return None
        elif value.unit == "px":
            lengths[key] = value.value
        elif key == "width" and value.unit == "%":
            around = containing_block.width if isinstance(containing_block, boxes.Box) else containing_block[0]
            lengths[key], is_plain = percent.percentage(value, style, around), False
        else:
            return None
    return lengths, is_plain


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
            if style["text_decoration_line"] != "none" or not has_usual_letters(style):
                self.is_evenly_set = False
                set_up(self, style)
                return
            known = style.set_up = (
                style["font_size"],
                *_context(style),
                fonts.get_font_description(style),
                style["letter_spacing"] == "normal" and not style["word_spacing"],
                style["overflow_wrap"] in ("anywhere", "break-word"),
            )
        _size, context, self.language, font, self.is_evenly_set, is_breaking = known
        self.style, self.first_line_direction, self.ascent = style, 0, None
        self.underline_position = self.strikethrough_position = None
        self.underline_thickness = self.strikethrough_thickness = None
        self.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(self.layout, False)
        pango.pango_layout_set_font_description(self.layout, font)
        if self.is_evenly_set and is_breaking:
            pango.pango_layout_set_attributes(self.layout, _unhyphenated())

    return set_up_once


@cache
def _unhyphenated() -> Any:
    """Return what tells Pango not to write a hyphen where it breaks a word, however long the text is."""
    attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    attribute = pango.pango_attr_insert_hyphens_new(False)
    attribute.start_index, attribute.end_index = 0, 2**32 - 1
    pango.pango_attr_list_insert(attributes, attribute)
    return attributes


def _giving(set_text: Function) -> Function:
    def given(self: Any, text: str, justify: bool = False) -> None:
        if not self.is_evenly_set or (justify and self.justification_spacing):
            if self.is_evenly_set:
                # They are shared; what is added now is for this text alone.
                pango.pango_layout_set_attributes(self.layout, ffi.NULL)
                self.is_evenly_set = False
            set_text(self, text, justify)
            return
        line, sign, rest = text.partition("\n")
        # One letter of the next line is all that is needed of it.
        self.text = line + sign + rest[:1]
        encoded = self.text.encode().replace(b"\0", b"")
        pango.pango_layout_set_text(self.layout, encoded, len(encoded))
        if b"\t" in encoded:
            self.set_tabs()

    return given


def _context(style: Any) -> tuple[Any, Any]:
    """Return where Pango sets lines of one direction and language, and that language."""
    contexts = style.font_config.__dict__.setdefault("contexts", {})
    key = style["direction"], style["lang"]
    if key not in contexts:
        context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
        pango.pango_context_set_round_glyph_positions(context, False)
        pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
        if style["lang"]:
            language = pango.pango_language_from_string(style["lang"].encode())
            pango.pango_context_set_language(context, language)
        else:
            language = pango.pango_language_get_default()
        contexts[key] = context, language
    return contexts[key]  # type: ignore[no-any-return]


def _is_in_normal_flow(self: Any) -> bool:
    return self.style["float"] == "none" and self.style["position"] in _FLOWING


def _painting_under(lay_out: Function) -> Function:
    def laid_out(page: Any, box: Any, get_image: Function, layout_children: bool = True, style: Any = None) -> None:
        own = box.style if style is None else style
        is_bare = own.__dict__.get("is_bare")
        if is_bare is None:
            is_bare = own.is_bare = _is_bare(own)
        if not is_bare or box is page:
            lay_out(page, box, get_image, layout_children, style)
            return
        # A placeholder stands for a box that is laid out elsewhere.
        (box._box if box.__class__ is AbsolutePlaceholder else box).__dict__.update(_SQUARE)
        if layout_children:
            for child in box.all_children():
                laid_out(page, child, get_image)

    return laid_out


def _is_bare(style: Any) -> bool:
    """Whether nothing is painted under a box, nor is a corner of it round."""
    return (
        all((0, "px") in style[key] for key in _RADII)
        and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
        and style["visibility"] != "hidden"
        and all(kind == "none" for kind, _value in style["background_image"])
        and get_color(style, "background_color").alpha == 0
        and not style["box_shadow"]
    )


def _avoiding(avoid: Function) -> Function:
    def avoided(context: Any, box: Any, containing_block: Any, outer: bool = True) -> Any:
        if context.excluded_shapes or containing_block.style["direction"] != "ltr" or box.is_floated():
            return avoid(context, box, containing_block, outer)
        # Nothing stands in its way. Sums as WeasyPrint does them, to the last digit.
        left, top = containing_block.content_box_x(), box.position_y
        right = left + containing_block.width
        if not outer:
            left, right = left + box.margin_left, right - box.margin_right
            return left - box.margin_left, box.border_box_y() - box.margin_top, right - left
        return left, top, right - left

    return avoided


def _reading(read: Function) -> Function:
    known = cache(read)

    def colour(string: str | None) -> Any:
        # Whoever asks for a colour makes it paler in place.
        return copy(known(string))

    return colour
