"""By how much a figure differs, in words with its sign."""

from decimal import Decimal

from answers.amounts import score_text
from answers.base import Stored
from answers.types import type_of
from core.languages import content_language
from core.numbers import format_decimal, format_money
from kpis.words import change_words
from schema.numbers import as_decimal
from schema.questions import Question
from schema.tables import Column

MINUS = "\u2212"


def kpi_delta(was: Decimal | None, now: Decimal | None, unit: str) -> str:
    """Return the change of a KPI's number; nothing where one of the two is not there."""
    return change_words(now - was, unit, content_language()) if was is not None and now is not None else ""


def money_delta(was: Decimal | None, now: Decimal | None, currency: str) -> str:
    """Return the change of an amount."""
    if was is None or now is None:
        return ""
    amount = abs(now - was).normalize() + 0
    return f"{'+' if now > was else MINUS}{format_money(amount, currency, content_language())}"


def score_delta(was: Decimal | None, now: Decimal | None) -> str:
    """Return the change of a weighted score, as its table writes it; nothing where one of the two is not there."""
    if was is None or now is None:
        return ""
    words = score_text(abs(now - was), content_language())
    return f"{'+' if now > was else MINUS}{words}" if words != score_text(Decimal(0), content_language()) else ""


def answer_delta(question: Question | Column, old: Question | Column | None, was: Stored, now: Stored) -> str:
    """Return the change of an answer or a cell that is a figure, where both count the same."""
    kind = type_of(question)
    if not kind.is_amount or old is None or old.type != question.type:
        return ""
    before, after = as_decimal(was), as_decimal(now)
    if before is None or after is None:
        return ""
    if kind.is_percent:
        return kpi_delta(before, after, "percent")
    currency = getattr(question, "currency", "")
    if currency:
        return money_delta(before, after, currency) if currency == getattr(old, "currency", "") else ""
    return f"{'+' if after > before else MINUS}{format_decimal(abs(after - before), content_language())}"
