"""What people write in the address of the library's pages: searches and filters."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from library.models import Kind
from library.words import LEVELS, TOPICS

LONGEST_QUERY = 200


class Forgiving(forms.Form):
    """A form in an address, which people cut, share and mistype: what cannot be read counts as not chosen."""

    def chosen(self) -> dict[str, Any]:
        """Return what was chosen, field by field."""
        self.is_valid()
        nothing = {name: [] if isinstance(field, KnownChoices) else "" for name, field in self.fields.items()}
        return {**nothing, **self.cleaned_data}


class QueryField(forms.CharField):
    """Words to search for; what is too long is cut, since nobody means all of it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def to_python(self, value: Any) -> str:
        words: str = super().to_python(value) or ""
        return words[:LONGEST_QUERY]


class KnownChoices(forms.MultipleChoiceField):
    """Several of the choices; those that are not known are left out."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.CheckboxSelectMultiple, **options)

    def clean(self, value: Any) -> list[str]:
        """Return the known ones among the choices."""
        try:
            return [one for one in self.to_python(value) if self.valid_value(one)]
        except ValidationError:
            return []


class LibraryForm(Forgiving):
    """The search of the library: words, kinds and topics."""

    q = QueryField(label=_("Search the library"))
    kind = KnownChoices(label=_("Type"), choices=Kind.choices)
    topic = KnownChoices(label=_("Topic"), choices=list(TOPICS.items()))


class CatalogueForm(Forgiving):
    """The filter of a KPI catalogue."""

    q = QueryField(label=_("Search the catalogue"))
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[("", _("All levels")), *LEVELS.items()])

    def __init__(self, *args: Any, sections: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"] = forms.ChoiceField(
            label=_("Phase"), required=False, choices=[("", _("All phases")), *sections.items()]
        )
