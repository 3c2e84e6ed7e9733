"""The plan on a line of time, as one SVG: months and quarters, bars, milestones, who waits for whom, and today.

On the screen the style sheet colours it; in print, where none reaches into a drawing, the colours stand in it.
Each activity is one link that says everything in words, so the drawing is read like a list; the table is its equal.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import escape
from textwrap import wrap

from django.utils import formats
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.languages import content_language
from plans.models import Activity
from plans.shown.activities import Plan, PlanLine

ROW, GOAL, HEAD, BAR = 26, 30, 46, 14
# On paper a title has two lines, and rows are as much higher.
PAPER_ROW, LINES = 34, 2
# Further than this the drawing says nothing any more; what lies outside is cut at the edge.
MOST_MONTHS = 120
MONTH_NAMES_FROM = 22

SCREEN = {
    "line": 'class="tl-line"',
    "quarter": 'class="tl-quarter"',
    "head": 'class="tl-head"',
    "goal": 'class="tl-goal"',
    "name": "",
    "strong": 'class="tl-strong"',
    "planned": 'class="tl-plan"',
    "in-progress": 'class="tl-now"',
    "delayed": 'class="tl-late"',
    "done": 'class="tl-done"',
    "dropped": 'class="tl-drop"',
    "share": 'class="tl-share"',
    "over": 'class="tl-over"',
    "reached": 'class="tl-ms"',
    "open": 'class="tl-ms open"',
    "missed": 'class="tl-ms missed"',
    "hatch": 'class="tl-hatch"',
    "wait": 'class="tl-wait"',
    "today": 'class="tl-today"',
}
_WORDS = 'font-family="Schibsted Grotesk" font-size="10.5"'
PRINT = {
    "line": 'stroke="#e9eef0" stroke-width="1" fill="none"',
    "quarter": 'stroke="#dbe3e6" stroke-width="1" fill="none"',
    "head": f'{_WORDS} fill="#45555e"',
    "goal": 'fill="#f4f7f8"',
    "name": f'{_WORDS} fill="#14232b" ',
    "strong": f'{_WORDS} font-weight="600" fill="#14232b"',
    "planned": 'fill="#ffffff" stroke="#5f6e77" stroke-dasharray="3 2" rx="3"',
    "in-progress": 'fill="#e5f0f5" stroke="#005275" stroke-width="1.2" rx="3"',
    "delayed": 'fill="#fbf1dc" stroke="#774a00" stroke-width="1.2" rx="3"',
    "done": 'fill="#005275" stroke="#005275" rx="3"',
    "dropped": 'fill="none" stroke="#7b8a92" stroke-dasharray="1 3" rx="3"',
    "share": 'fill="#005275"',
    "over": 'fill="#fdeaea" stroke="#a3141f" stroke-width="1.2" stroke-dasharray="2 2"',
    "reached": 'fill="#14232b" stroke="#ffffff"',
    "open": 'fill="#ffffff" stroke="#14232b" stroke-width="1.2"',
    "missed": 'fill="#ffffff" stroke="#a3141f" stroke-width="1.4"',
    "hatch": 'fill="none" stroke="#774a00" stroke-width="1"',
    "wait": 'fill="none" stroke="#5f6e77" stroke-width="1"',
    "today": 'stroke="#14232b" stroke-width="1.5"',
}


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a day stands: whole months from the first one, each as wide as the others."""

    first: date
    months: int
    width: float
    left: int

    @property
    def right(self) -> float:
        """The end of the lanes."""
        return self.left + self.months * self.width

    def x(self, day: date, *, end: bool = False) -> float:
        """Return the place of a day, or of its end, kept within the drawing."""
        months = (day.year - self.first.year) * 12 + day.month - self.first.month
        part = (day.day - (0 if end else 1)) / 31
        # Whole points: hundreds of rows are drawn, and nobody sees the difference.
        return round(min(max(self.left + (months + part) * self.width, self.left), self.right))

    def month(self, number: int) -> date:
        """Return the first day of a month, counted from the first."""
        months = self.first.month - 1 + number
        return date(self.first.year + months // 12, months % 12 + 1, 1)


def days_of(plan: Plan) -> list[date]:
    """Return every day that the plan names."""
    days = [day for line in plan.lines for day in (line.activity.starts, line.activity.ends) if day]
    return days + [step.date for line in plan.lines for step in line.milestones]


def scale_of(plan: Plan, *, lanes: float, left: int, month: float = 0) -> Scale:
    """Return a scale of whole quarters that holds the plan and today; `month` sets the width of a month."""
    days = [*days_of(plan), plan.today]
    # Today and what is near it must be seen, whatever else somebody typed.
    earliest = max(min(days), date(plan.today.year - 5, 1, 1))
    latest = min(max(days), date(plan.today.year + 4, 12, 31))
    first = date(earliest.year, (earliest.month - 1) // 3 * 3 + 1, 1)
    months = (latest.year - first.year) * 12 + latest.month - first.month + 1
    months = min(-(-months // 3) * 3, MOST_MONTHS)
    return Scale(first, months, month or round(min(max(lanes / months, 8), 44), 2), left)


def draw(
    plan: Plan,
    *,
    url: Callable[[Activity], str] | None = None,
    colours: dict[str, str] | None = None,
    lanes: float = 790,
    left: int = 270,
    month: float = 0,
    whole: Plan | None = None,
) -> SafeString:
    """Return the drawing; with `url` each activity is a link. It is made of numbers, and its words are escaped.

    `whole` is what the plan is a part of, where several drawings have one scale.
    """
    look = colours or SCREEN
    scale = scale_of(whole or plan, lanes=lanes, left=left, month=month)
    height = ROW if url else PAPER_ROW
    rows: list[str] = []
    # On paper the names of the goals stand on top of what crosses them; on the screen they are read in order.
    names: list[str] = []
    middles: dict[int, float] = {}
    y = HEAD
    letters = round((left - 14) / 5.5)
    for group in plan.groups:
        goal = group.goal
        words = f"{goal.key} {goal.title_text.resolve(content_language()).text}" if goal else _("Without a goal")
        shown = cut(words, round(scale.right / 6.6))
        name = f'<text {look["strong"]} x="8" y="{y + 19}">{escape(shown)}</text>'
        rows.append(f'<rect {look["goal"]} x="0" y="{y}" width="{scale.right:g}" height="{GOAL}"/>')
        if url:
            rows.append(name)
        else:
            width = min(8 + len(shown) * 5.7, scale.right)
            names.append(f'<rect {look["goal"]} x="0" y="{y + 6}" width="{width:.0f}" height="{GOAL - 12}"/>{name}')
        y += GOAL
        for line in group.lines:
            rows.append(_row(line, scale, y, look, url, letters))
            middles[line.activity.pk] = y + height / 2
            y += height
    # The grid stands above the bands of the goals and below what happens.
    body = "".join(rows)
    title = escape(_("The action plan as a timeline") if url else told(plan))
    size = f'viewBox="0 0 {scale.right + 8:g} {y + 4}" width="{scale.right + 8:g}" height="{y + 4}"'
    role = 'class="timeline" role="group"' if url else 'xmlns="http://www.w3.org/2000/svg" role="img"'
    return mark_safe(
        f'<svg {role} {size} aria-label="{title}"><title>{title}</title>'
        f"{_head(scale, look)}{_grid(scale, y, look)}{body}{_waits(plan, scale, middles, look)}"
        f"{_today(plan.today, scale, y, look)}{''.join(names)}</svg>"
    )


def _row(
    line: PlanLine, scale: Scale, y: int, look: dict[str, str], url: Callable[[Activity], str] | None, letters: int
) -> str:
    activity = line.activity
    title = activity.title_text.resolve(content_language()).text
    if url is None:
        names = in_lines(f"{activity.key} {title}", letters)
        first = y + PAPER_ROW / 2 + (4 if len(names) == 1 else -3)
        inside = "".join(
            f'<text {look["name"]}x="8" y="{first + 13 * n:g}">{escape(words)}</text>' for n, words in enumerate(names)
        )
        down = (PAPER_ROW - ROW) // 2
        return inside + _bar(line, scale, y + down, look) + _milestones(line, scale, y + down, look)
    inside = f'<text {look["name"]}x="8" y="{y + 17}">{escape(cut(f"{activity.key} {title}", letters))}</text>'
    inside += _bar(line, scale, y, look) + _milestones(line, scale, y, look)
    return f'<a href="{escape(url(activity))}" aria-label="{escape(spoken(line, title))}">{inside}</a>'


def in_lines(words: str, letters: int) -> list[str]:
    """Return a title in as many lines as a row has on paper; what does not fit even there is shortened."""
    lines = wrap(words, letters, break_long_words=True, break_on_hyphens=True) or [""]
    return lines if len(lines) <= LINES else [*lines[: LINES - 1], cut(" ".join(lines[LINES - 1 :]), letters)]


def told(plan: Plan) -> str:
    """Return what a drawing on paper shows, in words: each activity by itself."""
    rows = [spoken(line, line.activity.title_text.resolve(content_language()).text) for line in plan.lines]
    return f"{_('The action plan as a timeline')}: {'; '.join(rows)}."


def spoken(line: PlanLine, title: str) -> str:
    """Return everything that a row shows, in words."""
    parts = [f"{line.activity.key} {title}", line.status_words, line.when or _("no dates yet"), line.milestone_words]
    missed = sum(step.is_overdue(line.today) for step in line.milestones)
    if missed and not line.activity.is_closed:
        parts.append(ngettext("%(count)s milestone missed", "%(count)s milestones missed", missed) % {"count": missed})
    if line.waits_for:
        parts.append(_("waits for %(keys)s") % {"keys": ", ".join(one.key for one in line.waits_for)})
    return ", ".join(part for part in parts if part)


def _bar(line: PlanLine, scale: Scale, y: int, look: dict[str, str]) -> str:
    activity, top = line.activity, y + (ROW - BAR) // 2
    starts, ends = activity.starts or activity.ends, activity.ends or activity.starts
    if starts is None or ends is None:
        return ""
    begin, end = scale.x(starts), scale.x(ends, end=True)
    width = max(end - begin, 3)
    drawn = f'<rect {look[activity.status]} x="{begin:g}" y="{top}" width="{width:.5g}" height="{BAR}"/>'
    if activity.status == Activity.Status.DELAYED:
        # Told apart by more than its colour, which paper may not have.
        drawn += f'<path {look["hatch"]} d="{_hatch(begin, top, width)}"/>'
    percent = line.percent
    if percent and not activity.is_closed:
        share = width * percent / 100
        drawn += f'<rect {look["share"]} x="{begin:g}" y="{top + BAR - 3}" width="{share:.4g}" height="3"/>'
    if activity.is_overdue(line.today):
        over = max(scale.x(line.today) - end, 2)
        drawn += f'<rect {look["over"]} x="{end:g}" y="{top}" width="{over:.5g}" height="{BAR}"/>'
    return drawn


def _hatch(begin: float, top: int, width: float) -> str:
    """Return slanting strokes over a bar, each wholly inside it."""
    strokes = (int(width) - 4) // 10
    return f"M{begin + 2:g} {top + BAR}l6-{BAR}{f'm4 {BAR}l6-{BAR}' * (strokes - 1)}" if strokes > 0 else ""


def _milestones(line: PlanLine, scale: Scale, y: int, look: dict[str, str]) -> str:
    found: dict[str, str] = {}
    for step in line.milestones:
        kind = "reached" if step.is_done else "missed" if step.is_overdue(line.today) else "open"
        # A missed one is crossed out, so that black and white tells it from one that is reached.
        cross = "m-2 3 4 4m0-4-4 4" if kind == "missed" else ""
        found[kind] = found.get(kind, "") + f"M{scale.x(step.date):g} {y + 8}l5 5-5 5-5-5z{cross}"
    return "".join(f'<path {look[kind]} d="{d}"/>' for kind, d in found.items())


def _head(scale: Scale, look: dict[str, str]) -> str:
    words = []
    for number in range(0, scale.months, 3):
        day = scale.month(number)
        quarter = (day.month + 2) // 3
        x = scale.left + number * scale.width + 4
        narrow = scale.width * 3 < 58
        if not narrow or quarter == 1 or number == 0:
            label = str(day.year) if narrow else _("Q%(quarter)s %(year)s") % {"quarter": quarter, "year": day.year}
            words.append(f'<text {look["head"]} x="{x:g}" y="16">{escape(label)}</text>')
    if scale.width >= MONTH_NAMES_FROM:
        for number in range(scale.months):
            x = scale.left + number * scale.width + 4
            name = formats.date_format(scale.month(number), "M").lower() if content_language() == "da" else None
            name = name or formats.date_format(scale.month(number), "M")
            words.append(f'<text {look["head"]} x="{x:g}" y="36">{escape(name[:3])}</text>')
    return f'<g aria-hidden="true">{"".join(words)}</g>'


def _grid(scale: Scale, bottom: int, look: dict[str, str]) -> str:
    months, quarters = "", ""
    for number in range(scale.months + 1):
        x = scale.left + number * scale.width
        if number % 3:
            months += f"M{x:.5g} {HEAD}V{bottom}"
        else:
            quarters += f"M{x:.5g} 4V{bottom}"
    return f'<path {look["line"]} d="{months}"/><path {look["quarter"]} d="{quarters}"/>'


def _waits(plan: Plan, scale: Scale, middles: dict[int, float], look: dict[str, str]) -> str:
    d = ""
    for line in plan.lines:
        begins = line.activity.starts or line.activity.ends
        for needed in line.waits_for:
            ends = needed.ends or needed.starts
            if begins is None or ends is None or needed.pk not in middles:
                continue
            x, to = scale.x(ends, end=True), scale.x(begins)
            y, down = middles[needed.pk], middles[line.activity.pk]
            # Out to the right of the one that is waited for, along, and into the start of the one that waits.
            d += f"M{x:g} {y:g}h5V{down + 11 if down < y else down - 11:g}H{to - 6:g}V{down:g}h4m-3-3 3 3-3 3"
    return f'<path {look["wait"]} d="{d}" aria-hidden="true"/>' if d else ""


def _today(today: date, scale: Scale, bottom: int, look: dict[str, str]) -> str:
    x = scale.x(today)
    anchor = "end" if x > scale.right - 40 else "start"
    return (
        f'<path {look["today"]} d="M{x:g} 22V{bottom}"/>'
        f'<text {look["strong"]} x="{x + (4 if anchor == "start" else -4):g}" y="30" text-anchor="{anchor}">'
        f"{escape(_('Today'))}</text>"
    )


def cut(words: str, most: int) -> str:
    """Return the words, shortened where they would run out of their place."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
