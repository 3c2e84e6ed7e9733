"""Forms of reports to funders."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Cluster
from core.forms import LARGEST_INTEGER, DayField, RevisionField
from core.languages import content_language
from core.text import Text
from funders.models import Explanation, FunderReport
from library.models import Edition
from strategy.forms import TitleForm, WordsField
from strategy.models import Strategy

LONGEST_EXPLANATION = 2_000


class StrategyField(forms.ModelChoiceField):
    """Whose activities and KPIs are pulled in; without one, all of the cluster's."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Include activities and KPIs from"),
            required=False,
            empty_label=_("The whole cluster"),
            help_text=_(
                "Choose a strategy to include what serves its goals. The current strategy also brings in what has no "
                "goal."
            ),
            **kwargs,
        )


class StartForm(TitleForm):
    """Which template and period, for whom, and whether last year's text is the beginning."""

    source = forms.ChoiceField(label=gettext_lazy("Template"), widget=forms.RadioSelect)
    period_from = DayField(label=gettext_lazy("The period begins"))
    period_to = DayField(label=gettext_lazy("The period ends"))
    funder = WordsField(label=gettext_lazy("Funder"), max_length=500, required=False)
    grant = WordsField(label=gettext_lazy("Name and reference number of the grant"), max_length=500, required=False)

    def __init__(
        self,
        *args: Any,
        editions: list[Edition],
        cluster: Cluster,
        reports: list[FunderReport],
        title: Text,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_title(cluster, Text(), title)
        language = content_language()
        self.editions = {edition.publication.slug: edition for edition in editions}
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)  # noqa: S101 -- declared above
        source.choices = [(slug, one.title_text.resolve(language).words) for slug, one in self.editions.items()]
        source.initial = next(iter(self.editions), None)
        self.fields["strategy"] = StrategyField(queryset=Strategy.objects.of(cluster).alive())
        if reports:
            self.fields["earlier"] = forms.ModelChoiceField(
                label=_("Start from an earlier report’s text"),
                queryset=FunderReport.objects.of(cluster).alive().with_workbook(),
                required=False,
                empty_label=_("No, start with a blank report"),
                help_text=_(
                    "Plans and descriptions are copied; results, dates and the progress of milestones are not."
                ),
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("period_from"), cleaned.get("period_to")
        if first and last and last < first:
            self.add_error("period_to", _("The period ends before it begins. Change one of the two dates."))
        return cleaned

    @property
    def edition(self) -> Edition:
        """The template that was chosen."""
        return self.editions[self.cleaned_data["source"]]

    @property
    def period(self) -> tuple[date, date]:
        """The period that was written."""
        return self.cleaned_data["period_from"], self.cleaned_data["period_to"]


class SettingsForm(TitleForm):
    """What to call the report, and whose activities it pulls in."""

    revision = RevisionField()

    def __init__(self, *args: Any, report: FunderReport, **kwargs: Any) -> None:
        first = {"strategy": report.strategy, "revision": report.revision}
        kwargs["initial"] = {**first, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.ask_for_title(report.cluster, report.title_text)
        self.fields["strategy"] = StrategyField(queryset=Strategy.objects.of(report.cluster).alive())


class SendForm(forms.Form):
    """When it was sent, with which remark, and what the person saw when they decided."""

    sent_on = DayField(label=gettext_lazy("Sent on"))
    remark = WordsField(
        label=gettext_lazy("Remark"),
        help_text=gettext_lazy(
            "For example who it was sent to, or what the correction is about. The remark is printed."
        ),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST_INTEGER)


class ExplainForm(forms.Form):
    """Why a figure differs, in the languages that the cluster writes."""

    revision = RevisionField()

    def __init__(self, *args: Any, cluster: Cluster, explanation: Explanation | None, **kwargs: Any) -> None:
        self.cluster, self.explanation = cluster, explanation
        words = explanation.words if explanation else Text()
        initial = {f"text_{language}": words.get(language) for language in cluster.languages}
        kwargs["initial"] = {**initial, "revision": explanation.revision if explanation else 0}
        super().__init__(*args, **kwargs)
        for language in cluster.languages:
            named = _("Explanation in Danish") if language == "da" else _("Explanation in English")
            self.fields[f"text_{language}"] = WordsField(
                label=named if len(cluster.languages) > 1 else _("Explanation"),
                max_length=LONGEST_EXPLANATION,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, "lang": language}),
            )

    @property
    def text(self) -> Text:
        """What was written, on top of a language that the form does not ask for."""
        words = self.explanation.words if self.explanation else Text()
        for language in self.cluster.languages:
            words = words.with_language(language, self.cleaned_data[f"text_{language}"].strip())
        return words

    @property
    def based_on(self) -> int:
        """The revision that was read."""
        return self.cleaned_data["revision"] or 0
