"""Reading Word files back: paragraphs, languages, lists and the order Word asks for."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree

from exports.document import Block, Part, PrintDocument
from exports.word import word_file

Element = etree._Element


def document(*blocks: Block, **changes: object) -> PrintDocument:
    parts = (Part(number=1, title="Afsæt", blocks=blocks),) if blocks else ()
    base = PrintDocument(language="da", organisation="Klyngen", title="Strategi", date=date(2026, 11, 23), parts=parts)
    return replace(base, **changes)


def opened(made: PrintDocument) -> Document:
    return docx.Document(BytesIO(word_file(made)))


def written(*blocks: Block, **changes: object) -> Document:
    """The document of one part with these blocks."""
    return opened(document(*blocks, **changes))


def style_of(paragraph: Paragraph) -> str:
    found = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "Normal" if found is None else found.get(qn("w:val"))


def lines(paper: Document) -> list[tuple[str, str]]:
    """Every paragraph with words, as its style's id and its words, the cover and the contents left out."""
    found = [(style_of(one), one.text) for one in paper.paragraphs if one.text]
    first = next(i for i, (style, _) in enumerate(found) if style.startswith(("Heading", "Phase")))
    return found[first:]


def headings(paper: Document) -> list[tuple[int, str]]:
    return [(int(style[7:]), words) for style, words in lines(paper) if style.startswith("Heading")]


def run_languages(paragraph: Paragraph) -> list[tuple[str, str]]:
    """The words of each run with the language it is in, where it says one."""
    found = []
    for run in paragraph._p.iter(qn("w:r")):
        language = run.find(f"{qn('w:rPr')}/{qn('w:lang')}")
        words = "".join(text.text or "" for text in run.iter(qn("w:t")))
        found.append((words, "" if language is None else language.get(qn("w:val"))))
    return found


def numbering(paragraph: Paragraph) -> tuple[int, int]:
    """The number of the paragraph's list, and its level."""
    found = paragraph._p.pPr.numPr
    return found.numId.val, found.ilvl.val


def starts_at(paper: Document, number: int) -> int:
    """Where a list begins."""
    lists = paper.part.numbering_part.element
    path = f"w:num[@w:numId='{number}']/w:lvlOverride[@w:ilvl='0']/w:startOverride/@w:val"
    return int(lists.xpath(path)[0])


def parts(file: bytes) -> Iterator[tuple[str, Element]]:
    """Every XML part of the file; parsing it is half the test."""
    with ZipFile(BytesIO(file)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                yield name, etree.fromstring(package.read(name))


# The order in which Word wants what is inside these; anything else makes it call the file damaged.
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs suppressAutoHyphens spacing ind "
    "contextualSpacing jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps color spacing sz szCs u lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW tcBorders vAlign",
    "trPr": "cantSplit tblHeader",
    "sectPr": "footerReference type pgSz pgMar cols titlePg docGrid",
    "style": "name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr tblStylePr",
    "lvl": "start numFmt pStyle lvlText lvlJc pPr",
    "numbering": "abstractNum num",
    "anchor": "simplePos positionH positionV extent effectExtent wrapNone docPr cNvGraphicFramePr graphic",
    "settings": "zoom defaultTabStop autoHyphenation characterSpacingControl updateFields compat themeFontLang "
    "decimalSymbol listSeparator",
}


def faults(file: bytes) -> list[str]:
    """Where the file is not as Word asks for: things out of order, unknown styles, and names given out twice."""
    found, styles, used, ids = [], set(), set(), []
    for name, root in parts(file):
        for one in root.iter(etree.Element):
            kind = etree.QName(one).localname
            inside = [etree.QName(child).localname for child in one.iterchildren(etree.Element)]
            if kind in ORDERS:
                order = ORDERS[kind].split()
                places = [order.index(child) if child in order else -1 for child in inside]
                if -1 in places or places != sorted(places):
                    found.append(f"{name}: {kind} holds {inside}")
            if kind == "style":
                styles.add(one.get(qn("w:styleId")))
            if kind in ("pStyle", "rStyle", "tblStyle", "basedOn", "next"):
                used.add(one.get(qn("w:val")))
            if kind in ("bookmarkStart", "docPr"):
                ids.append((kind, one.get(qn("w:id")) or one.get("id")))
            if kind == "tc" and inside[-1] != "p":
                found.append(f"{name}: a cell does not end with a paragraph")
    found += [f"no style {style}" for style in sorted(used - styles)]
    return found + [f"{kind} {number} twice" for kind, number in ids if ids.count((kind, number)) > 1]
