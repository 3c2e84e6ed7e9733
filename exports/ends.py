"""What comes last before a page has to be turned: about how high it is, so that no row of it stands alone overleaf."""

import re
from collections.abc import Sequence

from exports.columns import Layout, lines_of
from exports.document import Block, ListBlock, TableBlock, TextBlock, UnansweredBlock, ValueBlock, plain
from exports.spreads import SpreadBlock

# In millimetres: no more than about half a page is kept whole, and what is lower than a few lines is not left alone.
MOST_WHOLE, LEAST_ALONE = 140, 22
# A last chapter no higher takes with it what stands before.
LITTLE = 30
_LINE, _ROW, _TABLE, _SMALL_LINE = 5.6, 3.9, 14, 4.2
_LETTERS = 58
_TAGS, _ENDED = re.compile(r"<[^<>]+>"), re.compile(r"</(?:p|li|h\d)>|<br[ /]*>")


def height(block: Block) -> float | None:
    """Return about how many millimetres a block takes; None of one that is drawn, which is never broken."""
    match block:
        case TextBlock(html=html):
            paragraphs = [_TAGS.sub("", one) for one in _ENDED.split(html)]
            return sum(3 + _LINE * _lines(one) for one in paragraphs if one.strip())
        case ListBlock(items=items):
            return sum(1 + _LINE * _lines(plain(item)) for item in items)
        case TableBlock() as table:
            rows = table.all_rows
            notes = (plain(one) for one in (table.note, *table.remarks) if one)
            said = sum(_SMALL_LINE * (1 + len(one) // 110) for one in notes)
            above = 0 if table.place is Layout.BESIDE else _TABLE
            return above + _ROW * (1 + len(rows)) + _SMALL_LINE * (1 + lines_of(rows, table.shares, table.place)) + said
        case ValueBlock() | UnansweredBlock():
            return 2 * _LINE
        case _:
            return None


def followed(blocks: Sequence[Block], *, is_end: bool) -> dict[int, str]:
    """Return the classes of the blocks that a page has to be turned after, by their place.

    `last` is kept whole, of a table its last rows, `line` besides not left alone; `before-spread` stands before the
    first pair of facing pages.
    """
    found = {}
    are_across = [isinstance(one, TableBlock) and one.place is Layout.LANDSCAPE for one in blocks]
    upright = [i for i, is_across in enumerate(are_across) if not is_across]
    if upright and (any(are_across) or is_end):
        found[upright[-1]] = _classes(blocks[upright[-1]])
    spread = next((i for i, one in enumerate(blocks) if isinstance(one, SpreadBlock)), 0)
    if spread > 1:
        found[spread - 1] = " before-spread"
    return found


def is_little(blocks: Sequence[Block]) -> bool:
    """Tell whether a chapter is so short that it does not have a page to itself."""
    heights = [height(block) for block in blocks]
    return None not in heights and sum(filter(None, heights)) < LITTLE


def _classes(block: Block) -> str:
    high = height(block)
    if high is None or high > MOST_WHOLE:
        return ""
    return " last line" if high < LEAST_ALONE else " last"


def _lines(words: str) -> int:
    return 1 + len(words) // _LETTERS
