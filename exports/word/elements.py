"""The elements of a Word document, made by lxml alone where there are thousands of them.

python-docx finds out for each element what may stand before and after it, and writes each name anew; where the order
is known from the start, that is half of the work of a document.
"""

from xml.sax.saxutils import escape

from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import oxml_parser
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml import etree

W = f"{{{nsmap['w']}}}"
P, P_PR, P_STYLE, KEEP_NEXT = (qn(f"w:{name}") for name in ("p", "pPr", "pStyle", "keepNext"))
R, R_PR, R_STYLE, TEXT, BOLD = (qn(f"w:{name}") for name in ("r", "rPr", "rStyle", "t", "b"))
VAL, SPACE = qn("w:val"), qn("xml:space")
_SPACES = {"w": nsmap["w"]}


def loose(name: str) -> BaseOxmlElement:
    """Return an element of this full name that stands nowhere yet."""
    made: BaseOxmlElement = oxml_parser.makeelement(name, nsmap=_SPACES)
    return made


def within(parent: BaseOxmlElement, tag: str, /, **attributes: object) -> BaseOxmlElement:
    """Add an element at the end of another; its name and those of the attributes are Word's, without their space."""
    made: BaseOxmlElement = etree.SubElement(parent, f"{W}{tag}")
    for key, value in attributes.items():
        made.set(f"{W}{key}", str(value))
    return made


def styled(paragraph: BaseOxmlElement, style: str, *, keeps_next: bool = False) -> None:
    """Give a paragraph that holds nothing yet its style, by the style's id."""
    properties = etree.SubElement(paragraph, P_PR)
    etree.SubElement(properties, P_STYLE).set(VAL, style)
    if keeps_next:
        etree.SubElement(properties, KEEP_NEXT)


def words_in(parent: BaseOxmlElement, said: str) -> BaseOxmlElement:
    """Add a run of words, which are clean and on one line, to a paragraph or a link."""
    run: BaseOxmlElement = etree.SubElement(parent, R)
    written = etree.SubElement(run, TEXT)
    written.text = said
    if said != said.strip():
        written.set(SPACE, "preserve")
    return run


def run_of(said: str, *, is_bold: bool = False) -> str:
    """Return a run of words, which are clean and on one line, as text that is parsed with others; none of no words."""
    if not said:
        return ""
    bold = "<w:rPr><w:b/></w:rPr>" if is_bold else ""
    space = "" if said == said.strip() else ' xml:space="preserve"'
    return f"<w:r>{bold}<w:t{space}>{escape(said)}</w:t></w:r>"


def embolden(run: BaseOxmlElement) -> None:
    """Set a run in bold; of what stands among its properties already, only a style comes before it."""
    properties = properties_of(run)
    properties.insert(int(len(properties) > 0 and properties[0].tag == R_STYLE), loose(BOLD))


def properties_of(run: BaseOxmlElement) -> BaseOxmlElement:
    """Return the properties of a run, before all else in it."""
    if len(run) and run[0].tag == R_PR:
        return run[0]
    made = loose(R_PR)
    run.insert(0, made)
    return made
