"""Forms of measuring rounds."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.models import Cluster
from core.forms import DayField, RevisionField
from core.languages import content_language
from core.text import Text
from kpis.forms.fields import NumberField, in_table
from kpis.forms.kpis import LanguagesForm, text_initial
from kpis.models import Kpi, MeasuringRound, RoundComment
from kpis.shown.kpis import ShownKpi
from strategy.models import Goal, Strategy


class RoundForm(forms.Form):
    """When a round is, what belongs to it, and who delivers."""

    def __init__(
        self,
        *args: Any,
        strategies: Sequence[Strategy] = (),
        followed: Sequence[ShownKpi],
        deliverers: dict[int, str] | None = None,
        **kwargs: Any,
    ) -> None:
        chosen = deliverers if deliverers is not None else {one.kpi.pk: "" for one in followed}
        first: dict[str, Any] = {"kpis": [str(pk) for pk in chosen]}
        for one in followed:
            first[f"by_{one.kpi.number}"] = chosen.get(one.kpi.pk) or answers_for(one)
        kwargs["initial"] = {**first, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.followed = followed
        self.named_for = {f"deliverers.{one.kpi.pk}": f"by_{one.kpi.number}" for one in followed}
        if strategies:
            self.fields["strategy"] = forms.ChoiceField(
                label=_("Strategy"), choices=[(str(s.pk), s.shown_title) for s in strategies]
            )
            self.fields["kind"] = forms.ChoiceField(label=_("Round"), choices=MeasuringRound.Kind.choices)
        self.fields["revision"] = RevisionField()
        self.fields["date"] = DayField(label=_("Date"))
        self.fields["note"] = forms.CharField(
            label=_("Note to those who provide the values"),
            max_length=1000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields["kpis"] = forms.MultipleChoiceField(
            label=_("KPIs of the round"),
            choices=[(str(one.kpi.pk), one.title) for one in followed],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one KPI for the round.")},
        )
        for one in followed:
            self.fields[f"by_{one.kpi.number}"] = forms.CharField(
                label=_("Who provides %(key)s") % {"key": one.kpi.key}, max_length=120, required=False
            )

    @property
    def chosen(self) -> list[tuple[Kpi, str]]:
        """The KPIs with who delivers each."""
        wanted = set(self.cleaned_data["kpis"])
        return [
            (one.kpi, self.cleaned_data[f"by_{one.kpi.number}"].strip())
            for one in self.followed
            if str(one.kpi.pk) in wanted
        ]


def answers_for(one: ShownKpi) -> str:
    """Return who answers for a KPI, as a name or a role."""
    if one.kpi.owner:
        return one.kpi.owner.display_name
    return one.kpi.role_text.resolve(content_language()).text


class EntryForm(forms.Form):
    """A KPI's value in a round; left empty, nothing is entered."""

    def __init__(self, *args: Any, one: ShownKpi, round: MeasuringRound, **kwargs: Any) -> None:
        kwargs["prefix"] = one.kpi.key
        super().__init__(*args, **kwargs)
        self.one = one
        day = min(round.date, timezone.localdate())
        self.fields["value"] = NumberField(
            label=_("Value for %(kpi)s") % {"kpi": one.title}, unit=one.unit, required=False
        )
        self.fields["date"] = DayField(label=_("Date for %(kpi)s") % {"kpi": one.title}, required=False, initial=day)
        self.fields["source"] = forms.CharField(
            label=_("Source for %(kpi)s") % {"kpi": one.title}, required=False, max_length=300
        )
        in_table(self)


class CloseForm(forms.Form):
    """With which date and remark a round is closed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closed_on"] = DayField(label=_("Closed on"), initial=timezone.localdate())
        self.fields["remark"] = forms.CharField(
            label=_("Remark"),
            required=False,
            max_length=3000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("What a reader needs to know about this round, for example what is missing and why."),
        )


class CommentsForm(LanguagesForm):
    """What the cluster says about each goal."""

    revision = RevisionField()

    def __init__(
        self, *args: Any, cluster: Cluster, goals: Sequence[Goal], comments: Sequence[RoundComment], **kwargs: Any
    ) -> None:
        before = {comment.goal_id: comment.words for comment in comments}
        self.before = before
        initial: dict[str, str] = {}
        for goal in goals:
            initial |= text_initial(f"goal_{goal.number}", before.get(goal.pk, Text()))
        kwargs["initial"] = {**initial, **kwargs.get("initial", {})}
        super().__init__(*args, cluster=cluster, **kwargs)
        self.goals = goals
        self.named_for = {
            f"comments.{goal.pk}.{language}": f"goal_{goal.number}_{language}"
            for goal in goals
            for language in cluster.languages
        }
        for goal in goals:
            words = goal.title_text.resolve(content_language()).text
            self.add_text(f"goal_{goal.number}", f"{goal.key} {words}", 5000, rows=4)

    @property
    def texts(self) -> list[tuple[Goal, Text]]:
        """What was written, goal by goal."""
        return [(goal, self.text(f"goal_{goal.number}", self.before.get(goal.pk))) for goal in self.goals]
