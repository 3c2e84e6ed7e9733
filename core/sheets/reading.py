"""Reads a sheet that a person sent, in a confined child, into a table of what is seen; or says what is wrong with it.

A fault of the whole file raises Refusal with a sentence.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.confined.process import Cost, Stopped, ask
from core.errors import Refusal
from core.languages import content_language
from core.numbers import format_decimal
from core.sheets.bounds import BYTES, COLUMNS, HEADING_WITHIN
from core.sheets.headings import plain
from core.sheets.table import Choices, SheetCell, SheetLine, Table

COST = Cost()
NO_CHOICES = Choices()


def read_table(
    content: bytes,
    *,
    headings: Mapping[str, str],
    needed: Sequence[str],
    most_rows: int,
    choices: Choices = NO_CHOICES,
) -> Table:
    """Return the sheet that the person sees; `headings` gives the column that a spelling names. Raises Refusal."""
    if not content.strip():
        raise Refusal(_("The file is empty."), "file")
    if len(content) > BYTES:
        raise Refusal(_("The file is larger than 10 MB. Split it into two, or take the pictures out of it."), "file")
    asked = {
        "known": {plain(words): name for words, name in headings.items()},
        "needed": list(needed),
        "most_rows": most_rows + HEADING_WITHIN,
        "sheet": choices.sheet,
        "separator": choices.separator,
        "letters": choices.letters,
    }
    try:
        head, made = ask("sheet", content, asked, COST)
    except Stopped as stopped:
        raise Refusal(_stopped(stopped), "file") from stopped
    if "unreadable" in head:
        raise Refusal(unreadable(head["unreadable"], head["what"], most_rows), "file")
    return _table(head, json.loads(made), choices)


def _table(head: dict[str, Any], rows: list[Any], choices: Choices) -> Table:
    hidden = [number for number, is_hidden, _cells in rows if is_hidden]
    lines = []
    for number, is_hidden, handed in rows:
        if is_hidden and not choices.hidden_rows:
            continue
        cells = tuple(map(SheetCell.of, handed))
        if any(not cell.is_empty for cell in cells):
            lines.append(SheetLine(number, cells))
    return Table(
        tuple(lines),
        kind=head["kind"],
        sheet=head.get("sheet", ""),
        sheets=tuple(head.get("sheets", ())),
        hidden_sheets=tuple(head.get("hidden_sheets", ())),
        hidden_columns=tuple(head.get("hidden_columns", ())),
        hidden_rows=tuple(hidden),
        letters=head.get("letters", ""),
        separator=head.get("separator", ""),
    )


def _stopped(stopped: Stopped) -> str:
    match stopped.fault:
        case "busy":
            return _("Several files are being read at the moment. Wait a minute, then upload the file again.")
        case "time" | "memory" | "size":
            return _("The file is too large to be read. Keep only the rows and columns that are needed, and try again.")
    return _("The file is damaged and cannot be opened. Save it again in your spreadsheet program, then upload it.")


def unreadable(kind: str, what: str, most_rows: int) -> str:
    """Return the sentence for a file that cannot be read as a sheet."""
    if kind in ("cells", "unpacked"):
        return _stopped(Stopped("size"))
    said = {
        "picture": _("The file is a picture, whatever its name says. Upload a spreadsheet as XLSX or CSV."),
        "old": _("The file is in the old Excel format (XLS). Save it as XLSX or CSV, and upload that."),
        "password": _("The file is protected by a password. Save a copy without a password, and upload that."),
        "pdf": _("The file is a PDF. Upload a spreadsheet as XLSX or CSV."),
        "ods": _("The file is an OpenDocument spreadsheet (ODS). Save it as XLSX, and upload that."),
        "markup": _("The file is a web page or XML, whatever its name says. Save it as XLSX, and upload that."),
        "no_sheet_file": _("The file is not an Excel spreadsheet. Save it as XLSX or CSV, and upload that."),
        "no_sheet": _("There is no visible sheet in the file."),
        "no_text": _("The file is neither a spreadsheet nor text. Upload a spreadsheet as XLSX or CSV."),
        "rows": _("The file has more than %(most)s rows. Split it into two."),
        "empty": _(
            "There are hundreds of thousands of empty rows or cells in the file. Copy what is needed into a new sheet, "
            "and upload that."
        ),
        "columns": _("The file has more than %(most)s columns. Keep those that are needed."),
        "quotes": _("A quotation mark is opened in row %(row)s and never closed. Correct it, or save as XLSX."),
    }.get(kind) or _stopped(Stopped("broken"))
    most = COLUMNS if kind == "columns" else most_rows
    return said % {"most": format_decimal(most, content_language()), "row": what}
