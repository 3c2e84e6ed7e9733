"""What an administrator announces to everybody."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import fields_only
from core.notices import LONGEST, Notice

FOR = [
    ("4", gettext_lazy("Four hours")),
    ("24", gettext_lazy("A day")),
    ("168", gettext_lazy("A week")),
    ("", gettext_lazy("Until I take it down")),
]


class AnnouncementForm(forms.Form):
    """A sentence for everybody, in both languages, and for how long."""

    da = forms.CharField(label=gettext_lazy("In Danish"), max_length=LONGEST, required=False)
    en = forms.CharField(
        label=gettext_lazy("In English"),
        max_length=LONGEST,
        required=False,
        help_text=gettext_lazy("Where one language is empty, its readers see the other."),
    )
    hours = forms.ChoiceField(label=gettext_lazy("Show it for"), choices=FOR, required=False, initial="24")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()

    def clean(self) -> dict[str, Any]:
        """Refuse an announcement that says nothing."""
        values = super().clean() or {}
        if not (values.get("da") or values.get("en")) and not self.errors:
            raise forms.ValidationError(_("Write what everybody is to know, in Danish or English."))
        return values

    @property
    def notice(self) -> Notice:
        """What is to be shown."""
        values = self.cleaned_data
        ends = timezone.now() + timedelta(hours=int(values["hours"])) if values["hours"] else None
        return Notice(values["da"], values["en"], ends.isoformat() if ends else "")
