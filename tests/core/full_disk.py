"""Storage and cache on a disk that takes nothing more."""

import errno
import os
from typing import Any

from django.core.files.storage import InMemoryStorage


class Storage(InMemoryStorage):
    """Refuses every file."""

    def _save(self, name: str, content: Any) -> str:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
