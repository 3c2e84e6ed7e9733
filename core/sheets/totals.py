"""Rows of sums, which people have at the foot of their sheets and do not mean to send."""

from core.sheets.headings import plain
from core.sheets.table import SheetLine

_TOTALS = ("i alt", "ialt", "sum", "total", "totalt", "subtotal", "samlet", "in total", "grand total", "sum total")


def is_total(line: SheetLine) -> bool:
    """Tell whether a line is a sum of others: its first words say so, and besides there are numbers only."""
    seen = [cell for cell in line.cells if not cell.is_empty]
    words = [plain(cell.words) for cell in seen if cell.kind == "words" and not any(c.isdigit() for c in cell.words)]
    return bool(words) and all(one.startswith(_TOTALS) and len(one) <= 40 for one in words[:1]) and len(words) == 1
