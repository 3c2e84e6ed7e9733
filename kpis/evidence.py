"""Files that prove a measurement: what may be uploaded, judged by what is in it and not by its name."""

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.errors import Refusal

LARGEST = 10 * 1024**2
OFFICE = {
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """A file that has been checked."""

    name: str
    content_type: str
    content: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of the file."""
        return hashlib.sha256(self.content).hexdigest()


def checked(name: str, content: bytes) -> Proof:
    """Return the file if it may be kept; raise Refusal with a sentence for anything else."""
    if not content:
        raise Refusal(_("The file is empty."), "proof")
    if len(content) > LARGEST:
        raise Refusal(_("The file is larger than 10 MB. Send a smaller one."), "proof")
    found = type_of(content)
    if found is None:
        raise Refusal(
            _("This kind of file cannot be kept as evidence. Use PDF, PNG, JPEG, Excel, Word or plain text."), "proof"
        )
    return Proof(safe_name(name), found, content)


def type_of(content: bytes) -> str | None:
    """Return what the file is by its content, or None for what is not allowed."""
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"PK\x03\x04"):
        return _office_type(content)
    return "text/plain; charset=utf-8" if _is_text(content) else None


def _office_type(content: bytes) -> str | None:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except zipfile.BadZipFile:
        return None
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    return next((found for part, found in OFFICE.items() if part in names), None)


def _is_text(content: bytes) -> bool:
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not re.search(r"[\x00-\x08\x0e-\x1f]|<(html|script|svg|!doctype)", words, re.IGNORECASE)


def safe_name(name: str) -> str:
    """Return the file's own name without a path and without signs that a header or a disk reads otherwise."""
    last = re.split(r"[\\/]", name)[-1]
    clean = re.sub(r"[\x00-\x1f\x7f\"<>|:*?]", "", last).strip(" .")
    return clean[-120:] or "file"
