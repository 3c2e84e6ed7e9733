"""The icons that are used: Lucide, inlined as SVG. `script/vendor` cuts the drawings into `icons.json`."""

import json
from functools import cache
from html import escape
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe


class UnknownIconError(LookupError):
    """The name is not among those cut by `script/vendor`."""


@cache
def drawings() -> dict[str, str]:
    """Return what is drawn inside each icon, by name."""
    with (Path(__file__).parent / "icons.json").open(encoding="utf-8") as file:
        found: dict[str, str] = json.load(file)
    return found


@cache
def svg(name: str, classes: str = "", label: str = "") -> SafeString:
    """Return the icon as an SVG element: hidden from screen readers, or an image with a label."""
    try:
        drawing = drawings()[name]
    except KeyError:
        raise UnknownIconError(
            f"There is no icon '{name}'. Add it to 'icons' in package.json and run script/vendor."
        ) from None
    css = f"icon {escape(classes)}" if classes else "icon"
    role = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    # The drawings are ours to trust: a test compares their sum. What was given is escaped.
    return mark_safe(f'<svg class="{css}" viewBox="0 0 24 24" {role}>{drawing}</svg>')
