"""Forms of the action plan."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.fields import MemberField
from clusters.models import Cluster
from core.forms import DayField, RevisionField, SeveralField
from core.languages import content_language
from core.text import Text
from core.uploads import UploadsField
from kpis.models import Kpi
from plans.forms import by_year
from plans.forms.fields import AmountField, TwoLanguageForm, read_amount
from plans.models import Activity, Milestone
from plans.services.drafts import LONGEST_TEXT, ActivityDraft, MilestoneDraft, faults_between
from strategy.models import Goal

LONGEST_NOTE = 4_000


def based_on(form: forms.Form) -> int:
    """Return the revision that a sent form is based on."""
    return form.cleaned_data["revision"] or 0


class GoalField(forms.ModelChoiceField):
    """A goal of the cluster, of the current strategy first."""

    def __init__(self, *, cluster: Cluster, **kwargs: Any) -> None:
        goals = Goal.objects.of(cluster).filter(deleted_at=None, strategy__deleted_at=None)
        super().__init__(
            queryset=goals.select_related("strategy").order_by(
                "-strategy__is_current", "-strategy__number", "position", "number"
            ),
            required=False,
            empty_label=_("No goal yet"),
            **kwargs,
        )

    def label_from_instance(self, obj: Goal) -> str:
        """Give key and title, and the strategy when it is not the current one."""
        title = obj.title_text.resolve(content_language())
        words = title.within(f"{obj.key} {title.text}")
        return words if obj.strategy.is_current else f"{words} ({obj.strategy.shown_title})"


class KpisField(SeveralField):
    """KPIs that the cluster follows."""

    def __init__(self, *, cluster: Cluster, **kwargs: Any) -> None:
        followed = Kpi.objects.of(cluster).alive().prefetch_related("definitions").order_by("number")
        super().__init__(queryset=followed, required=False, widget=forms.CheckboxSelectMultiple, **kwargs)

    def label_from_instance(self, obj: Kpi) -> str:
        """Give key and name."""
        return kpi_words(obj)


def kpi_words(kpi: Kpi) -> str:
    """Return a KPI's key and its name in the language of the page; its definitions are loaded."""
    newest = max(kpi.definitions.all(), key=lambda one: one.version, default=None)
    name = (Text.from_value(newest.name) if newest else Text()).resolve(content_language())
    return name.within(f"{kpi.key} {name.text}".strip())


class WholeForm(TwoLanguageForm):
    """A form with dates, status and reason, which tells at once what does not go together in them too."""

    def clean(self) -> dict[str, Any]:
        """Hold the dates to each other, and the status to its reason."""
        values = super().clean() or self.cleaned_data
        reasons = [name for name in self.fields if name.split("_")[0] == "reason"]
        explained = any(values.get(name, "").strip() or name in self.errors for name in reasons)
        dates = values.get("starts"), values.get("ends")
        for name in {"budget", "spent"} & self.fields.keys() - self.errors.keys():
            self._hold_to_currency(name, values)
        for name, words in faults_between(*dates, values.get("status", ""), is_explained=explained):
            self.add_error(self.focus(name), words)
        return values

    def _hold_to_currency(self, name: str, values: dict[str, Any]) -> None:
        if values.get(name) is not None and values.get("currency"):
            try:
                read_amount(str(self[name].value()), values["currency"])
            except forms.ValidationError as fault:
                self.add_error(name, fault)


class ActivityForm(WholeForm):
    """A whole activity."""

    named_for = {"expected_result": "result", "owner_role": "role"}

    def __init__(self, *args: Any, cluster: Cluster, activity: Activity | None = None, **kwargs: Any) -> None:
        self.cluster, self.activity = cluster, activity
        kwargs["initial"] = {**self._initial(activity), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["revision"] = RevisionField()
        self.add_text("title", _("Activity"), required=_("Write what needs to be done."))
        self.fields["goal"] = GoalField(cluster=cluster, label=_("Goal"))
        kpis = KpisField(cluster=cluster, label=_("KPIs it should improve"))
        if kpis.queryset is not None and kpis.queryset.exists():
            self.fields["kpis"] = kpis
        self.add_text("result", _("Expected result"), rows=2, longest=LONGEST_TEXT)
        self.fields["owner"] = MemberField(
            cluster=cluster, kept=activity.owner_id if activity else None, label=_("Owner")
        )
        self.add_text(
            "role",
            _("or a role"),
            longest=120,
            help_text=_("For somebody who does not sign in, for example “Head of membership”."),
        )
        self.fields["people"] = forms.CharField(label=_("People involved"), max_length=500, required=False)
        self.fields["starts"] = DayField(label=_("Start"), required=False)
        self.fields["ends"] = DayField(label=_("End"), required=False)
        self.fields["budget"] = AmountField(label=_("Budget"), required=False)
        self.fields["spent"] = AmountField(label=_("Spent so far"), required=False)
        self.fields["currency"] = forms.ChoiceField(label=_("Currency"), choices=Activity.Currency.choices)
        self._add_years(activity)
        self.fields["status"] = forms.ChoiceField(label=_("Status"), choices=Activity.Status.choices)
        self.add_text(
            "reason",
            _("Reason"),
            rows=2,
            longest=LONGEST_TEXT,
            help_text=_("Required when the activity is delayed or dropped."),
        )
        self.fields["theme"] = forms.ChoiceField(
            label=_("Theme in the report to the funder"),
            choices=[("", _("No theme")), *Activity.Theme.choices],
            required=False,
        )
        self.fields["eu_grant"] = forms.CharField(
            label=_("EU grant"),
            max_length=160,
            required=False,
            help_text=_(
                "The name and number of a grant from the European Union, if the activity has one. Documents then carry "
                "the emblem of the Union and its sentence."
            ),
        )

    def _add_years(self, activity: Activity | None) -> None:
        """Add the budget and the spending of each year, of an activity that runs over several."""
        self.years = by_year.years_of(activity)
        fields = by_year.fields_of(self.years)
        self.fields.update(fields)
        for first in list(fields.values())[:1]:
            first.help_text = _("Leave a year empty to share what is left by days.")

    def clean(self) -> dict[str, Any]:
        """Hold the amounts by year to the whole."""
        values = super().clean()
        by_year.hold_to_whole(self, values, self.years)
        return values

    def _by_year(self, name: str) -> dict[str, str] | None:
        before = getattr(self.activity, f"{name}_by_year") if self.activity else {}
        return by_year.sent_by_year(self, name, self.years, before)

    def _initial(self, activity: Activity | None) -> dict[str, Any]:
        if activity is None:
            return {"currency": Activity.Currency.DKK, "status": Activity.Status.PLANNED}
        names = ("people", "starts", "ends", "budget", "spent", "currency", "status", "theme", "eu_grant", "revision")
        return {
            **self.initial_texts(
                title=activity.title_text,
                result=activity.result_text,
                role=activity.role_text,
                reason=activity.reason_text,
            ),
            "goal": activity.goal_id,
            "owner": activity.owner_id,
            "kpis": list(activity.kpis.all()),
            **{name: getattr(activity, name) for name in names},
            **by_year.stored(activity),
        }

    @property
    def draft(self) -> ActivityDraft:
        """What was written."""
        before = ActivityDraft.of(self.activity) if self.activity else ActivityDraft(Text())
        values = self.cleaned_data
        return ActivityDraft(
            title=self.text("title", before.title),
            goal=values["goal"],
            result=self.text("result", before.result),
            owner=values["owner"],
            role=self.text("role", before.role),
            people=values["people"],
            starts=values["starts"],
            ends=values["ends"],
            budget=values["budget"],
            spent=values["spent"],
            currency=values["currency"],
            status=values["status"],
            reason=self.text("reason", before.reason),
            theme=values["theme"],
            eu_grant=values["eu_grant"].strip(),
            kpis=tuple(values["kpis"]) if "kpis" in values else None,
            budget_by_year=self._by_year("budget"),
            spent_by_year=self._by_year("spent"),
        )


class QuickForm(WholeForm):
    """What is changed in the row of the table: owner, dates, status."""

    def __init__(self, *args: Any, cluster: Cluster, activity: Activity, **kwargs: Any) -> None:
        self.cluster, self.activity = cluster, activity
        kwargs["initial"] = {
            "owner": activity.owner_id,
            "starts": activity.starts,
            "ends": activity.ends,
            "status": activity.status,
            "reason": activity.reason_text.get(cluster.language),
            "revision": activity.revision,
        }
        # Several rows can be open at once, so their ids must differ.
        kwargs.setdefault("auto_id", f"id_{activity.number}_%s")
        super().__init__(*args, **kwargs)
        self.fields["revision"] = RevisionField()
        self.fields["owner"] = MemberField(cluster=cluster, kept=activity.owner_id, label=_("Owner"))
        self.fields["starts"] = DayField(label=_("Start"), required=False)
        self.fields["ends"] = DayField(label=_("End"), required=False)
        self.fields["status"] = forms.ChoiceField(label=_("Status"), choices=Activity.Status.choices)
        self.fields["reason"] = forms.CharField(
            label=_("Reason, when delayed or dropped"),
            max_length=LONGEST_TEXT,
            required=False,
            widget=forms.TextInput(attrs={"lang": cluster.language}),
        )

    @property
    def draft(self) -> ActivityDraft:
        """The activity with what was changed; a reason stays while the status that asked for it does."""
        before = ActivityDraft.of(self.activity)
        values = self.cleaned_data
        reason = before.reason if values["status"] == before.status else Text()
        return replace(
            before,
            owner=values["owner"],
            starts=values["starts"],
            ends=values["ends"],
            status=values["status"],
            reason=reason.with_language(self.cluster.language, values["reason"].strip()),
        )


class StatusForm(forms.Form):
    """Another status, with the reason where one is asked for."""

    revision = RevisionField()
    status = forms.ChoiceField(label=gettext_lazy("Status"), choices=Activity.Status.choices)
    reason = forms.CharField(
        label=gettext_lazy("Reason, when delayed or dropped"), max_length=LONGEST_TEXT, required=False
    )


class NoteForm(forms.Form):
    """How the activity stands."""

    text = forms.CharField(
        label=gettext_lazy("How is it going?"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write how it is going; one sentence is enough.")},
    )


class MilestoneForm(TwoLanguageForm):
    """A milestone: what, when, and whether it has been reached."""

    def __init__(self, *args: Any, cluster: Cluster, milestone: Milestone | None = None, **kwargs: Any) -> None:
        self.cluster, self.milestone = cluster, milestone
        if milestone is not None:
            kwargs["initial"] = {
                **self.initial_texts(title=milestone.title_text),
                "date": milestone.date,
                "done_on": milestone.done_on,
                "revision": milestone.revision,
            }
        kwargs.setdefault("auto_id", "id_milestone_%s")
        super().__init__(*args, **kwargs)
        if milestone is not None:
            self.fields["revision"] = RevisionField()
        self.add_text("title", _("Milestone"), required=_("Write what will be reached."))
        self.fields["date"] = DayField(
            label=_("Date"), error_messages={"required": _("Enter the date by which it should be reached.")}
        )
        if milestone is not None:
            self.fields["done_on"] = DayField(label=_("Reached on"), required=False)

    @property
    def draft(self) -> MilestoneDraft:
        """What was written."""
        before = self.milestone.title_text if self.milestone else Text()
        return MilestoneDraft(
            title=self.text("title", before),
            date=self.cleaned_data["date"],
            done_on=self.cleaned_data.get("done_on"),
        )


class FilesForm(forms.Form):
    """Files to be kept with an activity."""

    chosen = UploadsField(
        label=gettext_lazy("Files"), error_messages={"required": gettext_lazy("Choose one or more files.")}
    )


class ActivityField(forms.ModelChoiceField):
    """An activity of the cluster."""

    def label_from_instance(self, obj: Activity) -> str:
        """Give key and title."""
        title = obj.title_text.resolve(content_language())
        return title.within(f"{obj.key} {title.text}")


class DependencyForm(forms.Form):
    """What an activity waits for."""

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Activity.objects.of(activity.cluster).filter(deleted_at=None).exclude(pk=activity.pk)
        self.fields["needed"] = ActivityField(
            label=_("Waits for"),
            queryset=others.order_by("number"),
            empty_label=_("Choose an activity"),
            error_messages={"required": _("Choose the activity it waits for.")},
        )
