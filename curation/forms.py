"""What the editor's page sends: each field by its path, and what it comes to in operations."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.dates import DateFault, parse_date
from core.forms import DayField
from core.languages import language_name
from core.plain import tidy
from core.text import LANGUAGES, WRITTEN_LANGUAGES, Language, Text, is_written_language
from curation.rules.acts import retype
from curation.rules.conditions import parts_of, unless_same
from curation.rules.languages import without_languages
from curation.rules.operations import Operation, Set
from curation.rules.paths import Gone, at, find, join, resolve, split
from curation.rules.picking import number, picked
from curation.rules.shapes import NAMED, Spot, Words, one_line, spot_at
from library.models import Kind
from schema.conditions import MOST_PARTS, UNCOMPARED
from schema.languages import languages_of
from schema.numbers import as_decimal
from schema.outlines import all_questions
from schema.rules import CONDITION as CONDITION_RULE
from schema.rules import (
    Address,
    Day,
    Flag,
    Former,
    Integer,
    Languages,
    Name,
    Names,
    Number,
    OneOf,
    OneOfOrLine,
    Pattern,
    Plain,
    Pointers,
    Proposal,
    Published,
    Referring,
    Sources,
)

Document = dict[str, Any]
Posted = Mapping[str, Sequence[str]]
# Of each field: its value; that a box stands there, ticked or not; that several may be chosen; a condition's parts.
FIELD, BOX, SEVERAL, CONDITION, REFERENCE = "f/", "b/", "m/", "c/", "r/"
MOST_FIELDS = 2_000
_SHORT = 100


def operations_from(posted: Posted, base: Document, language: Language) -> list[Operation]:
    """Return what a person changed, compared with the document as it was when they read it."""
    found: list[Operation] = []
    for path in _paths(posted):
        try:
            steps = resolve(base, path)
        except Gone:
            found.append(Set(path, _plain(posted, path)))
            continue
        spot = spot_at(base, steps)
        if steps and steps[-1] == "type" and spot == Spot():
            kind = _one(posted, FIELD + path)
            if kind and kind != at(base, steps):
                found += _retyped(base, path, kind)
            continue
        if spot.rule is None:
            continue
        value = _value(posted, path, spot, base, language)
        if not _same(find(base, path), value, spot):
            found.append(Set(path, value))
            if isinstance(spot.rule, Languages):
                gone = [one for one in languages_of(base).may if one not in value]
                found += without_languages(base, gone)
    return found


def _same(before: Any, value: Any, spot: Spot) -> bool:
    """Tell whether a field says what stood there; how a file happens to write it is nobody's change."""
    if isinstance(spot.rule, Words) and isinstance(before, str):
        before = tidy(before).strip("\n") if spot.rule.is_prose else one_line(tidy(before))
        return before == (value or "")
    if isinstance(spot.rule, Languages) and before is None:
        return value in (None, list(LANGUAGES))
    if isinstance(spot.rule, Flag):
        return bool(before) == bool(value)
    if isinstance(spot.rule, Referring) and isinstance(before, dict) and isinstance(value, dict):
        return _as_set(before) == _as_set(value)
    if isinstance(spot.rule, Names | Former) and isinstance(before, list) and isinstance(value, list):
        return sorted(map(str, before)) == sorted(map(str, value))
    if isinstance(spot.rule, Plain | Address) and isinstance(before, str):
        return one_line(before) == (value or "")
    return bool(before == value)


def _as_set(condition: Document) -> Document:
    """Return a condition so that the order of its answers does not count."""
    several: Document = {
        name: tuple(_as_set(one) for one in parts_of(condition)) for name in ("all", "any") if name in condition
    }
    plain = {key: frozenset(map(str, one)) if isinstance(one, list) else one for key, one in condition.items()}
    return {**plain, **several}


def _retyped(base: Document, path: str, kind: str) -> list[Operation]:
    try:
        return retype(base, join(*split(path)[:-1]), kind).operations
    except Gone:
        return []


def _paths(posted: Posted) -> Iterable[str]:
    """Return the paths that were sent, each once, a type after everything else that it may take away."""
    found: dict[str, None] = {}
    for name in list(posted)[:MOST_FIELDS]:
        for prefix in (FIELD, BOX, SEVERAL):
            if name.startswith(prefix):
                found[name[len(prefix) :]] = None
        for prefix in (CONDITION, REFERENCE):
            if name.startswith(prefix):
                found[join(*split(name[len(prefix) :])[:-1])] = None
    return sorted(found, key=lambda path: split(path)[-1:] == ["type"])


def _one(posted: Posted, name: str) -> str:
    sent = posted.get(name)
    return sent[-1] if sent else ""


def _plain(posted: Posted, path: str) -> str:
    return tidy(_one(posted, FIELD + path))


def _value(posted: Posted, path: str, spot: Spot, base: Document, language: Language) -> Any:
    rule, words = spot.rule, _plain(posted, path).strip()
    match rule:
        case Words(is_prose=is_prose):
            text = _plain(posted, path)
            return (text.strip("\n") if is_prose else one_line(text)) if text.strip() else None
        case Flag():
            is_ticked = bool(_one(posted, FIELD + path))
            is_required = spot.held is not None and spot.held.is_required
            return is_ticked if is_ticked or is_required else None
        case Number() | Integer():
            return number(words)
        case Day():
            return day(words, language)
        case Names(of=""):
            return [one_line(one) for one in words.split("\n") if one.strip()] or None
        case Languages():
            chosen = [one for one in dict.fromkeys(posted.get(FIELD + path, ())) if is_written_language(one)]
            return chosen or find(base, path)
        case Names() | Former() | Pointers() | Proposal() | Sources():
            owner = find(base, join(*split(path)[:-1])) or {}
            return picked(rule, [one for one in posted.get(FIELD + path, ()) if one], str(owner.get("type")))
        case Published():
            kind, _slash, slug = words.partition("/")
            return {"kind": kind, "slug": slug} if slug else None
        case Referring() if rule == CONDITION_RULE:
            return _condition(posted, path, base)
        case Referring():
            parts = {key: _one(posted, f"{REFERENCE}{path}/{key}").strip() for key in rule.must}
            return {key: one for key, one in parts.items() if one} or None
        case Plain() | Address() | Pattern() | OneOf() | Name():
            is_named = isinstance(rule, OneOfOrLine) and words == NAMED
            return _named(find(base, path), base) if is_named else one_line(words) or None
        case _:
            return find(base, path)


def _named(was: Any, base: Document) -> dict[str, str]:
    """Return the words for something that is none of a list, which are written in fields of their own."""
    return was if isinstance(was, dict) else dict.fromkeys(languages_of(base).may, "")


def day(words: str, language: Language) -> Any:
    """Return a day as a document holds it, or what was typed where it is none."""
    if not words:
        return None
    try:
        return parse_date(words[:_SHORT], language).isoformat()
    except DateFault:
        return words


TESTS = ("is", "is_not", "in", "answered", "unanswered")
COUNTED = frozenset({"number", "money", "percent", "scale"})


def _condition(posted: Posted, path: str, base: Document) -> Any:
    """Return a condition as it was picked, part by part; with several parts, all or any of them."""
    was = find(base, path)
    before = parts_of(was)
    numbers = [number for number in range(MOST_PARTS + 1) if f"{CONDITION}{path}/question.{number}" in posted]
    parts = [_part(posted, path, number, base, before) for number in numbers]
    found = [one for one in parts if one is not None]
    if len(found) > 1:
        return {"any" if _one(posted, f"{CONDITION}{path}/join") == "any" else "all": found}
    return found[0] if found else None


def _part(posted: Posted, path: str, number: int, base: Document, before: Sequence[Document]) -> Document | None:
    asked = _one(posted, f"{CONDITION}{path}/question.{number}").strip()
    if not asked:
        return None
    test = _one(posted, f"{CONDITION}{path}/test.{number}")
    if test in ("answered", "unanswered"):
        return {"question": asked, "answered": test == "answered"}
    kind = next((one for one in all_questions(base) if one.get("key") == asked), {}).get("type")
    if kind in UNCOMPARED:
        return {"question": asked, "answered": True}
    test = test if test in TESTS else "is"
    given = [
        one.strip()
        for sent in posted.get(f"{CONDITION}{path}/value.{number}", ())
        for one in (sent.split(",") if kind in COUNTED else [sent])
        if one.strip()
    ]
    if number < len(before) and before[number].get("question") != asked:
        given = []
    values = [_comparable(one, kind) for one in given]
    if test == "is" and len(values) > 1:
        test = "in"
    compared = {"in": values} if test == "in" else {test: values[0]} if values else {}
    made = {"question": asked, **compared}
    return unless_same(before, number, made)


def _comparable(words: str, kind: object) -> Any:
    if kind in COUNTED:
        found = number(words)
        return found if as_decimal(found) is not None else words
    return words


def named_anew(posted: Posted) -> str:
    """Return the act that adds what was named beside a list, where no button was pressed; else nothing."""
    for name in list(posted)[:MOST_FIELDS]:
        place, _slash, last = name.removeprefix("n/").rpartition("/")
        if name.startswith("n/") and (last == "plain" or is_written_language(last)) and _one(posted, name).strip():
            return f"add:{place}"
    return ""


def new_entry(posted: Posted, list_path: str) -> tuple[str, dict[str, str] | str, str]:
    """Return what was typed beside the button that adds to a list: type, name, and a key that was picked."""
    name = f"n/{list_path}"
    words = {code: one_line(_one(posted, f"{name}/{code}")) for code in WRITTEN_LANGUAGES if f"{name}/{code}" in posted}
    plain = one_line(_one(posted, f"{name}/plain"))
    return _one(posted, f"{name}/type"), plain or words, _one(posted, f"{name}/key")


def _languages() -> list[tuple[str, str]]:
    return [(code, language_name(code)) for code in WRITTEN_LANGUAGES]


def _second_languages() -> list[tuple[str, str]]:
    return [("", gettext("No other language")), *_languages()]


class NewDraftForm(forms.Form):
    """What something new is, and what it is called."""

    kind = forms.ChoiceField(label=_("What do you want to write?"), choices=Kind.choices, widget=forms.RadioSelect)
    first = forms.ChoiceField(
        label=_("Language that every text is in"), choices=_languages, initial=LANGUAGES[0], required=False
    )
    title = forms.CharField(label=_("Title in that language"), max_length=200)
    second = forms.ChoiceField(
        label=_("Another language"), choices=_second_languages, initial=LANGUAGES[1], required=False
    )
    title_second = forms.CharField(
        label=_("Title in the other language"), max_length=200, required=False, help_text=_("It can come later.")
    )

    def clean(self) -> dict[str, Any]:
        """Refuse the same language twice."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("first") and found.get("first") == found.get("second"):
            self.add_error("second", _("Choose another language than the first, or none."))
        return found

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it is written in, the one that every text is in first."""
        return tuple(filter(None, (self.cleaned_data["first"] or LANGUAGES[0], self.cleaned_data["second"])))

    @property
    def named(self) -> Text:
        """The title as far as it is written."""
        titles = (self.cleaned_data["title"], self.cleaned_data["title_second"])
        return Text.of(dict(zip(self.languages, titles, strict=False)), self.languages[0])


class PublishForm(forms.Form):
    """What the clusters are told, and which revision of the draft is meant."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    note_da = forms.CharField(
        label=_("What is new (Danish)"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    note_en = forms.CharField(
        label=_("What is new (English)"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    on = DayField(
        label=_("Publish on a later day"),
        required=False,
        help_text=_("Leave it empty to publish now. Until the day comes the draft can be changed."),
    )

    def __init__(self, *args: Any, is_first: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("note_da", "note_en"):
            # Of a first edition everything is new.
            self.fields[name].required = not is_first
            self.fields[name].error_messages["required"] = _("Write here what is new: the clusters read it.")

    @property
    def note(self) -> Text:
        return Text(da=self.cleaned_data["note_da"], en=self.cleaned_data["note_en"])


class BringInForm(forms.Form):
    """A file of content, or a ZIP with several."""

    file = forms.FileField(
        label=_("File"), help_text=_("One YAML file of at most 5 MB, or a ZIP with several."), allow_empty_file=True
    )


class WishForm(forms.Form):
    """What somebody would like to be better."""

    words = forms.CharField(
        label=_("What could be better?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Write nothing about your own cluster here."),
    )


class BackForm(forms.Form):
    """To which revision of a draft one goes back, and which one the page showed."""

    revision = forms.IntegerField(min_value=1, max_value=10**9)
    to = forms.IntegerField(min_value=1, max_value=10**9)
