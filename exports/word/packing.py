"""How a Word document is packed into its file: what is pressed already is laid in as it is.

A picture is pressed when it is drawn. To press it once more took a sixth of the time of a document, and made the file
smaller by seven in a hundred.
"""

from io import BytesIO
from typing import cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.phys_pkg import PhysPkgWriter
from docx.opc.pkgwriter import PackageWriter

_PRESSED = frozenset(("png", "jpg", "jpeg"))


class _Package(ZipFile):
    """What python-docx writes to, part by part."""

    def write(self, pack_uri: PackURI, blob: bytes) -> None:  # type: ignore[override]
        self.writestr(pack_uri.membername, blob, ZIP_STORED if pack_uri.ext.lower() in _PRESSED else ZIP_DEFLATED)


def packed(document: Document) -> bytes:
    """Return the file of a document, as python-docx would write it."""
    out = BytesIO()
    package = document.part.package
    parts = package.parts
    with _Package(out, "w") as opened:
        file = cast("PhysPkgWriter", opened)
        PackageWriter._write_content_types_stream(file, parts)
        PackageWriter._write_pkg_rels(file, package.rels)
        PackageWriter._write_parts(file, parts)
    return out.getvalue()
