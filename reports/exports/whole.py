"""The whole red thread in one picture: from what the cluster wants through each goal, its KPIs and activities to what
shows that it was reached, broken where it breaks.

Positions are millimetres on a page of 170. Shapes tell how something stands, so that the picture says the same in black
and white; every word of it stands in its title.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten, wrap

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from exports.document import FigureBlock, Layout
from findings.shown.thread import Evidence, evidence_of
from reports.exports.drawings import INK, SOFT, drawn, written
from reports.exports.hanging import Hanging, Wanted, activity_words, kpi_words
from strategy.models import Goal

THREAD = "#c8102e"
WIDTH, HEAD, TOP = 170.0, 6.0, 3.2
# A row of knots, the room between goals, and how high a picture may be beside its words on a page.
STEP, GAP, HIGHEST = 6.6, 3.4, 196.0
IN_A_ROW, MOST_ROWS, TITLE_LINES = 3, 4, 4
SIZE, LINE = 2.9, 3.9
# What the cluster wants, above the goals: as much of it as on the screen, in lines as wide as the picture.
MOST_WANTED, WANTED_LETTERS = 240, 116
# What is said at the end of a strand.
SMALL, SMALL_LINE = 2.6, 3.5


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of a picture begin, how far apart their knots are, and what a line of a goal has room for."""

    letters: int
    kpis: float
    work: float
    pitch: float
    knot: float
    evidence: float | None = None


WIDE = Columns(letters=25, kpis=50.0, work=91.0, pitch=13.4, knot=12.4, evidence=134.0)
# Without what shows that it was reached, where there is less room for more goals.
NARROW = Columns(letters=38, kpis=70.0, work=120.0, pitch=16.4, knot=14.4)


@dataclass(frozen=True, slots=True)
class KnotDrawn:
    """A knot on the thread: its key, how it stands, and whether nobody answers for it."""

    key: str
    sign: str = "none"
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A goal with its knots, what shows for it, and what is said of it."""

    title: tuple[str, ...]
    kpis: tuple[KnotDrawn, ...]
    work: tuple[KnotDrawn, ...]
    said: str
    evidence: Evidence | None = None

    @property
    def shows(self) -> tuple[str, ...]:
        """What stands at its end."""
        return (self.evidence.words or (_("Nothing yet"),)) if self.evidence else ()

    @property
    def height(self) -> float:
        """How many millimetres it takes."""
        knots = max(_rows(self.kpis), _rows(self.work), 1)
        return max(knots * STEP, len(self.title) * LINE + 1, len(self.shows) * SMALL_LINE + 2) + GAP


def whole_thread(found: Hanging) -> list[FigureBlock]:
    """Return the picture, or several where the goals need more than a page; the first begins at what is wanted."""
    rows = [_row(found, goal) for goal in found.goals]
    pages: list[list[Row]] = []
    room = HIGHEST - _Beginning(found.wanted).height
    for row in rows:
        if not pages or sum(one.height for one in pages[-1]) + row.height > room:
            room = HIGHEST if pages else room
            pages.append([])
        pages[-1].append(row)
    label, caption = _("The whole thread"), legend()
    return [
        FigureBlock(
            label=label,
            svg=picture(one, WIDE, None if number else found.wanted),
            caption=caption,
            place=Layout.FULL,
        )
        for number, one in enumerate(pages)
    ]


def legend() -> str:
    """Say what the shapes of the picture mean."""
    return _(
        "A disc is on track or done, a triangle slightly behind or delayed, a cross off track or overdue, half a "
        "disc is under way, a ring is not measured or not begun. A dashed knot has no owner. Where the thread is "
        "dashed, something is missing."
    )


def _row(found: Hanging, goal: Goal) -> Row:
    own, work = found.kpis_of(goal), found.lines_of(goal)
    title = f"{goal.key} {goal.title_text.resolve(found.language).text}"
    lines = wrap(title, WIDE.letters)
    if len(lines) > TITLE_LINES:
        lines = [*lines[: TITLE_LINES - 1], f"{lines[TITLE_LINES - 1][: WIDE.letters - 1]}…"]
    said = [title, *(map(kpi_words, own) if own else [_("no KPI: the thread is broken here")])]
    said += map(activity_words, work) if work else [_("no activity: the thread is broken here")]
    evidence = evidence_of(own, work, found.language)
    shown = ", ".join(evidence.words) or _("Nothing yet")
    return Row(
        tuple(lines),
        tuple(KnotDrawn(one.kpi.key, one.chip, not (one.kpi.owner_id or one.kpi.role_text)) for one in own),
        tuple(
            KnotDrawn(line.activity.key, sign_of(line.kind), not (line.activity.owner_id or line.activity.role_text))
            for line in work
        ),
        f"{', '.join(said)}. {_('Evidence')}: {shown}",
        evidence,
    )


def sign_of(kind: str) -> str:
    """Return the sign of a status; a ring where it has no other."""
    return kind if kind in ("ok", "warn", "bad", "accent") else "none"


def _rows(knots: Sequence[KnotDrawn]) -> int:
    return min(-(-len(knots) // IN_A_ROW), MOST_ROWS)


def picture(rows: Sequence[Row], columns: Columns, wanted: Wanted | None = None) -> SafeString:
    """Draw the rows, one beneath the other, called by all that stands in them; above them what is wanted."""
    beginning = _Beginning(wanted) if wanted else None
    y = (beginning.height if beginning else 0.0) + HEAD
    heads = [(_("Goal"), 7.0), (_("KPIs"), columns.kpis), (_("Activities"), columns.work)]
    if columns.evidence:
        heads.append((_("Evidence"), columns.evidence + 2.4))
    body = [written(x, y - HEAD + TOP, words, SMALL) for words, x in heads]
    if columns.evidence:
        # What is wanted leads to every goal, from page to page.
        first, last = 2.6 if beginning else 0.0, y + sum(one.height for one in rows[:-1]) + STEP / 2
        dashes = ' stroke-dasharray="1.6 1.3"' if beginning and beginning.is_missing else ""
        body.append(f'<path d="M2.6 {first:.2f}V{last:.2f}" stroke="{THREAD}" stroke-width=".7"{dashes}/>')
    for row in rows:
        body.append(_drawn(row, y, columns))
        y += row.height
    if beginning:
        body.append(beginning.drawn)
    said = [beginning.said] if beginning else []
    return drawn(WIDTH, y, " ".join(f"{one}." for one in [*said, *(row.said for row in rows)]), "".join(body))


class _Beginning:
    """What the cluster wants, at the top of the picture; hollow where nobody has written it."""

    def __init__(self, wanted: Wanted) -> None:
        self.is_missing = not wanted.words
        words = wanted.words or _("The cluster’s mission and vision have not been written.")
        words = shorten(words, MOST_WANTED, placeholder="…")
        self.said = (f"{wanted.label}: {words}" if wanted.label else words).rstrip(".")
        self.lines = wrap(words, WANTED_LETTERS)
        self.label = wanted.label

    @property
    def height(self) -> float:
        """How many millimetres it takes."""
        return (len(self.lines) + bool(self.label)) * LINE + 3.4

    @property
    def drawn(self) -> str:
        """A knot, its name and its words."""
        fill = "#fff" if self.is_missing else THREAD
        body = f'<circle cx="2.6" cy="2.6" r="1.9" fill="{fill}" stroke="{THREAD}" stroke-width=".6"/>'
        lines = [(self.label, True)] if self.label else []
        for number, (line, is_bold) in enumerate([*lines, *((line, False) for line in self.lines)]):
            body += written(6.6, 3.7 + number * LINE, line, SIZE, bold=is_bold)
        return body


def _drawn(row: Row, top: float, columns: Columns) -> str:
    y = top + STEP / 2
    first, work = columns.kpis + columns.knot / 2, min(len(row.work) or 1, IN_A_ROW) - 1
    end = columns.work + work * columns.pitch + columns.knot / 2
    if row.kpis and not row.work:
        body = _thread(2.6, y, first) + _thread(first, y, end, is_dashed=True)
    else:
        body = _thread(2.6, y, end, is_dashed=not row.kpis)
    if row.evidence and columns.evidence:
        is_dashed = row.evidence.is_broken or not (row.kpis and row.work)
        body += _thread(end, y, columns.evidence, is_dashed=is_dashed) + _shown(row, columns.evidence, y)
    body += f'<circle cx="2.6" cy="{y:.2f}" r="1.9" fill="{THREAD}"/>'
    for number, line in enumerate(row.title):
        at = top + STEP / 2 + 1.1 + number * LINE
        # The thread passes behind the words.
        room = len(line) * SIZE * 0.58 + 1.6
        body += f'<rect x="5.6" y="{at - 2.9:.2f}" width="{room:.2f}" height="3.9" fill="#fff"/>'
        body += written(6.6, at, line, SIZE, bold=True)
    body += _knots(row.kpis, columns.kpis, top, _("No KPI"), columns)
    return body + _knots(row.work, columns.work, top, _("No activity"), columns)


def _shown(row: Row, x: float, y: float) -> str:
    """Draw the end of a strand: hollow where nothing shows for it."""
    fill = "#fff" if row.evidence and row.evidence.is_broken else THREAD
    body = f'<circle cx="{x:.2f}" cy="{y:.2f}" r="1.2" fill="{fill}" stroke="{THREAD}" stroke-width=".45"/>'
    for number, line in enumerate(row.shows):
        body += written(x + 2.4, y + 0.95 + number * SMALL_LINE, line, SMALL)
    return body


def _thread(x: float, y: float, end: float, *, is_dashed: bool = False) -> str:
    dashes = ' stroke-dasharray="1.6 1.3"' if is_dashed else ""
    return f'<path d="M{x:.2f} {y:.2f}H{end:.2f}" stroke="{THREAD}" stroke-width=".7"{dashes}/>'


def _knots(knots: Sequence[KnotDrawn], left: float, top: float, missing: str, columns: Columns) -> str:
    pitch, knot = columns.pitch, columns.knot
    if not knots:
        y, width = top + STEP / 2, len(missing) * 2.7 * 0.56 + 4
        box = f'x="{left:.2f}" y="{y - 2.5:.2f}" width="{width:.2f}" height="5" rx="2.5" fill="#fff"'
        return (
            f'<rect {box} stroke="{THREAD}" stroke-width=".45" stroke-dasharray="1.2 1"/>'
            f"{written(left + 2, y + 0.95, missing, 2.7)}"
        )
    most = IN_A_ROW * MOST_ROWS
    shown = list(knots) if len(knots) <= most else list(knots[: most - 1])
    body = ""
    for line in range(1, _rows(knots)):
        y = top + STEP * line + STEP / 2
        here = min(len(knots) - line * IN_A_ROW, IN_A_ROW)
        body += f'<path d="M{left + 1:.2f} {y - STEP:.2f}V{y:.2f}" stroke="{THREAD}" stroke-width=".5"/>'
        body += _thread(left + 1, y, left + (here - 1) * pitch + knot / 2)
    for place, one in enumerate(shown):
        body += _knot(one, left + place % IN_A_ROW * pitch, top + place // IN_A_ROW * STEP + STEP / 2, knot)
    if len(shown) < len(knots):
        x, y = left + (most - 1) % IN_A_ROW * pitch, top + (MOST_ROWS - 1) * STEP + STEP / 2
        body += f'<rect x="{x:.2f}" y="{y - 2.5:.2f}" width="{knot}" height="5" fill="#fff"/>'
        body += written(x + 1.5, y + 0.95, f"+ {len(knots) - len(shown)}", 2.7, bold=True)
    return body


def _knot(one: KnotDrawn, x: float, y: float, width: float) -> str:
    if one.sign == "more":
        return f'<rect x="{x:.2f}" y="{y - 2.5:.2f}" width="{width}" height="5" fill="#fff"/>' + written(
            x + 1.5, y + 0.95, one.key, 2.7, bold=True
        )
    dashes = ' stroke-dasharray="1 .8"' if one.is_loose else ""
    box = f'x="{x:.2f}" y="{y - 2.5:.2f}" width="{width}" height="5" rx="2.5" fill="#fff"'
    body = f'<rect {box} stroke="{INK}" stroke-width=".35"{dashes}/>'
    return f"{body}{_shape(one.sign, x + 3.1, y)}{written(x + 5.4, y + 0.95, one.key, 2.7, bold=True)}"


def _shape(sign: str, x: float, y: float) -> str:
    if sign == "ok":
        return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="1.15" fill="{INK}"/>'
    if sign == "warn":
        return f'<path d="M{x:.2f} {y - 1.35:.2f}l1.5 2.5h-3Z" fill="#fff" stroke="{INK}" stroke-width=".45"/>'
    if sign == "bad":
        return f'<path d="M{x - 1:.2f} {y - 1:.2f}l2 2m0-2l-2 2" stroke="#a3141f" stroke-width=".7"/>'
    ring = f'<circle cx="{x:.2f}" cy="{y:.2f}" r="1" fill="#fff" stroke="{SOFT}" stroke-width=".4"/>'
    half = f'<path d="M{x:.2f} {y - 1:.2f}a1 1 0 0 0 0 2Z" fill="{INK}"/>'
    return ring + half if sign == "accent" else ring
