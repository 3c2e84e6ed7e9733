"""What a cluster made of the template's words, as changes that Word tracks and a lawyer takes or refuses one by one.

An article that is left out stands there as deleted, with its style: refused, it is back with its number.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest
from xml.sax.saxutils import quoteattr

from core.differences import differences
from documents.exports.runs import paragraph
from documents.exports.writer import Writer
from documents.rules.tree import Article, Blank, Block, Line, Piece, Ref, Words, words_of
from exports.word.paper import clean

_LONGEST_AUTHOR = 60
_RUN = re.compile(r"<w:r>.*?</w:r>", re.DOTALL)


@dataclass
class Tracked:
    """Writes articles against the template's words."""

    writer: Writer
    author: str
    day: str

    def article(self, article: Article) -> Iterator[str]:
        """Yield the lines of an article; one without changes as it is."""
        if not article.curated and not article.is_own:
            yield from self.writer.article(article)
            return
        old, new = list(article.curated), list(article.lines()) if article.is_in else []
        matched = SequenceMatcher(None, [_bare(one) for one in old], [_bare(one) for one in new], autojunk=False)
        for tag, a, b, c, d in matched.get_opcodes():
            if tag == "equal":
                yield from (self.writer.line(one) for one in new[c:d])
                continue
            for before, after in zip_longest(old[a:b], new[c:d]):
                yield from self._line(before, after)

    def _line(self, before: Line | None, after: Line | None) -> Iterator[str]:
        is_text = before and after and before.block.pieces and after.block.pieces
        if is_text and before and after:
            inside = self.writer.bookmarked(after.anchor, "".join(self._compared(before, after)))
            yield paragraph(self.writer.style(after.kind), inside)
            return
        if before is not None:
            yield self._whole("del", self.writer.line(replace(before, block=_told(before), anchor="")))
        if after is not None:
            yield self._whole("ins", self.writer.line(after))

    def _compared(self, before: Line, after: Line) -> Iterator[str]:
        """Yield the words that stayed, came and went; a reference or a blank is still one."""
        at = 0
        for piece in differences(words_of(before.block.pieces), words_of(after.block.pieces)):
            if piece.kind == "removed":
                yield self._inside("del", self.writer.pieces([Words(piece.text)]))
                continue
            inside = self.writer.pieces(_cut(after.block.pieces, at, at + len(piece.text)))
            yield inside if piece.kind == "same" else self._inside("ins", inside)
            at += len(piece.text)

    def _whole(self, kind: str, lines: str) -> str:
        """Return paragraphs and tables that came or went whole, with their marks and rows."""
        found = re.sub(r"</w:pPr>", lambda _one: f"<w:rPr>{self._mark(kind)}</w:rPr></w:pPr>", lines)
        found = re.sub(r"</w:trPr>", lambda _one: f"{self._mark(kind)}</w:trPr>", found)
        return self._inside(kind, found)

    def _inside(self, kind: str, inside: str) -> str:
        """Return what stands in a paragraph with every run marked."""
        found = _RUN.sub(lambda one: f"{self._mark(kind, is_open=True)}{one[0]}</w:{kind}>", inside)
        if kind == "del":
            found = found.replace("<w:t ", "<w:delText ").replace("</w:t>", "</w:delText>")
        return found

    def _mark(self, kind: str, *, is_open: bool = False) -> str:
        number, who = next(self.writer.numbers) + 5000, quoteattr(clean(self.author)[:_LONGEST_AUTHOR])
        return f'<w:{kind} w:id="{number}" w:author={who} w:date="{self.day}T00:00:00Z"{"" if is_open else "/"}>'


def _bare(line: Line) -> object:
    return line.kind, line.block


def _told(line: Line) -> Block:
    """Return a line's block in words alone: what is gone has no fields and no places to fill in."""
    pieces = tuple(
        Words(words_of((one,)), one.strong) if isinstance(one, Ref | Blank) else one for one in line.block.pieces
    )
    return replace(line.block, pieces=pieces)


def _cut(pieces: Sequence[Piece], start: int, end: int) -> Iterator[Piece]:
    """Give what stands between two letters of the text; a reference or a blank whole, where it begins."""
    at = 0
    for piece in pieces:
        length = len(words_of((piece,)))
        low, high = max(start, at), min(end, at + length)
        if isinstance(piece, Ref | Blank):
            if start <= at < end:
                yield piece
        elif low < high:
            yield replace(piece, text=piece.text[low - at : high - at])
        at += length
