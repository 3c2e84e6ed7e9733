"""Numbers, periods and verdicts of KPIs in words. A status always comes with its reason."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.dates import format_date
from core.languages import content_language
from core.numbers import NBSP, format_decimal, format_money, format_percent
from core.text import Language
from core.units import OwnUnit, own_unit
from kpis.models import KpiDefinition
from kpis.rules.periods import Period
from kpis.rules.status import Lack, Series, State, Trend, Verdict
from kpis.rules.yearly import Rule, Total

MOST_VALUE, MOST_DECIMALS = Decimal(10) ** 11, 4
MONTHS_IN_A_YEAR, QUARTERS_IN_A_YEAR = 12, 4
# How many decimals a number that was calculated, and not typed, is written with.
PLACES = {"dkk": 0, "eur": 0, "score": 2}


def value_words(value: Decimal, unit: str, language: Language) -> str:
    """Write a value with its unit: 48 %, DKK 1,250,000, 3.9."""
    if unit == "percent":
        return format_percent(value, language)
    if unit in ("dkk", "eur"):
        return format_money(value, unit.upper(), language)
    own = own_unit(unit)
    if own is not None:
        return f"{format_decimal(value, language, places=_places(value, own))}{NBSP}{own.name.resolve(language).text}"
    number = format_decimal(value, language)
    if unit == "days":
        return ngettext("%(number)s day", "%(number)s days", int(abs(value)) if value in (1, -1) else 2) % {
            "number": number
        }
    if unit == "fte":
        return _("%(number)s FTE") % {"number": number}
    return number


def _places(value: Decimal, unit: OwnUnit) -> int | None:
    """Return with how many decimals a value is written: those of its unit, unless it was typed with more."""
    exponent = value.normalize().as_tuple().exponent
    typed = -exponent if isinstance(exponent, int) else 0
    return unit.decimals if unit.decimals is not None and typed <= unit.decimals else None


def unit_label(unit: str) -> str:
    """Return what a unit is called by itself, in the language of the page."""
    own = own_unit(unit)
    return own.name.resolve(content_language()).text if own else str(dict(KpiDefinition.Unit.choices).get(unit, unit))


def value_fault(value: Decimal, language: Language) -> str:
    """Say why a number cannot be kept: it is larger or finer than a measurement can be; nothing where it can."""
    if abs(value) >= MOST_VALUE:
        return _("The number is too large. Enter a number below %(most)s.") % {
            "most": format_decimal(MOST_VALUE, language)
        }
    exponent = value.normalize().as_tuple().exponent
    return _("Use at most four decimal places.") if isinstance(exponent, int) and exponent < -MOST_DECIMALS else ""


def unit_fault(unit: str, typed: str, wanted: str, key: str) -> str:
    """Say why a value with this unit (`%`, a currency) is none of the KPI's; nothing where it has none or the same."""
    named = {"typed": typed, "key": key}
    if not unit or unit == {"percent": "%", "dkk": "DKK", "eur": "EUR"}.get(wanted):
        return ""
    if wanted in ("dkk", "eur") and unit != "%":
        named["currency"] = wanted.upper()
        return _("“%(typed)s” is in another currency; %(key)s is measured in %(currency)s.") % named
    if unit == "%":
        return _("“%(typed)s” is a percentage; %(key)s is not measured in per cent.") % named
    return _("“%(typed)s” is an amount of money; %(key)s is not measured in money.") % named


def not_yet_words(day: date, language: Language) -> str:
    """Say why no value is entered for a day."""
    named = {"day": format_date(day, language)}
    return _("%(day)s is in the future. Enter a value once its date has passed.") % named


def rounded_as_read(value: Decimal, unit: str) -> Decimal:
    """Round a number that was calculated to as many decimals as its unit is read with."""
    own = own_unit(unit)
    places = own.decimals if own and own.decimals is not None else PLACES.get(unit, 1)
    return round(value, places) + 0


def calculated_words(value: Decimal, unit: str, language: Language) -> str:
    """Write a number that was calculated, such as what the path expects."""
    return value_words(rounded_as_read(value, unit), unit, language)


def gap_words(value: Decimal, unit: str, language: Language) -> str:
    """Write a difference: of percentages in percentage points."""
    amount = rounded_as_read(abs(value), unit)
    if unit == "percent":
        number = format_decimal(amount, language)
        return ngettext("%(number)s point", "%(number)s points", 1 if amount == 1 else 2) % {"number": number}
    return value_words(amount, unit, language)


def change_words(value: Decimal, unit: str, language: Language) -> str:
    """Write a change with its sign."""
    sign = "+" if value > 0 else "\u2212" if value < 0 else "\u00b1"
    return f"{sign}{gap_words(value, unit, language)}"


def period_words(period: Period | None, language: Language) -> str:
    """Name a period: Q3 2026, the second half of 2026, 2026, September 2026."""
    if period is None:
        return ""
    months = period.end.month - period.start.month + 1
    if months == 12:
        return str(period.end.year)
    if months == 1:
        return format_date(period.end, language).split(" ", 1)[1]
    if months == 3:
        return _("Q%(quarter)s %(year)s") % {"quarter": period.end.month // 3, "year": period.end.year}
    if period.end.month == 6:
        return _("the first half of %(year)s") % {"year": period.end.year}
    return _("the second half of %(year)s") % {"year": period.end.year}


def year_words(year: Period, language: Language) -> str:
    """Name a year: 2026, or from July 2026 to June 2027."""
    if year.end.month == 12:
        return str(year.end.year)
    first, last = (format_date(day, language).split(" ", 1)[1] for day in (year.start, year.end))
    return f"{first} \u2013 {last}"


def parts_words(total: Total) -> str:
    """Say how many periods of a year have a value."""
    counted = {"parts": total.parts, "of": total.of}
    if total.of == MONTHS_IN_A_YEAR:
        return _("%(parts)s of %(of)s months") % counted
    if total.of == QUARTERS_IN_A_YEAR:
        return _("%(parts)s of %(of)s quarters") % counted
    if total.of == 1:
        return _("the whole year")
    return _("%(parts)s of %(of)s half-years") % counted


def total_words(total: Total, language: Language) -> str:
    """Say which year a sum is of, and of how much of it."""
    named = {"year": year_words(total.year, language), "parts": parts_words(total)}
    return _("%(year)s, %(parts)s") % named


def newest_words(value: Decimal | None, total: Total | None, unit: str, language: Language) -> str:
    """Write what a KPI has come to: its newest value, or what its newest year comes to and of which periods.

    A dash where nothing has been measured.
    """
    if total is not None:
        return f"{calculated_words(total.value, unit, language)} ({total_words(total, language)})"
    return value_words(value, unit, language) if value is not None else "–"


def rule_words(rule: Rule) -> str:
    """Say how a year is put together; nothing where a value stands for itself."""
    return {
        Rule.SUM: _("The total of its periods. The baseline and the targets are for a whole year."),
        Rule.MEAN: _("The average of its periods"),
        Rule.LATEST: "",
    }[rule]


def state_words(state: State) -> str:
    """Name a status."""
    return {
        State.ON_TRACK: _("On track"),
        State.AT_RISK: _("Slightly behind"),
        State.OFF_TRACK: _("Off track"),
        State.NO_DATA: _("No data yet"),
        State.OVERDUE: _("Overdue"),
    }[state]


# The kind of chip that shows a status; its icon and words say the same.
CHIPS = {
    State.ON_TRACK: "ok",
    State.AT_RISK: "warn",
    State.OFF_TRACK: "bad",
    State.NO_DATA: "none",
    State.OVERDUE: "warn",
}
ICONS = {State.OVERDUE: "clock"}


def trend_words(trend: Trend) -> str:
    """Name a trend."""
    return {
        Trend.BETTER: pgettext("trend", "Improving"),
        Trend.WORSE: pgettext("trend", "Getting worse"),
        Trend.LEVEL: pgettext("trend", "Unchanged"),
        Trend.UNKNOWN: pgettext("trend", "No trend yet"),
    }[trend]


def reason(verdict: Verdict, series: Series, unit: str, language: Language) -> str:
    """Return the sentence that says why the KPI stands as it does."""
    sentence = _standing(verdict, series, unit, language)
    if verdict.state is not State.OVERDUE:
        return sentence
    late = verdict.due[0]
    words = _("The value for %(period)s should have been entered by %(day)s.") % {
        "period": period_words(late, language),
        "day": format_date(late.last_day, language),
    }
    return f"{words} {sentence}"


def _standing(verdict: Verdict, series: Series, unit: str, language: Language) -> str:
    if verdict.lack is not None:
        return lack_words(verdict.lack)
    latest, expected, behind = verdict.latest, verdict.expected, verdict.behind
    if latest is None or expected is None or behind is None:
        return lack_words(Lack.VALUE)
    if verdict.total is not None:
        return _of_a_year(verdict, verdict.total, expected, behind, series, unit, language)
    named = {
        "value": value_words(latest.value, unit, language),
        "day": format_date(latest.date, language),
        "expected": calculated_words(expected, unit, language),
        "gap": gap_words(behind, unit, language),
        "lower": format_percent(series.lower, language),
        "upper": format_percent(series.upper, language),
    }
    if rounded_as_read(behind, unit) == 0:
        return _("%(value)s on %(day)s, as expected.") % named
    if behind < 0:
        return _("%(value)s on %(day)s is %(gap)s ahead of the expected %(expected)s.") % named
    if verdict.standing is State.ON_TRACK:
        return (
            _("%(value)s on %(day)s is %(gap)s behind the expected %(expected)s; up to %(lower)s is tolerated.") % named
        )
    if verdict.standing is State.AT_RISK:
        return (
            _(
                "%(value)s on %(day)s is %(gap)s behind the expected %(expected)s: more than %(lower)s, but at most "
                "%(upper)s."
            )
            % named
        )
    return _("%(value)s on %(day)s is %(gap)s behind the expected %(expected)s: more than %(upper)s.") % named


def _of_a_year(
    verdict: Verdict, total: Total, expected: Decimal, behind: Decimal, series: Series, unit: str, language: Language
) -> str:
    """Say how the sum of a year stands, and of how much of the year."""
    named = {
        "value": calculated_words(total.value, unit, language),
        "year": year_words(total.year, language),
        "parts": parts_words(total),
        "expected": calculated_words(expected, unit, language),
        "gap": gap_words(behind, unit, language),
        "lower": format_percent(series.lower, language),
        "upper": format_percent(series.upper, language),
    }
    if rounded_as_read(behind, unit) == 0:
        words = _("%(value)s in %(year)s (%(parts)s), as expected.")
    elif behind < 0:
        words = _("%(value)s in %(year)s (%(parts)s) is %(gap)s ahead of the expected %(expected)s.")
    elif verdict.standing is State.ON_TRACK:
        words = _(
            "%(value)s in %(year)s (%(parts)s) is %(gap)s behind the expected %(expected)s; up to %(lower)s is "
            "tolerated."
        )
    elif verdict.standing is State.AT_RISK:
        words = _(
            "%(value)s in %(year)s (%(parts)s) is %(gap)s behind the expected %(expected)s: more than %(lower)s, but "
            "at most %(upper)s."
        )
    else:
        words = _("%(value)s in %(year)s (%(parts)s) is %(gap)s behind the expected %(expected)s: more than %(upper)s.")
    return words % named


def lack_words(lack: Lack) -> str:
    """Say what is missing before the KPI can be judged."""
    return {
        Lack.BASELINE: _("There is no baseline yet. Enter where you stood at the start."),
        Lack.TARGET: _("There is no target yet. Set what you want to reach, and by when."),
        Lack.VALUE: _("Nothing has been measured since the baseline."),
        Lack.BROKEN_BASELINE: _("What is counted has changed. Enter a new baseline under the current definition."),
        Lack.BROKEN_TARGET: _("What is counted has changed. Set the targets again under the current definition."),
        Lack.PERIOD: _(
            "The newest value comes from a measuring round, which does not count towards a year. Enter a value for a "
            "period."
        ),
    }[lack]


def due_words(day: date, today: date, language: Language) -> str:
    """Say when a value is due, beside today."""
    if day < today:
        days = (today - day).days
        return ngettext("%(days)s day overdue", "%(days)s days overdue", days) % {"days": days}
    return _("by %(day)s") % {"day": format_date(day, language)}
