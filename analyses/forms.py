"""Forms of analyses."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analyses.models import Analysis
from clusters.fields import MemberField
from clusters.models import Cluster
from core.forms import RevisionField
from core.languages import content_language
from core.text import Text
from library.models import Edition
from strategy.forms import TitleForm
from strategy.models import Strategy


class ServedField(forms.ModelChoiceField):
    """The strategy that an analysis serves."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Strategy"),
            required=False,
            empty_label=_("The one the cluster works by"),
            help_text=_("The strategy that the result can be carried over to."),
            **kwargs,
        )


class StartForm(TitleForm):
    """Which template, what to call it, and which strategy it serves."""

    source = forms.ChoiceField(label=gettext_lazy("Template"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, editions: list[Edition], cluster: Cluster, title: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_for_title(cluster, Text(), title)
        language = content_language()
        self.editions = {edition.publication.slug: edition for edition in editions}
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)  # noqa: S101 -- declared above
        source.choices = [(slug, one.title_text.resolve(language).words) for slug, one in self.editions.items()]
        source.initial = next(iter(self.editions), None)
        self.fields["strategy"] = ServedField(queryset=Strategy.objects.of(cluster).alive())

    @property
    def edition(self) -> Edition:
        """The template that was chosen."""
        return self.editions[self.cleaned_data["source"]]


class SettingsForm(TitleForm):
    """What to call the analysis, which strategy it serves, and who answers for it."""

    revision = RevisionField()

    def __init__(self, *args: Any, analysis: Analysis, **kwargs: Any) -> None:
        first = {"strategy": analysis.strategy, "owner": analysis.owner_id, "revision": analysis.revision}
        kwargs["initial"] = {**first, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.ask_for_title(analysis.cluster, analysis.title_text)
        self.fields["strategy"] = ServedField(queryset=Strategy.objects.of(analysis.cluster).alive())
        self.fields["owner"] = MemberField(
            cluster=analysis.cluster,
            kept=analysis.owner_id,
            label=_("Owner"),
            help_text=_("Is reminded on the day on which the analysis is to be looked at again."),
        )
