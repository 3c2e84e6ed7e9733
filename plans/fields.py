"""Form fields that the plan's forms share: a text in the cluster's languages, an amount, a member of the cluster."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from clusters.models import Cluster
from core.languages import content_language, label_in
from core.numbers import NumberFault, format_input, parse_decimal
from core.text import LANGUAGES, Text

LARGEST = Decimal("999999999999.99")
LONGEST_TITLE, LONGEST_TEXT = 300, 5_000


class AmountField(forms.CharField):
    """An amount of money as people type it; a wrong one stays in the field to be corrected."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(max_length=40, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Write a stored amount as it is typed in the language of the page."""
        return format_input(value.normalize() + 0, content_language()) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        """Return the amount, or None; raise ValidationError with a sentence for anything else."""
        words = super().clean(value)
        return amount_of(words) if words else None


def amount_of(words: str) -> Decimal:
    """Read an amount typed in the language of the page; raise ValidationError with a sentence for anything else."""
    try:
        amount = parse_decimal(words, content_language())
    except NumberFault as fault:
        raise forms.ValidationError(fault.message) from fault
    return checked_amount(amount)


def checked_amount(amount: Decimal) -> Decimal:
    """Return the amount in whole øre or cents; raise ValidationError for one below nothing or past all measure."""
    if amount < 0:
        raise forms.ValidationError(_("An amount cannot be less than zero."))
    if amount > LARGEST:
        raise forms.ValidationError(_("The amount is too large. Enter it in kroner or euros, not in øre or cents."))
    return round(amount, 2)


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
