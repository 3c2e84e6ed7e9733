"""What differs between two editions, in words: a line for each thing that is not as it was."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext, pgettext, pgettext_lazy

from answers.types import type_of
from core.differences import Piece, differences
from core.languages import content_language
from core.text import Text
from library.words import here
from schema.differences import Change, Difference, Entry, Fate
from schema.documents import Document
from schema.questions import Question

# The word above a list of them.
FATES: Mapping[Fate, "str | Promise"] = {
    Fate.KEPT: pgettext_lazy("fate of a question", "Unchanged"),
    Fate.MOVED: pgettext_lazy("fate of a question", "Moved"),
    Fate.REWORDED: pgettext_lazy("fate of a question", "Reworded"),
    Fate.CHANGED: pgettext_lazy("fate of a question", "Asked differently"),
    Fate.RETYPED: pgettext_lazy("fate of a question", "Answered in another way"),
    Fate.REPLACED: pgettext_lazy("fate of a question", "Takes the place of another"),
    Fate.NEW: pgettext_lazy("fate of a question", "New"),
    Fate.GONE: pgettext_lazy("fate of a question", "No longer asked"),
}
# The fields that say something, as a sentence about them names them.
WORDS: Mapping[str, "str | Promise"] = {
    "label": gettext_lazy("The wording is different."),
    "row": gettext_lazy("What one of the rows is called is different."),
    "title": gettext_lazy("The title is different."),
    "name": gettext_lazy("The name is different."),
    "help": gettext_lazy("The help is different."),
    "example": gettext_lazy("The example answer is different."),
    "intro": gettext_lazy("The introduction is different."),
    "short": gettext_lazy("The short name is different."),
    "printed": gettext_lazy("The heading in documents is different."),
    "printed_value": gettext_lazy("The heading in documents is different."),
    "body": gettext_lazy("The text is different."),
    "definition": gettext_lazy("The definition is different."),
    "source": gettext_lazy("The source is different."),
    "role": gettext_lazy("The role is different."),
    "unit": gettext_lazy("The unit is different."),
    "levels": gettext_lazy("The levels are worded differently."),
    "low": gettext_lazy("The words at the ends of the scale are different."),
    "high": gettext_lazy("The words at the ends of the scale are different."),
}
RULES: Mapping[str, "str | Promise"] = {
    "show_if": gettext_lazy("It is asked under another condition."),
    "as_points": gettext_lazy("The points that can be reached are different."),
    "remark": gettext_lazy("Whether a remark can be written beside it is different."),
    "min": gettext_lazy("The limits are different."),
    "max": gettext_lazy("The limits are different."),
    "step": gettext_lazy("The limits are different."),
    "max_choices": gettext_lazy("The number of choices allowed is different."),
    "currency": gettext_lazy("The currency is different."),
    "sum_to": gettext_lazy("What the numbers must add up to is different."),
    "layout": gettext_lazy("It is laid out in another way."),
    "rows": gettext_lazy("The rows are given in another way."),
    "weights": gettext_lazy("The weights are taken from elsewhere."),
    "paragraphs": gettext_lazy("The text is different."),
    "of": gettext_lazy("It is calculated from something else."),
    "how": gettext_lazy("It is calculated in another way."),
    "panel": gettext_lazy("Something else is shown there."),
    "due_days": gettext_lazy("It is due on another day."),
    "after": gettext_lazy("Its days are counted from somewhere else."),
    "within": gettext_lazy("It is part of something else."),
    "unit": gettext_lazy("The unit is different."),
    "level": gettext_lazy("The level is different."),
    "direction": gettext_lazy("The direction is different."),
    "frequency": gettext_lazy("How often it is measured is different."),
    "aggregation": gettext_lazy("The span of time of a value is different."),
    "section": gettext_lazy("It belongs to another section."),
    "survey": gettext_lazy("The survey gives its value in another way."),
    "link": gettext_lazy("It leads somewhere else."),
    "links": gettext_lazy("It leads somewhere else."),
    "default": gettext_lazy("Another answer is proposed."),
}
OWN: Mapping[str, "str | Promise"] = {
    "title": gettext_lazy("The title is different."),
    "summary": gettext_lazy("The summary is different."),
    "body": gettext_lazy("The text is different."),
    "anchor": gettext_lazy("The name of day 0 is different."),
}
ANYTHING = gettext_lazy("Something else about it is different.")
PARTS: Mapping[str, tuple[Callable[[int], str], Callable[[int], str]]] = {
    "option": (
        lambda count: ngettext("New option: %(names)s.", "New options: %(names)s.", count),
        lambda count: ngettext("Option that is gone: %(names)s.", "Options that are gone: %(names)s.", count),
    ),
    "column": (
        lambda count: ngettext("New column: %(names)s.", "New columns: %(names)s.", count),
        lambda count: ngettext("Column that is gone: %(names)s.", "Columns that are gone: %(names)s.", count),
    ),
    "row": (
        lambda count: ngettext("New row: %(names)s.", "New rows: %(names)s.", count),
        lambda count: ngettext("Row that is gone: %(names)s.", "Rows that are gone: %(names)s.", count),
    ),
}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One thing that differs: what it is called now, what was different, and its label word by word where that is."""

    change: Change
    label: str
    fate: "str | Promise"
    sentences: tuple[str, ...]
    pieces: tuple[Piece, ...] = ()

    @property
    def key(self) -> str:
        """The key in the later edition, or in the earlier one of what is gone."""
        return self.change.key


def lines_of(difference: Difference, *fates: Fate, kind: str = "question") -> list[ChangeLine]:
    """Return a line for each thing of a kind that one of these became of; for all that differ when none is named."""
    wanted = fates or tuple(fate for fate in Fate if fate is not Fate.KEPT)
    return [line_of(one, difference) for one in difference.fated(*wanted, kind=kind)]


def own_words(difference: Difference) -> list[str]:
    """Say what differs in the words of the document itself."""
    return list(dict.fromkeys(str(OWN.get(name, ANYTHING)) for name in difference.own))


def line_of(change: Change, difference: Difference) -> ChangeLine:
    """Return the line of one change, in the language of the page."""
    return ChangeLine(
        change=change,
        label=label_of(change.entry),
        fate=FATES[change.fate],
        sentences=tuple(dict.fromkeys(_sentences(change, difference))),
        pieces=_reworded(change),
    )


def label_of(entry: Entry) -> str:
    """Return what a thing is called."""
    thing = entry.thing
    for name in ("label", "title", "name", "term"):
        text = getattr(thing, name, None)
        if isinstance(text, Text):
            return here(text)
    return entry.key


def _sentences(change: Change, difference: Difference) -> Iterable[str]:
    if change.after is None or (change.before is None and not change.replaces):
        return
    if change.replaces:
        names = [label_of(one) for one in change.replaces]
        said = npgettext("editions", "In place of “%(names)s”.", "In place of these: %(names)s.", len(names))
        yield said % {"names": names[0] if len(names) == 1 else _listed(names)}
    before = change.before or change.replaces[0]
    if change.is_moved:
        yield _moved(before, change.after, difference)
    if "type" in change.rules:
        yield _retyped(before.thing, change.after.thing)
        return
    if "required" in change.rules:
        yield _("It must be answered now.") if change.after.thing.required else _("It need no longer be answered.")
    if "optional" in change.rules:
        yield _("It can be left out now.") if change.after.thing.optional else _("It can no longer be left out.")
    known = {"type", "required", "optional"}
    yield from (str(RULES.get(name, ANYTHING)) for name in change.rules if name not in known)
    yield from (str(WORDS.get(name, ANYTHING)) for name in change.words)
    yield from _parts(change.parts)


def _parts(parts: Sequence[Change]) -> Iterable[str]:
    for kind, (new, gone) in PARTS.items():
        for fate, words in ((Fate.NEW, new), (Fate.GONE, gone)):
            names = [label_of(one.entry) for one in parts if one.kind == kind and one.fate is fate]
            if names:
                yield words(len(names)) % {"names": _listed(names)}
        for one in parts:
            if one.kind == kind and one.replaces:
                former = _listed([label_of(source) for source in one.replaces])
                yield _("“%(new)s” in place of “%(former)s”.") % {"new": label_of(one.entry), "former": former}
    fates = {one.fate for one in parts if not one.replaces}
    if Fate.REWORDED in fates:
        yield _("Some of what can be chosen or filled in is worded differently.")
    if any("points" in one.rules for one in parts):
        yield _("The points that can be reached are different.")
    if {one.fate for one in parts if not one.replaces and set(one.rules) != {"points"}} & {Fate.CHANGED, Fate.RETYPED}:
        yield _("Some of what can be filled in is asked for in another way.")
    if Fate.MOVED in fates:
        yield _("The order is different.")


def _moved(before: Entry, after: Entry, difference: Difference) -> str:
    was, now = (_parent(difference.before, before), _parent(difference.after, after))
    if before.parent == after.parent or not (was and now):
        return _("It is in another place in its section.") if after.parent else _("It is in another place.")
    return _("It was in “%(former)s” and is in “%(new)s” now.") % {"former": was, "new": now}


def _parent(document: Document, entry: Entry) -> str:
    things = [*getattr(document, "sections", ()), *getattr(document, "groups", ())]
    things += [group for section in things for group in getattr(section, "groups", ())]
    return next((here(thing.title) for thing in things if thing.key == entry.parent), "")


def _retyped(before: Any, after: Any) -> str:
    if not isinstance(before, Question) or not isinstance(after, Question):
        return str(ANYTHING)
    return _("How it was answered: %(former)s. How it is answered now: %(new)s.") % {
        "former": _how(before),
        "new": _how(after),
    }


def _how(question: Question) -> str:
    words = type_of(question).describe(question, content_language()).words
    return words[:1].lower() + words[1:]


def _reworded(change: Change) -> tuple[Piece, ...]:
    before = change.before or (change.replaces[0] if change.replaces else None)
    if before is None or change.after is None or label_of(before) == label_of(change.after):
        return ()
    return tuple(differences(label_of(before), label_of(change.after)))


def _listed(names: Sequence[str]) -> str:
    return pgettext("between two names", "; ").join(names)
