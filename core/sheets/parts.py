"""The parts of a packed file, unpacked piece by piece and never more than they may be; XML without a document type."""

import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from core.sheets.bounds import ELEMENTS, ENTRIES, LETTERS_IN_ALL, TAG, Unreadable
from core.zips import TooManyError, opened

MEGABYTE = 1024**2
DEEPEST = 60
Started = Callable[[str, dict[str, str]], None]


class Package:
    """A packed file; the names of its parts are compared in small letters, as programmes write them as they like."""

    def __init__(self, content: bytes) -> None:
        try:
            self.zip = opened(io.BytesIO(content), ENTRIES)
        except TooManyError as error:
            raise Unreadable("unpacked") from error
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
            raise Unreadable("damaged") from error
        self.names = {one.filename.replace("\\", "/").lstrip("/").casefold(): one for one in self.zip.infolist()}
        self.left = _Left(ELEMENTS, LETTERS_IN_ALL)

    def has(self, name: str) -> bool:
        """Tell whether there is such a part."""
        return name.casefold() in self.names

    def parse(
        self,
        name: str,
        most: int,
        *,
        start: Started,
        end: Callable[[str], None] | None = None,
        words: Callable[[str], None] | None = None,
    ) -> None:
        """Call back for what a part of at most so many megabytes holds, by local names; raise Unreadable."""
        entry = self.names.get(name.casefold())
        if entry is None:
            raise Unreadable("damaged")
        if entry.flag_bits & 1:
            raise Unreadable("password")
        if entry.file_size > most * MEGABYTE:
            raise Unreadable("unpacked")
        parser = _parser(self.left, start, end, words)
        left, fed = most * MEGABYTE, 0
        try:
            with self.zip.open(entry) as part:
                while piece := part.read(262_144):
                    left -= len(piece)
                    if left < 0:
                        raise Unreadable("unpacked")
                    parser.Parse(piece, False)
                    fed += len(piece)
                    if fed - parser.CurrentByteIndex > TAG:
                        raise Unreadable("unpacked")
            parser.Parse(b"", True)
        except (
            expat.ExpatError,
            zipfile.BadZipFile,
            EOFError,
            OSError,
            NotImplementedError,
            ValueError,
            zlib.error,
        ) as error:
            raise Unreadable("damaged") from error
        except RuntimeError as error:
            raise Unreadable("password") from error


@dataclass(slots=True)
class _Left:
    """How much of a file may still come, whatever it is: what a part may hold is decided by who reads it."""

    elements: int
    letters: int


def _parser(
    left: _Left, start: Started, end: Callable[[str], None] | None, words: Callable[[str], None] | None
) -> "expat.XMLParserType":
    parser = expat.ParserCreate()
    parser.buffer_text = True
    local: dict[str, str] = {}
    depth = 0

    def named(name: str) -> str:
        found = local.get(name)
        if found is None:
            if len(local) > 5_000:
                raise Unreadable("damaged")
            found = local[name] = name.rpartition(":")[2]
        return found

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Unreadable("damaged")
        # Eight attributes cost as much as an element.
        left.elements -= 1 + (len(attributes) >> 3)
        if left.elements < 0:
            raise Unreadable("unpacked")
        start(local.get(name) or named(name), attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(local.get(name) or named(name))

    def given(letters: str) -> None:
        left.letters -= len(letters)
        if left.letters < 0:
            raise Unreadable("unpacked")
        words(letters)  # type: ignore[misc]

    def refuse(*_anything: object) -> None:
        raise Unreadable("damaged")

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    if words is not None:
        parser.CharacterDataHandler = given
    # A document type can define words that multiply themselves; no sheet needs one.
    parser.StartDoctypeDeclHandler = refuse
    return parser
