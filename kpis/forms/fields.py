"""Fields that read numbers as people type them, and choices of the cluster's own rows."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from clusters.models import Cluster
from core.languages import content_language
from core.numbers import NumberFault, format_input
from core.sheets.values import amount_of
from kpis.words import value_fault
from strategy.models import Goal

UNITS = {"percent": "%", "dkk": "kr.", "eur": "€"}
MONEY_UNITS = ("dkk", "eur")


class NumberField(forms.CharField):
    """A number as the language of the page writes it; a word is refused with a sentence and stays to be corrected."""

    def __init__(self, *, unit: str = "", **kwargs: Any) -> None:
        self.is_money = unit in MONEY_UNITS
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=60, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Write a stored number as it is typed."""
        return format_input(value, content_language()) if isinstance(value, Decimal | int) else value

    def clean(self, value: Any) -> Any:
        """Return the number, or None; raise ValidationError with a sentence for anything else."""
        words = super().clean(value)
        if not words:
            return None
        try:
            number = amount_of(words, content_language(), is_money=self.is_money, is_typed=True).number
        except NumberFault as fault:
            raise forms.ValidationError(fault.message) from fault
        wrong = value_fault(number, content_language())
        if wrong:
            raise forms.ValidationError(wrong)
        return number


def in_table(form: forms.Form) -> None:
    """Dress the fields of a form that stands in a table, whose labels are read and not seen."""
    for field in form.fields.values():
        field.widget.attrs["class"] = "form-control"


class GoalChoice(forms.ModelChoiceField):
    """A choice among goals, by key and title."""

    def label_from_instance(self, obj: Any) -> str:
        """Show a goal as S1 and its title."""
        title = obj.title_text.resolve(content_language())
        return title.within(f"{obj.key} {title.text[:80]}")


def goals_of(cluster: Cluster) -> Any:
    """Return the goals of the cluster's strategies, the current one's first."""
    goals = Goal.objects.of(cluster).filter(deleted_at=None, strategy__deleted_at=None)
    return goals.select_related("strategy").order_by("-strategy__is_current", "strategy", "position", "number")


def goal_field(cluster: Cluster) -> forms.ModelChoiceField:
    """Return a choice among the goals of the cluster's strategies."""
    return GoalChoice(
        label=_("Which goal does it measure?"),
        queryset=goals_of(cluster),
        required=False,
        empty_label=_("No goal yet"),
    )
