"""The machine's fonts: what our own lack (Chinese, Thai, emoji) is drawn with these, or as boxes. No Django."""

import os
import subprocess
from functools import lru_cache
from pathlib import Path

# Language or kind of sign, as fontconfig names it; and what a person calls it.
SCRIPTS = {
    ":lang=zh": "Chinese",
    ":lang=ja": "Japanese",
    ":lang=ko": "Korean",
    ":lang=th": "Thai",
    ":lang=ar": "Arabic",
    ":charset=1f600": "emoji",
}
PACKAGES = "fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji"
_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
_SECONDS = 10
Stamp = tuple[tuple[str, int], ...]


def stamp(folders: tuple[str, ...] = _FOLDERS) -> Stamp:
    """Return the folders of fonts with the moment when each was last changed: a font that comes or goes changes it."""
    found = [
        (here, os.stat(here).st_mtime_ns)
        for folder in folders
        for here, _folders, _files in os.walk(Path(folder).expanduser())
    ]
    return tuple(sorted(found))


def scripts_without_a_font() -> list[str]:
    """Return the scripts that no font of this machine has; none when it cannot be asked."""
    return list(_missing(stamp(), os.environ.get("PATH", os.defpath)))


@lru_cache(maxsize=1)
def _missing(_stamp: Stamp, _path: str) -> tuple[str, ...]:
    try:
        return tuple(name for pattern, name in SCRIPTS.items() if not _fonts_for(pattern))
    except (OSError, subprocess.SubprocessError):
        return ()


def _fonts_for(pattern: str) -> str:
    command = ["fc-list", pattern, "family"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=True)  # noqa: S603
    return done.stdout.strip()
