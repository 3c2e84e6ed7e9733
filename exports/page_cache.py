"""The page of a document, drawn once for what it says: asking for a file that is made already draws nothing.

What is remembered is named by all that the document holds, so it cannot be out of date; a process keeps a few.
"""

import hashlib
import pickle
from collections import OrderedDict
from functools import lru_cache
from threading import Lock

from django.conf import settings

from core.parts.values import Same
from exports.document import PrintDocument
from exports.html import print_html

# A document of sixty pages has some 300,000 characters, a megabyte at most in memory.
MOST_CHARACTERS = 8_000_000

_pages: OrderedDict[bytes, str] = OrderedDict()
_lock = Lock()


@lru_cache(16)
def _name_of(same: Same[PrintDocument]) -> bytes:
    """Return the digest of all that a document holds; the same object, which nobody changes, is read once."""
    # Pickled and not only compared: it tells HTML from plain words of the same letters.
    return hashlib.sha256(pickle.dumps(same.value)).digest()


def page_of(document: PrintDocument) -> str:
    """Return what `print_html` makes of the document."""
    if settings.DEBUG:  # its templates may have changed since
        return print_html(document)
    name = _name_of(Same(document))
    with _lock:
        if name in _pages:
            _pages.move_to_end(name)
            return _pages[name]
    html = print_html(document)
    with _lock:
        _pages[name] = html
        while sum(map(len, _pages.values())) > MOST_CHARACTERS:
            _pages.popitem(last=False)
    return html
