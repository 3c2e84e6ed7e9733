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
# Of all parts together: elements, a heap of attributes counting as some, and letters between them.
ELEMENTS, LETTERS_IN_ALL = 1_200_000, 20_000_000
# Rows and cells in which nothing stands: a person's sheet has some, formatted for what was never entered.
EMPTY = 300_000
# A tag or a remark that is longer is read from its beginning with each piece that comes.
TAG = 1024**2


class Unreadable(Exception):
    """A fault of the whole file: a name that `core.sheets.reading` has a sentence for, and what it speaks of."""

    def __init__(self, kind: str, what: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.what = what
