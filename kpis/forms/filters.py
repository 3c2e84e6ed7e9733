"""What of a list is shown."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.models import Cluster
from core.languages import content_language
from core.prepared import Prepared
from kpis.forms.fields import goals_of
from kpis.models import KpiDefinition
from kpis.rules.status import State
from kpis.words import state_words
from strategy.models import Goal


@Prepared
def _goals(cluster: Cluster) -> "QuerySet[Goal]":
    return goals_of(cluster)


class FilterForm(forms.Form):
    """What of the list is shown, and in which order."""

    goal = forms.CharField(required=False, label=gettext_lazy("Goal"))
    status = forms.ChoiceField(required=False, label=gettext_lazy("Status"))
    level = forms.ChoiceField(required=False, label=gettext_lazy("Level"))
    sort = forms.ChoiceField(required=False, label=gettext_lazy("Order"))

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = _goals(cluster)
        language = content_language()
        titles = [(one, one.title_text.resolve(language)) for one in self.goals]
        goals = [(str(one.pk), title.within(f"{one.key} {title.text[:60]}")) for one, title in titles]
        self.fields["goal"] = forms.ChoiceField(
            required=False, label=_("Goal"), choices=[("", _("Every goal")), *goals, ("none", _("Without a goal"))]
        )
        self.fields["status"] = forms.ChoiceField(
            required=False,
            label=_("Status"),
            choices=[("", _("Any status")), *((str(state), state_words(state)) for state in State)],
        )
        self.fields["level"] = forms.ChoiceField(
            required=False, label=_("Level"), choices=[("", _("Any level")), *KpiDefinition.Level.choices]
        )
        self.fields["sort"] = forms.ChoiceField(
            required=False,
            label=_("Order"),
            choices=[
                ("", _("By goal")),
                ("status", _("Worst first")),
                ("name", _("By name")),
                ("due", _("Due soonest first")),
            ],
        )


class CatalogueForm(forms.Form):
    """What of the catalogue is shown."""

    q = forms.CharField(required=False, max_length=80, label=gettext_lazy("Search"))
    level = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Level"),
        choices=[("", gettext_lazy("Any level")), *KpiDefinition.Level.choices],
    )

    def __init__(self, *args: Any, sections: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"] = forms.ChoiceField(
            required=False, label=_("Phase"), choices=[("", _("Any phase")), *sections]
        )
