"""Documents that are parsed once for each process and edition: an edition never changes, so its digest names it."""

from collections import OrderedDict
from threading import Lock
from typing import Any

from schema.documents import Document
from schema.parsing import parse

MOST_DOCUMENTS = 256

_documents: OrderedDict[str, Document] = OrderedDict()
_lock = Lock()


def remembered(digest: str) -> Document | None:
    """Return the document of this digest if this process has parsed it, so that nobody need read its data."""
    with _lock:
        if digest not in _documents:
            return None
        _documents.move_to_end(digest)
        return _documents[digest]


def document_of(data: dict[str, Any], digest: str) -> Document:
    """Return the stored edition's document; the digest is that of the data."""
    known = remembered(digest)
    if known is not None:
        return known
    document = parse(data)
    with _lock:
        _documents[digest] = document
        while len(_documents) > MOST_DOCUMENTS:
            _documents.popitem(last=False)
    return document
