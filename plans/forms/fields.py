"""Form fields that the plan's forms share: a text in the cluster's languages, an amount, a member of the cluster."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from clusters.models import Cluster
from core.languages import content_language, label_in
from core.numbers import NumberFault, format_input
from core.sheets.values import Amount, amount_of
from core.text import LANGUAGES, Text
from plans.models import Activity
from plans.services.drafts import LONGEST_TITLE, checked_amount


class AmountField(forms.CharField):
    """An amount of money as people type it; a wrong one stays in the field to be corrected."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(max_length=60, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Write a stored amount as it is typed in the language of the page."""
        return format_input(value.normalize() + 0, content_language()) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        """Return the amount, or None; raise ValidationError with a sentence for anything else."""
        words = super().clean(value)
        return read_amount(words).number if words else None


def read_amount(words: str, currency: str = "") -> Amount:
    """Read money as people write it; raise ValidationError with a sentence for what is none, or in another currency."""
    try:
        amount = amount_of(words, content_language(), is_money=True, is_typed=True)
    except NumberFault as fault:
        raise forms.ValidationError(fault.message) from fault
    if amount.unit and amount.unit not in Activity.Currency.values:
        known = ", ".join(Activity.Currency.values)
        sentence = _("“%(typed)s” is not in one of the currencies of the plan: %(known)s.")
        raise forms.ValidationError(sentence % {"typed": words.strip()[:40], "known": known})
    if currency and amount.unit and amount.unit != currency:
        raise forms.ValidationError(
            _("“%(typed)s” is in another currency than the activity, whose money is in %(currency)s.")
            % {"typed": words.strip()[:40], "currency": currency}
        )
    return replace(amount, number=checked_amount(amount.number))


class TwoLanguageForm(forms.Form):
    """A form some of whose texts are asked for in each language that the cluster writes."""

    cluster: Cluster

    def add_text(
        self,
        name: str,
        label: str,
        *,
        rows: int = 0,
        longest: int = LONGEST_TITLE,
        required: str = "",
        help_text: str = "",
    ) -> None:
        """Add a field for each language; `required` is what is said when the main language's is empty."""
        languages = self.cluster.languages
        for language in languages:
            attrs = {"lang": language, **({"rows": rows} if rows else {})}
            main = language == self.cluster.language
            self.fields[f"{name}_{language}"] = forms.CharField(
                label=label_in(label, language, languages),
                max_length=longest,
                required=bool(required) and main,
                widget=forms.Textarea(attrs=attrs) if rows else forms.TextInput(attrs=attrs),
                error_messages={"required": required} if required else {},
                help_text=help_text if main else "",
            )

    @staticmethod
    def initial_texts(**texts: Text) -> dict[str, str]:
        """Return what stands in the fields of these texts."""
        return {f"{name}_{language}": text.get(language) for name, text in texts.items() for language in LANGUAGES}

    def text(self, name: str, before: Text) -> Text:
        """Return what was written, on top of what stands in a language that the form does not ask for."""
        for language in self.cluster.languages:
            words = self.cleaned_data[f"{name}_{language}"].replace("\r\n", "\n").strip()
            before = before.with_language(language, words)
        return before

    def focus(self, name: str) -> str:
        """Return the field that a service's refusal belongs to: of a text, the one in the main language."""
        return name if name in self.fields else f"{name}_{self.cluster.language}"
