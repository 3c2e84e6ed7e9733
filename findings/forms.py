"""Setting a finding aside, and which findings one wants to see."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DayField
from findings.rules import RULES, Severity
from findings.words import SEVERITIES

LONGEST_REASON = 1000
# A quarter is what most boards meet in.
PROPOSED = timedelta(days=90)


class WaiveForm(forms.Form):
    """Why a finding may be as it is, and until when."""

    reason = forms.CharField(
        label=_("Why is this acceptable?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write why. Others will read it.")},
    )
    until = DayField(
        label=_("Until when"),
        help_text=_("After that date it is back on the list, or sooner if the facts change."),
        error_messages={"required": _("Choose a date.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"until": today + PROPOSED, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class FindingFilter(forms.Form):
    """How grave, whose, and which rule found it; all of them on one page, or some on each."""

    severity = forms.ChoiceField(required=False)
    whose = forms.ChoiceField(required=False, choices=[("", _("Everybody’s")), ("mine", _("Mine"))])
    rule = forms.ChoiceField(required=False, choices=[(one.name, one.name) for one in RULES])
    show = forms.ChoiceField(required=False, choices=[("all", "all")])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("All")), *((str(one), SEVERITIES[one]) for one in Severity)]
        self.fields["severity"].choices = choices  # type: ignore[attr-defined]

    def chosen(self, name: str) -> str:
        """Return what was chosen; what cannot be read is everything."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")
