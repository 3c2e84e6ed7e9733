"""How a PDF is written to its file: each object once, and its numbers and names without asking what each of them is.

pydyf makes the bytes of every object twice, the second time for the identifier, and asks for the numbers of all pages
anew for each tag. What comes out is the same, byte for byte; a test holds it.
"""

import zlib
from collections.abc import Callable
from typing import Any

import pydyf

# Nine, as pydyf has it, takes twice as long, and makes a file smaller by two in a hundred.
_PRESSED = 6
_to_bytes = pydyf._to_bytes
# What names an entry of a dictionary; there are some fifty.
_KEYS: dict[Any, bytes] = {}


def write_once() -> None:
    """From now on write PDFs so; a second call changes nothing."""
    if pydyf._to_bytes is bytes_of:
        return
    pydyf._to_bytes = bytes_of
    pydyf.Dictionary.data = property(_dictionary)
    pydyf.Array.data = property(_array)
    pydyf.PDF.page_references = property(_pages)
    pydyf.PDF.write = _writing(pydyf.PDF.write)


def press_less() -> None:
    """From now on press what is in a PDF as hard as is usual; a second call changes nothing."""
    pydyf.Stream.data = property(_stream)


def bytes_of(item: Any) -> bytes:
    """Return what stands for it in a PDF, as pydyf does."""
    kind = item.__class__
    if kind is bytes:
        return item  # type: ignore[no-any-return]
    if kind is str:
        return item.encode("ascii")  # type: ignore[no-any-return]
    if kind is float:
        return b"%d" % item if item.is_integer() else (b"%f" % item).rstrip(b"0")
    if kind is int:
        return b"%d" % item
    return _to_bytes(item)  # type: ignore[no-any-return]


def _dictionary(self: Any) -> bytes:
    parts: list[bytes] = []
    for key, value in self.items():
        named = _KEYS.get(key)
        if named is None:
            named = _KEYS[key] = b"/" + bytes_of(key) + b" "
        parts += (named, bytes_of(value))
    return b"<<" + b"".join(parts) + b">>"


def _array(self: Any) -> bytes:
    return b"[" + b" ".join([bytes_of(child) for child in self]) + b"]"


def _stream(self: Any) -> bytes:
    written = b"\n".join([item if item.__class__ is bytes else pydyf._to_bytes(item) for item in self.stream])
    extra = pydyf.Dictionary(self.extra.copy())
    if self.compress:
        extra["Filter"] = "/FlateDecode"
        written = zlib.compress(written, _PRESSED)
    extra["Length"] = len(written)
    return b"\n".join((extra.data, b"stream", written, b"endstream"))


def _pages(self: Any) -> tuple[bytes, ...]:
    kids = self.pages["Kids"]
    known: tuple[bytes, ...] = self.__dict__.get("known_pages", ())
    # Pages are only ever added.
    if len(known) * 3 != len(kids):
        known = self.known_pages = tuple(b"%d 0 R" % number for number in kids[::3])
    return known


class _Made:
    """An object of a PDF whose bytes are made; what is written is finished."""

    __slots__ = ("compressible", "data", "free", "generation", "number", "offset")

    def __init__(self, made: Any) -> None:
        self.number, self.generation, self.free, self.offset = made.number, made.generation, made.free, made.offset
        self.compressible = made.compressible
        self.data = made.data

    @property
    def indirect(self) -> bytes:
        """It with its number before it."""
        return b"%d %d obj\n%b\nendobj" % (self.number, self.generation, self.data)


def _writing(write: Callable[..., None]) -> Callable[..., None]:
    def written(self: Any, *rest: Any, **more: Any) -> None:
        self.objects = [one if one.free == "f" else _Made(one) for one in self.objects]
        write(self, *rest, **more)

    return written
