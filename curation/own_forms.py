"""What a cluster says of its own copies: what it copies, takes over of the original, and puts into use."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.languages import content_language
from core.text import Text
from library.models import Edition


class CopyForm(forms.Form):
    """What is copied from the library."""

    edition = forms.ChoiceField(
        label=_("Template or checklist"),
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": _("This is not in the library any more. Choose another.")},
    )

    def __init__(self, *args: Any, editions: Iterable[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_name = {f"{one.publication.kind}/{one.publication.slug}": one for one in editions}
        groups: dict[str, list[tuple[str, str]]] = {}
        for name, one in self.by_name.items():
            title = one.title_text.resolve(content_language()).text
            groups.setdefault(str(one.publication.get_kind_display()), []).append((name, title))
        field = self.fields["edition"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = list(groups.items())

    @property
    def chosen(self) -> Edition:
        """The edition that was chosen."""
        return self.by_name[self.cleaned_data["edition"]]


class MergeForm(forms.Form):
    """What is taken over of the original, and of what the page spoke."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    pieces = forms.MultipleChoiceField(
        required=False,
        error_messages={
            "invalid_choice": _("Something has been changed since this page was opened. Look at it again, then choose.")
        },
    )

    def __init__(self, *args: Any, pieces: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["pieces"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- declared above
        field.choices = [(one, one) for one in pieces]


class PutIntoUseForm(forms.Form):
    """Which revision of a copy is put into use, and what is new in it, for colleagues."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("What is new, for your colleagues"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    @property
    def note(self) -> Text:
        """The note, in the language of the page."""
        return Text().with_language(content_language(), self.cleaned_data["words"])
