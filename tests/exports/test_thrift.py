"""What the renderer does once instead of for each box makes the same PDF, byte for byte."""

import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from weasyprint import css, matrix
from weasyprint.matrix import Matrix

from exports.assets import STATIC
from exports.html import print_html
from exports.pdf import Limits
from exports.renderer import cascading, child_process, sheets, strokes
from exports.renderer.protocol import Rendered
from tests.exports.example import example_document

ROOT = Path(__file__).resolve().parents[2]
# Renders the page it is given, in a process of its own, since what it does instead is done for good.
RENDER = """
import sys
from pathlib import Path
from exports.renderer import child_process, protocol
for name in sys.argv[2:]:
    setattr(child_process, name, lambda: None)
html = Path(sys.argv[1]).read_text(encoding="utf-8")
pages = [child_process.render(html, protocol.Limits()) for _turn in range(2)]
assert pages[0].pdf == pages[1].pdf and pages[0].complaints == ()
sys.stdout.buffer.write(pages[0].pdf)
"""


def rendered(page: Path, *left_out: str) -> bytes:
    command = [sys.executable, "-c", RENDER, str(page), *left_out]
    return subprocess.run(
        command, check=True, capture_output=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "0"}
    ).stdout


def test_thrift_makes_the_same_document(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(print_html(example_document("da")), encoding="utf-8")

    thrifty = rendered(page)

    assert thrifty == rendered(page, "write_once", "find_out_once", "keep_sheets", "find_line_ends", "sum_up")
    assert thrifty[:5] == b"%PDF-"


def test_what_is_taken_over_from_around_is_each_elements_own(tmp_path: Path) -> None:
    styles = (
        "#a { border: 2pt solid } #b { border: 5pt dashed } #c { color: red }"
        "p { border: inherit } p::before { content: attr(title) }"
    )
    boxes = (f'<div id="{one}"><p title="{one}" style="width: 50%">Ord</p></div>' for one in "abc")
    head = f"<title>T</title><style>{styles}</style>"
    page = tmp_path / "page.html"
    page.write_text(
        f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(boxes)}</body></html>', encoding="utf-8"
    )

    assert rendered(page) == rendered(page, "find_out_once")


@pytest.mark.parametrize("order", [("a", "span"), ("span", "a")])
def test_name_is_an_anchor_of_links_alone(order: tuple[str, str], tmp_path: Path) -> None:
    named = "".join(f'<p><{one} name="there">Ord</{one}></p>' for one in order)
    body = f'{named}<p><a href="#there">Op</a></p>'
    page = tmp_path / "page.html"
    page.write_text(
        f'<!doctype html><html lang="en"><head><title>T</title></head><body>{body}</body></html>', encoding="utf-8"
    )

    assert rendered(page) == rendered(page, "find_out_once")


def test_elements_of_which_the_sheets_say_the_same_share_a_style(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    find = css.StyleFor.set_computed_styles

    def noted(self: Any, element: Any, *rest: Any, pseudo_type: str | None = None, **more: Any) -> None:
        if isinstance(element, Element):
            made.append(f"{element.tag}::{pseudo_type}")
        find(self, element, *rest, pseudo_type=pseudo_type, **more)

    pages_of(own, "", 10**18)
    monkeypatch.setattr(css.StyleFor, "set_computed_styles", noted)
    pages_of(
        own, "p::after { content: 'x' }", 3 * 10**18, "".join(f'<div id="d{n}"><p>one</p></div>' for n in range(9))
    )

    assert made.count("p::None") == made.count("p::after") == 1


def test_what_is_painted_as_it_was_set_looks_and_reads_the_same_and_is_smaller(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(print_html(example_document("en")), encoding="utf-8")

    ours, theirs = rendered(page), rendered(page, "paint_as_set")

    assert seen(ours, tmp_path / "ours") == seen(theirs, tmp_path / "theirs")
    assert len(ours) < len(theirs)


def test_turns_and_colours_come_out_as_they_were(tmp_path: Path) -> None:
    drawn = "".join(
        f'<g transform="rotate({n}) scale(.{n + 1}, 1.{n}) translate({n / 3} -2)">'
        f'<path d="M0 0 L9 {n}" stroke="hsl({n * 40} 50% 40% / .5)" fill="rgb({n} 99 7)"/></g>'
        for n in range(9)
    )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 99 99"><title>T</title>{drawn}</svg>'
    page = tmp_path / "page.html"
    body = f'<div style="transform: rotate(9deg) skewX(3deg); color: lab(50 20 10)">Ord {svg}</div>'
    page.write_text(f'<!doctype html><html lang="en"><head><title>T</title></head><body>{body}</body></html>')

    assert rendered(page) == rendered(page, "sum_up")


def test_a_matrix_is_multiplied_without_loops(monkeypatch: pytest.MonkeyPatch) -> None:
    strokes.sum_up()
    one, other = Matrix(1.5, 2, 3, 4.25, 5, 6), Matrix(7, 8, 9.5, 10, 11, 12.125)
    monkeypatch.setattr(matrix, "sum", None, raising=False)

    assert (one @ other).values == (29.5, 32, 61.375, 66.5, 103, 112.125)
    assert one.transform_point(1, 2) == [12.5, 16.5]


def seen(pdf: bytes, folder: Path) -> tuple[list[bytes], bytes]:
    """Return the pictures of its pages, and each word with where it stands."""
    folder.mkdir()
    (folder / "made.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "50", "-gray", "made.pdf", "page"], check=True, cwd=folder)
    words = subprocess.run(["pdftotext", "-bbox", "made.pdf", "-"], check=True, cwd=folder, capture_output=True).stdout
    pictures = [picture.read_bytes() for picture in sorted(folder.glob("page*.pgm"))]
    assert len(pictures) > 10
    return pictures, words


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of assets with one sheet of its own."""
    (tmp_path / "print").mkdir()
    for one in (STATIC / "print").iterdir():
        if one.name != "poster.css":
            (tmp_path / "print" / one.name).symlink_to(one)
    return tmp_path


def pages_of(own: Path, style: str, written: int, body: str = "<p>one</p><p>two</p>") -> Rendered:
    sheet = own / "print" / "poster.css"
    sheet.write_text(style, encoding="utf-8")
    os.utime(sheet, ns=(written, written))
    head = '<title>T</title><link rel="stylesheet" href="asset:print/poster.css">'
    html = f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'
    return child_process.render(html, Limits(), own)


def test_a_sheet_is_read_once_and_anew_when_it_has_changed(own: Path) -> None:
    broken = "p + p { break-before: page }"

    assert [pages_of(own, broken, 10**18).pages for _turn in range(2)] == [2, 2]
    assert len([key for key in sheets._sheets if key.startswith(str(own))]) == 1
    assert pages_of(own, "p { color: red }", 2 * 10**18).pages == 1


def test_what_was_complained_about_is_said_for_each_document(own: Path, caplog: pytest.LogCaptureFixture) -> None:
    # The portal hears only of errors; the renderer has no Django.
    caplog.set_level(logging.WARNING, logger="weasyprint")
    said = [pages_of(own, "p { color: nothing-like-it }", 10**18).complaints for _turn in range(2)]

    assert said[0] == said[1]
    assert "nothing-like-it" in said[0][0]


def test_a_selector_is_asked_once_for_each_place(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    weigh = cascading._weighted

    def noted(entry: Any, *rest: Any) -> cascading.Rule:
        rule = weigh(entry, *rest)

        def test(element: Any) -> bool:
            if element.local_name == "em" and rule.is_of_one_place and "em" in rule.test.__code__.co_consts:
                asked.append(element.local_name)
            return bool(rule.test(element))

        return rule if rule.is_for_all_alike else rule._replace(test=test)

    pages_of(own, "", 10**18)
    monkeypatch.setattr(cascading, "_weighted", noted)
    pages_of(own, "div p em { color: red }", 4 * 10**18, "<div>" + "<p><em>one</em></p>" * 9 + "</div>")

    assert len(asked) == 1


def test_a_place_tells_apart_what_selectors_ask_for(tmp_path: Path) -> None:
    styles = (
        "div em { color: red } div > em { color: green } [title] em { font-size: 20pt } [title^=b] em { color: blue }"
        "em:first-child { padding: 5pt } em + em { margin: 5pt } p:nth-child(2) em { border: 1pt solid }"
        "a:link em { top: 1pt } #c em { text-transform: uppercase } :lang(da) em { font-weight: bold }"
        "section:empty { height: 9pt } p:has(em) { padding: 2pt } p:not([title]) em { letter-spacing: 1pt }"
    )
    ems = "<em>one</em> <em>two</em>"
    titles = ("", ' title="a"', ' title="b"', ' id="c"', ' lang="da"', ' title="a" lang="da"')
    inside = f"{ems}<p>{ems}</p><p%s><a href='#c'>{ems}</a></p><section></section>"
    boxes = "".join(f"<div{one}>{inside % one.replace(' id=', ' title=')}</div>" for one in titles)
    page = tmp_path / "page.html"
    head = f"<title>T</title><style>{styles}</style>"
    page.write_text(f'<!doctype html><html lang="en"><head>{head}</head><body>{boxes}</body></html>', encoding="utf-8")

    assert rendered(page) == rendered(page, "find_out_once")
