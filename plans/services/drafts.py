"""What a person says about an activity, wherever they say it: a form, a row of the table, a spreadsheet."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from core.text import Text
from kpis.models import Kpi
from plans.models import Activity
from strategy.models import Goal

NO_WORDS = Text()
LARGEST = Decimal("999999999999.99")
LONGEST_TITLE, LONGEST_TEXT = 300, 5_000


def faults_between(
    starts: datetime.date | None, ends: datetime.date | None, status: str, *, is_explained: bool
) -> Iterator[tuple[str, str]]:
    """Give what cannot stand together in an activity: the field it is mended in, and the words."""
    if starts and ends and ends < starts:
        yield "ends", _("The activity ends before it starts. Correct one of the two dates.")
    if status in Activity.NEEDS_REASON and not is_explained:
        yield "reason", _("Write why. One sentence is enough, and next year you will be glad of it.")


def checked_amount(amount: Decimal) -> Decimal:
    """Return the amount in whole øre or cents; raise ValidationError for one below nothing or past all measure."""
    if amount < 0:
        raise ValidationError(_("An amount cannot be less than zero."))
    if amount > LARGEST:
        raise ValidationError(_("The amount is too large. Enter it in kroner or euros, not in øre or cents."))
    return round(amount, 2)


@dataclass(frozen=True, slots=True)
class ActivityDraft:
    """An activity as it is to stand."""

    title: Text
    goal: Goal | None = None
    result: Text = NO_WORDS
    owner: User | None = None
    role: Text = NO_WORDS
    people: str = ""
    starts: datetime.date | None = None
    ends: datetime.date | None = None
    budget: Decimal | None = None
    spent: Decimal | None = None
    currency: str = Activity.Currency.DKK
    status: str = Activity.Status.PLANNED
    reason: Text = NO_WORDS
    theme: str = ""
    eu_grant: str = ""
    # None leaves the KPIs as they are, and so with the amounts by year.
    kpis: tuple[Kpi, ...] | None = None
    budget_by_year: Mapping[str, str] | None = None
    spent_by_year: Mapping[str, str] | None = None

    @classmethod
    def of(cls, activity: Activity) -> "ActivityDraft":
        """Return what an activity says now, to be changed in part; reads its goal and owner."""
        return cls(
            title=activity.title_text,
            goal=activity.goal,
            result=activity.result_text,
            owner=activity.owner,
            role=activity.role_text,
            people=activity.people,
            starts=activity.starts,
            ends=activity.ends,
            budget=activity.budget,
            spent=activity.spent,
            currency=activity.currency,
            status=activity.status,
            reason=activity.reason_text,
            theme=activity.theme,
            eu_grant=activity.eu_grant,
        )

    @property
    def fields(self) -> dict[str, Any]:
        """The values of the model's fields; an activity that goes well has no reason for not doing so."""
        typed = {"budget_by_year": self.budget_by_year, "spent_by_year": self.spent_by_year}
        return {
            **{name: dict(amounts) for name, amounts in typed.items() if amounts is not None},
            "title": self.title.to_value(),
            "goal": self.goal,
            "expected_result": self.result.to_value(),
            "owner": self.owner,
            "owner_role": self.role.to_value(),
            "people": self.people,
            "starts": self.starts,
            "ends": self.ends,
            "budget": self.budget,
            "spent": self.spent,
            "currency": self.currency,
            "status": self.status,
            "reason": self.reason.to_value() if self.status in Activity.NEEDS_REASON else {},
            "theme": self.theme,
            "eu_grant": self.eu_grant,
        }


@dataclass(frozen=True, slots=True)
class MilestoneDraft:
    """A milestone as it is to stand."""

    title: Text
    date: datetime.date
    done_on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """An entry of the strategy year as it is to stand."""

    title: Text
    kind: str
    starts: datetime.date
    ends: datetime.date | None = None
    who: str = ""
