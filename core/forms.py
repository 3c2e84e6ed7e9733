"""What the forms of every room share."""

from datetime import date
from typing import Any, TypeVar

from django import forms
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest

from core.dates import DateFault, format_short, parse_date
from core.errors import Conflict, Refusal
from core.languages import content_language
from core.numbers import whole_number
from core.plain import tidy
from core.text import Foreign

FormT = TypeVar("FormT", bound=forms.BaseForm)
# The largest number that every database keeps in an integer.
LARGEST_INTEGER = 2**31 - 1

# Controls of one line: a line break in what they send was never typed there.
ONE_LINE = {"text", "search", "email", "url", "tel"}


def make_text_plain() -> None:
    """Have Django's text field, and with it every field made from it, pass on plain text; asked for twice, done once.

    A field of our own would have to be thought of in each form, and those of libraries and models would do without.
    What is typed blind, a password, is left to the person's own `set_password`.
    """
    asked: Any = forms.CharField.to_python
    if hasattr(asked, "is_plain"):
        return

    def to_python(self: forms.CharField, value: Any) -> Any:
        # NUL is no slip of a clipboard: Django refuses it, in words.
        if isinstance(value, str) and "\x00" not in value and not isinstance(self.widget, forms.PasswordInput):
            value = tidy(value)
            if getattr(self.widget, "input_type", "") in ONE_LINE:
                value = value.replace("\n", " ")
        return asked(self, value)

    to_python.is_plain = True  # type: ignore[attr-defined]
    forms.CharField.to_python = to_python  # type: ignore[method-assign]


class Renderer(DjangoTemplates):
    """Draws the widgets of forms; an option in another language than the page says which that is."""

    def render(self, template_name: str, context: Any, request: HttpRequest | None = None) -> Any:
        """Return the widget as HTML."""
        for _group, options, _place in context.get("widget", {}).get("optgroups", ()):
            for option in options:
                if isinstance(option["label"], Foreign) and option["type"] == "select":
                    option["attrs"]["lang"] = option["label"].language
        return super().render(template_name, context, request)


class DayField(forms.CharField):
    """A day as the browser sends it or as people type it; a wrong one stays in the field to be corrected."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the day, or None; raise ValidationError with a sentence for anything else."""
        words = super().clean(value)
        if not words:
            return None
        try:
            return parse_date(words, content_language())
        except DateFault as fault:
            raise forms.ValidationError(fault.message) from fault


class TypedDayField(DayField):
    """A day in a cell of a table, typed or pasted as people write it; a control of the browser takes no paste."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "text"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Write a stored day in digits, as it is typed."""
        return format_short(value, content_language()) if isinstance(value, date) else value


class SeveralField(forms.ModelMultipleChoiceField):  # noqa: TID251 -- the one that is bounded
    """Several rows, chosen by their numbers; one that no database keeps is a choice that is not there."""

    def clean(self, value: Any) -> Any:
        """Return the rows; Django would ask the database for a number of any size."""
        for one in value if isinstance(value, list | tuple) else ():
            if whole_number(str(one)) is None:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": str(one)[:40]}
                )
        return super().clean(value)


class RevisionField(forms.IntegerField):
    """The revision that a change is based on, hidden in the form that was read."""

    widget = forms.HiddenInput

    def __init__(self, *, required: bool = False, **kwargs: Any) -> None:
        super().__init__(required=required, min_value=0, max_value=LARGEST_INTEGER, **kwargs)


def on_top(fresh: FormT, sent: forms.BaseForm, conflict: Conflict) -> FormT:
    """Return a form of what stands now, with what the person changed themselves in its fields as they typed it.

    A form whose fields are not named as the pieces of its row says which field is meant, in `named_for`.
    """
    named_for: dict[str, str] = getattr(fresh, "named_for", {})
    for piece in conflict.mine:
        name, _dot, key = piece.partition(".")
        wanted = (named_for.get(piece, ""), f"{named_for.get(name, name)}_{key}", named_for.get(name, name))
        found = next((field for field in wanted if field in fresh.fields), None)
        if found is not None:
            fresh.initial[found] = sent[found].value()
    return fresh


def refuse(form: forms.BaseForm, refusal: Refusal) -> None:
    """Show a rule's refusal at the field that it names, or above the form when the form does not ask for that."""
    # A text in two languages is one thing to a rule, and two fields to a person.
    focus = getattr(form, "focus", None)
    field = focus(refusal.field) if focus and refusal.field else refusal.field
    form.add_error(field if field in form.fields else None, refusal.message)
