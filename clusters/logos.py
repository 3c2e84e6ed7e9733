"""A cluster's logo: what somebody uploads becomes a small clean picture of our own making, or is refused.

Only PNG and JPEG are opened, whatever the file is called, in a confined child; the points alone are kept, drawn again,
so that nothing that hides in a file (places, names, code) is kept or served.
"""

import base64
import hashlib
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from clusters.models import Cluster
from core.confined.process import MEGABYTE, Cost, Stopped, ask
from core.errors import Refusal
from core.pictures.head import head_of

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 25_000_000
LEAST_SIDE = 16
BOX = (800, 400)
KEPT_BYTES = 200 * 1024
COST = Cost(memory=384 * MEGABYTE)
TYPES = {"png": "image/png", "jpg": "image/jpeg"}


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
    content = upload.read(MOST_BYTES + 1)
    head = head_of(content)
    if head is None:
        raise Refusal(
            _("This is neither PNG nor JPEG. Save the logo in one of those formats; SVG and PDF cannot be used."),
            "logo",
        )
    if head.width * head.height > MOST_PIXELS:
        raise Refusal(_("The picture has more than 25 million pixels. Save a smaller version, then try again."), "logo")
    if min(head.width, head.height) < LEAST_SIDE:
        raise Refusal(_("The picture is too small to print. It must be at least 16 pixels wide and high."), "logo")
    try:
        said, made = ask("picture", content, {"box": BOX, "bytes": KEPT_BYTES}, COST)
    except Stopped as stopped:
        raise Refusal(_stopped(stopped), "logo") from stopped
    if "broken" in said:
        raise Refusal(_damaged(), "logo")
    return Logo(made, said["suffix"])


def _stopped(stopped: Stopped) -> str:
    match stopped.fault:
        case "busy":
            return _("Several files are being read at the moment. Wait a minute, then upload the file again.")
        case "time" | "memory" | "size":
            return _("The picture is too heavy to open. Save a smaller version, then try again.")
    return _damaged()


def _damaged() -> str:
    return _("The picture is damaged. Save it again as PNG or JPEG, then try again.")


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
