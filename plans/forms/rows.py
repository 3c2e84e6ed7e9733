"""The plan as rows that are typed in: an activity as a row, a new one under its goal, and milestones within the row."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from clusters.fields import Answerable, WhoField, name_in_choice
from clusters.models import Cluster
from core.errors import Refusal
from core.forms import RevisionField, TypedDayField
from core.languages import content_language
from core.numbers import format_decimal
from core.text import Text
from plans.forms import by_year
from plans.forms.fields import AmountField, read_amount
from plans.models import Activity, Milestone
from plans.services.drafts import LONGEST_TEXT, LONGEST_TITLE, ActivityDraft, MilestoneDraft, faults_between
from strategy.models import Goal


@dataclass(frozen=True)
class PlanTable:
    """What the rows share."""

    cluster: Cluster
    people: Answerable


class ActivityRow(forms.Form):
    """What one changes weekly: title, owner, status with its reason, days, money; without an activity, a new one."""

    named_for = {"owner": "who", "owner_role": "who"}

    def __init__(
        self, *args: Any, table: PlanTable, activity: Activity | None = None, goal: Goal | None = None, **kwargs: Any
    ) -> None:
        self.table, self.activity, self.goal = table, activity, goal
        self.key = activity.key if activity else f"new-{goal.number if goal else 0}"
        kwargs["prefix"] = self.key.lower()
        kwargs["initial"] = self._initial()
        super().__init__(*args, **kwargs)
        if activity is not None:
            self.fields["revision"] = RevisionField()
        language = table.cluster.language
        self._add(
            "title",
            _("Activity"),
            forms.CharField(
                max_length=LONGEST_TITLE,
                widget=forms.Textarea(attrs={"rows": 1, "lang": language}),
                error_messages={"required": _("Write what needs to be done.")},
            ),
        )
        self._add("who", _("Owner"), WhoField(people=table.people, before=activity.owner if activity else None))
        self._add("status", _("Status"), forms.ChoiceField(choices=Activity.Status.choices))
        self._add(
            "reason",
            _("Reason"),
            forms.CharField(
                max_length=LONGEST_TEXT,
                required=False,
                widget=forms.TextInput(attrs={"lang": language, "placeholder": _("Reason")}),
            ),
        )
        self._add("starts", _("Start"), TypedDayField(required=False))
        self._add("ends", _("End"), TypedDayField(required=False))
        self._add("budget", _("Budget"), AmountField(required=False))
        self._add("spent", _("Spent"), AmountField(required=False))
        self.years = by_year.years_of(activity)
        for name, field in by_year.fields_of(self.years).items():
            self._add(name, str(field.label), field)

    def _initial(self) -> dict[str, Any]:
        one = self.activity
        if one is None:
            return {"status": Activity.Status.PLANNED}
        language = self.table.cluster.language
        owner = name_in_choice(self.table.people.known(one.owner)) if one.owner else ""
        return {
            "revision": one.revision,
            "title": one.title_text.get(language) or one.title_text.resolve(language).text,
            "who": owner or one.role_text.resolve(language).text,
            "status": one.status,
            "reason": one.reason_text.resolve(language).text,
            "starts": one.starts,
            "ends": one.ends,
            **{name: amount_words(getattr(one, name)) for name in ("budget", "spent")},
            **{name: amount_words(amount) for name, amount in by_year.stored(one).items()},
        }

    def _add(self, name: str, label: str, field: forms.Field) -> None:
        field.label = f"{label}, {self.activity.key if self.activity else _('new activity')}"
        kinds = {"reason": "f aside"} | dict.fromkeys(by_year.AMOUNTS, "f r")
        field.widget.attrs.update({"class": kinds.get(name.partition("_by_year_")[0], "f"), "autocomplete": "off"})
        if name == "who":
            field.widget.attrs["list"] = "who-answers"
        self.fields[name] = field

    @property
    def by_year(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        """Each year with the fields of its budget and its spending."""
        budget, spent = by_year.AMOUNTS
        return [
            (year, self[by_year.field_name(budget, year)], self[by_year.field_name(spent, year)]) for year in self.years
        ]

    @property
    def has_fault_by_year(self) -> bool:
        """Whether an amount was not taken, so that the years have to be seen."""
        return any(name.partition("_by_year_")[0] in by_year.AMOUNTS for name in self.errors)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been written in a new row."""
        words = ("title", "who", "reason", "starts", "ends", "budget", "spent")
        return not any(str(self[name].value() or "").strip() for name in words)

    def clean_title(self) -> str:
        """A title is one line, wherever it was pasted from."""
        return " ".join(str(self.cleaned_data["title"]).split())

    def clean(self) -> dict[str, Any]:
        """Hold the dates, the status and its reason, and the currencies to each other."""
        values = super().clean() or self.cleaned_data
        explained = bool(values.get("reason", "").strip() or "reason" in self.errors)
        for name, words in faults_between(
            values.get("starts"), values.get("ends"), values.get("status", ""), is_explained=explained
        ):
            self.add_error(name, words)
        named = {name: self._unit(name) for name in ("budget", "spent") if values.get(name) is not None}
        units = {unit for unit in named.values() if unit}
        if len(units) > 1:
            self.add_error("spent", _("Budget and spent are in two currencies. Write both in one."))
        elif units and self.activity is not None and units != {self.activity.currency} and not all(named.values()):
            self.add_error(
                next(name for name, unit in named.items() if unit),
                _("The activity’s money is in %(currency)s. Write the currency at both amounts to change it.")
                % {"currency": self.activity.currency},
            )
        self.currency = units.pop() if len(units) == 1 else ""
        by_year.hold_to_whole(self, values, self.years)
        self._hold_years_to_currency(values)
        return values

    def _hold_years_to_currency(self, values: dict[str, Any]) -> None:
        currency = self.currency or (self.activity.currency if self.activity else "")
        for name in (by_year.field_name(amount, year) for year in self.years for amount in by_year.AMOUNTS):
            if values.get(name) is not None:
                try:
                    read_amount(str(self[name].value()), currency)
                except forms.ValidationError as fault:
                    self.add_error(name, fault)

    def _unit(self, name: str) -> str:
        try:
            return read_amount(str(self[name].value())).unit
        except forms.ValidationError:
            return ""

    @property
    def draft(self) -> ActivityDraft:
        """The activity with what was written; what stands in the other language stays while this one does."""
        data, language = self.cleaned_data, self.table.cluster.language
        before = ActivityDraft.of(self.activity) if self.activity else ActivityDraft(Text(), goal=self.goal)
        reason = before.reason if data["status"] == before.status else Text()
        who = data["who"]
        role = Text() if who.member else self._written(before.role, who.role, is_whole=True)
        return replace(
            before,
            title=self._written(before.title, data["title"]),
            owner=who.member,
            role=role,
            starts=data["starts"],
            ends=data["ends"],
            budget=data["budget"],
            spent=data["spent"],
            currency=self.currency or before.currency,
            status=data["status"],
            reason=reason
            if reason.resolve(language).text == data["reason"].strip()
            else reason.with_language(language, data["reason"].strip()),
            budget_by_year=self._sent_by_year("budget"),
            spent_by_year=self._sent_by_year("spent"),
        )

    def _sent_by_year(self, name: str) -> dict[str, str] | None:
        before = getattr(self.activity, f"{name}_by_year") if self.activity else {}
        return by_year.sent_by_year(self, name, self.years, before)

    def _written(self, before: Text, words: str, *, is_whole: bool = False) -> Text:
        """Return a text with these words; `is_whole` leaves nothing in the other language."""
        language = self.table.cluster.language
        if words == before.resolve(language).text:
            return before
        return (Text() if is_whole else before).with_language(language, words)

    def field_of(self, refusal: Refusal) -> str:
        """Return the cell that a refusal belongs to."""
        name = {"owner": "who", "owner_role": "who", "role": "who"}.get(refusal.field or "", refusal.field or "")
        return name if name in self.fields else ""


def amount_words(amount: Any) -> str:
    """Return an amount as it stands in a cell, with its thousands apart."""
    return "" if amount is None else format_decimal(amount, content_language())


class StepForm(forms.Form):
    """A milestone within the row of its activity: what, by when, and whether it has been reached."""

    # What a colleague's change makes of it, in words.
    told = ""

    def __init__(
        self, *args: Any, cluster: Cluster, number: int, milestone: Milestone | None = None, **kwargs: Any
    ) -> None:
        self.cluster, self.milestone = cluster, milestone
        language = cluster.language
        if milestone is not None:
            kwargs["initial"] = {
                "title": milestone.title_text.resolve(language).text,
                "date": milestone.date,
                "is_done": milestone.is_done,
                "revision": milestone.revision,
            }
        # The ids differ, since several rows may be open, and the browser keeps its place by them.
        kwargs["auto_id"] = f"step-{number}-{milestone.pk if milestone else 'new'}-%s"
        super().__init__(*args, **kwargs)
        name = milestone.title_text.resolve(language).text if milestone else _("new milestone")
        if milestone is not None:
            self.fields["revision"] = RevisionField()
            self._add("is_done", _("Reached"), forms.BooleanField(required=False), name)
        self._add(
            "title",
            _("Milestone"),
            forms.CharField(
                max_length=LONGEST_TITLE,
                widget=forms.TextInput(attrs={"lang": language}),
                error_messages={"required": _("Write what will be reached.")},
            ),
            name,
        )
        self._add(
            "date",
            _("Date"),
            TypedDayField(error_messages={"required": _("Enter the date by which it should be reached.")}),
            name,
        )

    def _add(self, name: str, label: str, field: forms.Field, of: str) -> None:
        field.label = f"{label}, {of}"
        if name != "is_done":
            field.widget.attrs.update({"class": "f", "autocomplete": "off"})
        if self.milestone is None:
            field.widget.attrs["placeholder"] = label
        self.fields[name] = field

    def draft(self, today: Any) -> MilestoneDraft:
        """What was written; a milestone that is ticked has been reached today, unless it says since when."""
        data, language = self.cleaned_data, self.cluster.language
        before = self.milestone.title_text if self.milestone else Text()
        same = data["title"] == before.resolve(language).text
        done_on = self.milestone.done_on if self.milestone else None
        if self.milestone is not None and data["is_done"] != self.milestone.is_done:
            done_on = today if data["is_done"] else None
        return MilestoneDraft(
            title=before if same else before.with_language(language, data["title"]), date=data["date"], done_on=done_on
        )


def said_by(before: Activity, after: Activity) -> str:
    """Return in words what a saved row has changed, from what to what; nothing where nothing was."""
    pairs = [
        (_("title"), before.title_text, after.title_text),
        (_("owner"), owner_words(before), owner_words(after)),
        (_("status"), before.get_status_display(), after.get_status_display()),
        (_("start"), before.starts, after.starts),
        (_("end"), before.ends, after.ends),
        (_("budget"), amount_words(before.budget), amount_words(after.budget)),
        (_("spent"), amount_words(before.spent), amount_words(after.spent)),
        (_("currency"), before.currency, after.currency),
        *years_said(_("budget %(year)s"), before.typed_budget, after.typed_budget),
        *years_said(_("spent %(year)s"), before.typed_spent, after.typed_spent),
    ]
    changed = [f"{label} {shown(old)} → {shown(new)}" for label, old, new in pairs if old != new]
    return f"{after.key}: {', '.join(changed)}" if changed else ""


def years_said(label: str, before: Mapping[int, Decimal], after: Mapping[int, Decimal]) -> list[tuple[str, str, str]]:
    """Return what was entered for each year before and after, each under its name."""
    return [
        (label % {"year": year}, amount_words(before.get(year)), amount_words(after.get(year)))
        for year in sorted({*before, *after})
    ]


def shown(value: Any) -> str:
    """Return a value as the line of what was changed says it, or a dash."""
    if isinstance(value, Text):
        value = value.resolve(content_language()).text
    if value and hasattr(value, "isoformat"):
        return str(TypedDayField().prepare_value(value))
    return str(value) if value not in (None, "") else "–"


def owner_words(activity: Activity) -> str:
    """Return who answers for an activity."""
    return activity.owner.display_name if activity.owner else activity.role_text.resolve(content_language()).text
