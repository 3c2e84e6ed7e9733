"""The form with which a document is sent: to whom, how, and what is said with it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from core.forms import DayField
from reports.pack_form import PackMailForm
from reports.sending import USUAL_LIFE

LINK, ATTACHED = "link", "attached"


class SendForm(PackMailForm):
    """Who gets a document, as a link that ends or with the mail, and a note."""

    field_order = ("people", "way", "ends_on", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"] = forms.ChoiceField(
            label=_("How"),
            choices=[
                (LINK, _("As a link that ends: it opens without signing in, and you can revoke it")),
                (ATTACHED, _("With the mail, as an attachment: it cannot be taken back")),
            ],
            initial=LINK,
            widget=forms.RadioSelect,
        )
        self.fields["ends_on"] = DayField(
            label=_("The link works until"), required=False, initial=timezone.localdate() + USUAL_LIFE
        )
        self.fields["note"].help_text = _("Stands in the mail. Answers come to you.")
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """A link needs a day."""
        values = super().clean() or self.cleaned_data
        if values.get("way") == LINK and not values.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", _("Enter the last day on which the link works."))
        return values

    @property
    def ends_on(self) -> Any:
        """The last day of the link; nothing for what goes along with the mail."""
        return self.cleaned_data["ends_on"] if self.cleaned_data["way"] == LINK else None
