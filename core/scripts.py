"""A script that browsers get as one file: a module with what it imports, each in a function of its own."""

import re
from pathlib import Path

from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
# What a page would otherwise fetch module by module, one after the other.
NAMES = ("js/app.js", "js/workbook/index.js")
IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"(\.[^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async function|function|const) (\w+))", re.MULTILINE)


def joined(name: str) -> str:
    """Return a module and all that it imports by a plain `import`, in the order in which they run."""
    found: list[Path] = []
    _collect(STATIC / name, found)
    return "\n".join(map(_wrapped, found))


def _collect(path: Path, found: list[Path]) -> None:
    for imported in IMPORT.finditer(path.read_text(encoding="utf-8")):
        _collect((path.parent / imported[2]).resolve(), found)
    if path not in found:
        found.append(path)


def _wrapped(path: Path) -> str:
    source = path.read_text(encoding="utf-8")
    exported = ", ".join(EXPORT.findall(source))
    body = EXPORT.sub("", IMPORT.sub(lambda one: _taken(path, one), source))
    return f"const {place_of(path)} = (() => {{\n{body}return {{ {exported} }};\n}})();\n"


def _taken(path: Path, imported: re.Match[str]) -> str:
    if not imported[1]:
        return ""
    names = re.sub(r"\b(\w+) as (\w+)", r"\1: \2", imported[1].strip())
    return f"const {{ {names} }} = {place_of((path.parent / imported[2]).resolve())};\n"


def place_of(path: Path) -> str:
    """Return the name under which a joined module stands."""
    return "$" + re.sub(r"\W", "_", path.relative_to(STATIC / "js").with_suffix("").as_posix())
