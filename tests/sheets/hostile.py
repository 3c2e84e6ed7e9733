"""Sheets that a stranger might send: each small to send, and made to cost much."""

import io
import zipfile

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
    "a million rows of nothing": lambda: packed(HEAD + LINE + "<row/>" * 1_040_000),
    "three million rows in one place": lambda: packed(HEAD + LINE + '<row r="2"/>' * 3_000_000),
    "five million cells of nothing": lambda: packed(HEAD + ("<row>" + "<c/>" * 10_000 + "</row>") * 500),
    "fifty thousand areas over the same rows": lambda: packed(
        HEAD + LINE + row(2_002, *words("x")),
        behind="<mergeCells>" + '<mergeCell ref="A2:B2002"/>' * 50_000 + "</mergeCells>",
    ),
    "ten million elements that mean nothing": lambda: packed(HEAD + LINE, behind="<x/>" * 10_000_000),
    "a million attributes": lambda: packed(HEAD + "<row " + " ".join(f'a{i}=""' for i in range(1_000_000)) + "/>"),
    "a remark of ninety megabytes": lambda: packed(HEAD + LINE, behind="<!--" + "a" * 90_000_000 + "-->"),
    "ninety million line breaks": lambda: packed(
        HEAD + row(2, '<c t="inlineStr"><is><t>' + "\n" * 90_000_000 + "</t></is></c>")
    ),
    "long words that half a million cells name": lambda: packed(
        HEAD + ("<row>" + '<c t="s"><v>0</v></c>' * 25 + "</row>") * 19_000,
        more={"xl/sharedStrings.xml": b"<sst><si><t>" + b"a" * 32_000 + b"</t></si></sst>"},
    ),
    "ten million empty lines": lambda: b"KPI;Dato;V\n" + b"\n" * 10_000_000,
    "ten million cells in one line": lambda: b"KPI;Dato;V\n" + b";" * 10_000_000,
    "a number that is none": lambda: packed(HEAD + row(2, *words("K1", "x"), number("1e999999"))),
}
