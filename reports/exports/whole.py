"""The whole red thread in one picture: each goal, the KPIs and the activities on it, broken where it breaks.

Positions are millimetres on a page of 170. Shapes tell how something stands, so that the picture says the same in black
and white; every word of it stands in its title.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from exports.document import FigureBlock, Layout
from reports.exports.drawings import INK, SOFT, drawn, written
from reports.exports.hanging import Hanging, activity_words, kpi_words
from strategy.models import Goal

THREAD = "#c8102e"
WIDTH, HEAD, TOP = 170.0, 6.0, 3.2
# A row of knots, the room between goals, and how high a picture may be beside its words on a page.
STEP, GAP, HIGHEST = 6.6, 3.4, 196.0
KPIS, WORK, PITCH, KNOT = 70.0, 120.0, 16.4, 14.4
IN_A_ROW, MOST_ROWS = 3, 4
LETTERS, TITLE_LINES = 38, 3
SIZE, LINE = 2.9, 3.9


@dataclass(frozen=True, slots=True)
class KnotDrawn:
    """A knot on the thread: its key, how it stands, and whether nobody answers for it."""

    key: str
    sign: str = "none"
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A goal with its knots, and what is said of it."""

    title: tuple[str, ...]
    kpis: tuple[KnotDrawn, ...]
    work: tuple[KnotDrawn, ...]
    said: str

    @property
    def height(self) -> float:
        """How many millimetres it takes."""
        knots = max(_rows(self.kpis), _rows(self.work), 1)
        return max(knots * STEP, len(self.title) * LINE + 1) + GAP


def whole_thread(found: Hanging) -> list[FigureBlock]:
    """Return the picture, or several where the goals need more than a page."""
    rows = [_row(found, goal) for goal in found.goals]
    pages: list[list[Row]] = []
    for row in rows:
        if not pages or sum(one.height for one in pages[-1]) + row.height > HIGHEST:
            pages.append([])
        pages[-1].append(row)
    label, caption = _("The whole thread"), legend()
    return [FigureBlock(label=label, svg=picture(one), caption=caption, place=Layout.FULL) for one in pages]


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
    lines = wrap(title, LETTERS)
    if len(lines) > TITLE_LINES:
        lines = [*lines[: TITLE_LINES - 1], f"{lines[TITLE_LINES - 1][: LETTERS - 1]}…"]
    said = [title, *(map(kpi_words, own) if own else [_("no KPI: the thread is broken here")])]
    said += map(activity_words, work) if work else [_("no activity: the thread is broken here")]
    return Row(
        tuple(lines),
        tuple(KnotDrawn(one.kpi.key, one.chip, not (one.kpi.owner_id or one.kpi.role_text)) for one in own),
        tuple(
            KnotDrawn(line.activity.key, sign_of(line.kind), not (line.activity.owner_id or line.activity.role_text))
            for line in work
        ),
        ", ".join(said),
    )


def sign_of(kind: str) -> str:
    """Return the sign of a status; a ring where it has no other."""
    return kind if kind in ("ok", "warn", "bad", "accent") else "none"


def _rows(knots: Sequence[KnotDrawn]) -> int:
    return min(-(-len(knots) // IN_A_ROW), MOST_ROWS)


def picture(rows: Sequence[Row]) -> SafeString:
    """Draw the rows, one beneath the other, called by all that stands in them."""
    body, y = [], HEAD
    for words, x in ((_("Goal"), 7.0), (_("KPIs"), KPIS), (_("Activities"), WORK)):
        body.append(written(x, TOP, words, 2.6))
    for row in rows:
        body.append(_drawn(row, y))
        y += row.height
    return drawn(WIDTH, y, " ".join(f"{row.said}." for row in rows), "".join(body))


def _drawn(row: Row, top: float) -> str:
    y = top + STEP / 2
    is_whole = bool(row.kpis and row.work)
    end = WORK + min(len(row.work) or 1, IN_A_ROW) * PITCH - PITCH + KNOT / 2
    if row.kpis and not row.work:
        body = _thread(2.6, y, KPIS + KNOT / 2) + _thread(KPIS + KNOT / 2, y, end, is_dashed=True)
    else:
        body = _thread(2.6, y, end, is_dashed=not is_whole)
    body += f'<circle cx="2.6" cy="{y:.2f}" r="1.9" fill="{THREAD}"/>'
    for number, line in enumerate(row.title):
        at = top + STEP / 2 + 1.1 + number * LINE
        # The thread passes behind the words.
        room = len(line) * SIZE * 0.58 + 1.6
        body += f'<rect x="5.6" y="{at - 2.9:.2f}" width="{room:.2f}" height="3.9" fill="#fff"/>'
        body += written(6.6, at, line, SIZE, bold=True)
    body += _knots(row.kpis, KPIS, top, _("No KPI")) + _knots(row.work, WORK, top, _("No activity"))
    return body


def _thread(x: float, y: float, end: float, *, is_dashed: bool = False) -> str:
    dashes = ' stroke-dasharray="1.6 1.3"' if is_dashed else ""
    return f'<path d="M{x:.2f} {y:.2f}H{end:.2f}" stroke="{THREAD}" stroke-width=".7"{dashes}/>'


def _knots(knots: Sequence[KnotDrawn], left: float, top: float, missing: str) -> str:
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
        body += _thread(left + 1, y, left + (here - 1) * PITCH + KNOT / 2)
    for place, one in enumerate(shown):
        body += _knot(one, left + place % IN_A_ROW * PITCH, top + place // IN_A_ROW * STEP + STEP / 2)
    if len(shown) < len(knots):
        x, y = left + (most - 1) % IN_A_ROW * PITCH, top + (MOST_ROWS - 1) * STEP + STEP / 2
        body += f'<rect x="{x:.2f}" y="{y - 2.5:.2f}" width="{KNOT}" height="5" fill="#fff"/>'
        body += written(x + 1.5, y + 0.95, f"+ {len(knots) - len(shown)}", 2.7, bold=True)
    return body


def _knot(one: KnotDrawn, x: float, y: float) -> str:
    if one.sign == "more":
        return f'<rect x="{x:.2f}" y="{y - 2.5:.2f}" width="{KNOT}" height="5" fill="#fff"/>' + written(
            x + 1.5, y + 0.95, one.key, 2.7, bold=True
        )
    dashes = ' stroke-dasharray="1 .8"' if one.is_loose else ""
    box = f'x="{x:.2f}" y="{y - 2.5:.2f}" width="{KNOT}" height="5" rx="2.5" fill="#fff"'
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
