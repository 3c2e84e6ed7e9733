"""How a summary comes to stand on one page: about how high it gets, and how closely it is set."""

from math import ceil

from exports.document import Aside, PrintDocument, Summary, Words, plain

# What a page holds, in millimetres.
PAGE = 249
# Texts of more letters than these beside the summary would push the goals off its page.
LONGEST_ASIDE = 900
# A line of a table, and what a row has above and below it: as it is set, and closely.
_LINE, _ROW, _TIGHT_ROW = 4.3, 3.9, 2.3


def is_tight(document: PrintDocument) -> bool:
    """Tell whether the summary has to be set closely to stand on one page."""
    return document.summary is not None and height(document, document.summary) > PAGE


def is_aside_last(aside: Aside) -> bool:
    """Tell whether the texts beside the summary are so long that they had better follow it."""
    return sum(len(plain(item.value)) for item in aside.items) > LONGEST_ASIDE


def has_short_facts(summary: Summary | None) -> bool:
    """Tell whether every fact's name fits into a narrow column."""
    return summary is not None and all(len(fact.label) <= 28 for fact in summary.facts)


def height(document: PrintDocument, summary: Summary, row: float = _ROW) -> float:
    """Return about how many millimetres the summary takes."""
    found = 19.0
    if plain(summary.lead):
        found += 8 + 6.9 * _lines(summary.lead, 76)
    if summary.aside:
        texts = [_lines(item.value, 52 if len(summary.aside.items) > 1 else 110) for item in summary.aside.items]
        found += 18 + 4.2 * max(texts, default=0)
    if document.parts:
        found += max(48, 9 + len(document.parts) * (_LINE + row)) + 4
    for fact in summary.facts:
        found += row + _LINE * max(_lines(fact.label, 36), _lines(fact.value, 62))
    if summary.goals:
        found += 24
    for goal in summary.goals:
        found += row + _LINE * max(_lines(goal.title, 58), _lines(goal.owner, 16))
    if summary.table:
        found += 24 + len(summary.table.all_rows) * (row + _LINE)
    return found + 5 + 8 * _lines(summary.note, 90) if plain(summary.note) else found


def _lines(words: Words, letters: int) -> int:
    return sum(max(1, ceil(len(line) / letters)) for line in plain(words).splitlines())
