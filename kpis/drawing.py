"""The chart of a KPI: its values with the path that was planned, on screen and in print."""

from datetime import date
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import charts
from core.charts import Line, Mark
from core.dates import format_date
from core.numbers import format_decimal
from kpis.pages import Followed
from kpis.words import reckoned_words, value_words


def chart_of(one: Followed, *, is_print: bool = False) -> SafeString:
    """Return the chart, or nothing while there is no value. What it shows stands in the table beside it."""
    if not one.measurements:
        return SafeString()
    language = one.language

    def number(value: Decimal) -> str:
        return value_words(value, one.unit, language)

    def day(when: date) -> str:
        return format_date(when, language).split(" ", 1)[1]

    newest = one.measurements[-1]
    marks = [Mark(m.date, m.value) for m in one.measurements]
    marks[-1] = Mark(newest.date, newest.value, number(newest.value))
    edges = [d.valid_from for d in one.definitions if d.valid_from]
    baseline = one.baseline
    path = [Mark(p.date, p.value) for p in one.path]
    if len(path) > 1:
        path[-1] = Mark(path[-1].day, path[-1].value, _("Target %(value)s") % {"value": number(path[-1].value)})
    line = Line(
        title=_("%(kpi)s, %(first)s to %(last)s")
        % {"kpi": one.title, "first": day(one.measurements[0].date), "last": day(newest.date)},
        description=description(one),
        runs=charts.runs_of(marks, edges),
        path=tuple(path) if len(path) > 1 else (),
        breaks=tuple((edge, _("New definition")) for edge in edges),
        baseline=Mark(baseline.date, baseline.value, _("Baseline %(value)s") % {"value": number(baseline.value)})
        if baseline
        else None,
    )

    def tick(value: Decimal) -> str:
        # Amounts are long, and the axis has room for the number alone.
        return format_decimal(value, language) if one.unit in ("dkk", "eur") else number(value)

    return charts.line_chart(line, id=f"c-{one.kpi.key}", number=tick, day=day, is_print=is_print)


def description(one: Followed) -> str:
    """Say what the chart shows."""
    newest = one.measurements[-1]
    words = [
        _("The newest value is %(value)s on %(day)s.")
        % {"value": one.show(newest.value), "day": format_date(newest.date, one.language)}
    ]
    if one.baseline and one.baseline != newest:
        words.insert(0, _("It begins at the baseline of %(value)s.") % {"value": one.show(one.baseline.value)})
    if len(one.path) > 1:
        end = one.path[-1]
        words.append(
            _("The target is %(value)s on %(day)s.")
            % {"value": reckoned_words(end.value, one.unit, one.language), "day": format_date(end.date, one.language)}
        )
    if len(one.definitions) > 1:
        words.append(_("What is counted has changed, so the line is broken."))
    words.append(_("The table has the same figures."))
    return " ".join(words)
