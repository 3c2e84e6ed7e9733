"""A document laid out as a Word file: live numbers and references, content controls where something is blank."""

import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from xml.sax.saxutils import escape, quoteattr

from core import markdown
from core.differences import differences
from core.text import other
from documents.exports import parts
from documents.rules.tree import Annex, Article, Blank, Block, Fill, Laid, LaidTable, Piece, Ref, words_of
from documents.shown.paper import blank_words, fault_words
from exports.word.paper import clean

_LONGEST_TAG = 60
# The width of the text on A4, in twentieths of a point.
_WIDTH = 9412
_LIST = re.compile(r"\A\s*+(?:([-*+])|\d++[.)])\s++(?=\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordPaper:
    """What a Word file is made of: the text in one or two languages, and what stands around it."""

    laid: Laid
    title: str
    subtitle: str
    organisation: str
    version: str
    # "Draft", until it is final; then empty.
    draft: str
    basis: str
    date: datetime.date
    date_words: str
    # "Page %s of %s", and what stands at a signature.
    page_words: str
    signatures_words: str
    sign_words: str
    beside: Laid | None = None
    is_tracked: bool = False


def word_of(paper: WordPaper) -> bytes:
    """Return the file; the same content gives the same bytes."""
    language = paper.laid.language
    annex = paper.laid.annexes[0].label.rpartition(" ")[0] if paper.laid.annexes else "Annex"
    files = {
        "[Content_Types].xml": parts.CONTENT_TYPES,
        "_rels/.rels": parts.PACKAGE_RELS,
        "docProps/core.xml": _properties(paper),
        "word/document.xml": _Writer(paper).document(),
        "word/_rels/document.xml.rels": parts.DOCUMENT_RELS,
        "word/styles.xml": parts.styles(language),
        "word/numbering.xml": parts.numbering(clean(annex)),
        "word/settings.xml": parts.settings(language),
        "word/fontTable.xml": parts.FONTS,
        "word/header1.xml": _header(paper),
        "word/footer1.xml": _footer(paper),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _text(words: str) -> str:
    return escape(" ".join(clean(words).split("\n")))


def _run(words: str, style: str = "", tag: str = "t") -> str:
    if not words:
        return ""
    dress = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{dress}<w:{tag} xml:space="preserve">{_text(words)}</w:{tag}></w:r>'


def _field(instruction: str, result: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return f"{mark('begin')}{code}{mark('separate')}{_run(result)}{mark('end')}"


def _paragraph(style: str, inside: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{inside}</w:p>'


def _properties(paper: WordPaper) -> str:
    moment = f"{paper.date.isoformat()}T00:00:00Z"
    said = {
        "dc:title": paper.title,
        "dc:subject": paper.basis,
        "dc:creator": paper.organisation,
        "cp:lastModifiedBy": paper.organisation,
        "dc:language": parts.WORD_LANGUAGES[paper.laid.language],
        "cp:version": paper.version,
        "cp:contentStatus": paper.draft,
    }
    inside = "".join(f"<{name}>{_text(words[:255])}</{name}>" for name, words in said.items() if words)
    when = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>' for name in ("created", "modified")
    )
    return (
        f"{parts.HEAD}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{inside}{when}</cp:coreProperties>'
    )


def _header(paper: WordPaper) -> str:
    mark = _run(paper.draft, "DraftMark")
    inside = _paragraph("Header", f"{_run(paper.title[:120])}<w:r><w:tab/></w:r>{mark}")
    return f"{parts.HEAD}<w:hdr {parts.W} {parts.R}>{inside}</w:hdr>"


def _footer(paper: WordPaper) -> str:
    before, between, after = paper.page_words.split("%s")
    pages = f"{_run(before)}{_field('PAGE', '1')}{_run(between)}{_field('NUMPAGES', '1')}{_run(after)}"
    words = _run(f"{paper.version} · {paper.date_words}")
    inside = _paragraph("Footer", f"{words}<w:r><w:tab/></w:r>{pages}") + _paragraph("Footer", _run(paper.basis))
    return f"{parts.HEAD}<w:ftr {parts.W} {parts.R}>{inside}</w:ftr>"


@dataclass
class _Writer:
    """Writes the body; bookmarks and content controls get their numbers in the order in which they come."""

    paper: WordPaper
    bookmarks: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def document(self) -> str:
        paper, laid = self.paper, self.paper.laid
        self._name_places(laid, "")
        if paper.beside:
            self._name_places(paper.beside, "other:")
        body = [
            _paragraph("Title", _run(paper.title)),
            _paragraph("Subtitle", _run(paper.subtitle)) if paper.subtitle else "",
        ]
        if paper.beside is not None:
            body.append(self._beside(laid, paper.beside))
        else:
            if laid.notice:
                body.append(_paragraph("Notice", self._pieces(laid.notice)))
            body += [line for article in laid.inside() for line in self._article(article)]
        body.append(self._signatures(laid))
        body += [line for annex in laid.annexes for line in self._annex(annex)]
        section = (
            '<w:sectPr><w:headerReference w:type="default" r:id="rId5"/>'
            '<w:footerReference w:type="default" r:id="rId6"/>'
            '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1247" w:bottom="1418" w:left="1247" '
            'w:header="680" w:footer="567" w:gutter="0"/></w:sectPr>'
        )
        return f"{parts.HEAD}<w:document {parts.W} {parts.R}><w:body>{''.join(body)}{section}</w:body></w:document>"

    def _name_places(self, laid: Laid, prefix: str) -> None:
        """Give a bookmark to every article and annex, and to what else is referred to."""
        wanted = [one.anchor for one in laid.inside()] + [one.anchor for one in laid.annexes]
        wanted += [piece.target for _anchor, piece in laid.pieces() if isinstance(piece, Ref)]
        for anchor in dict.fromkeys(wanted):
            self.bookmarks[prefix + anchor] = f"_Ref{len(self.bookmarks) + 1:09}"

    def _next(self) -> int:
        self.count += 1
        return self.count

    def _bookmarked(self, anchor: str, inside: str, prefix: str = "") -> str:
        name = self.bookmarks.get(prefix + anchor)
        if name is None:
            return inside
        number = self._next()
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inside}<w:bookmarkEnd w:id="{number}"/>'

    # --- pieces

    def _pieces(self, pieces: Sequence[Piece], prefix: str = "") -> str:
        return "".join(self._piece(piece, prefix) for piece in pieces)

    def _piece(self, piece: Piece, prefix: str) -> str:
        strong = "Strong" if piece.strong else ""
        if isinstance(piece, Ref):
            name = self.bookmarks.get(prefix + piece.target)
            # The annexes stand there once, in the first language.
            is_elsewhere = bool(prefix) and any(one.anchor == piece.target for one in self.paper.laid.annexes)
            if name is None or is_elsewhere or not self.paper.laid.is_numbered:
                return _run(piece.number, strong)
            # The number of a point is read from outside its paragraph, with those above it.
            switch = r"\w" if piece.number.endswith(")") else r"\r"
            return _field(rf"REF {name} {switch} \h", piece.number)
        if isinstance(piece, Blank):
            return self._blank(piece)
        if isinstance(piece, Fill) and piece.language:
            return _run(piece.text, "OtherLanguage")
        return _run(piece.text, strong)

    def _blank(self, piece: Blank) -> str:
        """Return a content control in which somebody writes what is missing."""
        words = blank_words(piece)
        return (
            f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(clean(words)[:_LONGEST_TAG])}/>"
            f'<w:tag w:val={quoteattr((piece.key or "blank")[:_LONGEST_TAG])}/><w:id w:val="{self._next() + 1000}"/>'
            f"<w:showingPlcHdr/><w:text/></w:sdtPr><w:sdtContent>{_run(f'[{words}]', 'Blank')}</w:sdtContent></w:sdt>"
        )

    # --- articles

    def _article(self, article: Article) -> Iterator[str]:
        if self.paper.is_tracked and (article.is_changed or article.is_own):
            yield from self._tracked(article)
            return
        yield from self._lines(article, "", "")

    def _lines(self, article: Article, suffix: str, prefix: str) -> Iterator[str]:
        is_numbered = self.paper.laid.is_numbered
        heading = ("Heading1" if is_numbered else "Heading2") + suffix
        title = self._pieces(article.title, prefix)
        yield _paragraph(heading, self._bookmarked(article.anchor, title, prefix))
        for paragraph in article.paragraphs:
            style = "Clause" if is_numbered else "Normal"
            for block in paragraph.blocks:
                yield from self._block(block, style + suffix, suffix, prefix, paragraph.anchor)
                style = "ClauseText" if is_numbered else "Normal"
            for item in paragraph.items:
                inside = self._bookmarked(item.anchor, self._pieces(item.pieces, prefix), prefix)
                yield _paragraph(("ClauseItem" if is_numbered else "TextBullet") + suffix, inside)

    def _block(self, block: Block, style: str, suffix: str, prefix: str, anchor: str) -> Iterator[str]:
        if block.table is not None:
            yield self._table(block.table, _WIDTH // 2 - 200 if self.paper.beside else _WIDTH)
        elif block.prose:
            yield from self._prose(block.prose, style, suffix)
        else:
            yield _paragraph(style, self._bookmarked(anchor, self._pieces(block.pieces, prefix), prefix))

    def _prose(self, prose: str, style: str, suffix: str) -> Iterator[str]:
        """Yield the paragraphs of an answer in Markdown; the points of a list are points."""
        for line in prose.splitlines():
            found = _LIST.match(line)
            words = markdown.plain(line).strip()
            if not words:
                continue
            kind = ("ClauseBullet" if found[1] else "ClauseNumber") + suffix if found else style
            yield _paragraph(kind, _run(words))
            style = ("ClauseText" if self.paper.laid.is_numbered else "Normal") + suffix

    # --- against the template's words

    def _tracked(self, article: Article) -> Iterator[str]:
        """Yield a changed clause with every word that came or went as a tracked change."""
        lines: list[tuple[str, str]] = [
            ("Heading1" if self.paper.laid.is_numbered else "Heading2", words_of(article.title))
        ]
        for paragraph in article.paragraphs:
            style = "Clause"
            for block in paragraph.blocks:
                lines.append((style, words_of(block.pieces) or markdown.plain(block.prose)))
                style = "ClauseText"
            lines += [("ClauseItem", words_of(item.pieces)) for item in paragraph.items]
        before = [words_of(line) for line in article.curated]
        for place, (line, old) in enumerate(zip_longest(lines, before)):
            style, now = line or ("ClauseText", "")
            is_new, is_gone = old is None, line is None
            whole = self._change("ins") if is_new else self._change("del") if is_gone else ""
            properties = f"<w:rPr>{whole.replace('>', '/>', 1)}</w:rPr>" if whole else ""
            inside = "".join(self._compared(old or "", now))
            if not place:
                inside = self._bookmarked(article.anchor, inside)
            yield _paragraph(style, inside, properties)

    def _compared(self, before: str, now: str) -> Iterator[str]:
        for piece in differences(before, now):
            if piece.kind == "same":
                yield _run(piece.text)
            elif piece.kind == "added":
                yield f"{self._change('ins')}{_run(piece.text)}</w:ins>"
            else:
                yield f"{self._change('del')}{_run(piece.text, tag='delText')}</w:del>"

    def _change(self, kind: str) -> str:
        who = quoteattr(clean(self.paper.organisation)[:_LONGEST_TAG])
        return (
            f'<w:{kind} w:id="{self._next() + 5000}" w:author={who} w:date="{self.paper.date.isoformat()}T00:00:00Z">'
        )

    # --- two languages

    def _beside(self, laid: Laid, beside: Laid) -> str:
        """Return a table with a row for each paragraph: one language left, the other right."""
        names = {"da": "Dansk", "en": "English"}
        rows = [
            self._row(_paragraph("TableHeading", _run(names[laid.language])), self._other_head(names), is_head=True)
        ]
        if laid.notice:
            left = _paragraph("Notice", self._pieces(laid.notice))
            rows.append(self._row(left, _paragraph("NoticeOther", self._pieces(beside.notice, "other:"))))
        for one, two in zip(laid.inside(), beside.inside(), strict=True):
            pairs = zip_longest(self._lines(one, "", ""), self._lines(two, "Other", "other:"))
            rows += [self._row(left or self._empty(), right or self._empty()) for left, right in pairs]
        grid = f'<w:gridCol w:w="{_WIDTH // 2}"/>' * 2
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="TwoColumns"/><w:tblW w:w="{_WIDTH}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
            + _paragraph("TableEnd", "")
        )

    def _other_head(self, names: dict[str, str]) -> str:
        return _paragraph("TableHeading", _run(names[other(self.paper.laid.language)], "OtherLanguage"))

    @staticmethod
    def _empty() -> str:
        return _paragraph("TableText", "")

    @staticmethod
    def _row(left: str, right: str, *, is_head: bool = False) -> str:
        head = "<w:trPr><w:tblHeader/></w:trPr>" if is_head else ""
        cells = "".join(
            # A cell ends in a paragraph, whatever stands in it.
            f'<w:tc><w:tcPr><w:tcW w:w="{_WIDTH // 2}" w:type="dxa"/></w:tcPr>{one}'
            f"{_Writer._empty() if one.endswith('</w:tbl>') else ''}</w:tc>"
            for one in (left, right)
        )
        return f"<w:tr>{head}{cells}</w:tr>"

    # --- tables, annexes, signatures

    def _table(self, table: LaidTable, whole: int = _WIDTH) -> str:
        columns = len(table.columns)
        width = whole // max(1, columns)

        def row(cells: Sequence[str], kind: str, properties: str = "<w:cantSplit/>") -> str:
            made = "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
                + _paragraph(f"Table{kind}{'Number' if is_number else ('Text' if not kind else '')}", _run(words))
                + "</w:tc>"
                for words, (_label, is_number) in zip(cells, table.columns, strict=True)
            )
            return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"

        rows = [row([label for label, _n in table.columns], "Heading", "<w:cantSplit/><w:tblHeader/>")]
        rows += [row(cells, "") for cells in table.rows]
        if table.total:
            rows.append(row(table.total, "Total"))
        grid = f'<w:gridCol w:w="{width}"/>' * columns
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="AgreementTable"/><w:tblW w:w="{width * columns}" w:type="dxa"/>'
            '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>" + _paragraph("TableEnd", "")
        )

    def _annex(self, annex: Annex) -> Iterator[str]:
        yield _paragraph("AnnexHeading", self._bookmarked(annex.anchor, self._pieces(annex.title)))
        if annex.intro:
            yield _paragraph("Normal", self._pieces(annex.intro))
        if annex.table is not None:
            yield self._table(annex.table)
        else:
            yield _paragraph("Normal", self._blank(Blank(annex.question, words_of(annex.title))))
        for fault in annex.faults:
            yield _paragraph("Fault", _run(fault_words(fault)))

    def _signatures(self, laid: Laid) -> str:
        if not laid.signatures:
            return ""
        lines = [_paragraph("SignatureHeading", _run(self.paper.signatures_words))]
        for one in laid.signatures:
            person = f"{words_of(one.person)} · " if one.person else ""
            lines.append(_paragraph("SignatureParty", self._pieces(one.party)))
            lines.append(_paragraph("SignatureLine", _run(person + self.paper.sign_words)))
        return "".join(lines)
