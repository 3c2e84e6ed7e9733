"""Colours as people write them, and whether words can be read in them. Pure Python."""

import re

WHITE = "#ffffff"
READABLE = 4.5
_LONG = re.compile(r"#?([0-9a-f]{6})")
_SHORT = re.compile(r"#?([0-9a-f])([0-9a-f])([0-9a-f])")


def parse_colour(text: str) -> str | None:
    """Return `#rrggbb` for `#rrggbb`, `rrggbb`, `#rgb` or `rgb`, and None for anything else."""
    written = text.strip().lower()
    if found := _LONG.fullmatch(written):
        return f"#{found[1]}"
    if found := _SHORT.fullmatch(written):
        return "#" + "".join(letter * 2 for letter in found.groups())
    return None


def contrast(one: str, other: str) -> float:
    """Return the contrast between two colours, from 1 to 21, as WCAG 2 defines it."""
    low, high = sorted((_luminance(_linear(one)), _luminance(_linear(other))))
    return (high + 0.05) / (low + 0.05)


def is_readable(colour: str) -> bool:
    """Tell whether words in the colour can be read on white, and white ones on it."""
    return contrast(colour, WHITE) >= READABLE


def nearest_readable(colour: str) -> str:
    """Return the colour itself, or its lightest shade that can be read on white; its tone stays."""
    if is_readable(colour):
        return colour
    # Less light of the same kind: the three parts keep their proportion.
    red, green, blue = _linear(colour)
    low, high = 0.0, 1.0
    for _step in range(24):
        middle = (low + high) / 2
        shade = _written((red * middle, green * middle, blue * middle))
        low, high = (middle, high) if is_readable(shade) else (low, middle)
    return _written((red * low, green * low, blue * low))


def _linear(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return _light(red), _light(green), _light(blue)


def _light(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _written(light: tuple[float, float, float]) -> str:
    parts = [part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in light]
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, part))):02x}" for part in parts)


def _luminance(light: tuple[float, float, float]) -> float:
    red, green, blue = light
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
