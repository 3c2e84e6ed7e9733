"""The rows of the table in which many KPIs are set up or changed at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clusters.fields import Answerable, WhoField, name_in_choice
from clusters.models import Cluster
from core.errors import Refusal
from core.forms import RevisionField, TypedDayField
from core.languages import content_language
from core.numbers import format_decimal
from kpis.forms.fields import MONEY_UNITS, NumberField
from kpis.models import KpiDefinition
from kpis.services import SetUp
from kpis.shown.kpis import ShownKpi
from kpis.words import not_yet_words
from strategy.models import Goal

MOST_YEARS = 6
MILLION = Decimal(10**6)


@dataclass(frozen=True)
class Around:
    """What the rows of the table share: goals, people, and the years that have a column, each with its last day."""

    cluster: Cluster
    goals: Sequence[Goal]
    people: Answerable
    years: dict[int, date]

    @property
    def goal_choices(self) -> list[tuple[str, str]]:
        """The goals, by key alone: the row is narrow, and the title stands above the table."""
        named = [
            (str(one.pk), one.key if one.strategy.is_current else f"{one.key} ({one.strategy.shown_title})")
            for one in self.goals
        ]
        return [("", "–"), *named]


def years_between(begins: date | None, ends: date | None, today: date) -> dict[int, date]:
    """Return the years that targets are set for, each with the day by which: the strategy's, or this and three more."""
    first = begins.year if begins else today.year
    last = min(ends.year if ends and ends.year >= first else first + 3, first + MOST_YEARS - 1)
    days = {year: date(year, 12, 31) for year in range(first, last + 1)}
    if ends and ends.year in days:
        days[ends.year] = ends
    return days


class SetupForm(forms.Form):
    """A KPI as a row: goal, who answers, baseline with its day, a target for each year, how often it is measured."""

    revision = RevisionField()

    def __init__(self, *args: Any, one: ShownKpi, around: Around, **kwargs: Any) -> None:
        self.one, self.around = one, around
        standing = {target.date: target.value for target in one.targets}
        self.days, self.several = self._days(standing, args[0] if args else kwargs.get("data"))
        kwargs["prefix"] = prefix_of(one)
        kwargs["initial"] = self._initial(standing)
        super().__init__(*args, **kwargs)
        name = one.title
        self._add("goal", _("Goal"), forms.ChoiceField(choices=around.goal_choices, required=False), name)
        self._add("who", _("Owner"), WhoField(people=around.people, before=one.kpi.owner), name)
        self._add("baseline", _("Baseline"), NumberField(unit=one.unit, required=False), name)
        self._add("baseline_on", _("Measured on"), TypedDayField(required=False), name)
        self.fields["base"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
        for year in self.days:
            self._add(
                f"t{year}", _("Target %(year)s") % {"year": year}, NumberField(unit=one.unit, required=False), name
            )
            self.fields[f"d{year}"] = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
        self._add("frequency", _("How often"), forms.ChoiceField(choices=KpiDefinition.Frequency.choices), name)

    def _days(self, standing: dict[date, Decimal], data: Any) -> tuple[dict[int, date], dict[int, int]]:
        """Return the day of each year's target, as the page named it; years with several are left to the KPI's page."""
        days, several = {}, {}
        for year, usual in self.around.years.items():
            own = [day for day in standing if day.year == year]
            named = data.get(f"{prefix_of(self.one)}-d{year}", "") if data is not None else ""
            try:
                sent = date.fromisoformat(named)
            except ValueError:
                sent = None
            if sent is not None and sent.year == year:
                days[year] = sent
            elif len(own) > 1:
                several[year] = len(own)
            else:
                days[year] = own[0] if own else usual
        return days, several

    def _initial(self, standing: dict[date, Decimal]) -> dict[str, Any]:
        one = self.one
        owner = next((p for p in self.around.people.members if p.pk == one.kpi.owner_id), one.kpi.owner)
        role = one.kpi.role_text.resolve(self.around.cluster.language).text
        baseline = one.baseline
        return {
            "revision": one.kpi.revision,
            "goal": str(one.kpi.goal_id or ""),
            "who": name_in_choice(owner) if owner else role,
            "baseline": self._short(baseline.value) if baseline else None,
            "baseline_on": baseline.date if baseline else None,
            "base": baseline.pk if baseline else None,
            "frequency": one.current.frequency,
            **{f"t{year}": self._short(standing.get(day)) for year, day in self.days.items()},
            **{f"d{year}": day.isoformat() for year, day in self.days.items()},
        }

    def _short(self, value: Decimal | None) -> Decimal | str | None:
        """Write millions of money as people do, 2,5 mio.: the cell is narrow, and reads it again."""
        if value is None or self.one.unit not in MONEY_UNITS or value % 10_000 or abs(value) < MILLION:
            return value
        language = content_language()
        return f"{format_decimal(value / MILLION, language)} {'mio.' if language == 'da' else 'm'}"

    def _add(self, name: str, label: str, field: forms.Field, row: str) -> None:
        field.label = f"{label}, {row}"
        field.widget.attrs.update({"class": "f", "autocomplete": "off"})
        if name == "who":
            field.widget.attrs["list"] = "who-answers"
        elif name not in ("goal", "frequency"):
            field.widget.attrs["class"] = "f r" if name != "baseline_on" else "f"
        self.fields[name] = field

    def clean_goal(self) -> Goal | None:
        """Return the goal that was chosen, or None where the KPI belongs to none."""
        chosen = self.cleaned_data["goal"]
        return next((one for one in self.around.goals if str(one.pk) == chosen), None)

    def clean_baseline_on(self) -> date | None:
        """No baseline is measured on a day to come."""
        day: date | None = self.cleaned_data["baseline_on"]
        if day is not None and day > self.one.today:
            raise ValidationError(not_yet_words(day, content_language()))
        return day

    def clean(self) -> dict[str, Any]:
        """A baseline has a value and a day."""
        cleaned = super().clean() or self.cleaned_data
        if not {"baseline", "baseline_on"} & self.errors.keys():
            value, day = cleaned.get("baseline"), cleaned.get("baseline_on")
            if value is None and day is not None:
                self.add_error("baseline", _("Enter the value of the baseline too, or leave the date empty."))
            if value is not None and day is None:
                self.add_error("baseline_on", _("Enter the day on which the baseline was measured."))
        return cleaned

    @property
    def draft(self) -> SetUp:
        """What the row says; a role in the other language stays while the one that was read does."""
        data, kpi = self.cleaned_data, self.one.kpi
        who = data["who"]
        before = kpi.role_text
        language = self.around.cluster.language
        is_same = not who.member and who.role == before.resolve(language).text
        role = (
            before
            if is_same
            else before.with_language("da", "").with_language("en", "").with_language(language, who.role)
        )
        shown = {day: data.get(f"t{year}") for year, day in self.days.items()}
        kept = {target.date: target.value for target in self.one.targets if target.date not in shown}
        value, day = data["baseline"], data["baseline_on"]
        return SetUp(
            goal=data["goal"],
            owner=who.member,
            role=role,
            frequency=data["frequency"],
            targets=kept | {day: value for day, value in shown.items() if value is not None},
            baseline=(day, value) if value is not None and day is not None else None,
        )

    def field_of(self, refusal: Refusal) -> str:
        """Return the cell that a refusal belongs to."""
        name = refusal.field or ""
        if name.startswith("targets."):
            return f"t{name.partition('.')[2][:4]}"
        return name if name in self.fields else "baseline" if name == "value" else ""

    @property
    def cells(self) -> list[tuple[int, Any]]:
        """The years with their targets' fields; a year of several targets has none."""
        return [(year, self[f"t{year}"] if year in self.days else None) for year in self.around.years]

    @property
    def hidden(self) -> list[Any]:
        """What the page was made from."""
        return [self[name] for name in ("revision", "base", *(f"d{year}" for year in self.days))]

    @property
    def doubts(self) -> list[str]:
        """What may be right and is odd: a share above all, a target on the wrong side of the baseline."""
        one = self.one
        found = []
        numbers = [one.baseline.value] if one.baseline else []
        targets = sorted((target.date, target.value) for target in one.targets)
        over = next(
            (n for n in [*numbers, *(value for _day, value in targets)] if one.unit == "percent" and n > 100), None
        )
        if over is not None:
            found.append(_("%(value)s is more than all of them. Is it right?") % {"value": one.show(over)})
        if one.baseline and targets:
            day, last = targets[-1]
            worse = last < one.baseline.value if one.current.direction == "up" else last > one.baseline.value
            if worse:
                words = {"year": day.year, "value": one.show(last), "baseline": one.show(one.baseline.value)}
                found.append(
                    _("The target for %(year)s, %(value)s, is worse than the baseline of %(baseline)s. Is it right?")
                    % words
                )
        return found


def prefix_of(one: ShownKpi) -> str:
    """Return what a row's fields begin with."""
    return f"k{one.kpi.number}"


def said_by(before: ShownKpi, after: ShownKpi) -> str:
    """Return in words what a saved row has changed; nothing where nothing was."""
    pairs = [
        (_("baseline"), before.baseline_words, after.baseline_words),
        (_("goal"), before.kpi.goal.key if before.kpi.goal else "", after.kpi.goal.key if after.kpi.goal else ""),
        (_("owner"), who_words(before), who_words(after)),
        (_("how often"), str(before.current.get_frequency_display()), str(after.current.get_frequency_display())),
    ]
    old, new = ({t.date: t.value for t in one.targets} for one in (before, after))
    for day in sorted({*old, *new}):
        label = _("target %(year)s") % {"year": day.year}
        pairs.append((label, before.show(old.get(day)), after.show(new.get(day))))
    changed = [f"{label} {new or '–'}" for label, old_words, new in pairs if old_words != new]
    return f"{after.kpi.key}: {', '.join(changed)}" if changed else ""


def who_words(one: ShownKpi) -> str:
    """Return who answers for a KPI."""
    return one.kpi.owner.display_name if one.kpi.owner else one.kpi.role_text.resolve(content_language()).text
