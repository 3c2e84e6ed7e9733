"""The style sheet that browsers get: one file, put together from those that people write."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage, Storage

NAME = "css/app.css"
SOURCE = Path(settings.BASE_DIR) / "static" / NAME
PART = re.compile(r'^@import url\("([\w-]+\.css)"\);\n', re.MULTILINE)


def joined() -> str:
    """Return the style sheet with its parts where it names them."""
    return PART.sub(
        lambda part: (SOURCE.parent / part[1]).read_text(encoding="utf-8"), SOURCE.read_text(encoding="utf-8")
    )


class StyleSheetFinder(BaseFinder):
    """Gives the joined style sheet under the name of the file that lists its parts."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != NAME:
            return []
        made = str(self.make())
        return [made] if find_all or kwargs.get("all") else made

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        yield NAME, FileSystemStorage(location=self.make().parents[1])

    def make(self) -> Path:
        """Write the style sheet if it is not what its parts say, and return where it lies."""
        path, wanted = Path(settings.DATA_DIR) / "made" / NAME, joined()
        if not path.exists() or path.read_text(encoding="utf-8") != wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            new = path.with_suffix(f".{os.getpid()}")
            new.write_text(wanted, encoding="utf-8")
            new.replace(path)
        return path
