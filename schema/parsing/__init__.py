"""Reading plain data into typed documents. `parse` gives a whole document, or one error with every fault."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

from schema.documents import Document
from schema.faults import WHOLE_FILE, Fault, Faults, SchemaError
from schema.outlines import THIS_FILE, Library, Outline
from schema.parsing.documents import read_document
from schema.plain import plain_faults
from schema.reading import read_file
from schema.vocabulary import ALL_KINDS, FOLDERS, DocumentKind


def parse(
    data: dict[str, Any], *, library: Library | None = None, kinds: Collection[DocumentKind] = ALL_KINDS
) -> Document:
    """Return the document that this data holds, of one of these kinds, or raise a SchemaError with every fault.

    Without a library the rules that reach into other documents are left out, as for a document that is stored.
    """
    if not isinstance(data, dict):
        raise SchemaError([Fault(WHOLE_FILE, "must hold one mapping")])
    if unfit := plain_faults(data):
        raise SchemaError(unfit)
    faults = Faults()
    faults.is_fresh = library is not None
    outline = library.outline_of(data) if library else Outline(THIS_FILE, data)
    document = read_document(outline, library, kinds, faults)
    if faults or document is None:
        raise SchemaError(faults)
    return document


def parse_file(path: Path, *, library: Library | None = None) -> Document:
    """Return the document in this file, whose folder may say what kinds it can be, or raise a SchemaError."""
    return parse(read_file(path), library=library, kinds=kinds_of_folder(path))


def kinds_of_folder(path: Path) -> frozenset[DocumentKind]:
    """Return the kinds that a file in this place may have: in one of the known folders those of the folder."""
    return FOLDERS.get(path.absolute().parent.name, ALL_KINDS)
