"""The report as a spreadsheet: activities, KPIs, every table of numbers, the narrative and what differs."""

from collections.abc import Iterator, Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from answers.points import points_of
from answers.sheet import AnswerSheet
from answers.tables import cells_by_row, table_of
from answers.types import type_of
from core.languages import interface_language
from core.text import Language, Text
from core.units import own_unit
from exports.sheets import Cell, Sheet
from funders.exports.financing import financing_lines, financing_words
from funders.exports.tables import theme_words
from funders.selectors.content import ActivityRow, Content, sums_of
from funders.selectors.question_keys import theme_of
from funders.words import MONEY, figure_words, why_words
from kpis.models import KpiDefinition
from kpis.words import unit_label
from plans.shown.budget import FRAME_CURRENCY
from schema.documents import Template
from schema.questions import TableQuestion

# A cell of XLSX holds no more characters; the rest stands in the row below.
MOST_CHARACTERS = 32_000
LONGEST_NAME = 27


def report_sheets(content: Content, document: Template, language: Language) -> list[Sheet]:
    """Return the sheets of a report, with numbers and dates as numbers and dates."""
    with translation.override(interface_language(language)):
        sheet = AnswerSheet(document, content.answers)
        found = [
            activity_sheet(content, document, language),
            sum_sheet(content, document, language),
            *financing_sheet(content, language),
            kpi_sheet(content, language),
            *table_sheets(sheet, language),
            narrative_sheet(sheet, language),
        ]
        if content.differences:
            found.append(difference_sheet(content, language))
        return named_once(found)


def named_once(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the sheets under names that no programme takes for the same one."""
    seen: set[str] = set()
    found = []
    for sheet in sheets:
        title, number = sheet.title[:LONGEST_NAME].strip(" '") or "–", 1
        while title.casefold() in seen:
            number += 1
            title = f"{sheet.title[: LONGEST_NAME - 1].strip()} {number}"
        seen.add(title.casefold())
        found.append(Sheet(title, sheet.headings, sheet.rows, sheet.widths))
    return found


def activity_sheet(content: Content, document: Template, language: Language) -> Sheet:
    """Return the activities, theme by theme."""
    themes = [theme for section in document.sections if (theme := theme_of(section))]
    ordered = [row for theme in themes for row in content.of_theme(theme)] + content.elsewhere(themes)
    headings = (
        _("Theme"),
        _("Key"),
        _("Activity"),
        _("Goal"),
        _("Owner"),
        _("Start"),
        _("End"),
        _("Status"),
        _("Reason"),
        _("Expected result"),
        _("Budget"),
        _("Spent"),
        _("Currency"),
        _("Budget in all"),
        _("Spent in all"),
        _("Share of all"),
    )
    rows: list[list[Cell]] = [
        [
            theme_name(row.theme, document, language),
            row.key,
            words(row.title, language),
            row.goal,
            words(row.owner, language),
            row.starts,
            row.ends,
            words(row.status_words, language),
            words(row.reason, language),
            words(row.result, language),
            row.period_budget,
            row.period_spent,
            row.currency,
            row.budget,
            row.spent,
            share_name(row),
        ]
        for row in ordered
    ]
    return Sheet(_("Activities"), headings, rows, (24, 6, 44, 8, 24, 12, 12, 14, 30, 40, 14, 14, 9, 14, 14, 10))


def sum_sheet(content: Content, document: Template, language: Language) -> Sheet:
    """Return the money theme by theme and currency by currency."""
    themes = [theme for section in document.sections if (theme := theme_of(section))]
    groups: list[tuple[str, Sequence[ActivityRow]]] = [
        (theme_name(theme, document, language), content.of_theme(theme)) for theme in themes
    ]
    groups += [(_("No theme"), content.elsewhere(themes)), (_("Total"), content.activities)]
    rows: list[list[Cell]] = []
    for name, found in groups:
        sums = sums_of(found)
        currencies = sorted({*sums.budget, *sums.spent})
        rows += [[name, len(found), one, sums.budget.get(one), sums.spent.get(one)] for one in currencies]
        if found and not currencies:
            rows.append([name, len(found), None, None, None])
    headings = (_("Theme"), _("Activities"), _("Currency"), _("Budget"), _("Spent"))
    return Sheet(_("Totals"), headings, rows, (40, 12, 10, 16, 16))


def financing_sheet(content: Content, language: Language) -> list[Sheet]:
    """Return the report's sums beside the strategy's financing, and what is to be said of them."""
    found = financing_lines(content)
    rows: list[list[Cell]] = [[name, amount, FRAME_CURRENCY] for name, amount in found if amount is not None]
    rows += [[sentence, None, None] for sentence in financing_words(content, language)]
    headings = (_("What"), _("Amount"), _("Currency"))
    return [Sheet(_("Financing"), headings, rows, (70, 18, 10))] if found else []


def kpi_sheet(content: Content, language: Language) -> Sheet:
    """Return the KPIs as they stood when the period ended."""
    headings = (
        _("Key"),
        _("KPI"),
        _("Goal"),
        _("Unit"),
        _("Baseline date"),
        _("Baseline"),
        _("Measured on"),
        _("Value"),
        _("Target date"),
        _("Target"),
        _("Status"),
    )
    rows: list[list[Cell]] = []
    for row in content.kpis:
        dated: list[Cell] = []
        for one in (row.baseline, row.value, row.target):
            dated += [one.date, one.value] if one else [None, None]
        rows.append(
            [
                row.key,
                words(row.name, language),
                row.goal,
                unit_label(row.unit),
                *dated,
                words(row.state_words, language),
            ]
        )
    return Sheet(_("KPIs"), headings, rows, (6, 40, 8, 16, 12, 12, 12, 12, 12, 12, 16))


def table_sheets(sheet: AnswerSheet, language: Language) -> Iterator[Sheet]:
    """Give a sheet for each table of the narrative that has been filled in."""
    for section in sheet.sections():
        for question in sheet.questions(section):
            table = table_of(question)
            if table and sheet.is_answered(table):
                yield table_sheet(sheet, table, language)


def table_sheet(sheet: AnswerSheet, question: TableQuestion, language: Language) -> Sheet:
    """Return a table with its numbers as numbers; what is chosen or named stands as it reads."""
    shown = sheet.printed(question, language).table
    stored = cells_by_row(question, sheet.value(question.key))
    headings = [_("Subject")] if question.rows is not None else []
    for column in question.columns:
        label = words(column.label, language)
        currency = type_of(column).currency(column)
        headings.append(f"{label} ({currency})" if currency else label)
    rows: list[list[Cell]] = []
    for cells_stored, line in zip(stored.values(), shown.rows if shown else (), strict=True):
        cells: list[Cell] = [line.heading] if question.rows is not None else []
        for column, as_shown in zip(question.columns, line.cells, strict=True):
            value = cells_stored.get(column.key)
            cells.append(type_of(column).in_sheet(value, as_shown.text[:MOST_CHARACTERS]))
        rows.append(cells)
    return Sheet(words(question.heading, language), tuple(headings), rows, (40,))


def narrative_sheet(sheet: AnswerSheet, language: Language) -> Sheet:
    """Return the narrative, a line for each answer; one that no cell can hold goes on in the next line."""
    rows: list[list[Cell]] = []
    for section in sheet.sections():
        title = words(section.title, language)
        if found := points_of(sheet, section.questions):
            rows.append([title, _("Points"), f"{found.words(language)}. {found.remark}".rstrip()])
        for question in sheet.questions(section):
            if question.shows_panel or table_of(question):
                continue
            label = words(question.label if question.beside else question.heading, language)
            place = f"{title}: {words(question.group.heading, language)}" if question.group else title
            text = sheet.printed(question, language).plain
            pieces = [text[i : i + MOST_CHARACTERS] for i in range(0, len(text), MOST_CHARACTERS)] or [""]
            for number, piece in enumerate(pieces):
                rows.append([place, label if not number else _("%(label)s, continued") % {"label": label}, piece])
    return Sheet(_("Narrative"), (_("Section"), _("Question"), _("Answer")), rows, (30, 40, 100))


def difference_sheet(content: Content, language: Language) -> Sheet:
    """Return the figures that differ from what was sent before."""
    headings = (
        _("Figure"),
        _("Unit"),
        _("Sent before"),
        _("Sent on"),
        _("Sent in"),
        _("Now"),
        _("Why it is flagged"),
        _("Explanation"),
    )
    rows: list[list[Cell]] = [
        [
            words(one.label, language),
            unit_words(one.now_unit),
            one.before if one.before_unit == one.now_unit else figure_words(one.before, one.before_unit, language),
            one.sent_on,
            words(one.title, language),
            one.now,
            why_words(one),
            words(one.explanation, language)[:MOST_CHARACTERS],
        ]
        for one in content.differences
    ]
    return Sheet(_("Changed figures"), headings, rows, (48, 12, 14, 12, 32, 14, 44, 60))


def unit_words(unit: str) -> str:
    """Return what a figure counts: a currency, or a KPI's unit."""
    if unit.startswith(MONEY):
        return unit.removeprefix(MONEY)
    is_known = unit in KpiDefinition.Unit.values or own_unit(unit) is not None
    return unit_label(unit) if is_known else str(KpiDefinition.Unit.COUNT.label)


def theme_name(theme: str, document: Template, language: Language) -> str:
    """Return what the template calls a theme, or that there is none."""
    return words(theme_words(theme, document), language) or _("No theme")


def words(text: Text, language: Language) -> str:
    """Return a text in the language, or in the other one."""
    return text.resolve(language).text


def share_name(row: ActivityRow) -> str:
    """Say how the money of an activity that runs beyond the period was shared."""
    if not row.is_shared:
        return ""
    return _("By year") if row.is_by_year else _("By days")
