"""Static files that are put together from those that people write, under the name of the one that lists the others."""

import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage, Storage

from core import icons, scripts, styles

JOINED: dict[str, Callable[[], str]] = {
    styles.NAME: styles.joined,
    icons.NAME: icons.joined,
    **{name: partial(scripts.joined, name) for name in scripts.NAMES},
}


class JoinedFilesFinder(BaseFinder):
    """Gives each joined file to `collectstatic` and to a page in development alike."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path not in JOINED:
            return []
        made = str(self.make(path))
        return [made] if find_all or kwargs.get("all") else made

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for name in JOINED:
            self.make(name)
            yield name, FileSystemStorage(location=_folder())

    def make(self, name: str) -> Path:
        """Write the file if it is not what its parts say, and return where it lies."""
        path, wanted = _folder() / name, JOINED[name]()
        if not path.exists() or path.read_text(encoding="utf-8") != wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            new = path.with_suffix(f".{os.getpid()}")
            new.write_text(wanted, encoding="utf-8")
            new.replace(path)
        return path


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "made"
