"""The document that every Word document begins as: our own looks, list numbers, fonts and settings.

The parts are XML files beside this one, so that a change of looks can be read in a difference; a `template.docx` would
be a sealed box. Of python-docx's own start document only the package around them is kept.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from core.languages import word_language
from core.text import Language

PARTS = Path(__file__).parent / "parts"
# Decimal mark and list separator.
_SIGNS: dict[Language, tuple[str, str]] = {"da": (",", ";"), "en": (".", ",")}
# The numbering of `ListBullet` and `ListNumber`; a numbered list in a text is given a number of its own.
BULLETS, NUMBERS = 1, 2
LEVELS = 9
_BULLETS = "•–·"
_NUMBERS = ("decimal", "lowerLetter", "lowerRoman")
# How far each level of a list is indented, in twentieths of a point.
INDENT = 340
_KEPT = {
    getattr(RELATIONSHIP_TYPE, name)
    for name in ("OFFICE_DOCUMENT", "CORE_PROPERTIES", "STYLES", "NUMBERING", "SETTINGS", "FONT_TABLE")
}


def start_document(language: Language) -> Document:
    """Return an empty document in this language, on A4."""
    return docx.Document(BytesIO(_start(language)))


@cache
def _start(language: Language) -> bytes:
    document = docx.Document()
    main = document.part
    for package in (main.package.rels, main.rels):
        for key in [key for key, one in package.items() if one.reltype not in _KEPT]:
            package.pop(key)
    decimal, separator = _SIGNS[language]
    given = {"{language}": word_language(language), "{decimal}": decimal, "{separator}": separator}
    _replace(document.styles.element, _part("styles.xml", given))
    _replace(document.settings.element, _part("settings.xml", given))
    _replace(main.numbering_part.element, _numbering())
    for part in main.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = (PARTS / "fontTable.xml").read_bytes()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(24)
    section.header_distance = section.footer_distance = Mm(12)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _part(name: str, given: dict[str, str]) -> BaseOxmlElement:
    xml = (PARTS / name).read_text(encoding="utf-8")
    for mark, value in given.items():
        xml = xml.replace(mark, value)
    return parse_xml(xml)


def _replace(old: BaseOxmlElement, new: BaseOxmlElement) -> None:
    for child in list(old):
        old.remove(child)
    for child in list(new):
        old.append(child)


def _numbering() -> BaseOxmlElement:
    """Return the two kinds of list with their levels, and one list of each for the styles."""
    root = OxmlElement("w:numbering")
    for abstract, is_numbered in ((BULLETS, False), (NUMBERS, True)):
        kind = _child(root, "w:abstractNum", abstractNumId=abstract)
        _child(kind, "w:multiLevelType", val="multilevel")
        for level in range(LEVELS):
            one = _child(kind, "w:lvl", ilvl=level)
            _child(one, "w:start", val=1)
            _child(
                one, "w:numFmt", val=("decimal", "lowerLetter", "lowerRoman")[level % 3] if is_numbered else "bullet"
            )
            if not level:
                _child(one, "w:pStyle", val="ListNumber" if is_numbered else "ListBullet")
            _child(one, "w:lvlText", val=f"%{level + 1}." if is_numbered else _BULLETS[min(level, 2)])
            _child(one, "w:lvlJc", val="left")
            _child(_child(one, "w:pPr"), "w:ind", left=INDENT * (level + 1), hanging=INDENT)
    for abstract in (BULLETS, NUMBERS):
        _child(_child(root, "w:num", numId=abstract), "w:abstractNumId", val=abstract)
    return root


def _child(parent: BaseOxmlElement, tag: str, **attributes: object) -> BaseOxmlElement:
    found = OxmlElement(tag)
    for name, value in attributes.items():
        found.set(qn(f"w:{name}"), str(value))
    parent.append(found)
    return found
