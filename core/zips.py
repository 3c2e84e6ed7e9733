"""ZIP files that strangers sent, opened no further than they may have members. No Django: the confined child reads it.

Python reads the whole list of members when it opens a file, and ten megabytes can name a quarter of a million.
"""

import zipfile
from typing import IO, Any

SIGNATURE = b"PK\x01\x02"
# What the list may say of one member: its name, when it was made, and what programmes add.
MOST_SAID = 1024


class TooManyError(zipfile.BadZipFile):
    """The file names more members than anybody has asked for."""


class _Watched:
    """A file whose pieces are looked at until the list of members has been read."""

    def __init__(self, source: IO[bytes], most: int) -> None:
        self.source, self.most = source, most

    def __getattr__(self, name: str) -> Any:
        return getattr(self.source, name)

    def read(self, size: int = -1) -> bytes:
        """Return a piece; raise TooManyError before more members are made of it than may be."""
        if self.most and size > self.most * MOST_SAID:
            raise TooManyError
        piece = self.source.read(size)
        if self.most and piece.count(SIGNATURE) > self.most:
            raise TooManyError
        return piece


def opened(source: IO[bytes], most: int) -> zipfile.ZipFile:
    """Open a file to be read; raises TooManyError for one with more members, and else what `ZipFile` raises."""
    watched = _Watched(source, most)
    found = zipfile.ZipFile(watched)  # type: ignore[arg-type]  # it asks for what a file has, and gets it
    watched.most = 0
    return found
