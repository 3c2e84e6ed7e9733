"""Files that people upload: what may be kept, judged by what is in it and not by its name; and how it is given out.

They are only ever given out as attachments, from an address behind the gate, so that no browser runs what is in them.
"""

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import Refusal
from core.zips import opened

LARGEST = 10 * 1024**2
MOST_AT_ONCE = 10
# As many as a long document full of pictures has, and more.
MOST_PARTS = 5_000
OFFICE = {
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
KINDS = gettext_lazy("PDF, PNG, JPEG, Excel, Word or plain text, at most 10 MB.")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that has been checked."""

    name: str
    content_type: str
    content: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of the file."""
        return hashlib.sha256(self.content).hexdigest()


def checked(name: str, content: bytes) -> Upload:
    """Return the file if it may be kept; raise Refusal with a sentence for anything else."""
    if not content:
        raise Refusal(_("The file is empty."))
    if len(content) > LARGEST:
        raise Refusal(_("The file is larger than 10 MB. Choose a smaller one."))
    found = type_of(content)
    if found is None:
        raise Refusal(_("This type of file cannot be saved here. Use PDF, PNG, JPEG, Excel, Word or plain text."))
    return Upload(safe_name(name), found, content)


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
        names = set(opened(io.BytesIO(content), MOST_PARTS).namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError):
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
    """Return the file's own name without a path and without signs that a header, a disk or a reader takes otherwise."""
    last = re.split(r"[\\/]", name)[-1]
    # The last ones turn the direction of writing, so that "fdp.exe" reads as "exe.pdf".
    clean = re.sub(r"[\x00-\x1f\x7f\"<>|:*?\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", last).strip(" .")
    return clean[-120:] or "file"


class UploadField(forms.FileField):
    """A file; its value is an `Upload` that has been checked."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"allow_empty_file": True, "help_text": KINDS, **kwargs})

    def to_python(self, data: Any) -> Any:
        """Check the file by its content; raise ValidationError with a sentence for what may not be kept."""
        sent = super().to_python(data)
        if sent is None:
            return None
        try:
            return checked(sent.name or "", sent.read(LARGEST + 1))
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message) from refusal


class ManyFilesInput(forms.ClearableFileInput):
    """The control for several files at once."""

    allow_multiple_selected = True


class UploadsField(UploadField):
    """Several files; its value is a list of `Upload`. One that is refused is named, and then none is kept."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Check every file."""
        sent = data if isinstance(data, list | tuple) else [data]
        if len(sent) > MOST_AT_ONCE:
            raise forms.ValidationError(_("Upload at most %(count)s files at a time.") % {"count": MOST_AT_ONCE})
        kept, faults = [], []
        for one in sent or [None]:
            try:
                kept.append(super().clean(one, initial))
            except forms.ValidationError as fault:
                name = safe_name(one.name or "") if one else ""
                faults += [f"{name}: {words}" if name else words for words in fault.messages]
        if faults:
            raise forms.ValidationError(faults)
        return kept


def put_away(file: FieldFile, content: bytes, owner: int) -> None:
    """Write a file under a name that nobody can guess and that begins with the key of its owner; no row is saved."""
    file.save(f"{owner}-{get_random_string(32)}", ContentFile(content), save=False)


def attachment(file: FieldFile, name: str) -> FileResponse:
    """Give out a file to be saved, never to be shown by the browser; one that is gone from the disk is 404.

    Its name is made harmless once more, since it may have come in with a cluster's file.
    """
    if not file:
        # A cluster's file named none, since it was gone where it came from.
        raise Http404
    try:
        opened = file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(opened, as_attachment=True, filename=safe_name(name), content_type="application/octet-stream")
