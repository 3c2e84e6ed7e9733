"""An answer as it is shown, in one language: the same plain data for screens, plain text, sheets and documents."""

from dataclasses import dataclass, replace

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core import markdown
from core.languages import in_language, marked
from core.text import Foreign, Language, Resolved
from exports.columns import Prose
from exports.document import Block, Column, ListBlock, TableBlock, TextBlock, UnansweredBlock, ValueBlock


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of text as it is shown: its language, and whether another language was asked for."""

    text: str = ""
    language: str | None = None
    is_fallback: bool = False
    # In the cell of a table: the Markdown of which `text` has the words.
    prose: str = ""
    # The text in pieces, where some of it alone is in another language: “4 out of 5: gut”.
    pieces: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)

    @classmethod
    def of(cls, words: Resolved) -> "ShownLine":
        """Return the line of a text that may have come from the other language."""
        return cls(words.text, words.language, words.is_fallback)

    @classmethod
    def made(cls, *pieces: str) -> "ShownLine":
        """Return a line of several pieces, each of which may be in another language."""
        is_mixed = any(isinstance(one, Foreign) for one in pieces)
        return cls("".join(pieces), pieces=pieces if is_mixed else ())

    def resolved(self, language: Language) -> Resolved:
        """Return the words for a document in this language, with where they come from."""
        if foreign := next((one for one in self.pieces if isinstance(one, Foreign)), None):
            return Resolved(self.text, foreign.language, is_fallback=True)
        spoken = self.language or language
        if self.prose:
            return Prose(self.text, spoken, self.is_fallback, markdown.render_in_cell(self.prose))
        return Resolved(self.text, spoken, self.is_fallback)


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column of a table as it is shown; its label may know that it is in another language."""

    label: str
    is_number: bool
    type: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a table as it is shown; fixed rows have a heading."""

    heading: str
    cells: tuple[ShownLine, ...]
    # What heads it where it is a card, in pieces that may be in different languages, and each of its answers in full.
    titles: tuple[str, ...] = ()
    whole: tuple["Shown", ...] = ()

    @property
    def title(self) -> str:
        """What heads it where it is a card."""
        return "".join(self.titles)


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table as it is shown, with the sum that was asked for, if any."""

    columns: tuple[ShownColumn, ...]
    rows: tuple[ShownRow, ...]
    has_headings: bool
    total: str = ""
    is_cards: bool = False

    def block(self, label: Resolved, language: Language) -> TableBlock:
        """Return the table for a document; the headings of fixed rows become its first column."""
        columns = [Column(Resolved.of(column.label, language), column.is_number) for column in self.columns]
        rows: list[tuple[Resolved | str, ...]] = [tuple(c.resolved(language) for c in row.cells) for row in self.rows]
        if self.has_headings:
            columns = [Column(_("Subject")), *columns]
            rows = [(Resolved.of(row.heading, language), *cells) for row, cells in zip(self.rows, rows, strict=True)]
        return TableBlock(label=label, columns=tuple(columns), rows=tuple(rows), note=self.total)

    def as_cards(self, language: Language) -> str:
        """Return each row for a document: its heading, and its answers below each other under their labels."""
        parts: list[str] = []
        for row in self.rows:
            parts.append(format_html("<h2>{}</h2>", _spoken(*row.titles)))
            for column, shown in zip(self.columns, row.whole, strict=True):
                if shown.kind == "line" and not shown.line.is_fallback:
                    said = _spoken(*(shown.line.pieces or (shown.line.text,)))
                    parts.append(format_html("<p><strong>{}:</strong> {}</p>", _spoken(column.label), said))
                elif shown:
                    label = format_html('<p class="field"><strong>{}</strong></p>', _spoken(column.label))
                    parts += [label, shown.as_html(language)]
        return "".join(parts) + (format_html("<p>{}</p>", self.total) if self.total else "")


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as it is shown; `kind` is line, prose, list, table or nothing."""

    kind: str
    line: ShownLine = ShownLine()
    items: tuple[ShownLine, ...] = ()
    table: ShownTable | None = None
    # What the file is known by that members of the cluster can have, where the answer is one.
    file: str = ""

    def __bool__(self) -> bool:
        return self.kind != "nothing"

    @property
    def one_line(self) -> str:
        """A short answer on one line; empty for one that is not short."""
        return self.line.text if self.kind == "line" else ", ".join(item.text for item in self.items)

    @property
    def plain(self) -> str:
        """The answer without markup, be it long; tables stand in sheets of their own."""
        return markdown.plain(self.line.text) if self.kind == "prose" else self.one_line

    @property
    def lines(self) -> str:
        """The answer as plain lines, to be compared; words that only the other language has do not count."""
        if self.table is not None:
            rows = ((row.heading, *(c.text for c in row.cells if not c.is_fallback)) for row in self.table.rows)
            return "\n".join(" · ".join(word for word in row if word) for row in rows)
        if self.kind == "list":
            return "\n".join(item.text for item in self.items)
        return "" if self.line.is_fallback else self.plain

    def as_html(self, language: Language) -> str:
        """Return an answer that is no table as paragraphs; words of the other language say which that is."""
        if self.kind == "list":
            items = ((_spoken(one.resolved(language).words),) for one in self.items)
            return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", items))
        if not self.line.is_fallback or self.line.language is None:
            return markdown.render(self.line.text) if self.kind == "prose" else format_html("<p>{}</p>", self.line.text)
        said = format_html("<p><em>{}</em></p>", capfirst(in_language(self.line.language)))
        inside = replace(self, line=replace(self.line, is_fallback=False)).as_html(language)
        return said + format_html('<div lang="{}">{}</div>', self.line.language, mark_safe(inside))

    def block(self, label: Resolved, language: Language) -> Block:
        """Return what the answer puts into a document."""
        if self.table is not None and self.table.is_cards:
            return TextBlock(label=label, html=mark_safe(self.table.as_cards(language)))
        if self.table is not None:
            return self.table.block(label, language)
        if self.kind == "prose":
            return TextBlock.of(label, self.line.resolved(language))
        if self.kind == "line":
            return ValueBlock(label=label, value=self.line.resolved(language))
        if self.kind == "list":
            return ListBlock(label=label, items=tuple(item.resolved(language) for item in self.items))
        return UnansweredBlock(label=label)


def _spoken(*pieces: str) -> str:
    """Return words one after the other as HTML; those in another language say which it is."""
    return format_html_join("", "{}", ((marked(one),) for one in pieces))


NOTHING = Shown("nothing")
