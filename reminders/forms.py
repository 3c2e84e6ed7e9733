"""Which mails a person wants, and who takes over when somebody leaves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import fields_only
from reminders.models import Preference


class PreferenceForm(forms.Form):
    """Which mails a person wants."""

    weekly = forms.BooleanField(
        label=_("A mail every week with what is due and overdue"),
        required=False,
        help_text=_("Nothing due, no mail."),
    )
    weekday = forms.TypedChoiceField(label=_("On which day"), choices=Preference.Weekday.choices, coerce=int)
    on_the_day = forms.BooleanField(
        label=_("A mail when something of yours comes close"),
        required=False,
        help_text=_("A week before, on the day, and once when it is overdue. All of a day stands in one mail."),
    )
    at_once = forms.BooleanField(label=_("A mail when somebody gives you something"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
