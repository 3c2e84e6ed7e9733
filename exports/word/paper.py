"""The paper a Word document is written on: paragraphs, words in two languages, links, fields, sections.

What python-docx has no call for (languages, hyperlinks, fields, bookmarks, restarting lists) is done here and nowhere
else. Every word passes `clean`: a single control character would make the whole file unreadable.
"""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from docx.document import Document
from docx.enum.section import WD_HEADER_FOOTER, WD_ORIENT, WD_SECTION
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from core.languages import in_language, word_language
from core.text import Language, Resolved
from exports.document import Words
from exports.word.elements import SPACE, P, W, loose, properties_of, styled, within, words_in
from exports.word.styles import LEVELS, NUMBERS, start_document

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_SCHEMES = ("http", "https", "mailto")
# Word refuses a longer address.
_LONGEST_LINK = 2000
PORTRAIT_WIDTH, LANDSCAPE_WIDTH = 166, 249


def clean(text: str) -> str:
    """Return the text without the characters that XML forbids."""
    # Nearly every text is of printable letters alone, and none of those is forbidden.
    return text if text.isprintable() else _NOT_XML.sub("", text)


def one_line(text: str) -> str:
    """Return the text as it stands in a paragraph: clean, with single blanks."""
    if text.isprintable() and "  " not in text:
        return text
    return _BLANKS.sub(" ", clean(text))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as the contents list it: where it stands, on which of their levels, and its words."""

    anchor: str
    level: int
    words: Words


class Paper:
    """A document while it is written, from its first paragraph to its last."""

    def __init__(self, language: Language, site: str = "") -> None:
        self.language = language
        self.site = site
        self.document: Document = start_document(language)
        self._body = self.document.element.body
        self._story = self.document._body
        self.headings: list[Heading] = []
        self._bookmarks = 0
        self._lists = NUMBERS
        self._footers: dict[str, str] = {}
        self.is_landscape = False
        # How many drawings lie in the file.
        self.drawings = 0
        # The key of each picture, by its bytes; and how often pictures were put in.
        self.pictures: dict[bytes, str] = {}
        self.drawn = 0

    @property
    def width(self) -> int:
        """How many millimetres a line of the current page has."""
        return LANDSCAPE_WIDTH if self.is_landscape else PORTRAIT_WIDTH

    def paragraph(self, style: str, words: Words = "", *, keeps_next: bool = False) -> Paragraph:
        """Add a paragraph in this style, by the style's id."""
        added = self._added(style, keeps_next=keeps_next)
        self.write(added, words)
        return added

    def _added(self, style: str, *, keeps_next: bool = False) -> Paragraph:
        # The last child of a body is its section; python-docx would look for it from the beginning.
        element = loose(P)
        self._body[-1].addprevious(element)
        styled(element, style, keeps_next=keeps_next)
        return Paragraph(element, self._story)

    def laid(self, table: CT_Tbl) -> Table:
        """Lay a table below what was written last."""
        self._body[-1].addprevious(table)
        return Table(table, self._story)

    def dress(self, paragraph: Paragraph, style: str) -> None:
        """Style a paragraph by the id of a style, without looking for it, nor for where in the XML it has to stand."""
        element = paragraph._p
        if len(element):
            element.style = style
            return
        # Most are empty as yet, and python-docx would look for what has to stand before and after.
        styled(element, style)

    def write(self, paragraph: Paragraph, words: Words) -> None:
        """Add words to the paragraph; those from the other language carry it, and say in brackets which it is."""
        if not isinstance(words, Resolved):
            self.run(paragraph, words)
            return
        if not words.is_fallback:
            self.run(paragraph, words.text)
            return
        self.run(paragraph, words.text, language=words.language)
        mark = self.run(paragraph, f" ({in_language(words.language)})")
        if mark is not None:
            self.mark(mark, "LanguageMark")

    def run(self, paragraph: Paragraph, text: str, language: str | None = None) -> Run | None:
        """Add a run of words, in a language of its own if it has one."""
        said = one_line(text)
        if not said:
            return None
        # Without tabs and line breaks, which python-docx would look for letter by letter.
        run = Run(words_in(paragraph._p, said), paragraph)
        if language and language != self.language:
            speak(run, language)
        return run

    def mark(self, run: Run, style: str) -> None:
        """Give a run a character style, by the style's id."""
        properties_of(run._r).insert(0, _element("w:rStyle", val=style))

    def heading(self, level: int, words: Words, *, tops: bool = False, anchor: str = "") -> Paragraph:
        """Add a heading, under a name that can be referred to; `tops` puts it at the top of a page."""
        added = self._added(f"Heading{level}")
        if tops:
            added.paragraph_format.page_break_before = True
            added.paragraph_format.space_before = Mm(0)
        self.headings.append(Heading(self.bookmarked(added, words, anchor), level, words))
        return added

    def bookmarked(self, paragraph: Paragraph, words: Words, anchor: str = "") -> str:
        """Write the words between the two ends of a bookmark, and return its name."""
        self._bookmarks += 1
        name = anchor or f"_Toc{self._bookmarks:08}"
        within(paragraph._p, "bookmarkStart", id=self._bookmarks, name=name)
        self.write(paragraph, words)
        within(paragraph._p, "bookmarkEnd", id=self._bookmarks)
        return name

    def next_list(self, start: int) -> int:
        """Return the number of a new numbered list, which begins by itself at `start`."""
        numbering = self.document.part.numbering_part.element
        self._lists += 1
        number = within(numbering, "num", numId=self._lists)
        within(number, "abstractNumId", val=NUMBERS)
        for level in range(LEVELS):
            within(within(number, "lvlOverride", ilvl=level), "startOverride", val=start if not level else 1)
        return self._lists

    def number(self, paragraph: Paragraph, list_number: int, level: int) -> None:
        """Make the paragraph an item of a list."""
        # Its style is all that stands there before.
        numbered = within(paragraph._p[0], "numPr")
        within(numbered, "ilvl", val=min(level, LEVELS - 1))
        within(numbered, "numId", val=list_number)

    def address(self, href: str) -> str:
        """Return the address a link leads to, completed by the portal's, or nothing if it leads nowhere from here."""
        try:
            whole = urljoin(f"{self.site.rstrip('/')}/", clean(href)) if self.site else clean(href)
            scheme = urlsplit(whole).scheme
        except ValueError:
            return ""
        return whole if scheme in _SCHEMES and len(whole) <= _LONGEST_LINK else ""

    def link(self, paragraph: Paragraph, address: str) -> BaseOxmlElement:
        """Add an empty link to the paragraph; runs are put into it."""
        key = self.document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        found = OxmlElement("w:hyperlink")
        found.set(qn("r:id"), key)
        paragraph._p.append(found)
        return found

    def refer(
        self, paragraph: Paragraph, anchor: str, words: Words, *, before_page: str = " ", page: str = "1"
    ) -> None:
        """Add a link to a place in the document, with the number of its page, which Word finds out."""
        found = Paragraph(within(paragraph._p, "hyperlink", anchor=anchor), paragraph)
        self.write(found, words)
        if before_page == "\t":
            within(within(found._p, "r"), "tab")
        else:
            words_in(found._p, before_page)
        self.field(found, f"PAGEREF {anchor} \\h", page)

    def field(self, paragraph: Paragraph, instruction: str, result: str) -> None:
        """Add a field: what Word works out by itself, and what stands there until it does."""
        self.field_begin(paragraph, instruction)
        if result:
            words_in(paragraph._p, result)
        self.field_end(paragraph)

    def field_begin(self, paragraph: Paragraph, instruction: str) -> None:
        """Open a field; what is written until `field_end`, in later paragraphs too, is what it shows."""
        within(within(paragraph._p, "r"), "fldChar", fldCharType="begin")
        code = within(within(paragraph._p, "r"), "instrText")
        code.set(SPACE, "preserve")
        code.text = f" {instruction} "
        within(within(paragraph._p, "r"), "fldChar", fldCharType="separate")

    def field_end(self, paragraph: Paragraph) -> None:
        """Close the field."""
        within(within(paragraph._p, "r"), "fldChar", fldCharType="end")

    def foot(self, words: str) -> None:
        """Put the running words and the page's number at the foot of every page but the first."""
        section = self.document.sections[0]
        section.different_first_page_header_footer = True
        section.footer.is_linked_to_previous = False
        self._fill_foot(section.footer.paragraphs[0], words, PORTRAIT_WIDTH)
        upright = section._sectPr.get_footerReference(WD_HEADER_FOOTER.PRIMARY)
        if upright is not None:
            self._footers["portrait"] = upright.rId
        part, self._footers["landscape"] = self.document.part.add_footer_part()
        self._fill_foot(Paragraph(part.element.p_lst[0], part), words, LANDSCAPE_WIDTH)

    def _fill_foot(self, paragraph: Paragraph, words: str, width: int) -> None:
        self.dress(paragraph, "Footer")
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)
        self.run(paragraph, words)
        paragraph.add_run("\t")
        self.field(paragraph, "PAGE", "1")
        paragraph.add_run(" / ")
        self.field(paragraph, "NUMPAGES", "1")

    def turn(self, *, is_landscape: bool) -> None:
        """Begin a new page, and from it on lay the paper on its side or upright; nothing happens if it lies so."""
        if is_landscape == self.is_landscape:
            return
        self.is_landscape = is_landscape
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        # python-docx ends the old section in a paragraph of its own, which must not need a page.
        self._body[-2].style = "TableEnd"
        section.different_first_page_header_footer = False
        section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Mm(297), Mm(210)) if is_landscape else (Mm(210), Mm(297))
        section.left_margin = section.right_margin = Mm(24) if is_landscape else Mm(22)
        section.top_margin = section.bottom_margin = Mm(22) if is_landscape else Mm(24)
        key = self._footers.get("landscape" if is_landscape else "portrait")
        if key:
            section._sectPr.add_footerReference(WD_HEADER_FOOTER.PRIMARY, key)


def remove(paragraph: Paragraph) -> None:
    """Take a paragraph out of the document."""
    paragraph._p.getparent().remove(paragraph._p)


def speak(run: Run, language: str) -> None:
    """Say which language the run's words are in."""
    properties_of(run._r).append(_element("w:lang", val=word_language(language), eastAsia=word_language(language)))


def _element(tag: str, **attributes: object) -> BaseOxmlElement:
    found = loose(qn(tag))
    for name, value in attributes.items():
        found.set(f"{W}{name}", str(value))
    return found
