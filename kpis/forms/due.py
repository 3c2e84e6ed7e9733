"""The line of one value that is due."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from core.dates import format_short
from core.forms import DayField
from core.languages import content_language
from kpis.forms.fields import NumberField, in_table
from kpis.forms.kpis import LONGEST_NOTE
from kpis.rules.periods import Period
from kpis.shown.kpis import ShownKpi
from kpis.words import not_yet_words, period_words


class DueForm(forms.Form):
    """A value for a period; left empty, nothing is entered. The day lies in the period, by default at its end."""

    def __init__(self, *args: Any, one: ShownKpi, period: Period, **kwargs: Any) -> None:
        kwargs["prefix"] = f"{one.kpi.key}-{period.end.isoformat()}"
        super().__init__(*args, **kwargs)
        self.one, self.period = one, period
        self.is_saved = False
        words = {"kpi": one.title, "period": period_words(period, content_language())}
        self.fields["value"] = NumberField(
            label=_("Value for %(kpi)s in %(period)s") % words, unit=one.unit, required=False
        )
        self.fields["date"] = DayField(
            label=_("Date for %(kpi)s in %(period)s") % words, required=False, initial=period.end
        )
        self.fields["note"] = forms.CharField(
            label=_("Note for %(kpi)s in %(period)s") % words, required=False, max_length=LONGEST_NOTE
        )
        in_table(self)

    def clean(self) -> dict[str, Any]:
        """The day must lie in the period."""
        cleaned = super().clean() or self.cleaned_data
        day = cleaned.get("date")
        if day is not None and day not in self.period:
            language = content_language()
            self.add_error(
                "date",
                _("%(day)s is outside %(period)s. Enter a date from %(first)s to %(last)s.")
                % {
                    "day": format_short(day, language),
                    "period": period_words(self.period, language),
                    "first": format_short(self.period.start, language),
                    "last": format_short(self.period.end, language),
                },
            )
        return cleaned

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What is wrong, for the summary: the id of the field and the words."""
        return [
            (self[name].id_for_label, f"{self.one.kpi.key}: {error}")
            for name in self.fields
            if name in self.errors
            for error in self.errors[name]
        ]


class AnyValueForm(forms.Form):
    """A value of whichever KPI and day: there is always one that can be entered."""

    def __init__(self, *args: Any, kpis: Sequence[ShownKpi], language: str, **kwargs: Any) -> None:
        kwargs["prefix"] = "any"
        super().__init__(*args, **kwargs)
        self.kpis = {str(one.kpi.number): one for one in kpis}
        chosen = self.kpis.get(self.data.get(self.add_prefix("kpi"), "")) if self.is_bound else None
        self.fields["kpi"] = forms.ChoiceField(
            label=_("KPI"),
            choices=[("", _("Choose a KPI")), *((number, one.title) for number, one in self.kpis.items())],
            error_messages={"required": _("Choose the KPI that the value belongs to.")},
        )
        self.fields["value"] = NumberField(
            label=_("Value"),
            unit=chosen.unit if chosen else "",
            error_messages={"required": _("Enter the value.")},
        )
        self.fields["date"] = DayField(
            label=_("Date"), error_messages={"required": _("Enter the day that the value is for.")}
        )
        self.fields["note"] = forms.CharField(
            label=_("Note"), required=False, max_length=LONGEST_NOTE, widget=forms.TextInput(attrs={"lang": language})
        )

    def clean_kpi(self) -> ShownKpi:
        return self.kpis[self.cleaned_data["kpi"]]

    def clean_date(self) -> Any:
        """No value is entered for a day to come."""
        day = self.cleaned_data["date"]
        today = next((one.today for one in self.kpis.values()), day)
        if day > today:
            raise forms.ValidationError(not_yet_words(day, content_language()))
        return day
