"""The chart of a KPI: its values with the path that was planned, on screen and in print."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.dates import format_date
from core.graphics import charts
from core.graphics.charts import LineChart, Mark
from core.numbers import format_decimal, format_short_number
from core.units import own_unit
from kpis.shown.kpis import ShownKpi
from kpis.words import calculated_words, value_words

MILLION = 1_000_000
# Where the axis of days lies in a chart with another KPI beneath it.
LOW = 176


def chart_of(one: ShownKpi, *, is_print: bool = False, is_low: bool = False) -> SafeString:
    """Return the chart, or nothing while there is no value. What it shows stands in the table beside it.

    `is_low` leaves room for another KPI on the page.
    """
    language = one.language

    def number(value: Decimal) -> str:
        return value_words(value, one.unit, language)

    def day(when: date) -> str:
        return format_date(when, language).split(" ", 1)[1]

    shown = one.drawn
    if not shown:
        return SafeString()
    newest = shown[-1]
    marks = [Mark(m.date, m.value) for m in shown]
    marks[-1] = Mark(newest.date, newest.value, number(newest.value))
    edges = [d.valid_from for d in one.definitions if d.valid_from]
    baseline = one.baseline
    path = [Mark(p.date, p.value) for p in one.period_path]
    if len(path) > 1:
        path[-1] = Mark(path[-1].day, path[-1].value, target_label(one))
    line = LineChart(
        title=_("%(kpi)s, %(first)s to %(last)s")
        % {"kpi": one.title, "first": day(shown[0].date), "last": day(newest.date)},
        description=description(one),
        # Values of longer and of shorter periods are not joined by a line, as little as those of two definitions.
        runs=charts.runs_of(marks, sorted([*edges, *changes_of(one)])),
        path=tuple(path) if len(path) > 1 else (),
        # Of steps, each ends at what a year expects.
        aims=tuple(path[1::2]) if one.series.is_summed else (),
        breaks=tuple((edge, _("New definition")) for edge in edges),
        baseline=Mark(baseline.date, baseline.value, _("Baseline %(value)s") % {"value": number(baseline.value)})
        if baseline and not one.series.is_summed
        else None,
        bottom=LOW if is_low else charts.BOTTOM,
    )

    def tick(value: Decimal) -> str:
        # Large numbers stand as people say them: nobody counts the noughts at an axis.
        is_large = one.unit in ("dkk", "eur") or abs(value) >= MILLION
        if is_large:
            return format_short_number(value, language)
        # What somebody has named may be long, and stands at the values.
        return format_decimal(value, language) if own_unit(one.unit) else number(value)

    return charts.line_chart(line, id=f"c-{one.kpi.key}", number=tick, day=day, is_print=is_print)


def changes_of(one: ShownKpi) -> list[date]:
    """Return the days from which a year that is summed was measured more or less often than before."""
    if not one.series.is_summed:
        return []
    return [after.date for before, after in pairwise(one.series.values) if before.frequency != after.frequency]


def target_label(one: ShownKpi) -> str:
    """Name the end of the path; where a year is summed, with the period's part of it."""
    end = one.path[-1].value
    named = {"value": value_words(end, one.unit, one.language)}
    if not one.series.is_summed:
        return _("Target %(value)s") % named
    part = calculated_words(one.period_path[-1].value, one.unit, one.language)
    return _("Target %(value)s a year: %(part)s") % {**named, "part": part}


def description(one: ShownKpi) -> str:
    """Say what the chart shows."""
    newest = one.drawn[-1]
    words = [
        _("The newest value is %(value)s on %(day)s.")
        % {"value": one.show(newest.value), "day": format_date(newest.date, one.language)}
    ]
    if one.series.is_summed:
        words.append(_("Each value is for one period, and the expected line shows that period’s share of the year."))
    elif one.baseline and one.baseline != newest:
        words.insert(0, _("It begins at the baseline of %(value)s.") % {"value": one.show(one.baseline.value)})
    if len(one.path) > 1:
        end = one.path[-1]
        words.append(
            _("The target is %(value)s on %(day)s.")
            % {"value": calculated_words(end.value, one.unit, one.language), "day": format_date(end.date, one.language)}
        )
    if len(one.definitions) > 1:
        words.append(_("What is counted has changed, so the line is broken."))
    words.append(_("The table has the same figures."))
    return " ".join(words)
