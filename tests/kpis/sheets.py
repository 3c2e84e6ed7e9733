"""Files of measurements as people send them."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook


def csv(*lines: str, encoding: str = "utf-8") -> bytes:
    """Make a CSV file of these lines."""
    return "\r\n".join(lines).encode(encoding)


def xlsx(rows: Sequence[Sequence[Any]], merge: str = "") -> bytes:
    """Make a workbook of one sheet; `merge` names cells that are joined."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
