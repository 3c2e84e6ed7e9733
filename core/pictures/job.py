"""What the confined child does with a picture: bytes in, a small clean picture out. No Django."""

import io
import struct
import warnings
import zlib
from typing import Any

from PIL import Image, ImageFile, ImageOps

# What reading a broken or hostile file raises, but want of memory, which has its own sentence.
BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, struct.error, zlib.error)
# Rows of points that are made smaller at once, so that a large picture is in memory once and not three times.
_STRIP = 64


def run(content: bytes, asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Draw the picture again within `box`, packed in at most `bytes`."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    # The one who asked has looked at the size already.
    Image.MAX_IMAGE_PIXELS = None
    warnings.simplefilter("ignore")
    try:
        image = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
        suffix, made = drawn(image, tuple(asked["box"]), asked["bytes"])
    except BROKEN:
        return {"broken": True}, b""
    return {"suffix": suffix}, made


def drawn(image: Image.Image, box: tuple[int, int], most: int) -> tuple[str, bytes]:
    """Return the picture the right way up, no larger than the box, with nothing but its points."""
    is_jpeg = image.format == "JPEG"
    # A JPEG can be read at an eighth of its size; a large photo then costs little.
    image.draft("RGB", (box[0] * 2, box[1] * 2))
    mode = "RGB" if is_jpeg or not image.has_transparency_data else "RGBA"
    points = ImageOps.exif_transpose(smaller(image, mode, box))
    while True:
        points.thumbnail(box, Image.Resampling.LANCZOS)
        plain = Image.new(mode, points.size)
        plain.paste(points)
        out = io.BytesIO()
        if is_jpeg:
            plain.save(out, "JPEG", quality=88, optimize=True)
        else:
            plain.save(out, "PNG", optimize=True)
        if out.tell() <= most:
            return ("jpg" if is_jpeg else "png"), out.getvalue()
        box = (box[0] * 3 // 4, box[1] * 3 // 4)


def smaller(image: Image.Image, mode: str, box: tuple[int, int]) -> Image.Image:
    """Return the picture in this mode, a large one made smaller strip by strip, at least twice as large as the box."""
    image.load()
    width, height = image.size
    times = max(1, min(width, height) // (2 * max(box)))
    if times == 1:
        return image.convert(mode)
    made = Image.new(mode, (-(-width // times), -(-height // times)))
    for top in range(0, height, _STRIP * times):
        strip = image.crop((0, top, width, min(height, top + _STRIP * times)))
        made.paste(strip.convert(mode).reduce(times), (0, top // times))
    made.info.update({key: value for key, value in image.info.items() if key == "exif"})
    return made
