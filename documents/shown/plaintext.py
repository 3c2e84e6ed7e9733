"""The text as plain lines, for places that take no form: with what fits where, and words to reconsider."""

import re
from dataclasses import dataclass

from core import markdown
from core.text import Language
from documents.rules.tree import Laid, LaidTable, ProseCell, words_of
from schema.clauses import Wording


@dataclass(frozen=True, slots=True)
class Limit:
    """How a text fits a place: how long it is, how long it may be."""

    label: str
    length: int
    most: int

    @property
    def over(self) -> int:
        """How many characters are too many."""
        return max(0, self.length - self.most)


@dataclass(frozen=True, slots=True)
class Advice:
    """A word that stands in the text and deserves a second thought, and why."""

    word: str
    advice: str


def plain_text(laid: Laid, title: str) -> str:
    """Return the document as plain text; a blank is a line, and a list has dashes."""
    parts = [] if not laid.is_numbered else [title]
    for article in laid.inside():
        parts.append(" ".join(one for one in (article.number, words_of(article.title)) if one))
        for paragraph in article.paragraphs:
            number = f"{paragraph.number} " if paragraph.number else ""
            for block in paragraph.blocks:
                if block.table is not None:
                    parts.append(_rows(block.table))
                elif block.prose:
                    parts.append(number + listed(block.prose))
                else:
                    parts.append(number + words_of(block.pieces))
                number = ""
            parts += [f"{item.number} {words_of(item.pieces)}" for item in paragraph.items]
    for annex in laid.annexes:
        parts.append(f"{annex.label} {words_of(annex.title)}")
        if annex.table is not None:
            parts.append(_rows(annex.table))
    for signer in laid.signatures:
        parts.append("\n".join(one for one in (words_of(signer.party), words_of(signer.person)) if one))
    return "\n\n".join(part for part in parts if part.strip())


def _rows(table: LaidTable) -> str:
    """Return a table as lines; what holds several paragraphs stands on one, or the columns would slip."""
    rows = [[label for label, _number in table.columns], *table.rows, table.total]
    return "\n".join("\t".join(_one_line(cell) for cell in row) for row in rows if row)


def _one_line(cell: str) -> str:
    return " ".join(listed(cell.prose).split()) if isinstance(cell, ProseCell) else cell


def listed(prose: str) -> str:
    """Return paragraphs of Markdown as plain lines, the points of a list with dashes."""
    found = []
    for line in prose.splitlines():
        is_point = re.match(r"\s*(?:[-*+]|\d+[.)])\s+", line)
        words = markdown.plain(line).strip()
        if words:
            found.append(f"- {words}" if is_point else words)
    return "\n".join(found)


def limits_of(text: str, wording: Wording, language: Language) -> list[Limit]:
    """Return how the text fits the places that the template names."""
    return [Limit(one.label.resolve(language).text, len(text), one.most) for one in wording.lengths]


def advice_of(text: str, wording: Wording, language: Language) -> list[Advice]:
    """Return the words of the text that the template advises against, each once."""
    found = []
    for hint in wording.hints:
        for word in hint.words_in(language):
            if re.search(rf"(?<!\w){re.escape(word.strip())}(?!\w)", text, re.IGNORECASE):
                found.append(Advice(word.strip(), hint.advice.resolve(language).text))
    return found
