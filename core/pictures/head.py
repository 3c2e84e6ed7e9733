"""What kind of picture a file is and how large, told from its first bytes, without unpacking anything. No Django."""

import struct
from dataclasses import dataclass
from typing import Literal

# Markers of a JPEG that say its size: all of C0 to CF but three.
_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_MOST_MARKERS = 2_000
# Within the points themselves no such two bytes follow each other.
_SCAN = b"\xff\xda"


@dataclass(frozen=True, slots=True)
class Head:
    """The kind of a picture, and its points."""

    kind: Literal["PNG", "JPEG"]
    width: int
    height: int
    # How many times the file goes over the picture; a JPEG may name a thousand scans in a few letters.
    times: int = 1

    @property
    def points(self) -> int:
        """How many points the picture has."""
        return self.width * self.height

    @property
    def work(self) -> int:
        """How many points are drawn until it is there."""
        return self.points * self.times


def head_of(content: bytes) -> Head | None:
    """Return kind and size, or None for what is neither PNG nor JPEG or has no size."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR" and len(content) >= 24:
        return Head("PNG", *struct.unpack(">II", content[16:24]))
    return _jpeg(content) if content.startswith(b"\xff\xd8\xff") else None


def _jpeg(content: bytes) -> Head | None:
    place = 2
    for _marker in range(_MOST_MARKERS):
        while content[place : place + 2] == b"\xff\xff":
            place += 1
        if len(content) < place + 9 or content[place] != 0xFF:
            return None
        marker = content[place + 1]
        if marker in _SIZES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return Head("JPEG", width, height, max(1, content.count(_SCAN)))
        place += 2 if marker in _ALONE else 2 + int.from_bytes(content[place + 2 : place + 4])
    return None
