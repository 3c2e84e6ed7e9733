"""Forms of importing and copying."""

import base64
import binascii
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.exchange.reading import LARGEST
from plans.models import Activity


class ImportForm(forms.Form):
    """A file; or what was read of it before, with the seal of the preview that somebody has looked at."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=gettext_lazy("XLSX or CSV, at most 1 MB. Nothing is stored before you have seen what would happen."),
    )
    content = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2 * LARGEST)
    seal = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def clean(self) -> dict[str, Any]:
        """Hold on to the bytes of the file, sent now or before."""
        values = super().clean() or self.cleaned_data
        self.sent = b""
        if values.get("file") is not None:
            if values["file"].size > LARGEST:
                self.add_error("file", _("The file is larger than 1 MB. Part it in two."))
            else:
                self.sent = values["file"].read()
                values["seal"] = ""
        elif values.get("content"):
            try:
                self.sent = base64.b64decode(values["content"], validate=True)
            except (binascii.Error, ValueError):
                self.add_error("file", _("Choose the file once more."))
        else:
            self.add_error("file", _("Choose a file."))
        return values


class CopyForm(forms.Form):
    """Which activities to copy; all that are offered are ticked to begin with."""

    def __init__(self, *args: Any, activities: list[Activity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.activities = activities
        self.fields["activities"] = forms.MultipleChoiceField(
            label=_("Activities"),
            choices=[(str(one.number), one.key) for one in activities],
            error_messages={"required": _("Tick at least one activity.")},
        )

    @property
    def ticked(self) -> list[int]:
        """The numbers of the ticked ones."""
        if self.is_bound:
            return [int(value) for value in cast(QueryDict, self.data).getlist("activities") if value.isdigit()]
        return [one.number for one in self.activities]

    @property
    def chosen(self) -> list[Activity]:
        """The activities to copy."""
        numbers = set(self.cleaned_data["activities"])
        return [one for one in self.activities if str(one.number) in numbers]
