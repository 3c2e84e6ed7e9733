"""The fields for the money of single years, in the activity's own form and in its row."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from clusters.revised import plain
from core.languages import content_language
from core.numbers import format_decimal
from plans.forms.fields import AmountField
from plans.models import Activity
from plans.rules.money import MOST_YEARS, Span, fault_in

AMOUNTS = ("budget", "spent")


def years_of(activity: Activity | None) -> list[int]:
    """Return the years for which money can be entered: those of an activity that runs over several, or has some."""
    if activity is None:
        return []
    running = list(activity.span.years) if activity.span else []
    typed = {*activity.typed_budget, *activity.typed_spent}
    years = sorted({*running, *typed}) if len(running) > 1 or typed else []
    return years if len(years) <= MOST_YEARS else sorted(typed)


def field_name(name: str, year: int) -> str:
    """Return the name of the field for what was entered of an amount for a year."""
    return f"{name}_by_year_{year}"


def fields_of(years: list[int]) -> dict[str, AmountField]:
    """Return the fields for the budget and the spending of each year."""
    labels = {"budget": _("Budget %(year)s"), "spent": _("Spent %(year)s")}
    return {
        field_name(name, year): AmountField(label=labels[name] % {"year": year}, required=False)
        for year in years
        for name in AMOUNTS
    }


def stored(activity: Activity) -> dict[str, Decimal]:
    """Return what was entered before, by the name of its field."""
    pairs = {"budget": activity.typed_budget, "spent": activity.typed_spent}
    return {field_name(name, year): amount for name, typed in pairs.items() for year, amount in typed.items()}


def hold_to_whole(form: forms.Form, values: dict[str, Any], years: list[int]) -> None:
    """Hold the amounts by year to the whole; without a whole, they are it."""
    for name in AMOUNTS:
        typed = {year: values.get(field_name(name, year)) for year in years}
        given = {year: amount for year, amount in typed.items() if amount is not None}
        if not given or name in form.errors:
            continue
        if values.get(name) is None:
            values[name] = sum(given.values())
        first, last = values.get("starts") or values.get("ends"), values.get("ends") or values.get("starts")
        span = Span(first, last) if first and last and first <= last else None
        if over := fault_in(values[name], given, span):
            sums = {"sum": format_decimal(values[name] + over, content_language())}
            form.add_error(name, _("The years add up to %(sum)s. Correct the whole amount or one of them.") % sums)


def sent_by_year(form: forms.Form, name: str, years: list[int], before: Mapping[str, str]) -> dict[str, str] | None:
    """Return an amount by year as it was sent; a year that the page did not ask for stays as it is."""
    asked = [year for year in years if form.add_prefix(field_name(name, year)) in form.data]
    if not asked:
        return None
    amounts = {str(year): form.cleaned_data[field_name(name, year)] for year in asked}
    kept = {year: amount for year, amount in before.items() if year not in amounts}
    return kept | {year: plain(amount) for year, amount in amounts.items() if amount is not None}
