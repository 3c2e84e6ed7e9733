"""A line that HarfBuzz sets by itself is the line that Pango sets, and what Pango would set otherwise is left to it."""

from typing import Any

import pytest
from weasyprint.css import InitialStyle
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, create_layout, line_size

from exports.html import print_html
from exports.pdf import Limits
from exports.renderer import child_process, sheets
from exports.renderer.shaping import SetLine, line_of
from tests.exports.example import example_document

SERIF, SANS = ["Source Serif 4", "serif"], ["Schibsted Grotesk", "sans-serif"]
FIGURES = ["Toolkit Figures", *SANS]


@pytest.fixture(scope="module", autouse=True)
def _fonts() -> None:
    sheets.keep_sheets()
    sheets.read_common_sheets()


def style_of(family: list[str], **more: Any) -> Any:
    style = InitialStyle(sheets.kept_fonts())
    style.update({"font_family": family, "lang": "da", **more})
    return style


def set_by_pango(text: str, style: Any) -> tuple[Any, ...]:
    """Return each glyph with its width and place, the bytes they begin with, and how wide and high the line is."""
    layout = create_layout(text, style, None, None, 0)
    line, _next = layout.get_first_line()
    glyphs = line.runs.data.glyphs
    assert line.runs.next == ffi.NULL
    infos = [glyphs.glyphs[n] for n in range(glyphs.num_glyphs)]
    letters = tuple((one.glyph, one.geometry.width, one.geometry.x_offset) for one in infos)
    clusters = tuple(glyphs.log_clusters[n] for n in range(glyphs.num_glyphs))
    return letters, clusters, *line_size(line, style), pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS


@pytest.mark.parametrize("family", [SERIF, SANS])
@pytest.mark.parametrize("weight", [400, 600])
@pytest.mark.parametrize(
    "text",
    [
        "Klyngen hjælper virksomheder, AVATAR – To. Wolf »fi ffl«",
        " 24.000.000\u00a0kr. (lidt bagud)",
        "2025–2028",
        "Årsag: ”Ingen har mødt op…” 40 %",
        "naïve façade ",
    ],
)
def test_a_line_of_usual_letters_is_set_as_by_pango(family: list[str], weight: int, text: str) -> None:
    style = style_of(family, font_weight=weight, font_size=10.4)

    line = line_of(text, style, None)

    assert line is not None
    assert (*line.glyphs, line.face.height, line.face.baseline) == set_by_pango(text, style)


@pytest.mark.parametrize(
    "text", ["שלום", "Привет", "日本語", "to\tre", "a\u00adb", "👍 godt", "©", "a\u0301", "   ", "\u202eabc"]
)
def test_unusual_letters_are_left_to_pango(text: str) -> None:
    assert line_of(text, style_of(SERIF), None) is None


@pytest.mark.parametrize(
    "more",
    [
        {"letter_spacing": 1.0},
        {"word_spacing": 2},
        {"direction": "rtl"},
        {"text_decoration_line": {"underline"}},
        {"font_variant_caps": "small-caps"},
        {"font_size": 0},
    ],
)
def test_what_is_set_unevenly_is_left_to_pango(more: dict[str, Any]) -> None:
    assert line_of("Ord", style_of(SERIF, **more), None) is None


def test_what_is_in_two_fonts_is_left_to_pango() -> None:
    style = style_of(FIGURES)

    assert line_of("41 kr.", style, None) is None
    assert line_of("kroner", style, None) is not None
    assert line_of("41", style, None) is not None


def test_pangos_own_line_is_there_for_who_asks() -> None:
    line = line_of("Ord", style_of(SERIF), None)

    assert line is not None
    assert line.is_as_set
    assert pango.pango_layout_get_line_readonly(line.layout, 0).length == len("Ord")
    assert not line.is_as_set


def test_most_lines_of_a_document_are_set_without_pango(monkeypatch: pytest.MonkeyPatch) -> None:
    html = print_html(example_document("da"))
    child_process.render(html, Limits())
    made = {"by Pango": 0, "by HarfBuzz": 0}
    set_up, begin = Layout.setup, SetLine.__init__

    def by_pango(self: Any, style: Any) -> None:
        made["by Pango"] += 1
        set_up(self, style)

    def by_harfbuzz(self: Any, *rest: Any) -> None:
        made["by HarfBuzz"] += 1
        begin(self, *rest)

    monkeypatch.setattr(Layout, "setup", by_pango)
    monkeypatch.setattr(SetLine, "__init__", by_harfbuzz)
    child_process.render(html, Limits())

    assert made["by HarfBuzz"] > 4 * made["by Pango"] > 0
