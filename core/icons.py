"""The icons that are used: Lucide. `script/vendor` cuts the drawings into `icons.json`; browsers get one file."""

import json
from functools import cache
from html import escape
from pathlib import Path

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

# The file of all drawings: fetched once, so that a page with two hundred icons holds none of them.
NAME = "icons.svg"


class UnknownIconError(LookupError):
    """The name is not among those cut by `script/vendor`."""


@cache
def drawings() -> dict[str, str]:
    """Return what is drawn inside each icon, by name."""
    with (Path(__file__).parent / "icons.json").open(encoding="utf-8") as file:
        found: dict[str, str] = json.load(file)
    return found


def joined() -> str:
    """Return the file of all drawings, each under its name."""
    symbols = "".join(
        f'<symbol id="{escape(name)}" viewBox="0 0 24 24">{drawing}</symbol>' for name, drawing in drawings().items()
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>'


@cache
def svg(name: str, classes: str = "", label: str = "") -> SafeString:
    """Return the icon as an SVG element: hidden from screen readers, or an image with a label."""
    if name not in drawings():
        raise UnknownIconError(f"There is no icon '{name}'. Add it to 'icons' in package.json and run script/vendor.")
    # A phase page has fifty of them, and HTML needs no quotation marks there.
    css = f'"icon {escape(classes)}"' if classes else "icon"
    role = f'role="img" aria-label="{escape(label)}"' if label else "aria-hidden=true"
    # The name is one of ours, what else was given is escaped.
    return mark_safe(f'<svg class={css} {role}><use href="{static(NAME)}#{name}"/></svg>')
