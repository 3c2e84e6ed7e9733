"""Which lines of the log one wants to see."""

from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from clusters.querysets import ActivityEntrySet
from core.forms import DayField


def day_input() -> forms.DateInput:
    """Return an input of a day with the class of Bootstrap: no helper of crispy's lays the filter out."""
    return forms.DateInput({"type": "date", "class": "form-control"}, format="%Y-%m-%d")


class ActivityFilter(forms.Form):
    """A person and a period; both days belong to it."""

    person = forms.ChoiceField(label=_("Person"), required=False, widget=forms.Select({"class": "form-select"}))
    first = DayField(label=_("From"), required=False, widget=day_input())
    last = DayField(label=_("Up to and including"), required=False, widget=day_input())

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # By name and not by key: the log keeps the name of who has gone.
        names = cluster.activity.exclude(by_name="").order_by("by_name").values_list("by_name", flat=True).distinct()
        person = cast(forms.ChoiceField, self.fields["person"])
        person.choices = [("", gettext("Everybody")), *((name, name) for name in names)]

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        values = super().clean() or self.cleaned_data
        first, last = values.get("first"), values.get("last")
        if first and last and last < first:
            self.add_error("last", gettext("The period ends before it begins. Choose a later date."))
        return values

    @property
    def is_narrow(self) -> bool:
        """Whether anything was chosen."""
        return any(self.data.get(name) for name in self.fields)

    def of(self, entries: ActivityEntrySet) -> ActivityEntrySet:
        """Return the lines that were asked for; all of them while what was asked for cannot be read."""
        if not self.is_valid():
            return entries
        values = self.cleaned_data
        if values["person"]:
            entries = entries.filter(by_name=values["person"])
        if values["first"]:
            entries = entries.filter(at__gte=midnight(values["first"]))
        if values["last"]:
            entries = entries.filter(at__lt=midnight(values["last"] + timedelta(days=1)))
        return entries


def midnight(day: date) -> datetime:
    """Return the instant at which the day begins here."""
    return timezone.make_aware(datetime.combine(day, time.min))
