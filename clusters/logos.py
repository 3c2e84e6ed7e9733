"""A cluster's logo: what somebody uploads becomes a small clean picture of our own making, or is refused.

Only PNG and JPEG are opened, whatever the file is called, in a confined child; the points alone are kept, drawn again,
so that nothing that hides in a file (places, names, code) is kept or served.
"""

import base64
import hashlib
from dataclasses import dataclass
from typing import IO

from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from clusters.models import Cluster, Supporter
from core import supporters
from core.confined.process import MEGABYTE, Cost, Stopped, ask
from core.errors import Refusal
from core.pictures.head import head_of
from core.rereading import unsteady

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 25_000_000
# The largest picture, sharpened as often as cameras and programmes do it: ten times, and a preview or two.
MOST_WORK = 16 * MOST_PIXELS
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


def cleaned(upload: IO[bytes], size: int, *, box: tuple[int, int] = BOX, most: int = KEPT_BYTES) -> Logo:
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
    if head.points > MOST_PIXELS:
        raise Refusal(_("The picture has more than 25 million pixels. Save a smaller version, then try again."), "logo")
    if min(head.width, head.height) < LEAST_SIDE:
        raise Refusal(_("The picture is too small to print. It must be at least 16 pixels wide and high."), "logo")
    if head.work > MOST_WORK:
        raise Refusal(_too_heavy(), "logo")
    try:
        said, made = ask("picture", content, {"box": box, "bytes": most}, COST)
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
            return _too_heavy()
    return _damaged()


def _too_heavy() -> str:
    return _("The picture is too heavy to open. Save a smaller version, then try again.")


def _damaged() -> str:
    return _("The picture is damaged. Save it again as PNG or JPEG, then try again.")


def content_type(kept: FieldFile) -> str:
    """Return what a kept logo is sent as."""
    return TYPES[(kept.name or "").rpartition(".")[2]]


def data_uri(cluster: Cluster) -> str:
    """Return the cluster's logo as it is written into a document, or nothing when there is none."""
    return written(cluster.logo)


def supporters_of(cluster: Cluster) -> tuple[supporters.Supporter, ...]:
    """Return the cluster's funders and partners as documents show them; one query."""
    rows = Supporter.objects.of(cluster)
    return tuple(supporters.Supporter(row.name, row.kind, written(row.logo)) for row in rows)


def written(kept: FieldFile) -> str:
    """Return a kept logo as it is written into a document, or nothing when there is none."""
    if not kept:
        return ""
    try:
        with kept.open("rb") as file:
            content = base64.b64encode(file.read()).decode()
    except FileNotFoundError:
        # Restored without its files: a document without a logo is better than none, until they are back.
        unsteady()
        return ""
    return f"data:{content_type(kept)};base64,{content}"


def answered(kept: FieldFile) -> HttpResponse:
    """Give a kept logo; opened on its own it is downloaded, so that a browser never runs what is in it."""
    if not kept:
        raise Http404
    try:
        with kept.open("rb") as file:
            response = HttpResponse(file.read(), content_type=content_type(kept))
    except FileNotFoundError as error:
        raise Http404 from error
    name = (kept.name or "").rpartition("/")[2]
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # Its address changes with the picture.
    response["Cache-Control"] = "private, max-age=604800, immutable"
    return response
