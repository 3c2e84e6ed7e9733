"""The print assets that a document may read while it becomes a PDF. No Django here: the child process asks too."""

from pathlib import Path
from urllib.parse import unquote

STATIC = Path(__file__).resolve().parent.parent / "static"
SCHEME = "asset:"
FOLDERS = ("print", "brand")
TYPES = {
    ".css": "text/css",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
}


class AssetFault(ValueError):
    """An `asset:` address names nothing that a document may read."""


def asset_path(url: str, static: Path = STATIC) -> Path:
    """Return the file that an `asset:` address names; raise AssetFault for anything outside the print folders."""
    name = unquote(url.removeprefix(SCHEME))
    steps = name.split("/")
    if steps[0] not in FOLDERS or any(step in ("", ".", "..") for step in steps) or "\\" in name or "\0" in name:
        raise AssetFault(name)
    path = (static / name).resolve()
    if not path.is_relative_to((static / steps[0]).resolve()) or not path.is_file() or path.suffix not in TYPES:
        raise AssetFault(name)
    return path
