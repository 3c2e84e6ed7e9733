"""The red thread in the board's pack: the goals in one small picture, broken where it breaks."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.text import Language
from exports.document import Block, FigureBlock, Layout
from reports.exports.whole import IN_A_ROW, NARROW, KnotDrawn, Row, picture
from reports.rules.pack import PackContent, PackKnot, PackStrand

# What there is room for on a page that has other things to say.
MOST_GOALS = 6
# Room that each survey takes from it.
FEWEST_GOALS = 3


def more_words(count: int) -> str:
    """Say how many there is no room for."""
    return ngettext("%(count)s more in the portal.", "%(count)s more in the portal.", count) % {"count": count}


def thread_blocks(content: PackContent, language: Language) -> tuple[Block, ...]:
    """Return the picture; where there are more goals than room, those where the thread breaks come first."""
    if not content.thread:
        return ()
    most = max(FEWEST_GOALS, MOST_GOALS - 2 * len(content.surveys))
    strands = sorted(content.thread, key=lambda one: not one.is_broken)[:most]
    shown = [one for one in content.thread if one in strands]
    left = len(content.thread) - len(shown)
    caption = _(
        "A triangle is behind or delayed, a cross off track or overdue. A dashed knot has no owner; where the thread "
        "is dashed, something is missing."
    )
    if left:
        caption = f"{caption} {more_words(left)}"
    svg = picture([_row(one, language) for one in shown], NARROW)
    return (FigureBlock(label=_("Where the strategy hangs together"), svg=svg, caption=caption, place=Layout.FULL),)


def _row(one: PackStrand, language: Language) -> Row:
    title = f"{one.key} {one.title.resolve(language).text}"
    most = NARROW.letters
    line = title if len(title) <= most else f"{title[: most - 1].rstrip()}…"
    said = [title, _said(one.kpis) or _("no KPI: the thread is broken here")]
    said.append(_said(one.activities) or _("no activity: the thread is broken here"))
    return Row((line,), _few(one.kpis), _few(one.activities), ", ".join(said))


def _said(knots: Sequence[PackKnot]) -> str:
    """Say each knot with how it stands, for who does not see the picture."""
    words = {
        "ok": _("on track or done"),
        "warn": _("behind or delayed"),
        "bad": _("off track or overdue"),
        "accent": _("under way"),
    }
    other = _("not measured or not begun")
    return ", ".join(f"{one.key} {words.get(one.sign, other)}" for one in knots)


def _few(knots: Sequence[PackKnot]) -> tuple[KnotDrawn, ...]:
    """Return as many as one line holds, the worst first where there are more; the last then counts the others."""
    if len(knots) > IN_A_ROW:
        worst = sorted(knots, key=lambda one: ("bad", "warn").index(one.sign) if one.sign in ("bad", "warn") else 2)
        few = [KnotDrawn(one.key, one.sign, one.is_loose) for one in worst[: IN_A_ROW - 1]]
        return (*few, KnotDrawn(f"+ {len(knots) - len(few)}", "more"))
    return tuple(KnotDrawn(one.key, one.sign, one.is_loose) for one in knots)
