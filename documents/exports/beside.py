"""A document in two languages beside each other: a table with a row for each part, and the annexes behind it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from documents.exports.runs import ACROSS, WIDTH, cell, paragraph, run
from documents.exports.writer import Writer
from documents.rules.tree import Annex, Article, Line, lines_of

_NAMES = {"da": "Dansk", "en": "English"}
# A table with more columns than this stands across both, once in each language.
_MOST_COLUMNS = 3


@dataclass
class TwoColumns:
    """Writes what two writers write, in rows."""

    left: Writer
    right: Writer
    # Of the page: upright, and across for an annex that needs it.
    width: int = WIDTH

    def __post_init__(self) -> None:
        """Keep tables to their column."""
        self._set_width(self.width)

    def _set_width(self, whole: int, *, is_one_below_the_other: bool = False) -> None:
        self.width = whole
        self.left.width = self.right.width = whole - 220 if is_one_below_the_other else whole // 2 - 200

    def text(self) -> str:
        """Return notice and articles."""
        one, two = self.left.laid, self.right.laid
        rows = [self._head()]
        if one.notice:
            left = paragraph("Notice", self.left.pieces(one.notice))
            rows.append(self._row(left, paragraph("NoticeOther", self.right.pieces(two.notice))))
        for pair in zip(one.inside(), two.inside(), strict=True):
            rows += [self._lines(left, right) for left, right in _paired(*pair)]
        return self._table(rows)

    def annexes(self) -> Iterator[tuple[bool, str]]:
        """Yield the annexes, each with whether its page lies across.

        They stand beside each other, and tables that are too wide for it one below the other.
        """
        for one, two in zip(self.left.laid.annexes, self.right.laid.annexes, strict=True):
            is_across = self.left.is_across(one) or self.right.is_across(two)
            is_wide = one.table is not None and len(one.table.columns) > _MOST_COLUMNS
            self._set_width(ACROSS if is_across else WIDTH, is_one_below_the_other=is_wide)
            yield is_across, paragraph("AnnexBreak", "") + self._table([self._head(), *self._annex(one, two, is_wide)])

    def _annex(self, one: Annex, two: Annex, is_wide: bool) -> Iterator[str]:
        left, right = list(self.left.annex(one, "AnnexHeadingBeside")), list(self.right.annex(two, "AnnexHeadingOther"))
        for place, (first, second) in enumerate(zip(left, right, strict=True)):
            # Heading and intro fit beside each other, whatever the table does.
            if is_wide and place > 1:
                yield from (self._across(part) for part in (first, second) if part)
            elif first or second:
                yield self._row(first, second)

    def _lines(self, left: Line | None, right: Line | None) -> str:
        return self._row(self.left.line(left) if left else "", self.right.line(right) if right else "")

    def _head(self) -> str:
        names = (_NAMES[self.left.laid.language], _NAMES[self.right.laid.language])
        left = paragraph("TableHeading", run(names[0]))
        return self._row(left, paragraph("TableHeading", run(names[1], "OtherLanguage")), is_head=True)

    def _row(self, left: str, right: str, *, is_head: bool = False) -> str:
        head = "<w:trPr><w:tblHeader/></w:trPr>" if is_head else ""
        return f"<w:tr>{head}{cell(self.width // 2, left)}{cell(self.width // 2, right)}</w:tr>"

    def _across(self, inside: str) -> str:
        whole = cell(self.width, inside).replace("</w:tcPr>", '<w:gridSpan w:val="2"/></w:tcPr>', 1)
        return f"<w:tr>{whole}</w:tr>"

    def _table(self, rows: Iterable[str]) -> str:
        grid = f'<w:gridCol w:w="{self.width // 2}"/>' * 2
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="TwoColumns"/><w:tblW w:w="{self.width}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
            + paragraph("TableEnd", "")
        )


def _paired(one: Article, two: Article) -> Iterator[tuple[Line | None, Line | None]]:
    """Give the lines of an article in both languages, paragraph by paragraph, so that none slips down."""
    yield next(one.lines()), next(two.lines())
    for left, right in zip_longest(one.paragraphs, two.paragraphs):
        halves: list[Sequence[Line]] = [list(lines_of([half])) if half else [] for half in (left, right)]
        yield from zip_longest(*halves)
