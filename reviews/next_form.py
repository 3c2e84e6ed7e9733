"""The form with which the next strategy is begun: period, title, and what becomes of each goal, KPI and activity."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import DayField
from core.text import LANGUAGES, Text
from kpis.models import Kpi
from plans.models import Activity
from reviews.succeeding import CHANGED, DROPPED, KEPT, Fate, NextDraft
from strategy.forms import TitleForm
from strategy.models import Goal
from strategy.selectors.phases import StrategyPage

FATES = ((KEPT, gettext_lazy("Keep it")), (CHANGED, gettext_lazy("Change it")), (DROPPED, gettext_lazy("Drop it")))
# Names of boxes, with commas: room for some thousand.
LONGEST_LIST = 50_000
YEARS = re.compile(r"\b(20\d\d)(\s?[–-]\s?)(20\d\d)\b")


@dataclass(frozen=True, slots=True)
class GoalFields:
    """A goal with its fields, the lessons that concern it, and what hangs on it."""

    goal: Goal
    fate: BoundField
    reason: BoundField
    lesson: Text
    things: Sequence[BoundField]


def next_period(begins: date | None, ends: date | None) -> tuple[date | None, date | None]:
    """Propose as many years as the last strategy had, from the day after it."""
    if begins is None or ends is None:
        return (ends + timedelta(days=1) if ends else None), None
    first = ends + timedelta(days=1)
    years = max(1, first.year - begins.year)
    return first, _years_on(first, years) - timedelta(days=1)


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def next_title(title: Text, begins: date | None, ends: date | None) -> Text:
    """Propose the title with the years of the new period, where it names years."""
    if begins is None or ends is None:
        return title

    def renewed(words: str) -> str:
        return YEARS.sub(lambda found: f"{begins.year}{found[2]}{ends.year}", words)

    return Text.of({language: renewed(title.get(language)) for language in LANGUAGES})


class NextForm(TitleForm):
    """What the next strategy is called, its period, and what it takes along."""

    def __init__(
        self,
        *args: Any,
        shown: StrategyPage,
        goals: Sequence[Goal],
        kpis: Sequence[tuple[Kpi, str]],
        activities: Sequence[tuple[Activity, str]],
        lessons: Mapping[int, Text],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.goals, self.lessons = list(goals), lessons
        self.kpis, self.activities = list(kpis), list(activities)
        begins, ends = next_period(*shown.period)
        for name, label, day in (("begins", _("The period begins"), begins), ("ends", _("The period ends"), ends)):
            wrong = {"required": _("Choose a date.")}
            self.fields[name] = DayField(label=label, initial=day, error_messages=wrong)
        self.ask_for_title(shown.cluster, Text(), next_title(shown.strategy.title_text, begins, ends))
        for goal in self.goals:
            self.fields[f"fate_{goal.pk}"] = forms.ChoiceField(
                label=_("In the next strategy"), choices=FATES, initial=KEPT, widget=forms.RadioSelect
            )
            self.fields[f"reason_{goal.pk}"] = forms.CharField(
                label=_("Why"),
                help_text=_("Required if the goal is changed or dropped."),
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        for name, things in (("kpi", self.kpis), ("activity", self.activities)):
            for thing, words in things:
                self.fields[f"{name}_{thing.pk}"] = forms.BooleanField(label=words, initial=True, required=False)
        self._note_listed()

    def _note_listed(self) -> None:
        """Say which KPIs and activities have a box; what a colleague has added since goes along as on a fresh page.

        A box that was never on the page is sent like one that nobody ticked, and would close what it stands for.
        """
        names = [name for name in self.fields if name.startswith(("kpi_", "activity_"))]
        listed = ",".join(names)
        self.fields["listed"] = forms.CharField(
            max_length=LONGEST_LIST, required=False, initial=listed, widget=forms.HiddenInput
        )
        if self.is_bound:
            known = set(str(self.data.get("listed", ""))[:LONGEST_LIST].split(","))
            new = {name: "on" for name in names if name not in known}
            self.data = {**self.data.dict(), **new, "listed": listed}  # type: ignore[attr-defined,assignment]

    def clean(self) -> dict[str, Any]:
        """A goal that is not kept as it is says why."""
        cleaned = super().clean() or self.cleaned_data
        for goal in self.goals:
            if cleaned.get(f"fate_{goal.pk}") in (CHANGED, DROPPED) and not cleaned.get(f"reason_{goal.pk}"):
                words = _("Write why %(key)s changes or is dropped.") % {"key": goal.key}
                self.add_error(f"reason_{goal.pk}", words)
        return cleaned

    @property
    def head(self) -> list[BoundField]:
        """The fields of title and period."""
        names = ("title", "other_title", "begins", "ends")
        return [self[name] for name in names if name in self.fields]

    @property
    def by_goal(self) -> list[GoalFields]:
        """Each goal with its fields and with those of what hangs on it."""
        return [
            GoalFields(
                goal,
                self[f"fate_{goal.pk}"],
                self[f"reason_{goal.pk}"],
                self.lessons.get(goal.pk, Text()),
                [
                    *(self[f"kpi_{one.pk}"] for one, _words in self.kpis if one.goal_id == goal.pk),
                    *(self[f"activity_{one.pk}"] for one, _words in self.activities if one.goal_id == goal.pk),
                ],
            )
            for goal in self.goals
        ]

    @property
    def draft(self) -> NextDraft:
        """What was written."""
        said = self.cleaned_data
        return NextDraft(
            title=self.title_text,
            begins=said["begins"],
            ends=said["ends"],
            fates=[Fate(goal, said[f"fate_{goal.pk}"], said[f"reason_{goal.pk}"]) for goal in self.goals],
            closed_kpis=[one.pk for one, _words in self.kpis if not said[f"kpi_{one.pk}"]],
            closed_activities=[one.pk for one, _words in self.activities if not said[f"activity_{one.pk}"]],
        )
