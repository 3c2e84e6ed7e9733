"""The styles of a page and of its sixteen margin boxes: found out once for all pages of which the sheets say the same.

WeasyPrint finds them out anew for each page that it lays out; the pages of a document are of some five kinds.
"""

from collections.abc import Callable
from typing import Any

from weasyprint.layout import page

Find = Callable[[Any, Any, Any], None]


def share_page_styles() -> None:
    """From now on share them; a second call changes nothing."""
    if not getattr(page.set_page_type_computed_styles, "is_ours", False):
        page.set_page_type_computed_styles = _sharing(page.set_page_type_computed_styles)


def _sharing(find: Find) -> Find:
    def shared(page_type: Any, html: Any, style_for: Any) -> None:
        known: dict[Any, list[tuple[str | None, Any]]] = style_for.__dict__.setdefault("pages", {})
        computed, said = style_for.get_computed_styles(), _said(page_type, style_for)
        if said not in known:
            find(page_type, html, style_for)
            pseudos = [pseudo for element, pseudo in style_for.get_cascaded_styles() if element is page_type and pseudo]
            known[said] = [(pseudo, computed[page_type, pseudo]) for pseudo in (None, *pseudos)]
        computed.update({(page_type, pseudo): style for pseudo, style in known[said]})

    shared.is_ours = True  # type: ignore[attr-defined]
    return shared


def _said(page_type: Any, style_for: Any) -> tuple[int, ...]:
    """Return by their numbers the selectors of pages that mean this one."""
    selectors = (
        selector
        for sheet, *_rest in style_for._sheets
        for _rule, selectors, _declarations in sheet.page_rules
        for selector in selectors
    )
    return tuple(
        number
        for number, (_specificity, _pseudo, meant) in enumerate(selectors)
        if style_for._page_type_match(meant, page_type)
    )
