"""How one wants to look at results: broken down, only some companies, beside an earlier survey."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from core.dates import format_date
from core.languages import content_language
from surveys.models import SurveyRound
from surveys.models.companies import Region, Size
from surveys.results import Part


class LookForm(forms.Form):
    """One breakdown at a time, or one part of the companies; what is chosen stands in the address."""

    def __init__(
        self,
        *args: Any,
        breakdowns: Sequence[tuple[str, str]],
        others: Sequence[SurveyRound],
        may_part: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.others = {str(one.number): one for one in others}
        named = [(number, _named(one)) for number, one in self.others.items()]
        self._offer("with", _("Compare with"), _("No other survey"), named)
        self._offer("by", _("Break down by"), _("Not broken down"), list(breakdowns))
        self._offer("size", _("Size"), _("Every size"), list(Size.choices) if may_part else [])
        self._offer("region", _("Region"), _("Every region"), list(Region.choices) if may_part else [])

    def _offer(self, name: str, label: str, empty: str, choices: list[tuple[str, Any]]) -> None:
        # What cannot be chosen is not shown, and in an address it is refused.
        widget = forms.Select if choices else forms.HiddenInput
        self.fields[name] = forms.ChoiceField(
            label=label, required=False, choices=[("", empty), *choices], widget=widget
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a breakdown of a part: three ways at once leave too few in each."""
        cleaned = super().clean() or {}
        if cleaned.get("by") and (cleaned.get("size") or cleaned.get("region")):
            self.add_error("by", _("Break down all companies, or look at some of them."))
        return cleaned

    @property
    def look(self) -> tuple[str, Part, SurveyRound | None]:
        """What was chosen."""
        data = self.cleaned_data if self.is_bound else {}
        part = Part(data.get("size", ""), data.get("region", ""))
        return data.get("by", ""), part, self.others.get(data.get("with", ""))


def _named(one: SurveyRound) -> str:
    day = format_date(one.closed_on, content_language()) if one.closed_on else ""
    return f"{one.get_kind_display()}, {day}"
