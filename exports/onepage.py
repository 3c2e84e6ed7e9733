"""How a summary comes to stand on one page: about how high it gets, and how closely it is set."""

from math import ceil

from exports.columns import Layout, lines_of
from exports.document import Aside, PrintDocument, Summary, TableBlock, Words, plain

# What a page holds, in millimetres.
PAGE = 249
SHORT = 90
# What contents and summary may take of a page together, without the headings and the space between them.
SHARED = 220
# Texts of more letters than these beside the summary would push the goals off its page.
LONGEST_ASIDE = 900
# How many goals with all that hangs on them a summary has room for.
MOST_ROWS = 8
# A line of a table, and what a row has above and below it: as it is set, and closely.
_LINE, _ROW, _TIGHT_ROW = 4.3, 3.9, 2.3


def is_tight(document: PrintDocument) -> bool:
    """Tell whether the summary has to be set closely to stand on one page."""
    return document.summary is not None and height(document, document.summary) > PAGE


def is_short(document: PrintDocument) -> bool:
    """Tell whether the summary takes so little of its page that what follows had better begin there."""
    summed = document.summary
    return summed is not None and summed.table is None and height(document, summed) < SHORT


def shares_page(document: PrintDocument, contents: float) -> bool:
    """Tell whether contents of so many millimetres and the summary stand on one page, which neither of them fills."""
    summed = document.summary
    return summed is not None and contents > 0 and contents + height(document, summed) < SHARED


def is_aside_last(aside: Aside) -> bool:
    """Tell whether the texts beside the summary are so long that they had better follow it."""
    return sum(len(plain(item.value)) for item in aside.items) > LONGEST_ASIDE


def has_short_facts(summary: Summary | None) -> bool:
    """Tell whether every fact's name fits into a narrow column."""
    return summary is not None and all(len(fact.label) <= 28 for fact in summary.facts)


def says_phases(document: PrintDocument) -> bool:
    """Tell whether the summary says how far each phase is: not five times that all is answered, above a table."""
    is_same = len({part.status for part in document.parts}) == 1 and all(one.percent == 100 for one in document.parts)
    return not (is_same and document.summary is not None and document.summary.table is not None)


def fits(document: PrintDocument) -> bool:
    """Tell whether the summary stands on one page when it is set closely."""
    return document.summary is None or height(document, document.summary, _TIGHT_ROW) <= PAGE


def height(document: PrintDocument, summary: Summary, row: float = _ROW) -> float:
    """Return about how many millimetres the summary takes."""
    found = 19.0
    if plain(summary.lead):
        found += 8 + 6.9 * _lines(summary.lead, 76)
    if summary.aside:
        texts = [_lines(item.value, 52 if len(summary.aside.items) > 1 else 110) for item in summary.aside.items]
        found += 18 + 4.2 * max(texts, default=0)
    if document.parts and says_phases(document):
        found += max(48, 9 + len(document.parts) * (_LINE + row)) + 4
    for fact in summary.facts:
        found += row + _LINE * max(_lines(fact.label, 36), _lines(fact.value, 62))
    if summary.goals:
        found += 24
    for goal in summary.goals:
        found += row + _LINE * max(_lines(goal.title, 58), _lines(goal.owner, 16))
    if summary.table:
        found += 24 + sum(row + _LINE * _table_lines(summary.table, one) for one in summary.table.all_rows)
    return found + 5 + 8 * _lines(summary.note, 90) if plain(summary.note) else found


def _lines(words: Words, letters: int) -> int:
    return sum(max(1, ceil(len(line) / letters)) for line in plain(words).splitlines())


def _table_lines(table: TableBlock, row: tuple[Words, ...]) -> int:
    return lines_of([row], table.shares, Layout.FULL)
