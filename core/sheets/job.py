"""What the confined child does with a sheet: bytes in, rows as JSON out. No Django."""

import json
from typing import Any

from core.sheets import plaintext
from core.sheets.bounds import HEADING_WITHIN, Unreadable
from core.sheets.headings import is_head
from core.sheets.xlsx import Book, Found, Tab

PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\x00", b"MM\x00*")


def run(content: bytes, asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Read a sheet; what cannot be is said by its kind."""
    try:
        _refuse_other_kinds(content)
        read = _book if content.startswith(b"PK\x03\x04") else _text
        head, rows = read(content, asked)
    except Unreadable as fault:
        return {"unreadable": fault.kind, "what": fault.what}, b""
    return head, json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", errors="replace")


def _refuse_other_kinds(content: bytes) -> None:
    # A heading of a text may begin as a bitmap does; no text has a nought in it so early.
    if content.startswith(PICTURES) or (content.startswith(b"BM") and b"\x00" in content[:32]):
        raise Unreadable("picture")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        encrypted = "EncryptedPackage".encode("utf-16-le")
        raise Unreadable("password" if encrypted in content else "old")
    if content.startswith(b"%PDF-"):
        raise Unreadable("pdf")
    start = content[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<?xml", b"<!doctype", b"<html", b"<workbook")):
        raise Unreadable("markup")


def _book(content: bytes, asked: dict[str, Any]) -> tuple[dict[str, Any], list[Any]]:
    book = Book(content)
    shown = [tab for tab in book.tabs if not tab.is_hidden]
    if not shown:
        raise Unreadable("no_sheet")
    if book.active < len(book.tabs) and not book.tabs[book.active].is_hidden:
        # The sheet that is in front when the file is opened.
        front = book.tabs[book.active]
        shown = [front, *(tab for tab in shown if tab is not front)]
    chosen = [tab for tab in book.tabs if tab.name == asked.get("sheet") and not tab.is_hidden]
    tab, found = _first_with_headings(book, chosen or shown, asked)
    hidden = [place for place in found.hidden_columns if any(len(row[2]) >= place for row in found.rows)]
    head = {
        "kind": "xlsx",
        "sheet": tab.name,
        "sheets": [one.name for one in book.tabs if not one.is_hidden],
        "hidden_sheets": [one.name for one in book.tabs if one.is_hidden],
        "hidden_columns": hidden,
    }
    return head, found.rows


def _first_with_headings(book: Book, tabs: list[Tab], asked: dict[str, Any]) -> tuple[Tab, Found]:
    """Return the sheet in front, or the first other one that has the headings when it has none."""
    first: tuple[Tab, Found] | None = None
    for tab in tabs[:8]:
        found = book.rows(tab, asked["most_rows"])
        heads = [[c if isinstance(c, str) else "" for c in row[2]] for row in found.rows[:HEADING_WITHIN]]
        if any(is_head(cells, asked["known"], asked["needed"]) for cells in heads):
            return tab, found
        first = first or (tab, found)
    if first is None:
        raise Unreadable("no_sheet")
    return first


def _text(content: bytes, asked: dict[str, Any]) -> tuple[dict[str, Any], list[Any]]:
    text, letters = plaintext.decoded(content, asked.get("letters", ""))
    rows, separator = plaintext.rows_of(
        text, asked["known"], asked["needed"], asked["most_rows"], asked.get("separator", "")
    )
    return {"kind": "csv", "letters": letters, "separator": separator}, rows
