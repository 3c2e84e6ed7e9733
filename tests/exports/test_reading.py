"""Sheets as people send them: their cells, or a sentence about what is wrong with the file."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from django.utils import translation

from core.errors import Refusal
from exports.reading import cells_of
from tests.kpis.sheets import csv, xlsx


def other_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("letter.txt", "Dear all")
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * (160 * 1024**2))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"\r\n  \r\n", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n0000", "The file is a picture, whatever its name says."),
        (b"\xff\xd8\xff\xe0JFIF", "The file is a picture, whatever its name says."),
        (b"%PDF-1.7", "The file is a PDF."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "The file is of the old Excel kind."),
        (b"PK\x03\x04 and then nothing", "The file is damaged and cannot be opened."),
        (other_zip(), "The file is not an Excel sheet."),
        (bomb(), "The sheet is too large when it is unpacked."),
        (b"abc\x00def", "The file is neither a sheet nor text."),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_with_a_sentence(content: bytes, said: str) -> None:
    with translation.override("en-gb"), pytest.raises(Refusal) as refusal:
        list(cells_of(content))

    assert refusal.value.message.startswith(said)
    assert refusal.value.field == "file"


def test_the_cells_of_a_workbook_are_what_is_seen_in_it() -> None:
    content = xlsx([["Key", "Day", "Value"], ["K1", date(2024, 3, 31), 1.5]])

    midnight = datetime.combine(date(2024, 3, 31), time())
    assert list(cells_of(content)) == [(1, ["Key", "Day", "Value"]), (2, ["K1", midnight, 1.5])]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_what_parts_the_cells_of_a_text_is_found_out(separator: str) -> None:
    content = csv(separator.join(["Key", "Value"]), separator.join(["K1", "20"]))

    assert list(cells_of(content)) == [(1, ["Key", "Value"]), (2, ["K1", "20"])]
