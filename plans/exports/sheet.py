"""What the plan's spreadsheet contains."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from clusters.models import Cluster
from exports.sheets import Cell, Sheet
from plans.models import Activity
from plans.services.sheet.columns import WIDTHS, YEARS, MilestoneLine, columns_of, written
from plans.services.sheet.years import written_years
from plans.shown.activities import PlanLine


def sheet_of(lines: Sequence[PlanLine], cluster: Cluster) -> Sheet:
    """Return the sheet of these activities, which reads in again as it is."""
    columns = columns_of(cluster)
    return Sheet(
        title=_("Action plan"),
        headings=tuple(heading for _name, heading in columns),
        rows=[[cell(line, name, cluster) for name, _heading in columns] for line in lines],
        widths=tuple(
            WIDTHS.get(name.rpartition("_")[0] or name, 18 if name in YEARS else 14) for name, _heading in columns
        ),
    )


def cell(line: PlanLine, name: str, cluster: Cluster) -> Cell:
    """Return what stands in one cell."""
    activity = line.activity
    texts = {
        "title": activity.title_text,
        "result": activity.result_text,
        "role": activity.role_text,
        "reason": activity.reason_text,
    }
    text, _underscore, language = name.rpartition("_")
    if text in texts:
        return texts[text].da if language == "da" else texts[text].en
    if name == "goal":
        return activity.goal.key if activity.goal is not None and activity.goal.deleted_at is None else ""
    if name == "owner":
        return activity.owner.display_name if activity.owner else ""
    if name == "email":
        return activity.owner.email if activity.owner else ""
    if name == "status":
        return str(Activity.Status(activity.status).label)
    if name == "theme":
        return str(Activity.Theme(activity.theme).label) if activity.theme else ""
    if name == "milestones":
        steps = [MilestoneLine(step.date, step.title_text, step.done_on) for step in line.milestones]
        return "\n".join(written(step, cluster) for step in steps)
    if name == "kpis":
        return ", ".join(kpi.key for kpi in activity.kpis.all())
    if name == "needs":
        return ", ".join(other.key for other in line.waits_for)
    if name in YEARS:
        return written_years(activity.typed_budget if name == YEARS[0] else activity.typed_spent)
    value: Cell = getattr(activity, name)
    return value
