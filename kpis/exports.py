"""What of the KPIs goes into files: the measurements with their KPIs, and the sheet to be filled in."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.languages import content_language
from exports.sheets import Cell, Sheet
from kpis.models import KpiDefinition
from kpis.shown.kpis import ShownKpi
from kpis.words import period_words, unit_label


def measurements_sheet(found: Sequence[ShownKpi]) -> Sheet:
    """Return every value that holds, in the columns that the import reads."""
    language = content_language()
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        for m in one.measurements:
            expected = one.expected(m)
            rows.append(
                (
                    one.kpi.key,
                    one.name.resolve(language).text,
                    m.date,
                    m.value.normalize() + 0,
                    round(expected, 4) if expected is not None else None,
                    _("Baseline") if m.is_baseline else "",
                    m.note_text.resolve(language).text,
                    m.source,
                    m.version,
                    m.created_by.display_name if m.created_by else "",
                )
            )
    headings = (
        _("KPI"),
        _("Name of the KPI"),
        _("Date"),
        _("Value"),
        _("Expected value"),
        _("Type"),
        _("Note"),
        _("Source"),
        _("Version of the definition"),
        _("Entered by"),
    )
    return Sheet(_("Measurements"), headings, rows, (6, 40, 12, 14, 14, 10, 50, 30, 10, 20))


def kpis_sheet(found: Sequence[ShownKpi]) -> Sheet:
    """Return the KPIs with what they count and how they stand."""
    language = content_language()
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        current = one.current
        rows.append(
            (
                one.kpi.key,
                one.name.resolve(language).text,
                current.definition_text.resolve(language).text,
                one.kpi.goal.key if one.kpi.goal else "",
                str(KpiDefinition.Level(current.level).label),
                unit_label(current.unit),
                one.state_label,
                one.reason,
            )
        )
    headings = (
        _("KPI"),
        _("Name of the KPI"),
        _("What is counted, and what is not"),
        _("Goal"),
        _("Level"),
        _("Unit"),
        _("Status"),
        _("Why"),
    )
    return Sheet(_("KPIs"), headings, rows, (6, 40, 60, 8, 12, 14, 14, 60))


def targets_sheet(found: Sequence[ShownKpi]) -> Sheet:
    """Return a sheet with one row for each target of each KPI, in the order given."""
    rows = [(one.kpi.key, t.date, t.value.normalize() + 0) for one in found for t in one.targets]
    return Sheet(_("Targets"), (_("KPI"), _("Date"), _("Target")), rows, (6, 12, 14))


def years_sheet(found: Sequence[ShownKpi]) -> list[Sheet]:
    """Return what the years came to where a year is put together from its periods; no sheet where none is."""
    rows: list[tuple[Cell, ...]] = [
        (
            one.kpi.key,
            one.name.resolve(content_language()).text,
            year.name,
            round(year.total.value, 4).normalize() + 0,
            year.parts,
            round(year.expected, 4) if year.expected is not None else None,
            year.state_label,
            one.year_rule,
        )
        for one in found
        for year in reversed(one.years)
    ]
    headings = (
        _("KPI"),
        _("Name of the KPI"),
        _("Year"),
        _("Value"),
        _("Periods with a value"),
        _("Expected value"),
        _("Status"),
        _("How a year is calculated"),
    )
    return [Sheet(_("Years"), headings, rows, (6, 40, 22, 14, 20, 14, 14, 50))] if rows else []


def template_sheet(found: Sequence[ShownKpi]) -> Sheet:
    """Return a sheet to be filled in: a line for every value that is due, or the next one."""
    language = content_language()
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        periods = one.due or ((one.verdict.coming,) if one.verdict.coming else ())
        name = one.name.resolve(language).text
        for period in periods:
            rows.append((one.kpi.key, period.end, None, "", "", f"{name}, {period_words(period, language)}"))
        if not periods:
            rows.append((one.kpi.key, None, None, "", "", name))
    headings = (_("KPI"), _("Date"), _("Value"), _("Note"), _("Source"), _("Name of the KPI"))
    return Sheet(_("Measurements"), headings, rows, (6, 12, 14, 50, 30, 50))
