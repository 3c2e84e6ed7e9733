"""A page of guidance as a picture to pass on: its figures with their sources, or its process as a wheel; plain SVG."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from django.conf import settings
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.graphics import wheel
from core.languages import interface_language
from core.text import Language
from library.models import Edition
from library.shown.resources import figures_of
from schema import Resource

WIDTH, MARGIN, GAP = 1000, 64, 40
INKS = ("#302b89", "#0a626c", "#744e00", "#9c2610", "#6e3f61")
INK, QUIET, HAIRLINE = "#14232b", "#45555e", "#dbe3e6"
FONT = "Schibsted Grotesk, Arial, Helvetica, sans-serif"
# How wide a letter is on average, in parts of its height; fat ones are wider.
LETTER, FAT_LETTER = 0.54, 0.58
RADIUS, THICKNESS = 150, 58


@dataclass(slots=True)
class Sheet:
    """What has been drawn, and how far down it reaches."""

    drawn: list[str]
    y: float

    def text(self, x: float, words: str, size: float, **look: str) -> None:
        """Write one line, its foot at the height that has been reached."""
        self.drawn.append(line_of(x, self.y, words, size, **look))

    def lines(self, x: float, words: str, size: float, width: float, **look: str) -> None:
        """Write as many lines as the words need, and go down with them."""
        for line in wrapped(words, size, width, is_fat=look.get("weight", "400") >= "600"):
            self.y += size * 1.3
            self.text(x, line, size, **look)


def line_of(
    x: float, y: float, words: str, size: float, *, weight: str = "400", fill: str = INK, anchor: str = ""
) -> str:
    """Return SVG text at a point in the units of the drawing; the words are escaped."""
    at = f' text-anchor="{anchor}"' if anchor else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{FONT}" font-size="{size:g}" font-weight="{weight}" '
        f'fill="{fill}"{at}>{escape(words)}</text>'
    )


def wrapped(words: str, size: float, width: float, *, is_fat: bool = False) -> list[str]:
    """Return the words in lines that are about as wide as there is room for; a word that is longer is broken."""
    most = max(4, int(width / (size * (FAT_LETTER if is_fat else LETTER))))
    lines: list[str] = []
    for word in words.split():
        pieces = [word[n : n + most] for n in range(0, len(word), most)]
        for piece in pieces:
            if lines and len(lines[-1]) + 1 + len(piece) <= most and piece is pieces[0]:
                lines[-1] += f" {piece}"
            else:
                lines.append(piece)
    return lines


def has_poster(edition: Edition) -> bool:
    """Whether the page has something to draw."""
    document = edition.parsed
    return isinstance(document, Resource) and bool(document.figures or document.wheel)


def poster_of(edition: Edition, language: Language) -> SafeString:
    """Return the picture of a page of guidance in one language: one SVG element with its title first."""
    document = edition.parsed
    if not isinstance(document, Resource):
        raise TypeError("Only guidance is drawn.")
    with translation.override(interface_language(language)):
        title = document.title.resolve(language).text
        sheet = Sheet([], 84)
        sheet.drawn.append(_mark())
        sheet.text(MARGIN + 62, _("The Internationalisation Toolkit"), 22, weight="600")
        sheet.y += 36
        sheet.lines(MARGIN, title, 46, WIDTH - 2 * MARGIN, weight="650")
        sheet.y += 6
        sheet.lines(MARGIN, document.summary.resolve(language).text, 22, WIDTH - 2 * MARGIN, fill=QUIET)
        if document.wheel:
            _wheel(sheet, document, language)
        if document.figures:
            _figures(sheet, document, language)
        _foot(sheet, edition, document, language)
        height = math.ceil(sheet.y + MARGIN)
        said = " ".join(_said(document, language))
        return mark_safe(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
            f'role="img" lang="{language}"><title>{escape(title)}</title><desc>{escape(said)}</desc>'
            f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>{"".join(sheet.drawn)}</svg>'
        )


def _said(document: Resource, language: Language) -> Iterator[str]:
    for turn in document.wheel:
        yield ", ".join(text.resolve(language).text for text in (turn.when, turn.title)) + "."
    for figure in document.figures:
        yield f"{figure.value}: {figure.label.resolve(language).text}."


def _mark() -> str:
    arcs = "".join(
        f'<path d="{segment.arc}" fill="none" stroke="{colour}" stroke-width="{segment.thickness:.2f}"/>'
        for segment, colour in zip(wheel.segments(5), wheel.PRINT_COLOURS, strict=True)
    )
    return f'<g transform="translate({MARGIN} 52) scale(.26) translate(-9 -9)">{arcs}</g>'


def _figures(sheet: Sheet, document: Resource, language: Language) -> None:
    wide = (WIDTH - 2 * MARGIN - GAP) / 2
    shown = figures_of(document)
    sheet.y += 44
    for number in range(0, len(shown), 2):
        top, lowest = sheet.y, sheet.y
        for column, one in enumerate(shown[number : number + 2]):
            x = MARGIN + column * (wide + GAP)
            ink = INKS[(number + column) % len(INKS)]
            sheet.y = top
            sheet.drawn.append(f'<path d="M{x:.1f} {top:.1f}h{wide:.1f}" stroke="{ink}" stroke-width="4"/>')
            size = 76 if len(one.figure.value) <= 9 else 46
            sheet.y += 14
            sheet.lines(x, one.figure.value, size, wide, weight="650", fill=ink)
            sheet.y += 6
            sheet.lines(x, one.figure.label.resolve(language).text, 23, wide)
            sheet.y += 4
            sheet.lines(x, _("Source: %(source)s") % {"source": one.source.title}, 16, wide, fill=QUIET)
            lowest = max(lowest, sheet.y)
        sheet.y = lowest + 44


def _wheel(sheet: Sheet, document: Resource, language: Language) -> None:
    turns = document.wheel
    centre_x, centre_y = WIDTH / 2, sheet.y + RADIUS + THICKNESS + 92
    span = 2 * math.pi / len(turns)
    for number, turn in enumerate(turns):
        colour, ink = wheel.PRINT_COLOURS[number % 5], INKS[number % 5]
        start, end = span * number + 0.02, span * (number + 1) - 0.02
        arc = _arc(centre_x, centre_y, start, end)
        sheet.drawn.append(f'<path d="{arc}" fill="none" stroke="{colour}" stroke-width="{THICKNESS}"/>')
        middle = (start + end) / 2
        x, y = _at(centre_x, centre_y, RADIUS, middle)
        sheet.drawn.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="20" fill="#ffffff"/>')
        sheet.drawn.append(line_of(x, y + 8, str(number + 1), 22, weight="650", fill=ink, anchor="middle"))
        x, y = _at(centre_x, centre_y, RADIUS + THICKNESS / 2 + 22, middle)
        anchor = "middle" if abs(math.sin(middle)) < 0.25 else "start" if math.sin(middle) > 0 else "end"
        y += -24 if math.cos(middle) > 0 else 22
        sheet.drawn.append(line_of(x, y, turn.when.resolve(language).text, 20, fill=QUIET, anchor=anchor))
        label = wrapped(turn.title.resolve(language).text, 25, 270, is_fat=True)
        for step, words in enumerate(label, start=1):
            sheet.drawn.append(line_of(x, y + 30 * step, words, 25, weight="650", fill=ink, anchor=anchor))
    sheet.y = centre_y + RADIUS + THICKNESS + 84
    wide = (WIDTH - 2 * MARGIN - GAP) / 2
    for number in range(0, len(turns), 2):
        top, lowest = sheet.y, sheet.y
        for column, turn in enumerate(turns[number : number + 2]):
            x, ink = MARGIN + column * (wide + GAP), INKS[(number + column) % 5]
            sheet.y = top
            sheet.drawn.append(f'<path d="M{x:.1f} {top:.1f}h{wide:.1f}" stroke="{ink}" stroke-width="4"/>')
            sheet.y += 12
            heading = f"{number + column + 1}. {turn.title.resolve(language).text}"
            sheet.lines(x, heading, 25, wide, weight="650", fill=ink)
            sheet.lines(x, turn.text.resolve(language).text, 21, wide)
            lowest = max(lowest, sheet.y)
        sheet.y = lowest + 36


def _at(x: float, y: float, radius: float, angle: float) -> tuple[float, float]:
    return x + radius * math.sin(angle), y - radius * math.cos(angle)


def _arc(x: float, y: float, start: float, end: float) -> str:
    (x1, y1), (x2, y2) = _at(x, y, RADIUS, start), _at(x, y, RADIUS, end)
    return f"M{x1:.2f} {y1:.2f}A{RADIUS} {RADIUS} 0 {int(end - start > math.pi)} 1 {x2:.2f} {y2:.2f}"


def _foot(sheet: Sheet, edition: Edition, document: Resource, language: Language) -> None:
    sheet.drawn.append(f'<path d="M{MARGIN} {sheet.y:.1f}h{WIDTH - 2 * MARGIN}" stroke="{HAIRLINE}" stroke-width="2"/>')
    sheet.y += 8
    for source in document.sources:
        sheet.lines(MARGIN, f"{source.title}: {source.url}", 15, WIDTH - 2 * MARGIN, fill=QUIET)
    sheet.y += 6
    address = f"{settings.BASE_URL}{edition.publication.get_absolute_url()}"
    sheet.lines(MARGIN, address, 15, WIDTH - 2 * MARGIN, fill=QUIET)
