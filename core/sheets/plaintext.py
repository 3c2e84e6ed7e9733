"""CSV and its like: which letters, which separator, which rows, counted as programmes count them. No Django."""

import csv
import io
import itertools
from collections.abc import Iterator, Mapping, Sequence

from core.sheets import bounds
from core.sheets.bounds import Unreadable
from core.sheets.headings import columns, is_head

SEPARATORS = (";", "\t", ",", "|")
LETTERS = ("utf-8", "utf-16", "cp1252", "mac-roman", "cp865")
# Letters in which the separator is looked for: sixty rows seldom take as many.
_LOOKED_AT = 400_000
# Signs that part cells: a row is made whole before its cells can be counted.
_PARTED = 4_000_000
Row = tuple[int, bool, list[str | None]]


def decoded(content: bytes, chosen: str = "") -> tuple[str, str]:
    """Return the text and the letters it is in: UTF-8, UTF-16 with or without its mark, or as Windows writes."""
    if chosen in LETTERS:
        return content.decode("utf-8-sig" if chosen == "utf-8" else chosen, errors="replace").lstrip("\ufeff"), chosen
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), "utf-16"
    half = content[: 4_000 - 4_000 % 2]
    for name, zeros in (("utf-16-le", half[1::2]), ("utf-16-be", half[::2])):
        if len(half) >= 4 and zeros.count(0) > 0.7 * len(zeros):
            return content.decode(name, errors="replace"), "utf-16"
    if b"\x00" in content:
        raise Unreadable("no_text")
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "cp1252"


def separator_of(text: str, known: Mapping[str, str], needed: Sequence[str]) -> str:
    """Return what stands between the cells: what gives the headings, or else rows of one length."""
    scores = []
    for place, separator in enumerate(SEPARATORS):
        try:
            rows = list(itertools.islice(_records(text[:_LOOKED_AT], separator), 60))
        except (csv.Error, Unreadable):
            continue
        head = next((row for row in rows[: bounds.HEADING_WITHIN] if is_head(row, known, needed)), None)
        named = sum(1 for name, _unit in columns(head[: bounds.COLUMNS], known) if name) if head else 0
        lengths = [len(row) for row in rows if any(row)]
        usual = max(set(lengths), key=lengths.count) if lengths else 0
        same = lengths.count(usual) / len(lengths) if lengths and usual > 1 else 0
        scores.append((named, same, -place, separator))
    return max(scores)[3] if scores else ";"


def _records(text: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(bounds.LETTERS * 2)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def rows_of(
    text: str, known: Mapping[str, str], needed: Sequence[str], most_rows: int, chosen: str = ""
) -> tuple[list[Row], str]:
    """Return the rows in which something stands, with their numbers, and the separator. Raises Unreadable."""
    first, newline, rest = text.partition("\n")
    said = ""
    if first.strip().casefold().startswith("sep=") and len(first.rstrip("\r\n")) == 5 and newline:
        said, text = first.rstrip("\r\n")[4], rest
    elif first.strip().casefold() in ("sep=", "sep=\t"):
        said, text = "\t", rest
    separator = chosen or said or separator_of(text, known, needed)
    if text.count(separator) > _PARTED:
        raise Unreadable("columns" if text.count("\n") < most_rows else "cells")
    rows: list[Row] = []
    count, number = 0, 0
    try:
        for number, record in enumerate(_records(text, separator), start=1):
            cells = [cell or None for cell in record]
            while cells and (cells[-1] is None or not cells[-1].strip()):
                cells.pop()
            if not cells:
                if number > bounds.LAST_ROW:
                    raise Unreadable("empty")
                continue
            count += len(cells)
            if len(cells) > bounds.COLUMNS:
                raise Unreadable("columns")
            if len(rows) >= most_rows:
                raise Unreadable("rows")
            if count > bounds.CELLS * 4:
                raise Unreadable("cells")
            rows.append((number, False, cells))
    except csv.Error as error:
        raise Unreadable("quotes", str(number + 1)) from error
    if rows and any(cell and "\n" in cell for cell in rows[-1][2]) and text.count('"') % 2:
        raise Unreadable("quotes", str(rows[-1][0]))
    return rows, separator
