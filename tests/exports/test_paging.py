"""Pages of which the style sheets say the same share their styles, and look as they would without."""

from pathlib import Path
from typing import Any

import pytest
from weasyprint import css

from exports.pdf import Limits
from exports.renderer import child_process
from exports.renderer.paging import share_page_styles
from tests.exports.test_thrift import rendered

STYLES = (
    "@page { size: 80mm 60mm; counter-increment: page 2; @bottom-center { content: counter(page) } }"
    "@page :first { @bottom-center { content: 'first' } }"
    "@page :left { margin-left: 20mm; @top-left { content: 'left' } }"
    "p { break-after: page } p + p { page: other } @page other { @top-right { content: 'other' } }"
)
WORDS = "".join(f"<p>{n}</p>" for n in range(12))
HTML = f'<!doctype html><html lang="en"><head><title>T</title><style>{STYLES}</style></head><body>{WORDS}</body></html>'


def test_pages_share_their_styles(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[Any] = []
    find = css.StyleFor.set_computed_styles

    def noted(self: Any, element: Any, *rest: Any, pseudo_type: str | None = None, **more: Any) -> None:
        if not hasattr(element, "tag") and pseudo_type is None:
            found.append(element)
        find(self, element, *rest, pseudo_type=pseudo_type, **more)

    share_page_styles()
    monkeypatch.setattr(css.StyleFor, "set_computed_styles", noted)

    assert child_process.render(HTML, Limits()).pages >= 12
    # The first, and of each name the left and the right ones.
    assert 3 <= len(found) <= 5


def test_pages_with_shared_styles_are_the_same(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(HTML, encoding="utf-8")

    assert rendered(page) == rendered(page, "find_out_once")
