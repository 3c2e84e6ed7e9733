"""What an administrator brings, and what a person types who goes."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.emails import normal
from accounts.forms import fields_only
from accounts.models import User
from clusters.models import slug_validator


class ArrivalForm(forms.Form):
    """A cluster's file, and the address under which it is to be found here."""

    file = forms.FileField(
        label=gettext_lazy("The cluster’s file"),
        allow_empty_file=True,
        help_text=gettext_lazy("The ZIP file from “A copy of everything” in another portal, at most 100 MB."),
    )
    slug = forms.CharField(
        label=gettext_lazy("Address here"),
        max_length=40,
        required=False,
        validators=[slug_validator],
        help_text=gettext_lazy("Leave it empty to keep the address that the cluster had."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()

    def clean_file(self) -> Any:
        """Refuse at once what is no ZIP; the rest of it is looked at when it is read."""
        file = self.cleaned_data["file"]
        if file.read(4) != b"PK\x03\x04":
            raise forms.ValidationError(_("This is not a ZIP file. Choose the file that was downloaded from a portal."))
        file.seek(0)
        return file


class EraseForm(forms.Form):
    """A person's own address, typed by whoever means to go."""

    typed = forms.CharField(
        label=gettext_lazy("Your email address"),
        max_length=254,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("Type it to confirm that you mean it."),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.helper = fields_only()

    def clean_typed(self) -> str:
        """Refuse another address than the person's own."""
        typed = normal(self.cleaned_data["typed"])
        if typed != self.person.email:
            raise forms.ValidationError(
                _("Type your email address exactly as you sign in with it: %(email)s") % {"email": self.person.email}
            )
        return typed
