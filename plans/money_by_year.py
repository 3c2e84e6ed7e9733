"""What was entered of an activity's money for single years."""

import datetime
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.revised import Revised
from core.errors import Refusal
from core.languages import content_language
from core.numbers import format_decimal
from core.text import LANGUAGES
from plans.rules.money import Span, fault_in


class MoneyByYear(Revised):
    """The fields of it, each year a piece of its own: `{"2026": "120000"}`; `rules.money` shares the rest by days."""

    budget_by_year = models.JSONField(_("Budget by year"), default=dict, db_default={}, blank=True)
    spent_by_year = models.JSONField(_("Spent by year"), default=dict, db_default={}, blank=True)

    class Meta:
        abstract = True

    starts: datetime.date | None
    ends: datetime.date | None
    budget: Decimal | None
    spent: Decimal | None

    @property
    def span(self) -> Span | None:
        """The days from its start to its end; nothing where it has neither."""
        first, last = self.starts or self.ends, self.ends or self.starts
        return Span(first, last) if first and last and first <= last else None

    @property
    def typed_budget(self) -> dict[int, Decimal]:
        """What was entered of the budget, by year."""
        return by_year_of(self.budget_by_year)

    @property
    def typed_spent(self) -> dict[int, Decimal]:
        """What was entered of the spending, by year."""
        return by_year_of(self.spent_by_year)

    def label_of(self, piece: str, languages: Collection[Any] = LANGUAGES) -> str:
        """Return what a piece is called; an amount by year says its year."""
        name, _dot, key = piece.partition(".")
        label = super().label_of(piece, languages)
        return f"{label}: {key}" if name in ("budget_by_year", "spent_by_year") else label

    def words_of(self, piece: str, value: Any, names: Mapping[str, str]) -> str:
        """Return how a value is shown; an amount by year as an amount."""
        if value is not None and piece.partition(".")[0] in ("budget_by_year", "spent_by_year"):
            return format_decimal(Decimal(value), content_language())
        return super().words_of(piece, value, names)

    def is_uneven(self) -> bool:
        """Tell whether amounts by year do not come to the whole."""
        pairs = (self.budget, self.typed_budget), (self.spent, self.typed_spent)
        return any(fault_in(amount, typed, self.span) for amount, typed in pairs)

    def refuse_impossible(self) -> None:
        """Refuse amounts by year that do not come to the whole, besides what no row may hold."""
        super().refuse_impossible()
        if self.is_uneven():
            raise Refusal(uneven())


def by_year_of(stored: Mapping[str, str]) -> dict[int, Decimal]:
    """Return what is stored by year as numbers."""
    return {int(year): Decimal(amount) for year, amount in stored.items()}


def uneven() -> str:
    """Say that the years do not come to the whole."""
    return gettext("The amounts by year do not add up to the whole amount. Correct one of them.")
