"""How much of a sheet is read. No Django: the child has none."""

BYTES = 10 * 1024**2
# As Excel has them; more is no sheet of a person.
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
COLUMNS = 200
CELLS = 500_000
LETTERS = 32_767
HEADING_WITHIN = 20
# Unpacked, of each part of an XLSX: what is known of it decides, and what comes out counts.
PARTS = {"workbook": 4, "rels": 4, "styles": 16, "strings": 64, "sheet": 96}
SHEETS, STYLES, FORMATS, MERGED, STRINGS = 500, 65_490, 5_000, 20_000, 2_000_000
ENTRIES = 5_000


class Unreadable(Exception):
    """A fault of the whole file: a name that `core.sheets.reading` has a sentence for, and what it speaks of."""

    def __init__(self, kind: str, what: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.what = what
