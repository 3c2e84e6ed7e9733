"""A small cover of a document: paper stays white, so its colours are literal; the words beside it say the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from django.utils.safestring import SafeString, mark_safe

from clusters.models import Cluster
from core.graphics import wheel
from core.graphics.wheel import PRINT_COLOURS

INK, SOFT, LINE, ACCENT = "#14232b", "#45555e", "#dbe3e6", "#005275"
WIDTH, HEIGHT, MARGIN = 132, 186, 12
LETTERS, TITLE_LINES, CUT = 16, 5, 22


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on a cover: the kind of document, its title, a line for the day, and the picture."""

    kind: str
    title: str
    day: str = ""
    art: str = "lines"


def drawn_cover(cluster: Cluster, cover: Cover) -> SafeString:
    """Draw a cover."""
    accent = cluster.accent or ACCENT
    lines = wrap(" ".join(_parted(word) for word in cover.title.split()), LETTERS, break_on_hyphens=True) or [""]
    if len(lines) > TITLE_LINES:
        lines = [*lines[: TITLE_LINES - 1], f"{lines[TITLE_LINES - 1][: LETTERS - 1]}…"]
    body = f'<rect x=".5" y=".5" width="{WIDTH - 1}" height="{HEIGHT - 1}" rx="3" fill="#fff" stroke="{LINE}"/>'
    body += f'<rect x="{MARGIN}" y="14" width="26" height="4" fill="{accent}"/>'
    body += _text(31, cover.kind, 9, SOFT)
    for number, line in enumerate(lines):
        body += _text(49 + number * 15, line, 12.5, INK, 650)
    body += _text(49 + len(lines) * 15, cover.day, 9, SOFT)
    body += ART.get(cover.art, _lines)(accent)
    body += _text(HEIGHT - 10, _short(cluster.shown_name), 7, SOFT)
    return mark_safe(f'<svg class="cover" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">{body}</svg>')


def _parted(word: str) -> str:
    """Part a word that is longer than a line, with a hyphen."""
    most = LETTERS - 1
    parts = [word[at : at + most] for at in range(0, len(word), most)] if len(word) > LETTERS else [word]
    return "- ".join(parts)


def _text(y: float, words: str, size: float, colour: str, weight: int = 400) -> str:
    look = f'font-size="{size}" font-weight="{weight}" fill="{colour}"'
    return f'<text x="{MARGIN}" y="{y}" {look}>{escape(words)}</text>' if words else ""


def _short(words: str) -> str:
    return words if len(words) <= CUT + 8 else f"{words[: CUT + 7].rstrip()}…"


def _wheel(accent: str) -> str:
    return f'<g transform="translate(72 112) scale(.24)">{_segments(PRINT_COLOURS)}</g>'


def _segments(colours: Sequence[str]) -> str:
    return "".join(
        f'<path d="{segment.arc}" fill="none" stroke="{colour}" stroke-width="{segment.thickness:.1f}"/>'
        for segment, colour in zip(wheel.segments(len(colours)), colours, strict=True)
    )


def _rings(accent: str) -> str:
    return "".join(
        f'<circle cx="96" cy="140" r="{radius}" fill="none" stroke="{accent}" stroke-width="4" '
        f'stroke-dasharray="{radius * part:.1f} {radius * 7:.1f}" transform="rotate(-90 96 140)"/>'
        f'<circle cx="96" cy="140" r="{radius}" fill="none" stroke="{accent}" stroke-width="4" opacity=".15"/>'
        for radius, part in ((24, 4.6), (17, 5.4), (10, 3.1))
    )


def _bars(accent: str) -> str:
    sizes = ((12, 12), (32, 20), (52, 17), (72, 30), (92, 40))
    return "".join(
        f'<rect x="{x}" y="{166 - high}" width="13" height="{high}" fill="{accent}" opacity="{0.35 + 0.13 * n:.2f}"/>'
        for n, (x, high) in enumerate(sizes)
    )


def _plan(accent: str) -> str:
    return "".join(
        f'<rect x="{x}" y="{y}" width="{width}" height="6" rx="3" fill="{accent}" opacity="{shade}"/>'
        for x, y, width, shade in ((12, 126, 40, 1), (34, 137, 52, 0.7), (58, 148, 34, 0.5), (70, 159, 50, 0.3))
    )


def _radar(accent: str) -> str:
    ring = '<polygon points="96,120 122,139 112,168 80,168 70,139" fill="none" stroke="#dbe3e6"/>'
    inner = '<polygon points="96,132 111,142 106,160 84,158 80,142" fill-opacity=".18" stroke-width="2"'
    return f'{ring}{inner} fill="{accent}" stroke="{accent}"/>'


def _lines(accent: str) -> str:
    return "".join(
        f'<rect x="12" y="{130 + n * 9}" width="{width}" height="3" fill="{SOFT}" opacity=".28"/>'
        for n, width in enumerate((108, 96, 102, 60))
    )


ART = {"wheel": _wheel, "rings": _rings, "bars": _bars, "plan": _plan, "radar": _radar, "lines": _lines}
