"""How the renderer reads a page: what our templates write is read as XML, by a parser that costs next to nothing.

WeasyPrint's own reader of HTML is written in Python and took a twelfth of the time of a document. Ours takes what is
well-formed, and leaves everything else to it; a test holds that both read every document alike. And only what can be
styled is asked for its style: no element inside a drawing, and no note at the foot of a page, which we never set.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from xml.etree import ElementTree

import weasyprint
from weasyprint import cssselect2
from weasyprint.html import UA

from exports.renderer.fetching import AssetFetcher

SVG = "http://www.w3.org/2000/svg"
_DRAWING = f"{{{SVG}}}svg"
_DOCTYPE = "<!doctype html>"
_VOID = re.compile(r"<((?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b[^<>]*?)\s*/?>")
_NAMELESS = re.compile(r"<svg(?![^<>]*\sxmlns=)")
# What XML reads otherwise than HTML, or what could make a parser work: such pages are left to the reader of HTML.
_OTHERWISE = re.compile(r"<[!?]|</?(?:script|style|textarea|pre|template|noscript|math)\b|xlink:|&(?!#?\w+;)")
_NAMED = {"nbsp": "\u00a0", "shy": "\u00ad", "ndash": "–", "mdash": "—", "hellip": "…", "thinsp": "\u2009"}
# Between the children of these, and at both ends of those, white space is never seen.
_ONLY_BOXES = frozenset(("html", "head", "table", "thead", "tbody", "tr", "ul", "ol", "dl"))
_BLOCKS = frozenset(
    (
        *("body", "main", "header", "section", "article", "aside", "div", "blockquote", "figure", "figcaption"),
        *("table", "thead", "tbody", "tr", "th", "td", "ul", "ol", "li", "dl", "dt", "dd"),
        *("p", "h1", "h2", "h3", "h4", "h5", "h6"),
    )
)
_SPACE = " \t\n\r\f"
_NOTES = re.compile(r"^::(?:footnote|note)-[^\n]*$", re.MULTILINE)


def page_of(html: str, fetcher: AssetFetcher) -> weasyprint.HTML:
    """Return the page as WeasyPrint wants it, by the cheap way if it is well-formed, or else by its own."""
    tree = read_as_xml(html)
    if tree is not None:
        return _Page(without_unseen_space(tree), fetcher)
    page = weasyprint.HTML(string=html, url_fetcher=fetcher)
    without_unseen_space(page.etree_element)
    return page


def read_as_xml(html: str) -> ElementTree.Element | None:
    """Return the tree of a page that is well-formed but for its void elements; None of every other."""
    start, text = html.lstrip()[: len(_DOCTYPE)], html.lstrip()[len(_DOCTYPE) :]
    if start.lower() != _DOCTYPE or _OTHERWISE.search(text):
        return None
    for name, sign in _NAMED.items():
        text = text.replace(f"&{name};", sign)
    try:
        # No entity can be declared, since no `<!` is in the text.
        root = ElementTree.fromstring(_NAMELESS.sub(f'<svg xmlns="{SVG}"', _VOID.sub(r"<\1/>", text)))  # noqa: S314
    except ElementTree.ParseError:
        return None
    return root if root.tag == "html" else None


def without_unseen_space(element: ElementTree.Element) -> ElementTree.Element:
    """Take away the white space that no page shows, in place: around blocks, and at both ends of what is in them.

    WeasyPrint makes boxes of it. And a line that has room for all its words, but not for the space after them, it
    breaks behind the first one.
    """
    if element.tag == "pre":
        return element
    is_block = element.tag in _BLOCKS
    if element.tag in _ONLY_BOXES or is_block:
        element.text = _begun(element.text)
    last = None
    for child in element:
        if child.tag in _BLOCKS:
            # A block ends the line before it and begins one after it.
            if last is None:
                element.text = _ended(element.text)
            else:
                last.tail = _ended(last.tail)
            child.tail = _begun(child.tail)
        elif element.tag in _ONLY_BOXES:
            child.tail = _begun(child.tail)
        if child.tag != _DRAWING:
            without_unseen_space(child)
        last = child
    if is_block:
        if last is None:
            element.text = _ended(element.text)
        else:
            last.tail = _ended(last.tail)
    return element


def _begun(text: str | None) -> str | None:
    return text.lstrip(_SPACE) or None if text else None


def _ended(text: str | None) -> str | None:
    return text.rstrip(_SPACE) or None if text else None


class _Page(weasyprint.HTML):
    """A page whose tree was read already."""

    def __init__(self, tree: ElementTree.Element, fetcher: AssetFetcher) -> None:
        base = tree.find("head/base")
        self.base_url = None if base is None else base.get("href")
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = _Styled.from_html_root(tree)
        self.etree_element = tree

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [own_sheet()]


class _Styled(cssselect2.ElementWrapper):  # type: ignore[misc]
    """An element that can be styled; those inside a drawing carry their look themselves."""

    def iter_subtree(self) -> Iterator[Any]:
        """Yield the element and all that is in it; all of a page is gone through three times, and found once."""
        if self.parent is not None:
            return super().iter_subtree()  # type: ignore[no-any-return]
        if "subtree" not in self.__dict__:
            self.subtree = list(super().iter_subtree())
        return iter(self.subtree)

    def query_all(self, *selectors: str) -> Iterator[Any]:
        """Yield the elements that a selector is for; WeasyPrint asks for some by their names."""
        if all(selector.isalpha() for selector in selectors):
            return (one for one in self.iter_subtree() if one.local_name in selectors)
        return super().query_all(*selectors)  # type: ignore[no-any-return]

    def iter_children(self) -> Iterator[Any]:
        """Yield the children, but none below those of a drawing, which are no boxes."""
        if self.parent is None or self.parent.etree_element.tag != _DRAWING:
            yield from super().iter_children()


@cache
def own_sheet() -> Any:
    """Return WeasyPrint's own style sheet without notes, which made five styles more for each element."""
    sheet = _NOTES.sub("", UA).replace("\n::marker {", "\nli::marker {")
    return weasyprint.CSS(string=f"{sheet}\nsvg > * {{ display: none }}")
