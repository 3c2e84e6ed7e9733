"""A document laid out as a Word file: live numbers and references, content controls where something is blank."""

import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from documents.exports import parts
from documents.exports.beside import TwoColumns
from documents.exports.runs import ACROSS, WIDTH, field, paragraph, plain, run
from documents.exports.tracked import Tracked
from documents.exports.writer import Writer
from documents.rules.tree import Laid, words_of


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
    # The other language, in a column of its own, and its words at a signature.
    beside: Laid | None = None
    other_signatures: str = ""
    other_sign: str = ""
    is_tracked: bool = False


def word_of(paper: WordPaper) -> bytes:
    """Return the file; the same content gives the same bytes."""
    language, body = paper.laid.language, _Body(paper).document()
    files = {
        "[Content_Types].xml": parts.CONTENT_TYPES,
        "_rels/.rels": parts.PACKAGE_RELS,
        "docProps/core.xml": _properties(paper),
        "word/document.xml": body,
        "word/_rels/document.xml.rels": parts.DOCUMENT_RELS,
        "word/styles.xml": parts.styles(language),
        "word/numbering.xml": parts.numbering(_annex_word(paper.laid), _annex_word(paper.beside or paper.laid)),
        "word/settings.xml": parts.settings(language),
        "word/fontTable.xml": parts.FONTS,
        "word/header1.xml": _header(paper),
        "word/footer1.xml": _footer(paper),
        # The same on pages that lie across.
        "word/header2.xml": _header(paper, "Across"),
        "word/footer2.xml": _footer(paper, "Across"),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _annex_word(laid: Laid) -> str:
    return plain(laid.annexes[0].label.rpartition(" ")[0]) if laid.annexes else "Annex"


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
    inside = "".join(f"<{name}>{plain(words[:255])}</{name}>" for name, words in said.items() if words)
    when = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>' for name in ("created", "modified")
    )
    return (
        f"{parts.HEAD}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{inside}{when}</cp:coreProperties>'
    )


def _header(paper: WordPaper, suffix: str = "") -> str:
    mark = run(paper.draft, "DraftMark")
    inside = paragraph(f"Header{suffix}", f"{run(paper.title[:120])}<w:r><w:tab/></w:r>{mark}")
    return f"{parts.HEAD}<w:hdr {parts.W} {parts.R}>{inside}</w:hdr>"


def _footer(paper: WordPaper, suffix: str = "") -> str:
    before, between, after = paper.page_words.split("%s")
    pages = f"{run(before)}{field('PAGE', '1')}{run(between)}{field('NUMPAGES', '1')}{run(after)}"
    words = run(f"{paper.version} · {paper.date_words}")
    style = f"Footer{suffix}"
    inside = paragraph(style, f"{words}<w:r><w:tab/></w:r>{pages}") + paragraph(style, run(paper.basis))
    return f"{parts.HEAD}<w:ftr {parts.W} {parts.R}>{inside}</w:ftr>"


@dataclass
class _Body:
    """The body: articles, signatures and annexes, in one language, in two beside each other, or as tracked changes."""

    paper: WordPaper

    def document(self) -> str:
        """Return the part of the file that holds the text."""
        paper, laid = self.paper, self.paper.laid
        writer = Writer(laid)
        body = [
            paragraph("Title", run(paper.title)),
            paragraph("Subtitle", run(paper.subtitle)) if paper.subtitle else "",
        ]
        if paper.beside is not None:
            both = TwoColumns(writer, writer.beside(paper.beside))
            body += [both.text(), self._signatures(writer)]
            annexes = both.annexes()
        else:
            write = Tracked(writer, paper.organisation, paper.date.isoformat()).article if paper.is_tracked else None
            if laid.notice:
                body.append(paragraph("Notice", writer.pieces(laid.notice)))
            for article in laid.articles if write else laid.inside():
                body += (write or writer.article)(article)
            body.append(self._signatures(writer))
            annexes = self._annexes(writer)
        inside = _in_sections([(False, "".join(body)), *annexes])
        return f"{parts.HEAD}<w:document {parts.W} {parts.R}><w:body>{inside}</w:body></w:document>"

    def _annexes(self, writer: Writer) -> Iterator[tuple[bool, str]]:
        """Give the annexes, each with whether its page lies across."""
        for annex in self.paper.laid.annexes:
            is_across = writer.is_across(annex)
            writer.width = ACROSS if is_across else WIDTH
            yield is_across, "".join(writer.annex(annex))

    def _signatures(self, writer: Writer) -> str:
        """Return a line to sign on for each party; beside another language, in the words of both."""
        laid, beside = self.paper.laid, self.paper.beside
        if not laid.signatures:
            return ""
        words = self.paper.sign_words
        lines = [paragraph("SignatureHeading", run(self.paper.signatures_words) + _slash(self.paper.other_signatures))]
        for place, one in enumerate(laid.signatures):
            other_party = words_of(beside.signatures[place].party) if beside else ""
            is_same = other_party == words_of(one.party)
            person = f"{words_of(one.person)} · " if one.person else ""
            party = writer.pieces(one.party) + ("" if is_same else _slash(other_party))
            lines.append(paragraph("SignatureParty", party))
            lines.append(paragraph("SignatureLine", run(person + words) + _slash(self.paper.other_sign)))
        return "".join(lines)


def _in_sections(written: Iterable[tuple[bool, str]]) -> str:
    """Return the parts one after another; where a page turns, a section ends."""
    made, was_across = [], False
    for is_across, lines in written:
        if is_across != was_across:
            made.append(f'<w:p><w:pPr><w:pStyle w:val="TableEnd"/>{_section(was_across)}</w:pPr></w:p>')
        made.append(lines)
        was_across = is_across
    return "".join([*made, _section(was_across)])


def _section(is_across: bool) -> str:
    header, footer, size = (
        ("rId7", "rId8", 'w:w="16838" w:h="11906" w:orient="landscape"')
        if is_across
        else ("rId5", "rId6", 'w:w="11906" w:h="16838"')
    )
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{header}"/>'
        f'<w:footerReference w:type="default" r:id="{footer}"/>'
        f'<w:pgSz {size}/><w:pgMar w:top="1418" w:right="1247" w:bottom="1418" w:left="1247" '
        'w:header="680" w:footer="567" w:gutter="0"/></w:sectPr>'
    )


def _slash(words: str) -> str:
    """Return the same in the other language, behind a stroke."""
    return f"{run(' / ')}{run(words, 'OtherLanguage')}" if words else ""
