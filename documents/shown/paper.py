"""The text as a page shows it: each place a link to its question, each number where a script can renew it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import markdown
from core.differences import Piece as Difference
from core.differences import differences
from core.text import Text
from documents.rules.tree import (
    Annex,
    Article,
    Blank,
    Block,
    Fill,
    Laid,
    LaidTable,
    Line,
    Piece,
    Ref,
    SignatureBlock,
    SumFault,
    words_of,
)
from documents.selectors.facts import source_of
from documents.selectors.page import DocumentPage
from schema.facts import Fact


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A part of a paragraph as it is shown."""

    html: SafeString
    is_prose: bool = False
    table: LaidTable | None = None
    url: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A paragraph in pieces, with its number and what is to be marked in it."""

    anchor: str
    number: str
    blocks: tuple[ShownBlock, ...]
    items: tuple[tuple[str, str, SafeString], ...]


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """A clause as it is shown, with where it is changed."""

    article: Article
    title: SafeString
    plain_title: str
    paragraphs: tuple[ShownParagraph, ...]
    url: str
    toggle_url: str
    add_url: str


@dataclass(frozen=True, slots=True)
class ShownAnnex:
    """An annex with its title in pieces, and where the question stands that decides on it."""

    annex: Annex
    title: SafeString
    intro: SafeString
    url: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A blank: what is missing, where it is filled in, and where it stands in the text."""

    label: str
    url: str
    anchor: str


class PaperView:
    """The paper of a document, in the language of the page."""

    def __init__(self, page: DocumentPage, laid: Laid, *, may_write: bool, is_print: bool = False) -> None:
        self.page = page
        self.laid = laid
        self.is_print = is_print
        self.may_write = may_write and not page.is_locked
        self._urls: dict[str, str] = {}

    def _url(self, key: str) -> str:
        if key not in self._urls:
            self._urls[key] = self.page.question_url(key) if key and self.may_write else ""
        return self._urls[key]

    # --- pieces

    def pieces(self, pieces: Iterable[Piece]) -> SafeString:
        """Return pieces of text as HTML."""
        return mark_safe("".join(self._piece(piece) for piece in pieces))

    def _piece(self, piece: Piece) -> SafeString:
        if isinstance(piece, Ref):
            html = format_html(
                '<a class="xref" href="#{}" data-n="{}">{}</a>', piece.target, piece.target, piece.number
            )
        elif isinstance(piece, Blank):
            html = self._blank(piece)
        elif isinstance(piece, Fill):
            html = self._fill(piece)
        else:
            html = format_html("{}", piece.text)
        return format_html("<strong>{}</strong>", html) if piece.strong else html

    def _fill(self, piece: Fill) -> SafeString:
        if self.is_print and not piece.language:
            # Nothing sets it apart on paper, and a line breaks better where no element begins.
            return format_html("{}", piece.text)
        lang = format_html(' lang="{}"', piece.language) if piece.language else ""
        source = format_html(' title="{}"', source_of(Fact(piece.source))) if piece.source in set(Fact) else ""
        url = self._url(piece.key)
        if not url:
            return format_html('<span class="fill"{}{}>{}</span>', lang, source, piece.text)
        return format_html('<a class="fill" href="{}" data-q="{}"{}{}>{}</a>', url, piece.key, lang, source, piece.text)

    def _blank(self, piece: Blank) -> SafeString:
        words, url = blank_words(piece), self._url(piece.key)
        inner = format_html('<span class="visually-hidden">{} </span>{}', _("Missing:"), words)
        if not url:
            return format_html('<span class="blank">{}</span>', inner)
        return format_html('<a class="blank" href="{}" data-q="{}">{}</a>', url, piece.key, inner)

    def _block(self, block: Block) -> ShownBlock:
        if block.table is not None:
            return ShownBlock(SafeString(), table=block.table, url=self._url(block.key), key=block.key)
        if block.prose:
            return ShownBlock(markdown.render(block.prose), is_prose=True, url=self._url(block.key), key=block.key)
        return ShownBlock(self.pieces(block.pieces))

    # --- parts

    @cached_property
    def articles(self) -> list[ShownArticle]:
        """The clauses in their order, also those that are left out."""
        return [self.article(one) for one in self.laid.articles]

    def article(self, article: Article) -> ShownArticle:
        """Return a clause."""
        return ShownArticle(
            article,
            self.pieces(article.title),
            words_of(article.title),
            tuple(
                ShownParagraph(
                    one.anchor,
                    one.number,
                    tuple(self._block(block) for block in one.blocks),
                    tuple((item.anchor, item.number, self.pieces(item.pieces)) for item in one.items),
                )
                for one in article.paragraphs
            ),
            self.page.url("clause", article.key),
            self.page.url("leave_out", article.key),
            self.page.url("add_clause") + f"?after={article.key}",
        )

    @cached_property
    def annexes(self) -> list[ShownAnnex]:
        return [
            ShownAnnex(
                one,
                self.pieces(one.title),
                self.pieces(one.intro),
                self._url(one.question),
                tuple(fault_words(fault) for fault in one.faults),
            )
            for one in self.laid.annexes
        ]

    @property
    def signatures(self) -> list[tuple[SafeString, SafeString]]:
        """Party and person of each who signs."""
        return [(self.pieces(one.party), self.pieces(one.person)) for one in self.laid.signatures]

    @property
    def notice(self) -> SafeString:
        """What stands at the head."""
        return self.pieces(self.laid.notice)

    # --- what is missing

    @cached_property
    def gaps(self) -> list[Gap]:
        """What is blank, each question once."""
        return [
            Gap(blank_words(blank), self._url(blank.key), anchor)
            for anchor, blank in self.laid.blanks()
            if blank.why != "lost"
        ]

    @property
    def count_words(self) -> str:
        """How many clauses are in, where some are not."""
        asked = [one for one in self.laid.articles if one.is_asked_for]
        inside = sum(one.is_in for one in asked)
        words = ngettext("%(inside)s of %(total)s clause is in", "%(inside)s of %(total)s clauses are in", len(asked))
        return words % {"inside": inside, "total": len(asked)}

    @property
    def blank_words(self) -> str:
        """How many places are blank."""
        count = len(self.gaps)
        if not count:
            return _("No place in the text is blank")
        words = ngettext("%(count)s place in the text is blank", "%(count)s places in the text are blank", count)
        return words % {"count": count}

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What does not fit: sentence and place."""
        found = [(words, one.annex.anchor) for one in self.annexes for words in one.faults]
        lost = _("A clause refers to “%(clause)s”, which is not in the document. Change the reference or take it in.")
        language = self.laid.language
        # One that was deleted is called what it was called.
        gone = ((one.key, Text.from_value(one.title).resolve(language).text) for one in self.page.deleted_clauses)
        titles = {**dict(gone), **{one.key: words_of(one.title) for one in self.laid.articles}}
        found += [(lost % {"clause": titles.get(to, to)}, f"k-{key}") for key, to in self.laid.lost]
        return found

    @cached_property
    def landings(self) -> dict[str, list[tuple[str, str]]]:
        """Where the answer to each question lands: the name of the place, and its number or title."""
        numbers = self.laid.numbers()
        titles = {article.anchor: words_of(article.title) for article in self.laid.articles}
        found: dict[str, list[tuple[str, str]]] = {}
        for key, anchors in self.laid.landings().items():
            names = {anchor: numbers.get(anchor) or titles.get(anchor.partition(".")[0]) for anchor in anchors}
            found[key] = [(anchor, name or _("the signatures")) for anchor, name in names.items()]
        return found


def blank_words(piece: Blank) -> str:
    """Return what a blank says: what is missing, and what keeps it empty besides."""
    words = {"label": piece.label}
    match piece.why:
        case "hidden":
            return _("%(label)s (not asked: another answer hides the question)") % words
        case "proposed":
            return _("%(label)s (only proposed: change it, or say that it fits you)") % words
        case "unknown":
            return _("%(label)s (the portal does not know it)") % words
        case "lost":
            return _("a clause that is not in the document")
    return piece.label


def fault_words(fault: SumFault) -> str:
    """Return what does not add up, in a sentence."""
    return _("“%(column)s” adds up to %(total)s, but “%(against)s” is %(wanted)s: a difference of %(difference)s.") % {
        "column": fault.column,
        "total": fault.total,
        "against": fault.against,
        "wanted": fault.wanted,
        "difference": fault.difference,
    }


def changed_anchors(before: Laid, after: Laid) -> list[str]:
    """Return the names of the articles and annexes that read otherwise, but for their numbers."""
    earlier: list[Article | Annex] = [*before.articles, *before.annexes]
    later: list[Article | Annex] = [*after.articles, *after.annexes]
    old = {one.anchor: one for one in earlier}
    return [one.anchor for one in later if _bare(one) != _bare(old.get(one.anchor))]


def _bare(one: Article | Annex | None) -> object:
    """Return a part without the numbers in it, which a script renews."""
    if one is None or isinstance(one, Annex):
        return one
    return (
        one.is_in,
        one.is_asked_for,
        one.revision,
        one.reason,
        _without(one.title),
        tuple(
            (
                tuple((_without(block.pieces), block.prose, block.table) for block in paragraph.blocks),
                tuple(_without(item.pieces) for item in paragraph.items),
                paragraph.anchor,
            )
            for paragraph in one.paragraphs
        ),
    )


def _without(pieces: Sequence[Piece]) -> tuple[object, ...]:
    return tuple(piece.target if isinstance(piece, Ref) else piece for piece in pieces)


def changed_numbers(before: Laid, after: Laid) -> str:
    """Return the numbers that are others now, as the script reads them: `k-law=8 k-law.1=8.1`."""
    old = before.numbers()
    found = {name: number for name, number in after.numbers().items() if old.get(name) != number}
    return " ".join(f"{name}={number.replace(' ', '_')}" for name, number in found.items())


def plain_lines(lines: Iterable[Line]) -> str:
    """Return lines as plain text: the title, and one for each part and point; answers that are paragraphs stay out."""
    return "\n".join(words_of(one.block.pieces) for one in lines if one.block.pieces)


def wording_differences(article: Article) -> tuple[Difference, ...]:
    """Return a changed clause word by word against the template's."""
    return tuple(differences(plain_lines(article.curated), plain_lines(article.lines())))


def signature_words(block: SignatureBlock) -> tuple[str, str]:
    """Return party and person as plain text."""
    return words_of(block.party), words_of(block.person)
