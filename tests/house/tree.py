"""The project's own files, as the house tests read them."""

import functools
import os
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MADE = {".hypothesis", ".git", ".venv", "node_modules", "var", "build", "__pycache__"}


def files(*suffixes: str) -> list[Path]:
    """Return the project's files with one of the suffixes (all files without any), as paths from its folder."""
    return sorted(path for path in _walk() if not suffixes or path.suffix in suffixes)


def _walk() -> Iterator[Path]:
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in MADE and not name.endswith(("_cache", ".egg-info"))]
        for name in names:
            yield Path(folder, name).relative_to(ROOT)


def read(path: Path | str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@functools.cache
def rooms() -> tuple[str, ...]:
    """Return the rooms from top to bottom, as the layers name them; kept, since tests ask for each file once more."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tuple(tomllib.load(file)["tool"]["importlinter"]["root_packages"])


@functools.cache
def product() -> tuple[Path, ...]:
    """Return the files of the rooms, without what is no longer changed: migrations."""
    return tuple(path for path in files(".py") if path.parts[0] in rooms() and "migrations" not in path.parts)


def lines_with(pattern: str, paths: Iterable[Path], flags: int = 0) -> list[str]:
    """Return `file:line: text` for every line in which the pattern is found."""
    wanted = re.compile(pattern, flags)
    return [
        f"{path}:{number}: {line.strip()[:120]}"
        for path in paths
        for number, line in enumerate(read(path).splitlines(), start=1)
        if wanted.search(line)
    ]
