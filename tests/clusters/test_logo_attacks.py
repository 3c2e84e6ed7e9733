"""Pictures that were made to cost: each ends in a sentence, or as a small picture, and none of it is unpacked whole."""

import io
import struct
import zlib
from functools import cache

import pytest
from django.utils import translation
from PIL import Image

from clusters import logos
from core.confined import process
from core.errors import Refusal
from core.pictures.head import head_of

HEAVY = "The picture is too heavy to open. Save a smaller version, then try again."
DAMAGED = "The picture is damaged. Save it again as PNG or JPEG, then try again."
PIXELS = "The picture has more than 25 million pixels. Save a smaller version, then try again."
SIDE = 64


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(*between: bytes, side: int = SIDE, points: bytes = b"") -> bytes:
    """Return a grey picture with some chunks before its points."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
    drawn = chunk(b"IDAT", points or zlib.compress(bytes((side + 1) * side)))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(between) + drawn + chunk(b"IEND", b"")


@cache
def blown_up() -> bytes:
    """Return two hundred megabytes of nothing, in two hundred kilobytes."""
    return zlib.compress(bytes(200 * 1024**2), 9)


def frames(count: int) -> bytes:
    """Return so many further frames, as an animated PNG has them."""
    points, found = zlib.compress(bytes((SIDE + 1) * SIDE)), [chunk(b"acTL", struct.pack(">II", count, 0))]
    for n in range(count):
        found.append(chunk(b"fcTL", struct.pack(">IIIIIHHBB", 2 * n, SIDE, SIDE, 0, 0, 1, 10, 0, 0)))
        found.append(chunk(b"fdAT", struct.pack(">I", 2 * n + 1) + points))
    return b"".join(found)


def jpeg(side: int, scans: int = 0) -> bytes:
    """Return a picture that comes step by step, its last step so many times more."""
    out = io.BytesIO()
    Image.new("RGB", (side, side)).save(out, "JPEG", progressive=True, quality=1)
    made = out.getvalue()
    last = made[made.rfind(b"\xff\xda") : -2]
    return made[:-2] + last * scans + b"\xff\xd9"


def said(content: bytes) -> str:
    """Return what is said of a picture, nothing where it is taken."""
    try:
        with translation.override("en-gb"):
            made = logos.cleaned(io.BytesIO(content), len(content))
    except Refusal as refusal:
        return refusal.message
    assert len(made.content) <= logos.KEPT_BYTES
    return ""


STARTS = {"iCCP": b"x\0\0", "zTXt": b"x\0\0", "iTXt": b"x\0\1\0\0\0"}


@pytest.mark.parametrize("kind", STARTS)
def test_words_and_colours_of_a_picture_are_not_unpacked_without_end(kind: str) -> None:
    assert said(png(chunk(kind.encode(), STARTS[kind] + blown_up()))) == DAMAGED


def test_points_beyond_the_picture_are_left_alone() -> None:
    assert said(png(points=blown_up())) == ""


def test_of_thousands_of_frames_the_first_is_the_logo() -> None:
    assert said(png(frames(3000))) == ""


def test_picture_of_a_hundred_million_points_is_refused_by_its_head(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_run", None)

    assert [said(one) for one in (png(side=10_000, points=b"x"), jpeg(8000))] == [PIXELS, PIXELS]


def test_picture_that_is_gone_over_a_thousand_times_is_refused_by_its_head(monkeypatch: pytest.MonkeyPatch) -> None:
    content = jpeg(2000, scans=1000)
    assert len(content) < 1_000_000
    monkeypatch.setattr(process, "_run", None)

    assert said(content) == HEAVY


def test_large_picture_that_comes_step_by_step_is_taken() -> None:
    content = jpeg(4900)

    head = head_of(content)
    assert head is not None
    assert head.times >= 6
    assert said(content) == ""
