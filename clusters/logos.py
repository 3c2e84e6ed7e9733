"""A cluster's logo: what somebody uploads becomes a small clean picture of our own making, or is refused.

Only PNG and JPEG are opened, whatever the file is called; the pixels alone are kept, drawn anew, so that nothing that
hides in a file (places, names, code) is kept or served.
"""

import base64
import hashlib
import io
import struct
import warnings
import zlib
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps

from clusters.models import Cluster
from core.errors import Refusal

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
LEAST_SIDE = 16
BOX = (800, 400)
KEPT_BYTES = 200 * 1024
TYPES = {"png": "image/png", "jpg": "image/jpeg"}
# What reading a broken or hostile file raises; the two last are pictures that would fill the memory.
BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    struct.error,
    zlib.error,
    MemoryError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that can be kept: its bytes, and `png` or `jpg`."""

    content: bytes
    suffix: str

    @property
    def name(self) -> str:
        """A file name that changes with the picture."""
        return f"logo-{hashlib.sha256(self.content).hexdigest()[:16]}.{self.suffix}"


def cleaned(upload: IO[bytes], size: int) -> Logo:
    """Return the logo in an uploaded file; refuse what is no PNG or JPEG, too large, too small or broken."""
    if size > MOST_BYTES:
        raise Refusal(_("The file is larger than 5 MB. Save a smaller version of the logo, then try again."), "logo")
    image = opened(upload)
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise Refusal(_("The picture has more than 40 million pixels. Save a smaller version, then try again."), "logo")
    if min(width, height) < LEAST_SIDE:
        raise Refusal(_("The picture is too small to print. It must be at least 16 pixels wide and high."), "logo")
    try:
        return drawn(image)
    except BROKEN as error:
        raise Refusal(_("The picture is damaged. Save it again as PNG or JPEG, then try again."), "logo") from error


def opened(upload: IO[bytes]) -> Image.Image:
    """Return the picture, of which only the head has been read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return Image.open(upload, formats=("PNG", "JPEG"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refusal(
            _("The picture has more than 40 million pixels. Save a smaller version, then try again."), "logo"
        ) from error
    except BROKEN as error:
        raise Refusal(
            _("This is neither PNG nor JPEG. Save the logo in one of those formats; SVG and PDF cannot be used."),
            "logo",
        ) from error


def drawn(image: Image.Image) -> Logo:
    """Return the picture the right way up, no larger than it is printed, with nothing but its points."""
    # WeasyPrint, once imported, has Pillow fill up what is missing of a picture; documents are made in another process.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    is_jpeg = image.format == "JPEG"
    # A JPEG can be read at an eighth of its size; a large photo then costs little.
    image.draft("RGB", (BOX[0] * 2, BOX[1] * 2))
    turned = ImageOps.exif_transpose(image)
    mode = "RGB" if is_jpeg or not turned.has_transparency_data else "RGBA"
    points = turned.convert(mode)
    box = BOX
    while True:
        points.thumbnail(box, Image.Resampling.LANCZOS)
        plain = Image.new(mode, points.size)
        plain.paste(points)
        out = io.BytesIO()
        if is_jpeg:
            plain.save(out, "JPEG", quality=88, optimize=True)
        else:
            plain.save(out, "PNG", optimize=True)
        if out.tell() <= KEPT_BYTES:
            return Logo(out.getvalue(), "jpg" if is_jpeg else "png")
        box = (box[0] * 3 // 4, box[1] * 3 // 4)


def content_type(cluster: Cluster) -> str:
    """Return what the kept logo is sent as."""
    return TYPES[cluster.logo_name.rpartition(".")[2]]


def data_uri(cluster: Cluster) -> str:
    """Return the logo as it is written into a document, or nothing when there is none."""
    if not cluster.logo:
        return ""
    try:
        with cluster.logo.open("rb") as file:
            content = base64.b64encode(file.read()).decode()
    except FileNotFoundError:
        # Restored without its files: a document without a logo is better than none.
        return ""
    return f"data:{content_type(cluster)};base64,{content}"
