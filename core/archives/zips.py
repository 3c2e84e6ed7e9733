"""An archive as a ZIP with a list of what is in it, `manifest.json`: for each member how long it is, and its SHA-256.

Whoever reads one trusts nothing in it: no path that leads anywhere else, no member that the list does not name or that
is longer than it says, no list that is endless. What was changed or cut anywhere does not pass.
"""

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from core.zips import TooManyError, opened

MANIFEST = "manifest.json"
LARGEST_MANIFEST = 64 * 1024**2
MOST_MEMBERS = 200_000
PIECE = 1024**2
# What Python unpacks piece by piece, in little memory.
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# Letters, digits and a few signs, parts that do not begin with a dot, and one kind of stroke between them.
NAME = re.compile(r"\A[A-Za-z0-9_~+@=,-][\w.~+@=, -]*+(?:/[A-Za-z0-9_~+@=,-][\w.~+@=, -]*+)*+\Z")


class ArchiveError(Exception):
    """The archive is not what it should be; `message` is for the reader, in English, and names the place."""

    def __init__(self, message: str, kind: str = "damaged") -> None:
        super().__init__(message)
        self.message, self.kind = message, kind


class Sum:
    """A stream that is counted and summed while it is written."""

    def __init__(self, into: IO[bytes] | None = None) -> None:
        self.into, self.size, self._sum = into, 0, hashlib.sha256()

    def write(self, piece: bytes) -> int:
        """Take a piece, and hand it on."""
        self._sum.update(piece)
        self.size += len(piece)
        if self.into is not None:
            self.into.write(piece)
        return len(piece)

    @property
    def digest(self) -> str:
        """The SHA-256 of all that came."""
        return self._sum.hexdigest()

    def told(self) -> dict[str, Any]:
        """Return what the list says of it."""
        return {"size": self.size, "sha256": self.digest}


class Writing:
    """Writes an archive member by member; a member has the same bytes whenever it is written."""

    def __init__(self, into: IO[bytes]) -> None:
        self.archive = zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self.members: dict[str, dict[str, Any]] = {}

    @contextmanager
    def member(self, name: str) -> Iterator[Sum]:
        """Open a member to be written into."""
        check_name(name)
        with self._open(name) as file:
            into = Sum(file)
            yield into
        self.members[name] = into.told()

    def _open(self, name: str) -> IO[bytes]:
        # One moment for all, so that equal content is an equal file.
        info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
        return self.archive.open(info, "w", force_zip64=True)

    def finish(self, head: dict[str, Any]) -> dict[str, Any]:
        """Write the list of all members, with what else is said of the archive; nothing comes after it."""
        said = {**head, "members": self.members}
        with self._open(MANIFEST) as file:
            file.write(json.dumps(said, indent=1, sort_keys=True, ensure_ascii=False).encode() + b"\n")
        self.archive.close()
        return said


class Reading:
    """Reads an archive that anybody may have made; raises ArchiveError for one that is damaged or set up."""

    def __init__(self, source: IO[bytes], *, largest: int) -> None:
        try:
            self.archive = opened(source, MOST_MEMBERS)
            infos = self.archive.infolist()
        except TooManyError as error:
            raise ArchiveError("It holds more members than any archive of the portal.") from error
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise ArchiveError("It is no archive of the portal, or it has been cut.") from error
        self.infos = {info.filename: info for info in infos}
        if len(self.infos) != len(infos):
            raise ArchiveError("It holds two members of one name.")
        for info in infos:
            check_name(info.filename)
            if info.compress_type not in METHODS:
                raise ArchiveError(f"{info.filename} is packed in a way that the portal does not use.")
        if sum(info.file_size for info in infos) > largest:
            raise ArchiveError("It is larger, unpacked, than what can be taken.", "size")
        self.head = self._list()
        self.members: dict[str, dict[str, Any]] = self.head["members"]
        missing = sorted(set(self.members) - set(self.infos))
        extra = sorted(set(self.infos) - set(self.members) - {MANIFEST})
        if missing or extra:
            raise ArchiveError(f"{(missing or extra)[0]} is {'missing' if missing else 'not on its list'}.")

    def _list(self) -> dict[str, Any]:
        if MANIFEST not in self.infos:
            raise ArchiveError("It is no archive of the portal: it has no list of what is in it.")
        if self.infos[MANIFEST].file_size > LARGEST_MANIFEST:
            raise ArchiveError("Its list is endless.")
        try:
            found = json.loads(b"".join(self._pieces(MANIFEST, LARGEST_MANIFEST)))
        except (ValueError, RecursionError) as error:
            raise ArchiveError("Its list cannot be read.") from error
        members = found.get("members") if isinstance(found, dict) else None
        if not isinstance(members, dict) or not all(is_told(one) for one in members.values()):
            raise ArchiveError("Its list is not as the portal writes it.")
        return dict(found)

    def _pieces(self, name: str, most: int) -> Iterator[bytes]:
        size = 0
        try:
            with self.archive.open(self.infos[name]) as file:
                while piece := file.read(PIECE):
                    size += len(piece)
                    if size > most:
                        raise ArchiveError(f"{name} is longer than the list says.")
                    yield piece
        except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
            raise ArchiveError(f"{name} is damaged.") from error
        except Exception as error:
            if type(error).__module__ == "zlib":
                raise ArchiveError(f"{name} is damaged.") from error
            raise

    def pieces(self, name: str) -> Iterator[bytes]:
        """Return a member piece by piece; it raises at the end when its sum is another than the list says."""
        told = self.members.get(name)
        if told is None:
            raise ArchiveError(f"{name} is missing.")
        found = Sum()
        for piece in self._pieces(name, told["size"]):
            found.write(piece)
            yield piece
        if found.told() != {"size": told["size"], "sha256": told["sha256"]}:
            raise ArchiveError(f"{name} has been changed or cut: its sum is not the one on the list.")

    def lines(self, name: str, *, longest: int = 64 * 1024**2) -> Iterator[bytes]:
        """Return the lines of a member."""
        rest = b""
        for piece in self.pieces(name):
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole
            if len(rest) > longest:
                raise ArchiveError(f"{name} has a line without an end.")
        if rest:
            yield rest

    def check(self) -> None:
        """Read all of it once, and compare each sum."""
        for name in self.members:
            for _piece in self.pieces(name):
                pass


def is_told(value: Any) -> bool:
    """Tell whether this is what the list says of a member."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("size"), int)
        and not isinstance(value.get("size"), bool)
        and 0 <= value["size"] < 2**63
        and isinstance(value.get("sha256"), str)
    )


def check_name(name: str) -> None:
    """Raise ArchiveError for a name that could lead out of the folder it is unpacked into."""
    if len(name) > 400 or not NAME.match(name):
        raise ArchiveError(f"It holds a member with a forbidden name: {name[:80]!r}")
