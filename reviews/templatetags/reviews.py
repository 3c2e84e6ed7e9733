"""Figures of what was frozen, in words: with their unit, as every other page and document writes them."""

from decimal import Decimal

from django import template

from core.languages import content_language
from core.numbers import format_money
from kpis.words import newest_words, value_words
from reviews.rules.content import FrozenActivity, FrozenKpi

register = template.Library()


@register.filter
def kpi_value(value: Decimal | None, unit: str) -> str:
    """Write a KPI's number with its unit; a dash where there is none."""
    return value_words(value, unit, content_language()) if value is not None else "–"


@register.filter
def kpi_newest(kpi: FrozenKpi) -> str:
    """Write what a KPI had come to when it was frozen."""
    return newest_words(kpi.latest, kpi.total, kpi.unit, content_language())


@register.filter
def budget(activity: FrozenActivity) -> str:
    """Write what an activity was to cost; a dash where nobody said."""
    if activity.budget is None:
        return "–"
    return format_money(activity.budget.normalize() + 0, activity.currency, content_language())
