"""The tables of a report in print: activities with their money, themes, KPIs, in one language."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from core.dates import format_short, spanned
from core.text import Language, Resolved, Text
from exports.document import Column, Layout, TableBlock, Words
from funders.selectors.content import ActivityRow, Content, Dated, KpiRow, sums_of
from funders.selectors.question_keys import theme_of
from funders.words import figure_words
from plans.shown.activities import money_words
from schema.documents import Template


def theme_words(theme: str, document: Template) -> Text:
    """Return what the template calls a theme."""
    found = next((section for section in document.sections if theme and theme_of(section) == theme), None)
    return (found.short or found.title) if found else Text()


def theme_sums(
    content: Content, document: Template, themes: Sequence[str], label: Words, language: Language
) -> TableBlock:
    """Return how many activities each theme has, and their money."""
    groups: list[tuple[Words, list[ActivityRow]]] = [
        (theme_words(theme, document).resolve(language), content.of_theme(theme)) for theme in themes
    ]
    rest = content.elsewhere(themes)
    if rest:
        groups.append((_("No theme"), rest))
    rows: list[tuple[Words, ...]] = []
    for name, found in groups:
        sums = sums_of(found)
        rows.append((name, str(len(found)), sums.budget_words, sums.spent_words))
    everything = sums_of(content.activities)
    return TableBlock(
        label=label,
        columns=(
            Column(_("Theme")),
            Column(_("Activities"), is_number=True),
            Column(_("Budget"), is_number=True),
            Column(_("Spent"), is_number=True),
        ),
        rows=tuple(rows),
        total=(_("Total"), str(len(content.activities)), everything.budget_words, everything.spent_words),
        layout=Layout.FULL,
    )


def activity_table(
    rows: Sequence[ActivityRow], label: Words, language: Language, everything: Sequence[ActivityRow] = ()
) -> TableBlock:
    """Return activities with goal, owner, days, status and money, and what the money adds up to.

    Why a plan slipped stands below: beside the money it would make a ribbon of the names.
    """
    sums = sums_of(rows)
    return TableBlock(
        label=label,
        columns=(
            Column(_("Activity")),
            Column(_("Goal")),
            Column(_("Owner")),
            Column(_("When")),
            Column(_("Status")),
            Column(_("Budget"), is_number=True),
            Column(_("Spent"), is_number=True),
        ),
        rows=tuple(activity_cells(row, language) for row in rows),
        total=(_("Total"), "", "", "", "", sums.budget_words, sums.spent_words),
        remarks=(*shared_words(rows), *(reason_words(row, language) for row in rows if row.reason)),
        layout=Layout.FULL,
        beside=tuple(activity_cells(row, language) for row in everything),
    )


def activity_cells(row: ActivityRow, language: Language) -> tuple[Words, ...]:
    """Return a row of the table of activities, in the order of its columns."""
    return (
        keyed(row.key, row.title, language),
        row.goal or "–",
        row.owner.resolve(language) if row.owner else "–",
        days_in_digits(row, language),
        row.status_words.get(language),
        money_words(row.period_budget, row.currency) or "–",
        money_words(row.period_spent, row.currency) or "–",
    )


def shared_words(rows: Sequence[ActivityRow]) -> tuple[Words, ...]:
    """Say which money is a part of more, and how it was shared."""
    found = [
        _("%(key)s %(spent)s of %(budget)s")
        % {
            "key": row.key,
            "spent": money_words(row.spent, row.currency) or "–",
            "budget": money_words(row.budget, row.currency) or "–",
        }
        for row in rows
        if row.is_shared and (row.budget is not None or row.spent is not None)
    ]
    if not found:
        return ()
    said = _(
        "Money is what falls in the period of the report. Of activities that run beyond it, what was entered for a "
        "year counts in that year, and the rest is shared by days; in all their years they have spent: %(activities)s."
    )
    return (said % {"activities": "; ".join(found)},)


def reason_words(row: ActivityRow, language: Language) -> Words:
    """Say why a plan slipped or was given up."""
    reason = row.reason.resolve(language)
    said = _("%(key)s, %(status)s: %(reason)s") % {
        "key": row.key,
        "status": row.status_words.get(language).lower(),
        "reason": reason.text,
    }
    return Resolved(said, reason.language, reason.is_fallback)


def keyed(key: str, title: Text, language: Language) -> Resolved:
    """Return a title after its key, marked where it is in the other language."""
    found = title.resolve(language)
    return Resolved(f"{key} {found.text}", found.language, found.is_fallback)


def in_order(key: str) -> tuple[int, str]:
    """Order keys as people count: S9 before S10."""
    digits = "".join(filter(str.isdigit, key))
    return int(digits or 0), key


def days_in_digits(row: ActivityRow, language: Language) -> str:
    """Return when an activity runs, in digits: a narrow column can break the line between the two days."""
    first, last = (format_short(day, language) if day else "" for day in (row.starts, row.ends))
    return spanned(first, last) if first and last and first != last else last or first or "–"


def kpi_table(rows: Sequence[KpiRow], label: Words, language: Language) -> TableBlock:
    """Return the KPIs with where they began, what was promised, and where they stood when the period ended.

    A day that holds for all of them stands in the heading, which leaves more room for their names.
    """
    reached, promised = common_day([row.value for row in rows]), common_day([row.target for row in rows])
    columns = [Column(_("KPI")), Column(_("Goal")), Column(_("Baseline"), is_number=True)]
    columns += dated_columns(_("Reached"), _("Measured on"), reached, language)
    columns += dated_columns(_("Target"), _("By"), promised, language)
    columns.append(Column(_("Status")))
    lines = []
    for row in rows:
        cells: list[Words] = [keyed(row.key, row.name, language), row.goal or "–"]
        cells.append(figure_words(row.baseline.value if row.baseline else None, row.unit, language))
        cells += dated_cells(row.value, row.unit, reached, language)
        cells += dated_cells(row.target, row.unit, promised, language)
        cells.append(row.state_words.get(language))
        lines.append(tuple(cells))
    return TableBlock(label=label, columns=tuple(columns), rows=tuple(lines), layout=Layout.FULL)


def common_day(found: Sequence[Dated | None]) -> date | None:
    """Return the day that all numbers are for, or None where they differ."""
    days = {one.date for one in found if one is not None}
    return days.pop() if len(days) == 1 else None


def dated_columns(name: str, when: str, common: date | None, language: Language) -> list[Column]:
    """Return the column of a number, and one of its day unless it is the same for all."""
    if common is not None:
        return [Column(f"{name}, {format_short(common, language)}", is_number=True)]
    return [Column(name, is_number=True), Column(when, is_number=True)]


def dated_cells(one: Dated | None, unit: str, common: date | None, language: Language) -> list[Words]:
    """Return the cells of those columns."""
    cells: list[Words] = [figure_words(one.value if one else None, unit, language)]
    if common is None:
        cells.append(format_short(one.date, language) if one else "–")
    return cells


def short_kpi_table(rows: Sequence[KpiRow], language: Language) -> TableBlock:
    """Return each KPI in a line, for the page that sums the report up."""
    lines = [
        (
            keyed(row.key, row.name, language),
            figure_words(row.value.value if row.value else None, row.unit, language),
            figure_words(row.target.value if row.target else None, row.unit, language),
            row.state_words.get(language),
        )
        for row in rows
    ]
    columns = (
        Column(_("KPI")),
        Column(_("Reached"), is_number=True),
        Column(_("Target"), is_number=True),
        Column(_("Status")),
    )
    return TableBlock(label=_("KPIs"), columns=columns, rows=tuple(lines), layout=Layout.FULL)
