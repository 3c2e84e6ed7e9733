"""Sheets as people send them, CSV or XLSX: into cells, or into a sentence about what is wrong with the file.

A fault of the whole file raises Refusal. What the cells mean is the business of whoever reads them.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from core.errors import Refusal
from core.numbers import NumberFault, parse_decimal
from core.text import Language

LARGEST = 10 * 1024**2
LARGEST_UNPACKED = 150 * 1024**2
# A title may stand above the headings.
HEADING_WITHIN = 20
FORMULA = re.compile(r"^\s*[=@]")

Cell = str | int | float | bool | date | datetime | Decimal | None


def cells_of(content: bytes) -> Iterator[tuple[int, list[Cell]]]:
    """Return the cells of a CSV or XLSX file, line by line; raise Refusal for a file that is neither."""
    if not content.strip():
        raise Refusal(_("The file is empty."), "file")
    if len(content) > LARGEST:
        raise Refusal(_("The file is larger than 10 MB. Part it in two."), "file")
    _refuse_other_kinds(content)
    return _xlsx(content) if content.startswith(b"PK\x03\x04") else _csv(content)


def _refuse_other_kinds(content: bytes) -> None:
    pictures = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")
    if content.startswith(pictures):
        raise Refusal(_("The file is a picture, whatever its name says. Send a sheet as XLSX or CSV."), "file")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refusal(_("The file is of the old Excel kind. Save it as XLSX or CSV, and send that."), "file")
    if content.startswith(b"%PDF-"):
        raise Refusal(_("The file is a PDF. Send a sheet as XLSX or CSV."), "file")


def _xlsx(content: bytes) -> Iterator[tuple[int, list[Cell]]]:
    # 12 MB of every process otherwise, of which few ever see such a file.
    from openpyxl import load_workbook  # noqa: PLC0415 -- slow import
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415 -- slow import

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
            size = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile as error:
        raise Refusal(_("The file is damaged and cannot be opened. Save it anew, and send that."), "file") from error
    if "xl/workbook.xml" not in names:
        raise Refusal(_("The file is not an Excel sheet. Save it as XLSX or CSV, and send that."), "file")
    if size > LARGEST_UNPACKED:
        raise Refusal(_("The sheet is too large when it is unpacked. Part it in two."), "file")
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, SyntaxError, OSError, AttributeError, TypeError) as error:
        raise Refusal(_("The file is damaged and cannot be opened. Save it anew, and send that."), "file") from error
    try:
        sheet = book.worksheets[0] if book.worksheets else None
        if sheet is None:
            raise Refusal(_("The file holds no sheet."), "file")
        # The size that a file states of itself may be wrong, and some state none.
        sheet.reset_dimensions()  # type: ignore[union-attr]
        for number, row in enumerate(sheet.iter_rows(), start=1):
            yield number, [_typed(cell) for cell in row]
    except (ValueError, SyntaxError, KeyError, zipfile.BadZipFile) as error:
        raise Refusal(_("The file is damaged and cannot be opened. Save it anew, and send that."), "file") from error
    finally:
        book.close()


def _typed(cell: object) -> Cell:
    """Return what stands in a cell; a number shown as 48 % is stored as 0.48."""
    value: Cell = getattr(cell, "value", None)
    if (
        isinstance(value, float | int)
        and not isinstance(value, bool)
        and "%" in (getattr(cell, "number_format", "") or "")
    ):
        return Decimal(repr(value)) * 100
    return value


def _csv(content: bytes) -> Iterator[tuple[int, list[Cell]]]:
    text = _decoded(content)
    head = "\n".join(text.splitlines()[:HEADING_WITHIN])
    delimiter = max(";\t,", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield reader.line_num, list(row)
    except csv.Error as error:
        raise Refusal(
            _("Line %(line)s cannot be read as CSV. Save the sheet anew as CSV or XLSX.") % {"line": reader.line_num},
            "file",
        ) from error


def _decoded(content: bytes) -> str:
    """Return the text: UTF-8 with or without a mark, UTF-16 with one, otherwise as Windows and Latin-1 write it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        raise Refusal(_("The file is neither a sheet nor text. Send a sheet as XLSX or CSV."), "file")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def number_of(cell: Cell, language: Language) -> Decimal:
    """Return the number in a cell; a formula that nobody has reckoned, an error and a word are faults."""
    if isinstance(cell, bool):
        raise NumberFault(_("There is a yes or no where a number should be."))
    if isinstance(cell, Decimal | int):
        return Decimal(cell).normalize() + 0
    if isinstance(cell, float):
        # A sheet keeps 0.1 + 0.2 as 0.30000000000000004; nobody typed that.
        return Decimal(repr(round(cell, 6)))
    words = "" if cell is None else str(cell).strip()
    if not words:
        raise NumberFault(_("The cell is empty, or holds a formula that has not been reckoned."))
    if FORMULA.match(words):
        raise NumberFault(_("“%(typed)s” is a formula. Write the number itself.") % {"typed": words[:40]})
    if words.startswith("#"):
        raise NumberFault(_("“%(typed)s” is an error of the sheet.") % {"typed": words[:40]})
    return typed_number(words, language)


def typed_number(words: str, language: Language) -> Decimal:
    """Read a number as it is typed, with or without the unit that people write after it."""
    bare = re.sub(r"\s*(%|kr\.?|dkk|eur|€)\s*$", "", words.strip(), flags=re.IGNORECASE)
    return parse_decimal(re.sub(r"^(dkk|eur|€)\s*", "", bare, flags=re.IGNORECASE) or words, language)
