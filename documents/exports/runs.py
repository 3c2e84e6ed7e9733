"""The small parts of a Word text: runs, fields and paragraphs, as WordprocessingML."""

from xml.sax.saxutils import escape

from exports.word.paper import clean

# The width of the text on A4, upright and across, in twentieths of a point.
WIDTH, ACROSS = 9412, 14344


def plain(words: str) -> str:
    """Return words as they may stand in XML, on one line."""
    return escape(" ".join(clean(words).split("\n")))


def run(words: str, style: str = "") -> str:
    """Return words in one style of characters; nothing for no words."""
    if not words:
        return ""
    dress = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{dress}<w:t xml:space="preserve">{plain(words)}</w:t></w:r>'


def field(instruction: str, result: str) -> str:
    """Return a field that Word works out again, with what it comes to now."""

    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return f"{mark('begin')}{code}{mark('separate')}{run(result)}{mark('end')}"


def paragraph(style: str, inside: str) -> str:
    """Wrap runs, as XML that is safe already, into a paragraph of a named style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{inside}</w:p>'


def cell(width: int, inside: str) -> str:
    """Return a cell of a table; it ends in a paragraph, whatever stands in it."""
    end = paragraph("TableText", "") if not inside or inside.endswith("</w:tbl>") else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inside}{end}</w:tc>'
