"""A line of usual letters, set by HarfBuzz itself.

Pango asks of each text anew which font has which of its letters, which way it is read and where it may be broken, and
only then has HarfBuzz set it. Of a line of usual letters all this is known; what HarfBuzz says of it is what Pango
would say. Of each font a sample is set both ways first: where they differ, and where a font has not all letters of a
text, Pango does it. Whatever else asks for a line that was set so gets Pango's own, set when it is asked for.
"""

import re
from operator import itemgetter
from typing import Any, NamedTuple

from weasyprint.text import fonts, line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, harfbuzz, pango

ffi.cdef(
    """
    typedef ... hb_buffer_t;
    typedef struct { uint32_t direction; uint32_t script; const void *language; void *one; void *two; }
        hb_segment_properties_t;
    typedef struct { uint32_t codepoint; uint32_t mask; uint32_t cluster; uint32_t one; uint32_t two; }
        hb_glyph_info_t;
    typedef struct { int32_t x_advance; int32_t y_advance; int32_t x_offset; int32_t y_offset; uint32_t one; }
        hb_glyph_position_t;
    const void * hb_language_from_string (const char *str, int len);
    hb_buffer_t * hb_buffer_create (void);
    void hb_buffer_clear_contents (hb_buffer_t *buffer);
    void hb_buffer_set_segment_properties (hb_buffer_t *buffer, const hb_segment_properties_t *props);
    void hb_buffer_add_utf8 (hb_buffer_t *buffer, const char *text, int length, unsigned int begin, int count);
    void hb_shape (hb_font_t *font, hb_buffer_t *buffer, const void *features, unsigned int count);
    hb_glyph_info_t * hb_buffer_get_glyph_infos (hb_buffer_t *buffer, unsigned int *length);
    hb_glyph_position_t * hb_buffer_get_glyph_positions (hb_buffer_t *buffer, unsigned int *length);
""",
    override=True,
)

# Letters without surprises: none is set from right to left, joins its neighbours, or can be a picture.
_USUAL = re.compile(
    "[ -~\u00a0-\u00a8\u00aa-\u00ac\u00af-\u024f\u2002\u2012-\u2015\u2018-\u201f\u2022\u2026\u2030\u20ac]+"
)
_LATIN = re.compile("[A-Za-zªºÀ-ÖØ-öø-ɏ]")
# What is asked of a font at once.
_LETTERS = " AVATARBCDEFGHIJKLMNOPQSUWXYZ fi ffl Tøj abcdeghkmnopqrstuvwxyzæåÆØÅéüöä "
_FIGURES = "0123456789"
_SIGNS = ".,:;–-()/%&+"
_LEFT_TO_RIGHT = 4
# How letters that are not spaced out say so.
NO_SPACE = ("normal", 0)
# How each of a glyph's numbers lies in memory, where HarfBuzz says which it is and where it stands.
_NUMBERS = 5
# What a style says of its font, and of whose letters these are.
_NAMES = ("family", "style", "stretch", "weight", "size", "variation_settings")
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
_of_font = itemgetter(*(f"font_{name}" for name in _NAMES), "lang")
_BUFFER = harfbuzz.hb_buffer_create()
_COUNT = ffi.new("unsigned int *")


class Glyphs(NamedTuple):
    """What a text became: which glyphs, how wide each is and how far it is moved, and with which byte it begins."""

    letters: tuple[tuple[int, int, int], ...]
    clusters: tuple[int, ...]
    width: float


class Face:
    """The font of some letters in one size and language, and what a line of it measures."""

    def __init__(self, style: Any, letters: str = _LETTERS) -> None:
        self.style, self.layout = style, line_break.Layout(style)
        # Pango's languages are their names.
        self.language = harfbuzz.hb_language_from_string(ffi.cast("char *", self.layout.language), -1)
        self.latin, self.common = self._properties(b"Latn"), self._properties(b"Zyyy")
        self.font = self.shaper = None
        self.letter = letters.strip()[0]
        self.height = self.baseline = 0.0
        self.good: set[str]
        self.bad: set[str]
        self.good, self.bad = self._known(letters)
        if not self._is_same(letters):
            self.good, self.bad = set(), set()
        elif not self.good:
            self.good.update(letters)

    def _known(self, letters: str) -> tuple[set[str], set[str]]:
        """Return the letters that are set by this font, and those that are not, which is the same in all sizes."""
        key = str([self.style[f"font_{name}"] for name in _NAMES if name != "size"] + [self.style["lang"], letters])
        known: dict[str, tuple[set[str], set[str]]] = self.style.font_config.__dict__.setdefault("letters", {})
        return known.setdefault(key, (set(), set()))

    def has(self, text: str) -> bool:
        """Whether all of a text is set as Pango would set it."""
        if not self.good or text.isspace():
            return False
        letters = set(text)
        if letters <= self.good:
            return True
        if not self.bad.isdisjoint(letters) or not _USUAL.fullmatch(text):
            return False
        for group in (_FIGURES, _SIGNS):
            asked = letters - self.good - self.bad
            if not asked.isdisjoint(group):
                self._ask(group)
        for letter in letters - self.good - self.bad:
            self._ask(letter)
        return letters <= self.good

    def _ask(self, letters: str) -> None:
        """Learn of letters, or of each of them, whether they are set as Pango would."""
        among = self.letter + self.letter.join(letters) + self.letter
        if all(map(self._is_same, (among, f"{letters} {letters}"))):
            self.good.update(letters)
        elif len(letters) == 1 or letters is _FIGURES:
            self.bad.update(letters)
        else:
            for letter in letters:
                self._ask(letter)

    def _properties(self, script: bytes) -> Any:
        read = _LEFT_TO_RIGHT, int.from_bytes(script, "big"), self.language, ffi.NULL, ffi.NULL
        return ffi.new("hb_segment_properties_t *", read)

    def _is_same(self, text: str) -> bool:
        """Whether a text is set as by Pango, and is as high as every other."""
        self.layout.set_text(text)
        line = pango.pango_layout_get_line_readonly(self.layout.layout, 0)
        width, height = line_break.line_size(line, self.style)
        baseline = pango.pango_layout_get_baseline(self.layout.layout) * FROM_UNITS
        run = line.runs
        if run == ffi.NULL or run.next != ffi.NULL or run.data.item.analysis.level % 2:
            return False
        font, glyphs = run.data.item.analysis.font, run.data.glyphs
        if self.font is None:
            self.font, self.height, self.baseline = font, height, baseline
            self.shaper = pango.pango_font_get_hb_font(font)
        numbers = ffi.unpack(ffi.cast("int32_t *", glyphs.glyphs), glyphs.num_glyphs * _NUMBERS)
        letters = tuple(zip(numbers[0::_NUMBERS], numbers[1::_NUMBERS], numbers[2::_NUMBERS], strict=True))
        clusters = tuple(ffi.unpack(glyphs.log_clusters, glyphs.num_glyphs))
        return (
            (font, height, baseline) == (self.font, self.height, self.baseline)
            and not any(numbers[3::_NUMBERS])
            and self.glyphs(text) == (letters, clusters, width)
        )

    def _shape(self, text: str) -> tuple[list[int], list[int]] | None:
        encoded = text.encode()
        harfbuzz.hb_buffer_clear_contents(_BUFFER)
        harfbuzz.hb_buffer_set_segment_properties(_BUFFER, self.latin if _LATIN.search(text) else self.common)
        harfbuzz.hb_buffer_add_utf8(_BUFFER, encoded, len(encoded), 0, len(encoded))
        harfbuzz.hb_shape(self.shaper, _BUFFER, ffi.NULL, 0)
        infos = harfbuzz.hb_buffer_get_glyph_infos(_BUFFER, _COUNT)
        count = _COUNT[0] * _NUMBERS
        said = ffi.unpack(ffi.cast("int32_t *", infos), count)
        places = ffi.unpack(ffi.cast("int32_t *", harfbuzz.hb_buffer_get_glyph_positions(_BUFFER, ffi.NULL)), count)
        # A letter that the font has not, or one that stands higher or lower.
        return None if 0 in said[0::_NUMBERS] or any(places[3::_NUMBERS]) else (said, places)

    def glyphs(self, text: str) -> Glyphs | None:
        """Return what stands for a text of usual letters; None where the font has not all of them."""
        found = self._shape(text)
        if found is None:
            return None
        said, places = found
        widths = places[0::_NUMBERS]
        letters = tuple(zip(said[0::_NUMBERS], widths, places[2::_NUMBERS], strict=True))
        return Glyphs(letters, tuple(said[2::_NUMBERS]), sum(widths) * FROM_UNITS)

    def width(self, text: str) -> float | None:
        """Return how wide a text is; None where it has other than usual letters."""
        found = self._shape(text) if self.has(text) else None
        return None if found is None else sum(found[1][0::_NUMBERS]) * FROM_UNITS


class SetLine(line_break.Layout):  # type: ignore[misc]
    """A line that HarfBuzz set; Pango's own is made when somebody asks for it."""

    underline_position = strikethrough_position = ascent = None
    justification_spacing = first_line_direction = 0

    def __init__(self, text: str, style: Any, max_width: float | None, face: Face, glyphs: Glyphs) -> None:
        self.text, self.style, self.max_width = text, style, max_width
        self.face, self.glyphs = face, glyphs

    def __getattr__(self, name: str) -> Any:
        if name != "layout":
            raise AttributeError(name)
        self.setup(self.style)
        self.set_text(self.text)
        return self.__dict__["layout"]

    @property
    def is_as_set(self) -> bool:
        """Whether nobody has had it set by Pango, who might have changed it."""
        return "layout" not in self.__dict__


def forget_faces(fonts: Any) -> None:
    """Forget what was learnt of fonts, since another document may have brought some."""
    fonts.__dict__.pop("faces", None)
    fonts.__dict__.pop("letters", None)


def face_of(style: Any, letters: str = _LETTERS) -> Face | None:
    """Return the font in which these letters are set; None where they are not set evenly, or Pango sets them otherwise.

    It is kept with the style, for its size, which some change.
    """
    known = style.__dict__.setdefault("faces", {})
    key = letters, style["font_size"]
    if key not in known:
        known[key] = _found(style, letters)
    return known[key]  # type: ignore[no-any-return]


def _found(style: Any, letters: str) -> Face | None:
    if not is_even(style):
        return None
    faces: dict[Any, Face] = style.font_config.__dict__.setdefault("faces", {})
    key = str(_of_font(style)), letters
    if key not in faces:
        faces[key] = Face(style, letters)
    return faces[key] if faces[key].good else None


def line_of(text: str, style: Any, limit: float | None) -> SetLine | None:
    """Return a text of usual letters as a line; None of every other, and of one in several fonts."""
    face = face_of(style)
    if face is None:
        return None
    if not face.has(text):
        # Some figures have a font of their own.
        face = None if _LATIN.search(text) else face_of(style, _FIGURES)
        if face is None or not face.has(text):
            return None
    glyphs = face.glyphs(text)
    return None if glyphs is None else SetLine(text, style, limit, face, glyphs)


def is_even(style: Any) -> bool:
    """Whether a font is asked for nothing but its letters, one after the other from left to right."""
    return bool(
        style["letter_spacing"] in NO_SPACE
        and not style["word_spacing"]
        and style["direction"] == "ltr"
        and style["text_decoration_line"] == "none"
        and style["font_size"]
        and has_usual_letters(style)
    )


def has_usual_letters(style: Any) -> bool:
    """Whether no feature of a font is asked for."""
    return style["font_language_override"] == "normal" and not fonts.font_features(
        *(style[f"font_{name}"] for name in _FEATURES)
    )
