"""Forms of KPIs, their targets and measurements."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.fields import MemberField
from clusters.models import Cluster
from core.forms import DayField, RevisionField
from core.languages import content_language, label_in
from core.plain import one_line
from core.text import LANGUAGES, Text
from core.units import LONGEST_NAME as LONGEST_UNIT
from core.units import MOST_DECIMALS, OwnUnit, own_unit
from core.uploads import UploadField
from kpis.forms.fields import NumberField, goal_field
from kpis.models import Kpi, KpiDefinition, Measurement
from kpis.rules.status import LOWER, UPPER
from kpis.services import DefinitionDraft, KpiDraft, MeasurementDraft
from kpis.words import not_yet_words

LONGEST_NAME, LONGEST_DEFINITION, LONGEST_NOTE = 160, 3_000, 1_000
# What is sent for a unit that is named in the fields beside.
NAMED = "named"


class LanguagesForm(forms.Form):
    """A form with texts in the languages that the cluster writes."""

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cluster = cluster

    def add_text(
        self, name: str, label: str, longest: int, *, required: bool = False, rows: int = 1, help_text: str = ""
    ) -> None:
        """Add a field for each language; only the main one can be required."""
        for language in self.cluster.languages:
            is_main = language == self.cluster.language
            attrs = {"lang": language}
            self.fields[f"{name}_{language}"] = forms.CharField(
                label=label_in(label, language, self.cluster.languages),
                max_length=longest,
                required=required and is_main,
                help_text=help_text if is_main else "",
                widget=forms.Textarea(attrs={"rows": rows, **attrs}) if rows > 1 else forms.TextInput(attrs=attrs),
            )

    def text(self, name: str, before: Text | None = None) -> Text:
        """Return what was written, on top of what stood in a language that the form does not ask for."""
        found = before or Text()
        for language in self.cluster.languages:
            words = self.cleaned_data.get(f"{name}_{language}", "") or ""
            found = found.with_language(language, words.replace("\r\n", "\n").strip())
        return found


def text_initial(name: str, text: Text) -> dict[str, str]:
    """Return what stands in the fields of a text."""
    return {f"{name}_{language}": text.get(language) for language in LANGUAGES}


def choice(name: str) -> forms.ChoiceField:
    """Return a field for one of the choices of a definition."""
    field: Any = KpiDefinition._meta.get_field(name)
    return forms.ChoiceField(label=field.verbose_name, choices=list(field.choices))


class UnitForm(LanguagesForm):
    """A form in which a KPI gets a unit: a known one, or one that the cluster names."""

    def add_unit(self, current: str = "") -> None:
        """Add the unit, and what names another one."""
        own = own_unit(current)
        self.fields["unit"] = forms.ChoiceField(
            label=_("Unit"), choices=[*KpiDefinition.Unit.choices, (NAMED, _("Another unit"))]
        )
        example = _("Only if you chose another unit, for example “tonnes of CO₂”.")
        self.add_text("unit_name", _("What the other unit is called"), LONGEST_UNIT, help_text=example)
        self.fields["decimals"] = forms.TypedChoiceField(
            label=_("Its decimals"),
            choices=[("", _("As they are typed")), *((str(n), str(n)) for n in range(MOST_DECIMALS + 1))],
            coerce=int,
            empty_value=None,
            required=False,
        )
        if own is not None:
            named: dict[str, Any] = {"unit": NAMED, "decimals": own.decimals, **text_initial("unit_name", own.name)}
            self.initial.update(named)

    def clean(self) -> dict[str, Any]:
        """Another unit has a name."""
        cleaned = super().clean() or self.cleaned_data
        main = f"unit_name_{self.cluster.language}"
        if cleaned.get("unit") == NAMED and main not in self.errors and not cleaned.get(main):
            self.add_error(main, _("Write what the unit is called."))
        return cleaned

    @property
    def unit(self) -> str:
        """The unit as it is kept."""
        if self.cleaned_data.get("unit") != NAMED:
            return self.cleaned_data.get("unit", "")
        own = own_unit(self.initial_unit)
        name = self.text("unit_name", own.name if own else None).each(one_line)
        return OwnUnit(name, self.cleaned_data["decimals"]).stored

    @property
    def initial_unit(self) -> str:
        """The unit that stood before."""
        return ""


class FollowForm(UnitForm):
    """For which goal a KPI is followed, who answers for it, and what is tolerated."""

    named_for = {"owner_role": "role"}

    def __init__(self, *args: Any, cluster: Cluster, kpi: Kpi | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"lower": LOWER, "upper": UPPER}
        if kpi is not None:
            initial = {
                "goal": kpi.goal_id,
                "owner": kpi.owner_id,
                "lower": kpi.lower,
                "upper": kpi.upper,
                "revision": kpi.revision,
                **text_initial("role", kpi.role_text),
            }
        kwargs["initial"] = {**initial, **kwargs.get("initial", {})}
        super().__init__(*args, cluster=cluster, **kwargs)
        self.kpi = kpi
        self.add_first()
        self.fields["goal"] = goal_field(cluster)
        self.fields["owner"] = MemberField(cluster=cluster, kept=kpi.owner_id if kpi else None, label=_("Owner"))
        self.add_text(
            "role",
            _("or a role"),
            120,
            help_text=_("For somebody who does not sign in, for example “Head of membership”."),
        )
        tolerance = _("Percentage of the expected value. A KPI behind by no more than this is on track.")
        self.fields["lower"] = NumberField(label=_("On track within"), help_text=tolerance)
        self.fields["upper"] = NumberField(
            label=_("Slightly behind within"), help_text=_("A KPI behind by more than this is off track.")
        )

    def add_first(self) -> None:
        """Add the fields that stand above the others."""

    def clean(self) -> dict[str, Any]:
        """Check the tolerances together."""
        cleaned = super().clean() or self.cleaned_data
        lower, upper = cleaned.get("lower"), cleaned.get("upper")
        for name in ("lower", "upper"):
            value = cleaned.get(name)
            if value is not None and not 0 <= value <= 100:
                self.add_error(name, _("Enter a number from 0 to 100."))
        if lower is not None and upper is not None and upper < lower:
            self.add_error("upper", _("The second tolerance must be at least as large as the first."))
        return cleaned

    @property
    def draft(self) -> KpiDraft:
        """What was written."""
        return KpiDraft(
            goal=self.cleaned_data["goal"],
            owner=self.cleaned_data["owner"],
            role=self.text("role", self.kpi.role_text if self.kpi else None),
            lower=self.cleaned_data["lower"],
            upper=self.cleaned_data["upper"],
        )


class OwnKpiForm(FollowForm):
    """A KPI of the cluster's own: what it counts, and how."""

    counts: tuple[str, ...] = ("unit", "direction", "aggregation")

    def add_first(self) -> None:
        """Add what is counted."""
        self.add_text("name", _("Name"), LONGEST_NAME, required=True)
        self.add_text(
            "definition",
            _("What is counted, and what is not"),
            LONGEST_DEFINITION,
            required=True,
            rows=3,
            help_text=_("Be exact enough that a colleague would count the same way in three years."),
        )
        for name in ("level", "unit", "direction", "frequency", "aggregation"):
            if name == "unit" and name in self.counts:
                self.add_unit()
            elif name in self.counts or name in ("level", "frequency"):
                self.fields[name] = choice(name)
        self.add_text("source", _("Where the figure comes from"), 300)

    @property
    def definition(self) -> DefinitionDraft:
        """What the KPI counts."""
        data = self.cleaned_data
        return DefinitionDraft(
            name=self.text("name"),
            definition=self.text("definition"),
            level=data["level"],
            unit=self.unit,
            direction=data.get("direction", ""),
            frequency=data["frequency"],
            aggregation=data.get("aggregation", ""),
            source=self.text("source"),
        )


class EditKpiForm(OwnKpiForm):
    """Goal, owner, tolerances and wording of a KPI; what it counts has a form of its own."""

    revision = RevisionField(required=True)
    counts = ()

    def __init__(self, *args: Any, current: KpiDefinition, **kwargs: Any) -> None:
        self.current = current
        kwargs["initial"] = {**definition_initial(current), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["frequency"].help_text = _("Values already entered keep the period they were measured for.")

    @property
    def definition(self) -> DefinitionDraft:
        """The wording, on top of what stands in a language that the form does not ask for."""
        return DefinitionDraft(
            name=self.text("name", self.current.name_text),
            definition=self.text("definition", self.current.definition_text),
            level=self.cleaned_data["level"],
            unit=self.current.unit,
            direction=self.current.direction,
            frequency=self.cleaned_data["frequency"],
            aggregation=self.current.aggregation,
            source=self.text("source", self.current.source_text),
            section=self.current.section,
        )


class RedefineForm(UnitForm):
    """What a KPI counts from a day on."""

    revision = RevisionField()

    def __init__(self, *args: Any, cluster: Cluster, current: KpiDefinition, **kwargs: Any) -> None:
        self.current = current
        kwargs["initial"] = {**definition_initial(current), **kwargs.get("initial", {})}
        super().__init__(*args, cluster=cluster, **kwargs)
        self.fields["valid_from"] = DayField(label=_("Applies from"))
        self.fields["reason"] = forms.CharField(label=_("Why it changes"), max_length=500)
        self.add_text("name", _("Name"), LONGEST_NAME, required=True)
        self.add_text("definition", _("What is counted, and what is not"), LONGEST_DEFINITION, required=True, rows=3)
        self.add_unit(current.unit)
        for name in ("direction", "frequency", "aggregation"):
            self.fields[name] = choice(name)
        bridge = _("Only if you have counted one day both ways: then the values before and after can be compared.")
        self.fields["bridge_before"] = NumberField(
            label=_("The same day, counted the old way"), required=False, help_text=bridge
        )
        self.fields["bridge_after"] = NumberField(label=_("The same day, counted the new way"), required=False)

    def clean(self) -> dict[str, Any]:
        """A bridge has two ends."""
        cleaned = super().clean() or self.cleaned_data
        ends = [cleaned.get("bridge_before"), cleaned.get("bridge_after")]
        if sum(end is None for end in ends) == 1 and not {"bridge_before", "bridge_after"} & set(self.errors):
            self.add_error("bridge_before", _("A bridge needs both numbers, or neither."))
        return cleaned

    @property
    def initial_unit(self) -> str:
        """The unit that stands."""
        return self.current.unit

    @property
    def bridge(self) -> Any:
        """Both numbers, or None."""
        before, after = self.cleaned_data["bridge_before"], self.cleaned_data["bridge_after"]
        return (before, after) if before is not None and after is not None else None

    @property
    def definition(self) -> DefinitionDraft:
        """What is counted from then on."""
        data = self.cleaned_data
        return DefinitionDraft(
            name=self.text("name", self.current.name_text),
            definition=self.text("definition", self.current.definition_text),
            level=self.current.level,
            unit=self.unit,
            direction=data["direction"],
            frequency=data["frequency"],
            aggregation=data["aggregation"],
            source=self.current.source_text,
            section=self.current.section,
        )


def definition_initial(current: KpiDefinition) -> dict[str, Any]:
    """Return what stands in the fields of a definition."""
    return {
        **text_initial("name", current.name_text),
        **text_initial("definition", current.definition_text),
        **text_initial("source", current.source_text),
        "level": current.level,
        "unit": current.unit,
        "direction": current.direction,
        "frequency": current.frequency,
        "aggregation": current.aggregation,
    }


class TargetForm(forms.Form):
    """A target; a line that is left empty is none."""

    def __init__(self, *args: Any, unit: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date"] = DayField(label=_("By"), required=False)
        self.fields["value"] = NumberField(label=_("Target"), unit=unit, required=False)

    def clean(self) -> dict[str, Any]:
        """A target has a day and a value."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and (cleaned.get("date") is None) != (cleaned.get("value") is None):
            missing = "date" if cleaned.get("date") is None else "value"
            self.add_error(missing, _("Enter both the date and the value, or neither."))
        return cleaned


TargetFormSet = forms.formset_factory(TargetForm, extra=3, max_num=24, validate_max=True)


class MeasureForm(LanguagesForm):
    """A number for a day, where it comes from, and a file that proves it."""

    def __init__(
        self, *args: Any, measurement: Measurement | None = None, value_help: str = "", unit: str = "", **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"date": timezone.localdate()}
        if measurement is not None:
            initial = {
                "date": measurement.date,
                "value": measurement.value,
                "source": measurement.source,
                **text_initial("note", measurement.note_text),
            }
        kwargs["initial"] = {**initial, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.measurement = measurement
        self.fields["value"] = NumberField(label=_("Value"), help_text=value_help, unit=unit)
        self.fields["date"] = DayField(label=_("Date"))
        self.fields["source"] = forms.CharField(label=_("Source"), max_length=300, required=False)
        self.add_text("note", _("Note"), LONGEST_NOTE, rows=2)
        self.fields["proof"] = UploadField(label=_("File as evidence"), required=False)

    def clean_date(self) -> Any:
        """No value is entered for a day to come."""
        day = self.cleaned_data["date"]
        if day > timezone.localdate():
            raise forms.ValidationError(not_yet_words(day, content_language()))
        return day

    @property
    def draft(self) -> MeasurementDraft:
        """What was written."""
        data = self.cleaned_data
        return MeasurementDraft(
            date=data["date"],
            value=data["value"],
            note=self.text("note", self.measurement.note_text if self.measurement else None),
            source=data["source"],
            proof=data["proof"],
        )


class CorrectForm(MeasureForm):
    """A corrected number and why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = forms.CharField(label=_("Why it is corrected"), max_length=500)
        self.order_fields(["value", "date", "reason"])


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=gettext_lazy("Why it is withdrawn"), max_length=500)
