"""A document laid out: articles with their numbers, annexes, signatures, and what is still blank."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Self

from core.text import Language


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the text itself."""

    text: str
    strong: bool = False
    kind: str = "words"


@dataclass(frozen=True, slots=True)
class Fill:
    """An answer that is set in, or what the portal knows; `source` names that, and `language` is one of its own."""

    key: str
    text: str
    source: str = ""
    language: str | None = None
    strong: bool = False
    kind: str = "fill"


@dataclass(frozen=True, slots=True)
class Blank:
    """A place that waits for an answer; `why` says what keeps it empty besides that nobody has answered."""

    key: str
    label: str
    why: str = ""
    strong: bool = False
    kind: str = "blank"


@dataclass(frozen=True, slots=True)
class Ref:
    """The number of another place."""

    target: str
    number: str
    strong: bool = False
    kind: str = "ref"


Piece = Words | Fill | Blank | Ref
# A longer word breaks anywhere; no language writes one.
LONGEST_WORD = 40


class ProseCell(str):
    """The words of a cell that holds paragraphs or marks, a line for each block, and the Markdown they were written in.

    Two of them are the same where the Markdown is: a word in bold is a change that a page has to show.
    """

    __slots__ = ("prose",)
    prose: str

    def __new__(cls, words: str, prose: str) -> Self:
        """Make the words of this Markdown."""
        made = super().__new__(cls, words)
        made.prose = prose
        return made

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ProseCell) and self.prose == other.prose

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__

    # A string's own arguments have one part.
    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """Return what it is made of, for a copy."""
        return str(self), self.prose


@dataclass(frozen=True, slots=True)
class LaidTable:
    """A table that is set in: the question's key, its columns (label, holds numbers), its rows, and a row of sums."""

    key: str
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        """The cells of each row, each with how it is laid out.

        `num` for numbers, `long` for what breaks anywhere, `cell-prose` for paragraphs.
        """
        return [self._laid_out(row) for row in self.rows]

    @property
    def sums(self) -> list[tuple[str, str]]:
        """The same of the row of sums."""
        return self._laid_out(self.total)

    def _laid_out(self, row: tuple[str, ...]) -> list[tuple[str, str]]:
        pairs = zip(row, self.columns, strict=bool(row))
        return [(words, "num" if is_number else _look(words)) for words, (_label, is_number) in pairs]


def _look(words: str) -> str:
    """Return `long` where a word would push the other columns off the paper, and `cell-prose` of paragraphs."""
    looks = ["cell-prose"] if isinstance(words, ProseCell) else []
    looks += ["long"] if any(len(word) > LONGEST_WORD for word in words.split()) else []
    return " ".join(looks)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a paragraph: pieces of text, an answer in paragraphs of its own (Markdown), or a table."""

    pieces: tuple[Piece, ...] = ()
    key: str = ""
    prose: str = ""
    table: LaidTable | None = None


@dataclass(frozen=True, slots=True)
class LaidItem:
    """A point of a paragraph."""

    anchor: str
    number: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class LaidParagraph:
    """A paragraph with its number, and the points below it."""

    anchor: str
    number: str
    blocks: tuple[Block, ...]
    items: tuple[LaidItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an article: its title, a paragraph with a number, what else stands in one, or a point."""

    kind: Literal["title", "paragraph", "text", "point"]
    block: Block
    # The name of the place that begins here.
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A clause as it is laid out; one that is left out has no number and no paragraphs."""

    key: str
    number: str
    title: tuple[Piece, ...]
    paragraphs: tuple[LaidParagraph, ...] = ()
    is_in: bool = True
    # Whether the answers ask for it at all.
    is_asked_for: bool = True
    is_optional: bool = False
    is_own: bool = False
    is_changed: bool = False
    reason: str = ""
    revision: int = 0
    # Where its words are in the other language, which that is.
    language: str | None = None
    # The template's own words, where they are others than these, or left out.
    curated: tuple[Line, ...] = ()

    @property
    def anchor(self) -> str:
        """The name of its place."""
        return f"k-{self.key}"

    def lines(self) -> Iterator[Line]:
        """Give the title, and each part and point of its paragraphs."""
        yield Line("title", Block(self.title), self.anchor)
        yield from lines_of(self.paragraphs)


@dataclass(frozen=True, slots=True)
class SumFault:
    """A sum that is not what it must be: which column, what it is, and what it must be."""

    column: str
    total: str
    wanted: str
    against: str
    difference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """A table in an annex, with its letter."""

    key: str
    label: str
    title: tuple[Piece, ...]
    intro: tuple[Piece, ...] = ()
    table: LaidTable | None = None
    faults: tuple[SumFault, ...] = ()
    question: str = ""

    @property
    def anchor(self) -> str:
        """The name of its place."""
        return f"k-{self.key}"


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Who signs, and for whom."""

    party: tuple[Piece, ...]
    person: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A whole document in one language."""

    language: Language
    is_numbered: bool
    notice: tuple[Piece, ...]
    articles: tuple[Article, ...]
    annexes: tuple[Annex, ...]
    signatures: tuple[SignatureBlock, ...]
    # References in changed or own clauses to what is not there, by the key of the article.
    lost: tuple[tuple[str, str], ...] = ()

    def inside(self) -> Iterator[Article]:
        """Give the articles that are in the document."""
        return (article for article in self.articles if article.is_in)

    def pieces(self) -> Iterator[tuple[str, Piece]]:
        """Give every piece with the name of the place in which it stands, in order."""
        for article in self.inside():
            yield from ((article.anchor, piece) for piece in article.title)
            for paragraph in article.paragraphs:
                for block in paragraph.blocks:
                    yield from ((paragraph.anchor, piece) for piece in block.pieces)
                for item in paragraph.items:
                    yield from ((item.anchor, piece) for piece in item.pieces)
        for annex in self.annexes:
            yield from ((annex.anchor, piece) for piece in (*annex.title, *annex.intro))
        for number, one in enumerate(self.signatures):
            yield from ((f"k-sign-{number}", piece) for piece in (*one.party, *one.person))

    def blanks(self) -> list[tuple[str, Blank]]:
        """Return the blanks, each question once, with the place where it stands first."""
        found: dict[str, tuple[str, Blank]] = {}
        for anchor, piece in self.pieces():
            if isinstance(piece, Blank):
                found.setdefault(piece.key or piece.label, (anchor, piece))
        for annex in self.annexes:
            if annex.table is None and annex.question:
                found.setdefault(annex.question, (annex.anchor, Blank(annex.question, words_of(annex.title))))
        return list(found.values())

    def landings(self) -> dict[str, list[str]]:
        """Return where the answer to each question lands: the names of the places."""
        found: dict[str, list[str]] = {}

        def note(key: str, anchor: str) -> None:
            if key and anchor not in found.setdefault(key, []):
                found[key].append(anchor)

        for anchor, piece in self.pieces():
            if isinstance(piece, Fill | Blank):
                note(piece.key, anchor)
        for article in self.inside():
            for paragraph in article.paragraphs:
                for block in paragraph.blocks:
                    note(block.key, paragraph.anchor)
        for annex in self.annexes:
            note(annex.question, annex.anchor)
        return found

    def numbers(self) -> dict[str, str]:
        """Return the number of every place that has one."""
        found = {}
        for article in self.inside():
            found[article.anchor] = article.number
            for paragraph in article.paragraphs:
                found[paragraph.anchor] = paragraph.number
                # As others refer to it: a point has the number of its paragraph before its letter.
                found |= {item.anchor: f"{paragraph.number}{item.number}" for item in paragraph.items}
        return found | {annex.anchor: annex.label for annex in self.annexes}


def lines_of(paragraphs: Iterable[LaidParagraph]) -> Iterator[Line]:
    """Give each part and point of paragraphs; the first part has the number."""
    for one in paragraphs:
        for place, block in enumerate(one.blocks or (Block(),)):
            yield Line("text", block) if place else Line("paragraph", block, one.anchor)
        yield from (Line("point", Block(item.pieces), item.anchor) for item in one.items)


def words_of(pieces: tuple[Piece, ...]) -> str:
    """Return pieces as plain text; a blank is a line to write on."""
    return "".join(
        one.number if isinstance(one, Ref) else "________" if isinstance(one, Blank) else one.text for one in pieces
    )
