"""What the action plan puts into the strategy's document: a table of the activities, and the line of time."""

from django.utils import timezone
from django.utils.translation import gettext as _

from core.text import Language, Resolved
from exports.document import Block, Column, FigureBlock, Layout, TableBlock, UnansweredBlock, Words
from plans.models import Activity
from plans.services.dependencies import waits_of
from plans.shown.activities import Plan, PlanLine, plan_of
from plans.shown.timeline import PRINT, draw
from strategy.selectors.phases import StrategyPage

# More rows than these do not stand on one page; then another drawing goes on.
MOST_DRAWN = 18


def plan_blocks(shown: StrategyPage, label: Resolved, language: Language) -> tuple[Block, ...]:
    """Return the activities that serve the strategy's goals, in the active language, which is the document's."""
    rows = Activity.objects.of(shown.cluster).alive().of_strategy(shown.strategy).with_people().with_milestones()
    plan = plan_of(rows, timezone.localdate(), waits_of(shown.cluster))
    if not plan.lines:
        return (UnansweredBlock(label=label),)
    table = TableBlock(
        label=label,
        columns=(
            Column(_("Goal")),
            Column(_("Activity")),
            Column(_("Owner")),
            Column(_("When")),
            Column(_("Status")),
            Column(_("Budget"), is_number=True),
            Column(_("Spent"), is_number=True),
        ),
        rows=tuple(row(line, language) for group in plan.groups for line in group.lines),
        total=("", _("Total"), "", "", "", plan.sums.budget_words, plan.sums.spent_words),
        layout=Layout.LANDSCAPE,
    )
    return table, *timelines(plan)


def timelines(plan: Plan) -> list[FigureBlock]:
    """Return the plan as one drawing, or as several with one scale, none higher than a page."""
    lines = [line for group in plan.groups for line in group.lines]
    parts = [tuple(lines[first : first + MOST_DRAWN]) for first in range(0, len(lines), MOST_DRAWN)]
    found = []
    for number, part in enumerate(parts, start=1):
        label = _("The action plan as a timeline")
        if len(parts) > 1:
            label = _("The action plan as a timeline, %(number)s of %(count)s") % {
                "number": number,
                "count": len(parts),
            }
        drawing = draw(Plan(part, plan.today), colours=PRINT, lanes=470, left=210, whole=plan)
        found.append(FigureBlock(label=label, svg=drawing, caption=legend(), place=Layout.FULL))
    return found


def legend() -> str:
    """Say what the shapes of the drawing mean."""
    return _(
        "Bars: filled is done, outlined is under way, dashed is planned, hatched is delayed; the dark edge shows how "
        "much is done. Diamonds are milestones: filled is reached, open is still to come, crossed is missed. The "
        "vertical line is today."
    )


def row(line: PlanLine, language: Language) -> tuple[Words, ...]:
    """Return the cells of one activity."""
    activity = line.activity
    owner: Words = activity.owner.display_name if activity.owner else activity.role_text.resolve(language)
    goal = activity.goal.key if activity.goal is not None and activity.goal.deleted_at is None else ""
    title = activity.title_text.resolve(language)
    named = Resolved(f"{activity.key} {title.text}", title.language, title.is_fallback)
    return (goal, named, owner, line.when, line.status_words, line.budget_words, line.spent_words)
