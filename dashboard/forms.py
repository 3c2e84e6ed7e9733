"""Putting off from the front page: until when, and why where others wait."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DayField
from dashboard.steps import REASONED


class PutOffForm(forms.Form):
    """Until which day, and why."""

    day = DayField(label=_("New date"))
    reason = forms.CharField(label=_("Why"), max_length=300, required=False)

    def __init__(self, *args: Any, kind: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.today = kind, today

    def clean_day(self) -> date:
        """Return the day; one that has passed puts nothing off."""
        day: date = self.cleaned_data["day"]
        if day <= self.today:
            raise forms.ValidationError(_("Choose a date in the future."))
        if day.year > self.today.year + 20:
            raise forms.ValidationError(_("Choose a date in the next twenty years."))
        return day

    def clean(self) -> dict[str, Any] | None:
        """Ask for a reason where others wait."""
        found = super().clean()
        if self.kind in REASONED and not self.cleaned_data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Write why. One sentence is enough, and next year you will be glad of it."))
        return found
