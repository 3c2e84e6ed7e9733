"""The project's own files, as the house tests read them."""

import os
import re
import tomllib
from collections.abc import Iterator
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


def rooms() -> list[str]:
    """Return the rooms from top to bottom, as the layers name them."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return list(tomllib.load(file)["tool"]["importlinter"]["root_packages"])


def lines_with(pattern: str, paths: list[Path], flags: int = 0) -> list[str]:
    """Return `file:line: text` for every line in which the pattern is found."""
    wanted = re.compile(pattern, flags)
    return [
        f"{path}:{number}: {line.strip()[:120]}"
        for path in paths
        for number, line in enumerate(read(path).splitlines(), start=1)
        if wanted.search(line)
    ]
