"""What a PDF tells a screen reader, where WeasyPrint has no door: languages, names of links, running heads, pictures.

Its functions are wrapped, and tests hold what comes out:

- A passage in another language says which in its tag: Danish in an English document is read as Danish.
- A link is one annotation a line, not one for each box in it, and is called by its words, not by its target.
- Running heads and page numbers are artefacts, so that nobody hears them on each page.
- A drawing says its description after its title.
"""

from collections.abc import Callable, Iterator
from typing import Any

from weasyprint import document, pdf
from weasyprint.formatting_structure import boxes
from weasyprint.pdf import tags

Build = Callable[..., Iterator[Any]]
SVG = "{http://www.w3.org/2000/svg}"
_ARTEFACT = b"/Artifact"


def tell_readers() -> None:
    """From now on tell what WeasyPrint leaves out; a second call changes nothing."""
    if getattr(tags._build_box_tree, "tells", False):
        return
    marks = _Marks()
    tags._build_box_tree = _telling(tags._build_box_tree, marks)
    tags._get_pdf_tag = _without_pseudo_links(tags._get_pdf_tag)
    pdf.add_tags = _with_artefacts(pdf.add_tags, marks)
    document.gather_anchors = _one_link_a_line(document.gather_anchors)


class _Marks(list[tuple[int, int]]):
    """The pages and numbers of marked content that belongs to running heads."""


def _telling(build: Build, marks: _Marks) -> Build:
    def said(box: Any, parent: Any, made_pdf: Any, page: int, numbers: dict[int, Any], *rest: Any) -> Iterator[Any]:
        # A placeholder stands for a box that is laid out elsewhere.
        own = getattr(box, "_box", box)
        if isinstance(own, boxes.MarginBox):
            for number in _taken(own, rest[-1]):
                numbers[number] = "null"
                marks.append((page, number))
            return
        element = getattr(own, "element", None)
        language = None if element is None or element.tag in ("html", "body") else element.get("lang")
        annotation = getattr(own, "link_annotation", None)
        if annotation and element is not None:
            annotation["Contents"] = tags.pydyf.String(" ".join("".join(element.itertext()).split()))
        for made in build(box, parent, made_pdf, page, numbers, *rest):
            if language:
                made["Lang"] = tags.pydyf.String(language)
            if element is not None and element.tag == f"{SVG}svg" and "Alt" in made:
                made["Alt"] = tags.pydyf.String(alternative_text(element))
            yield made

    said.tells = True  # type: ignore[attr-defined]
    return said


def alternative_text(svg: Any) -> str:
    """Return the title of a drawing, and after it the description that tells its values."""
    found = (svg.find(f"{SVG}{name}") for name in ("title", "desc"))
    words = [" ".join(one.text.split()) for one in found if one is not None and one.text]
    return " ".join(one if one.endswith((".", "!", "?")) or one is words[-1] else f"{one}." for one in words)


def _taken(box: Any, marked: dict[Any, Any]) -> Iterator[int]:
    """Take the marked content of a box and of all that is in it."""
    if box in marked:
        yield marked.pop(box)["mcid"]
    for child in getattr(box, "children", ()):
        yield from _taken(getattr(child, "_box", child), marked)


def _with_artefacts(add: Callable[..., None], marks: _Marks) -> Callable[..., None]:
    def added(made_pdf: Any, made: Any, version: Any, streams: Any) -> None:
        marks.clear()
        add(made_pdf, made, version, streams)
        numbers: dict[int, set[int]] = {}
        for page, number in marks:
            numbers.setdefault(page, set()).add(number)
        for page, found in numbers.items():
            _mark_as_artefacts(streams[page].stream, found)

    return added


def _mark_as_artefacts(stream: list[Any], numbers: set[int]) -> None:
    for place, operator in enumerate(stream):
        properties = stream[place - 1]
        if operator == b"BDC" and isinstance(properties, dict) and properties.get("MCID") in numbers:
            stream[place - 2] = _ARTEFACT
            stream[place - 1] = tags.pydyf.Dictionary({"Type": "/Pagination"})


def _without_pseudo_links(named: Callable[[str | None], str]) -> Callable[[str | None], str]:
    def name(tag: str | None) -> str:
        return "Span" if tag is not None and tag.startswith("a::") else named(tag)

    return name


def _one_link_a_line(gather: Callable[..., None]) -> Callable[..., None]:
    def gathered(box: Any, anchors: Any, links: list[Any], *rest: Any) -> None:
        gather(box, anchors, links, *rest)
        links[:] = [link for link in links if link[3].element_tag == "a" and link[3].link]

    return gathered
