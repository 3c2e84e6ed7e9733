"""A file of a stranger is bounded in rows, columns, parts, memory and time: it is refused with a sentence, and soon."""

import fcntl
import io
import resource
import zipfile
from contextlib import ExitStack

import pytest
from django.utils import translation

from core.confined.process import SLOTS, Cost, Stopped, ask
from core.errors import Refusal
from core.sheets.reading import COST, read_table
from tests.sheets.packed import HEAD, number, packed, row, words

LINE = row(2, *words("K1", "2026-01-01"), number("1"))
BILLION = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>'


def lied() -> bytes:
    """Return a file that says that a part is small."""
    content = bytearray(packed(HEAD + LINE, more={"xl/styles.xml": b"<s>" + b"<x/>" * 5_000_000 + b"</s>"}))
    place = content.find(b"PK\x01\x02", content.find(b"xl/styles.xml") + 1)
    while place >= 0:
        length = int.from_bytes(content[place + 28 : place + 30], "little")
        if content[place + 46 : place + 46 + length] == b"xl/styles.xml":
            content[place + 24 : place + 28] = (100).to_bytes(4, "little")
        place = content.find(b"PK\x01\x02", place + 4)
    return bytes(content)


def stuffed() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for place in range(6_000):
            file.writestr(str(place), b"")
        file.writestr("xl/workbook.xml", b"")
    return out.getvalue()


HOSTILE = {
    "a row that is no row": lambda: packed(HEAD + row(2_000_000_000, *words("K1"))),
    "a column that is no column": lambda: packed(HEAD + row(2, '<c r="ZZZZZZ2"><v>1</v></c>')),
    "a row of nine thousand digits": lambda: packed(HEAD + f'<row r="{"9" * 9_000}"/>'),
    "a string that is not there": lambda: packed(HEAD + row(2, '<c t="s"><v>500</v></c>')),
    "a million styles": lambda: packed(
        HEAD + LINE, more={"xl/styles.xml": b"<s><cellXfs>" + b"<xf/>" * 1_000_000 + b"</cellXfs></s>"}
    ),
    "a million sheets": lambda: packed(
        HEAD, more={"xl/workbook.xml": b"<w><sheets>" + b'<sheet name="a"/>' * 200_000 + b"</sheets></w>"}
    ),
    "a bomb": lambda: packed(HEAD + LINE, more={"xl/worksheets/sheet1.xml": b"<a>" + b" " * 150_000_000}),
    "words that multiply": lambda: packed(
        HEAD + row(2, '<c t="s"><v>0</v></c>'), more={"xl/sharedStrings.xml": BILLION}
    ),
    "a million levels": lambda: packed(HEAD, more={"xl/worksheets/sheet1.xml": b"<a>" * 1_000_000}),
    "part that lies about its size": lied,
    "six thousand parts": stuffed,
    "no zip": lambda: b"PK\x03\x04 and then nothing",
    "half a zip": lambda: packed(HEAD + LINE)[:900],
    "a hundred thousand columns": lambda: b"KPI;Dato;V" + b";x" * 100_000 + b"\nK1",
    "one line of nine megabytes": lambda: b"x" * 9_000_000,
    "a quotation that never ends": lambda: b'KPI;Dato;V\n"' + b"x;y\n" * 1_000_000,
    "a million rows": lambda: b"K1;x;1\n" * 1_000_000,
    "a number that is none": lambda: packed(HEAD + row(2, *words("K1", "x"), number("1e999999"))),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=list(HOSTILE))
def test_a_hostile_file_is_refused_with_a_sentence(content: object) -> None:
    with translation.override("en-gb"), pytest.raises(Refusal) as refusal:
        read_table(content(), headings={"kpi": "key"}, needed=("key",), most_rows=20_000)  # type: ignore[operator]

    assert refusal.value.message.endswith(".")
    assert refusal.value.field == "file"


def test_ten_million_merged_cells_and_rows_of_nothing_cost_no_more_than_they_are_worth() -> None:
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="B2:B1048576"/></mergeCells>'
    content = packed(HEAD + LINE + row(1_048_576, '<c r="A1048576"/>'), behind=merged)

    found = read_table(content, headings={"kpi": "key"}, needed=("key",), most_rows=20_000)

    assert [line.number for line in found.lines] == [1, 2]


def test_ten_thousand_rows_are_read_in_little_memory() -> None:
    rows = "".join(row(line, *words(f"K{line}", "2026-01-01", "Målt"), number("1.5")) for line in range(2, 10_002))
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss

    found = read_table(packed(HEAD + rows), headings={"kpi": "key"}, needed=("key",), most_rows=10_000)

    # The most that any child has held so far, in kilobytes.
    assert max(0, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss - before) < 150_000
    assert len(found.lines) == 10_001


def test_who_finds_no_place_is_told_and_waits_no_longer_than_that(settings: object) -> None:
    folder = settings.DATA_DIR / "locks"  # type: ignore[attr-defined]
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        for place in range(SLOTS):
            fcntl.flock(held.enter_context((folder / f"confined-{place}").open("ab")), fcntl.LOCK_EX)
        with pytest.raises(Stopped) as stopped:
            ask("sheet", b"", {}, COST, wait=0)

    assert stopped.value.fault == "busy"


def test_a_child_has_no_secret_of_ours_and_no_more_than_it_may() -> None:
    with pytest.raises(Stopped) as stopped:
        ask("picture", b"\x89PNG\r\n\x1a\n", {"box": [800, 400]}, Cost(memory=10 * 1024**2))

    assert stopped.value.fault in ("memory", "broken")
