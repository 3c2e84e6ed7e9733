"""The form of copying a plan into a new year."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from core.numbers import whole_number
from plans.models import Activity


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
            found = map(whole_number, cast(QueryDict, self.data).getlist("activities"))
            return [number for number in found if number is not None]
        return [one.number for one in self.activities]

    @property
    def chosen(self) -> list[Activity]:
        """The activities to copy."""
        numbers = set(self.cleaned_data["activities"])
        return [one for one in self.activities if str(one.number) in numbers]
