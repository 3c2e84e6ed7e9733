"""What an accessible PDF must have: a validator of PDF/UA-1, and our own list of what has gone wrong before.

The validator is young, and neither sees the reading order or a poor alternative text: a document is read out by a
person. `check_pdf` returns one sentence for each fault.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
from page import validate_pdf_bytes
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

PAINTING = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Tj", "TJ", "'", '"', "Do", "sh", "INLINE IMAGE"}
PARENTS = {
    "LI": {"L"},
    "Lbl": {"LI"},
    "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
}


def check_pdf(source: bytes | Path) -> list[str]:
    """Return the faults of the PDF, or an empty list."""
    content = source if isinstance(source, bytes) else source.read_bytes()
    return listed(content) + validated(content)


def listed(content: bytes) -> list[str]:
    """Return what our own list finds."""
    with Pdf.open(BytesIO(content)) as pdf:
        faults = _document(pdf)
        if "/StructTreeRoot" in pdf.Root:
            elements = list(_elements(pdf.Root.StructTreeRoot))
            faults += _structure(elements) + _headings(elements)
        for number, page in enumerate(pdf.pages, start=1):
            faults += [f"page {number}: {fault}" for fault in _page(page)]
        return faults


def validated(content: bytes) -> list[str]:
    """Return what the validator finds."""
    return [f"{one.rule_id}: {one.message}" for one in validate_pdf_bytes(content, profile="ua1").failures]


def _document(pdf: Pdf) -> list[str]:
    root = pdf.Root
    faults = []
    if not root.get("/MarkInfo", Dictionary()).get("/Marked", False) or "/StructTreeRoot" not in root:
        faults.append("is not tagged")
    if not str(root.get("/Lang", "")):
        faults.append("has no language")
    if not root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False):
        faults.append("does not show its title")
    with pdf.open_metadata() as metadata:
        if not metadata.get("dc:title"):
            faults.append("has no title")
        if metadata.get("pdfuaid:part") != "1":
            faults.append("does not say that it is PDF/UA-1")
    return faults


def _kids(node: Object) -> list[Object]:
    kids = node.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _elements(node: Object, parent: str = "") -> Iterator[tuple[Object, str, str]]:
    for kid in _kids(node):
        if isinstance(kid, Dictionary) and "/S" in kid:
            kind = str(kid.S)[1:]
            yield kid, kind, parent
            yield from _elements(kid, kind)


def _has_content(element: Object) -> bool:
    return any(
        not isinstance(kid, Dictionary) or kid.get("/Type") in (Name.OBJR, Name.MCR) or _has_content(kid)
        for kid in _kids(element)
    )


def _structure(elements: list[tuple[Object, str, str]]) -> list[str]:
    faults = []
    for element, kind, parent in elements:
        if kind in PARENTS and parent not in PARENTS[kind]:
            faults.append(f"{kind} stands in {parent or 'nothing'}")
        if kind == "Figure" and not str(element.get("/Alt", "")).strip():
            faults.append("Figure without alternative text")
        attributes = element.get("/A", Dictionary())
        scopes = [a.get("/Scope") for a in (attributes if isinstance(attributes, Array) else [attributes])]
        if kind == "TH" and "/ID" not in element and not any(scopes):
            faults.append("TH without scope or ID")
        if kind in ("P", "LI", "LBody", "H1", "H2", "H3", "H4") and not _has_content(element):
            faults.append(f"{kind} is empty")
    return faults


def _headings(elements: list[tuple[Object, str, str]]) -> list[str]:
    faults, last = [], 0
    for _element, kind, _parent in elements:
        if len(kind) == 2 and kind[0] == "H" and kind[1].isdigit():
            level = int(kind[1])
            if level > last + 1:
                faults.append(f"H{level} follows {f'H{last}' if last else 'nothing'}")
            last = level
    return faults


def _page(page: pikepdf.Page) -> list[str]:
    faults = []
    if page.obj.get("/Tabs") != Name.S:
        faults.append("reading order of links is not that of the structure")
    for note in page.obj.get("/Annots", Array()):
        if note.get("/Subtype") == Name.Link and not str(note.get("/Contents", "")):
            faults.append("link without words for what it leads to")
        if "/StructParent" not in note:
            faults.append("link outside the structure")
    faults += sorted(set(_fonts(page.obj.get("/Resources", Dictionary()), depth=0)))
    loose = _unmarked(page)
    return faults + ([f"{loose} painting operators outside the structure"] if loose else [])


def _fonts(resources: Object, depth: int) -> Iterator[str]:
    for font in resources.get("/Font", Dictionary()).values():
        for one in font.get("/DescendantFonts", [font]):
            descriptor = one.get("/FontDescriptor", Dictionary())
            if font.get("/Subtype") != Name.Type3 and not any(f"/FontFile{n}" in descriptor for n in ("", 2, 3)):
                faults = str(font.get("/BaseFont", "?"))
                yield f"font {faults} is not embedded"
    for form in resources.get("/XObject", Dictionary()).values():
        if isinstance(form, Stream) and "/Resources" in form and depth < 5:
            yield from _fonts(form.Resources, depth + 1)


def _unmarked(page: pikepdf.Page) -> int:
    depth = loose = 0
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            depth += 1
        elif operator == "EMC":
            depth -= 1
        elif operator in PAINTING and depth == 0:
            loose += 1
    return loose
