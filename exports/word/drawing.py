"""Our own drawings as pictures: Word needs a bitmap, and the charts are made of a handful of kinds of element.

Only what `core.charts` and the line of time draw in print is understood; for anything else there is no picture, and
Word gets the drawing's words instead.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import groupby, pairwise
from math import ceil, hypot
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from PIL import Image, ImageColor, ImageDraw, ImageFont

from exports.assets import STATIC

Point = tuple[float, float]
# Dots on a millimetre in the file, and how much finer it is drawn.
_DOTS, _FINER = 8, 2
_HIGHEST = 240
_FONTS = STATIC / "print" / "fonts"
# What the fonts of the western letters hold beyond Latin 1.
_WESTERN = frozenset("–—‘’‚“”„•…€−™")
_STEP = re.compile(r"([MmLlHhVvZz])|(-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)")
_TAKES = {"m": 2, "l": 2, "h": 1, "v": 1}


class StrangeDrawingError(ValueError):
    """The drawing holds something that cannot be drawn here."""


@lru_cache(maxsize=64)
def picture_of(svg: str, width: int) -> bytes | None:
    """Return the drawing as PNG, so many millimetres wide; nothing for one that holds what is not understood."""
    try:
        root = ET.fromstring(svg)  # noqa: S314 -- our own drawing, whose words are escaped
        left, top, across, down = (float(side) for side in root.get("viewBox", "").split())
        if not 0 < down / across * width <= _HIGHEST or left or top:
            return None
        pen = _Pen(width * _DOTS * _FINER / across, across, down)
        pen.draw(root)
    except (StrangeDrawingError, ET.ParseError, ValueError):
        return None
    out = BytesIO()
    pen.picture.reduce(_FINER).quantize(256).save(out, "PNG", optimize=True)
    return out.getvalue()


class _Pen:
    def __init__(self, scale: float, across: float, down: float) -> None:
        self.scale = scale
        self.picture = Image.new("RGB", (ceil(across * scale), ceil(down * scale)), "#ffffff")
        self.on = ImageDraw.Draw(self.picture)

    def draw(self, parent: Element) -> None:
        for one in parent:
            match one.tag.rpartition("}")[2]:
                case "title" | "desc":
                    pass
                case "g":
                    self.draw(one)
                case "text":
                    self.text(one)
                case "rect":
                    self.rect(one)
                case "circle":
                    self.circle(one)
                case "line":
                    ends = [(_number(one, f"x{n}"), _number(one, f"y{n}")) for n in (1, 2)]
                    self.stroke(one, ends)
                case "polyline":
                    pairs = (pair.split(",") for pair in one.get("points", "").split())
                    self.stroke(one, [(float(x), float(y)) for x, y in pairs])
                case "path":
                    for points, is_closed in _lines(one.get("d", "")):
                        self.shape(one, points, is_closed=is_closed)
                case name:
                    raise StrangeDrawingError(name)

    def at(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in points]

    def shape(self, one: Element, points: list[Point], *, is_closed: bool) -> None:
        fill = _colour(one, "fill", "#000000")
        if fill and is_closed and len(points) > 2:
            self.on.polygon(self.at(points), fill=fill)
        self.stroke(one, [*points, points[0]] if is_closed else points)

    def stroke(self, one: Element, points: list[Point]) -> None:
        colour = _colour(one, "stroke", "")
        if not colour or not points:
            return
        width = _number(one, "stroke-width", 1)
        thick = max(1, round(width * self.scale))
        is_round = one.get("stroke-linecap") == "round"
        if len(points) > 1 and points[0] == points[1] and is_round:
            self.dot(points[0], width / 2, colour)
            return
        dashes = [float(part) for part in re.split(r"[ ,]+", one.get("stroke-dasharray", "").strip()) if part]
        for piece in _dashed(points, dashes) if dashes else [points]:
            self.on.line(self.at(piece), fill=colour, width=thick, joint="curve")
            if is_round:
                for end in (piece[0], piece[-1]):
                    self.dot(end, width / 2, colour)

    def dot(self, centre: Point, radius: float, colour: str) -> None:
        ((x, y),) = self.at([centre])
        reach = radius * self.scale
        self.on.ellipse((x - reach, y - reach, x + reach, y + reach), fill=colour)

    def circle(self, one: Element) -> None:
        centre, radius = (_number(one, "cx"), _number(one, "cy")), _number(one, "r")
        edge, width = _colour(one, "stroke", ""), _number(one, "stroke-width", 1)
        if edge:
            self.dot(centre, radius + width / 2, edge)
        self.dot(centre, radius - (width / 2 if edge else 0), _colour(one, "fill", "#000000") or "#ffffff")

    def rect(self, one: Element) -> None:
        x, y, across, down = (_number(one, name) for name in ("x", "y", "width", "height"))
        fill, edge = _colour(one, "fill", "#000000"), _colour(one, "stroke", "")
        corners = [(x, y), (x + across, y), (x + across, y + down), (x, y + down)]
        if edge and one.get("stroke-dasharray"):
            if fill:
                self.on.rectangle([*self.at([corners[0]])[0], *self.at([corners[2]])[0]], fill=fill)
            self.stroke(one, [*corners, corners[0]])
            return
        width = round(_number(one, "stroke-width", 1) * self.scale) if edge else 0
        # SVG lays half of the edge outside.
        (left, top), (right, bottom) = self.at([corners[0], corners[2]])
        half = width / 2
        box = (left - half, top - half, right + half, bottom + half)
        self.on.rounded_rectangle(
            box, _number(one, "rx") * self.scale, fill=fill or None, outline=edge or None, width=width or 1
        )

    def text(self, one: Element) -> None:
        size, weight = _number(one, "font-size", 13) * self.scale, 600 if one.get("font-weight") == "600" else 400
        runs = [
            ("".join(letters), _font(weight, size, is_western=is_western))
            for is_western, letters in groupby(one.text or "", _is_western)
        ]
        length = sum(font.getlength(words) for words, font in runs)
        ((x, y),) = self.at([(_number(one, "x"), _number(one, "y"))])
        x -= {"middle": length / 2, "end": length}.get(one.get("text-anchor", ""), 0)
        for words, font in runs:
            self.on.text((x, y), words, fill=_colour(one, "fill", "#000000"), font=font, anchor="ls")
            x += font.getlength(words)


def _is_western(letter: str) -> bool:
    return ord(letter) < 0x100 or letter in _WESTERN


@lru_cache(maxsize=32)
def _font(weight: int, size: float, *, is_western: bool) -> ImageFont.FreeTypeFont:
    letters = "latin" if is_western else "latin-ext"
    return ImageFont.truetype(_FONTS / f"schibsted-grotesk-{letters}-{weight}-normal.woff2", size)


def _number(one: Element, name: str, otherwise: float = 0) -> float:
    return float(one.get(name, otherwise))


def _colour(one: Element, name: str, otherwise: str) -> str:
    """Return the colour, or nothing for none; a colour that is not one is no drawing of ours."""
    colour = one.get(name, otherwise)
    if colour in ("", "none"):
        return ""
    ImageColor.getrgb(colour)
    return str(colour)


def _lines(d: str) -> Iterator[tuple[list[Point], bool]]:
    """Give the lines of a path, and whether each is closed."""
    if _STEP.sub("", d).strip(" ,\n"):
        raise StrangeDrawingError(d)
    points: list[Point] = []
    x = y = 0.0
    for letter, numbers in _steps(d):
        kind = letter.lower()
        if kind == "z":
            yield points, True
            (x, y), points = points[0], points[:1]
            continue
        for i in range(0, len(numbers), _TAKES[kind]):
            given = numbers[i : i + _TAKES[kind]]
            across, down = 0.0 if kind == "v" else given[0], 0.0 if kind == "h" else given[-1]
            if letter.islower():
                x, y = x + across, y + down
            else:
                x, y = (x if kind == "v" else across), (y if kind == "h" else down)
            if kind == "m" and not i:
                if len(points) > 1:
                    yield points, False
                points = []
            points.append((x, y))
    if len(points) > 1:
        yield points, False


def _steps(d: str) -> Iterator[tuple[str, list[float]]]:
    letter, numbers = "", list[float]()
    for found in _STEP.finditer(d):
        if found[1]:
            if letter:
                yield letter, numbers
            letter, numbers = found[1], []
        else:
            numbers.append(float(found[2]))
    if letter:
        yield letter, numbers


def _dashed(points: Sequence[Point], dashes: Sequence[float]) -> Iterator[list[Point]]:
    """Give the pieces of a line that its dashes leave."""
    number, left = 0, dashes[0]
    for (x1, y1), (x2, y2) in pairwise(points):
        length, done = hypot(x2 - x1, y2 - y1), 0.0
        while done < length:
            step = min(left, length - done)
            if number % 2 == 0:
                ends = (done / length, (done + step) / length)
                yield [(x1 + (x2 - x1) * part, y1 + (y2 - y1) * part) for part in ends]
            done, left = done + step, left - step
            if left <= 1e-9:
                number += 1
                left = dashes[number % len(dashes)]
