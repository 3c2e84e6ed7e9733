"""Which part of the plan is shown. What is chosen stands in the address, so that it can be kept and sent on."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.fields import name_in_choice, told_apart
from clusters.models import Cluster, Membership
from core.languages import content_language
from core.prepared import Prepared
from plans.models import Activity
from plans.querysets import NO_GOAL, ActivitySet
from strategy.models import Goal, Strategy
from strategy.selectors.goals import goals_of as alive_goals_of

ME, NOBODY, OPEN, NONE = "me", "nobody", "open", "none"


class PlanFilter(forms.Form):
    """Who, how it stands, for which goal, in which year, under which theme, with which words."""

    def __init__(
        self,
        *args: Any,
        user: User,
        people: list[User],
        goals: list[Goal],
        strategies: list[Strategy],
        years: list[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.strategies = user, strategies
        self._add(
            "owner",
            _("Owner"),
            [
                ("", _("Everybody")),
                (ME, _("Me")),
                (NOBODY, _("No owner")),
                *((str(person.pk), name_in_choice(person)) for person in people if person.pk != user.pk),
            ],
        )
        self._add("status", _("Status"), [("", _("All")), (OPEN, _("Not done")), *Activity.Status.choices])
        language_goals = [(str(goal.number), f"{goal.key} {_shortened(goal)}") for goal in goals]
        self._add("goal", _("Goal"), [("", _("All")), *language_goals, (NONE, _("No goal"))])
        self._add("year", _("Year"), [("", _("Whole period")), *((str(year), str(year)) for year in years)])
        self._add("theme", _("Theme"), [("", _("All")), *Activity.Theme.choices, (NONE, _("No theme"))])
        if len(strategies) > 1:
            self._add(
                "strategy",
                _("Strategy"),
                [
                    ("", _("The current one")),
                    *((str(one.number), one.shown_title) for one in strategies if not one.is_current),
                ],
            )
        self.is_valid()

    def _add(self, name: str, label: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, required=False, widget=forms.Select(attrs={"class": "form-select"})
        )

    def chosen(self, name: str) -> str:
        """Return what is chosen; something that is not on offer counts as nothing."""
        return str(self.cleaned_data.get(name, "")) if hasattr(self, "cleaned_data") else ""

    @property
    def is_narrow(self) -> bool:
        """Whether something is left out."""
        return any(self.chosen(name) for name in self.fields if name != "strategy")

    @property
    def query(self) -> str:
        """The chosen part as the end of an address, with its question mark, or nothing."""
        chosen = {name: value for name in self.fields if (value := self.chosen(name))}
        return f"?{urlencode(chosen)}" if chosen else ""

    @property
    def strategy(self) -> Strategy | None:
        """The strategy whose plan is shown: the one chosen, else the current one."""
        number = self.chosen("strategy")
        wanted = [one for one in self.strategies if (str(one.number) == number if number else one.is_current)]
        return wanted[0] if wanted else None

    def narrow(self, activities: ActivitySet) -> ActivitySet:
        """Return the activities that are wanted."""
        found = activities.of_strategy(self.strategy) if self.strategy else activities
        owner, status, goal, theme, year = (self.chosen(n) for n in ("owner", "status", "goal", "theme", "year"))
        if owner == NOBODY:
            found = found.filter(owner=None, owner_role={})
        elif owner:
            found = found.filter(owner=self.user.pk if owner == ME else int(owner))
        if status:
            found = found.open() if status == OPEN else found.filter(status=status)
        if goal:
            found = found.filter(NO_GOAL if goal == NONE else Q(goal__number=int(goal)))
        if theme:
            found = found.filter(theme="" if theme == NONE else theme)
        return found.touching(int(year)) if year else found


def _shortened(goal: Goal) -> str:
    title = goal.title_text.resolve(content_language())
    words = title.text
    return title.within(words if len(words) <= 50 else f"{words[:48].rstrip()}…")


def goals_of(strategy: Strategy | None) -> list[Goal]:
    """Return the strategy's goals."""
    return alive_goals_of(strategy) if strategy else []


def people_of(cluster: Cluster) -> list[User]:
    """Return the members, by name."""
    return _people(cluster)


@Prepared
def _people(cluster: Cluster) -> "QuerySet[User]":
    members = Membership.objects.of(cluster).values("user")
    return told_apart(User.objects.filter(pk__in=members), cluster)
