"""Forms of the strategy year."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Cluster
from core.forms import DayField, RevisionField
from core.text import Text
from plans.forms.fields import TwoLanguageForm
from plans.models import YearEntry
from plans.services.drafts import EntryDraft


class EntryForm(TwoLanguageForm):
    """An entry of the cluster's own: what, which kind, when, who."""

    def __init__(self, *args: Any, cluster: Cluster, entry: YearEntry | None = None, **kwargs: Any) -> None:
        self.cluster, self.entry = cluster, entry
        if entry is not None:
            names = ("kind", "starts", "ends", "who", "revision")
            kwargs["initial"] = {
                **self.initial_texts(title=entry.title_text),
                **{name: getattr(entry, name) for name in names},
            }
        super().__init__(*args, **kwargs)
        self.fields["revision"] = RevisionField()
        self.add_text("title", _("What"), required=_("Say what it is."))
        self.fields["kind"] = forms.ChoiceField(label=_("Type"), choices=YearEntry.Kind.choices)
        self.fields["starts"] = DayField(
            label=_("Date"), error_messages={"required": _("Enter the date, or the first of several.")}
        )
        self.fields["ends"] = DayField(
            label=_("Last day"), required=False, help_text=_("Only for something that lasts more than one day.")
        )
        self.fields["who"] = forms.CharField(label=_("Who"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Hold the last day to the first."""
        values = super().clean() or self.cleaned_data
        starts, ends = values.get("starts"), values.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("The last day is before the first. Correct one of the two."))
        return values

    @property
    def draft(self) -> EntryDraft:
        """What was written."""
        values = self.cleaned_data
        return EntryDraft(
            title=self.text("title", self.entry.title_text if self.entry else Text()),
            kind=values["kind"],
            starts=values["starts"],
            ends=values["ends"],
            who=values["who"],
        )


class FeedForm(forms.Form):
    """Whose calendar, in which language."""

    scope = forms.ChoiceField(
        label=gettext_lazy("What it contains"),
        choices=[
            ("cluster", gettext_lazy("The cluster’s whole year")),
            ("mine", gettext_lazy("Only my own tasks")),
            ("figures", gettext_lazy("The figures, for Excel and Power BI: KPIs, measurements and activities")),
        ],
        widget=forms.RadioSelect,
        initial="cluster",
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[("da", gettext_lazy("Danish")), ("en", gettext_lazy("English"))]
    )
