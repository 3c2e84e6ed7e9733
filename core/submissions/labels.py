"""What a field is called on the page, found by its name among the forms of the room that was written to."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.forms import ChoiceField, Field, ModelChoiceField
from django.forms.forms import BaseForm
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

# Lists of forms number their fields: form-3-value.
# Fields that a form makes only when it is opened, and whose name says too little to a reader.
WORDS = {
    "title": _("Title"),
    "name": _("Name"),
    "text": _("Text"),
    "result": _("Expected result"),
    "role": _("Role"),
    "reason": _("Reason"),
    "people": _("Others who take part"),
    "starts": _("Start"),
    "ends": _("End"),
    "date": _("Date"),
    "day": _("Date"),
    "budget": _("Budget"),
    "spent": _("Spent"),
    "value": _("Value"),
    "note": _("Note"),
    "remark": _("Remark"),
    "source": _("Where the figure comes from"),
    "definition": _("What is counted, and what is not"),
    "mission": _("Mission"),
    "vision": _("Vision"),
    "description": _("Description"),
    "owner": _("Owner"),
    "goal": _("Goal"),
    "status": _("Status"),
    "message": _("Message"),
    "email": _("Email address"),
}
LANGUAGES = {"da": _("Danish"), "en": _("English")}
NUMBERED = re.compile(r"^(?:[a-z_]+-)?\d+-|^\d+_|_\d+$")


def labelled(address: str, values: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Return label and words of each value that was sent to an address; a choice as it stands on the page."""
    fields = fields_of(address, list(values))
    found = []
    for name, texts in values.items():
        field = fields.get(name)
        label = str(field.label) if field and field.label else worded(NUMBERED.sub("", name))
        choices = choices_of(field)
        found += [(label, choices.get(text, text)) for text in texts if text.strip()]
    return found


def choices_of(field: Field | None) -> dict[str, str]:
    """Return what a field lets one choose from, as far as it is the same everywhere."""
    if not isinstance(field, ChoiceField) or isinstance(field, ModelChoiceField):
        return {}
    choices: Any = field.choices
    return {str(value): str(words) for value, words in choices if not isinstance(words, list | tuple)}


def fields_of(address: str, names: Sequence[str]) -> dict[str, Field]:
    """Return the fields that were sent to an address, as the room's forms that have most of them declare them."""
    room = room_of(address)
    known: dict[str, Field] = {}
    plain = {name: NUMBERED.sub("", name) for name in names}
    found = [form for form in every_form() if form.__module__.partition(".")[0] == room]
    found.sort(key=lambda form: len(set(getattr(form, "base_fields", {})) & set(plain.values())))
    for form in found:
        known |= getattr(form, "base_fields", {})
    return {name: known[plain[name]] for name in names if plain[name] in known}


def room_of(address: str) -> str:
    """Return the room whose view answers at an address."""
    try:
        return str(resolve(address.partition("?")[0]).func.__module__).partition(".")[0]
    except Resolver404:
        return ""


def every_form(base: type[BaseForm] = BaseForm) -> Iterator[type[BaseForm]]:
    """Yield every class of a form that has been loaded."""
    for one in base.__subclasses__():
        if hasattr(one, "base_fields"):
            yield one
        yield from every_form(one)


def worded(name: str) -> str:
    """Return a name as words, with the language of a text that is written in two."""
    base, _cut, language = name.rpartition("_")
    if base and language in LANGUAGES:
        return f"{worded(base)} ({LANGUAGES[language]})"
    return str(WORDS.get(name, "")) or name.replace("_", " ").replace("-", " ").strip().capitalize()
