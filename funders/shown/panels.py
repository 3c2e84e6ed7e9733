"""The panels that stand among a report's questions: the period's activities theme by theme, and the KPIs."""

from collections.abc import Collection
from typing import Any

from funders.exports.tables import theme_words
from funders.selectors.gathering import PlannedActivities, activities_of, kpis_of
from funders.selectors.question_keys import ACTIVITIES, KPIS, theme_of
from funders.selectors.report import ReportPage
from funders.shown.tables import ActivityTable, kpi_lines
from schema.documents import Section
from workbooks.shown.cards import Panel


def panels_of(shown: ReportPage, section: Section, may_write: bool) -> dict[str, Panel]:
    """Return what the panels of a section show; nothing is loaded for a panel that is not asked for."""
    wanted = {question.shows_panel for question in section.questions}
    return panels(shown, wanted, may_write)


def panels(shown: ReportPage, wanted: Collection[str], may_write: bool) -> dict[str, Panel]:
    """Return these panels, as far as a report knows them."""
    found = {}
    if ACTIVITIES in wanted:
        context = activity_context(shown, activities_of(shown), may_write)
        found[ACTIVITIES] = Panel(template="funders/activities_panel.html", context=context)
    if KPIS in wanted:
        lines = kpi_lines(shown.cluster, [one.row for one in kpis_of(shown)])
        found[KPIS] = Panel(template="funders/kpis_panel.html", context={"lines": lines, "cluster": shown.cluster})
    return found


def activity_context(shown: ReportPage, activities: PlannedActivities, may_write: bool) -> dict[str, Any]:
    """Return the period's activities theme by theme, then those that no theme tells of, and those without dates."""
    cluster = shown.cluster
    themes = [theme for section in shown.sheet.sections() if (theme := theme_of(section))]
    tables = []
    for theme in themes:
        rows = [row for row in activities.rows if row.theme == theme]
        if rows:
            tables.append(ActivityTable.of(cluster, rows, theme_words(theme, shown.sheet.document), theme))
    rest = [row for row in activities.rows if row.theme not in themes]
    return {
        "tables": tables,
        "rest": ActivityTable.of(cluster, rest) if rest else None,
        "undated": ActivityTable.of(cluster, activities.undated),
        "has_themes": bool(themes),
        "cluster": cluster,
        "period": shown.period_words,
        "may_write": may_write,
    }


def theme_table(shown: ReportPage, section: Section) -> ActivityTable | None:
    """Return the activities of the section's theme, or None for a section that tells of no theme."""
    theme = theme_of(section)
    if not theme:
        return None
    rows = [row for row in activities_of(shown).rows if row.theme == theme]
    return ActivityTable.of(shown.cluster, rows, theme=theme)
