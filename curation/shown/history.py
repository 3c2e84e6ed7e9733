"""The steps of a draft, in words: who did what when, what was set aside, and where one can go back to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.languages import language_name
from core.text import is_written_language
from curation.models import WritingStep
from curation.rules.paths import Gone, find, resolve, split
from curation.rules.shapes import naming_field, root_of, spot_at
from curation.shown.choices import here
from curation.words import fields
from curation.words.faults import of_thing

Document = dict[str, Any]
# So much of a text is shown of one step, and so many changes.
LONGEST, MOST = 300, 12

KINDS: Mapping[str, "str | Promise"] = {
    WritingStep.How.DONE: "",
    WritingStep.How.UNDONE: gettext_lazy("Undone"),
    WritingStep.How.REDONE: gettext_lazy("Done again"),
    WritingStep.How.ASIDE: gettext_lazy("Set aside: a colleague was faster"),
}


@dataclass(frozen=True, slots=True)
class Did:
    """One change of a step: what it was about, what was done, and the words that were written."""

    thing: str
    path: str
    words: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the history."""

    revision: int
    who: str
    at: datetime
    kind: "str | Promise"
    did: Sequence[Did]
    more: int
    is_aside: bool


def lines_of(steps: Iterable[WritingStep], document: Document) -> list[StepLine]:
    """Return a line for each step; things are called what they are called now, where they are still there."""
    return [_line(step, document) for step in steps]


def _line(step: WritingStep, document: Document) -> StepLine:
    told = [_did(one, document, step.back) for one in step.operations]
    return StepLine(
        revision=step.revision,
        who=step.by.display_name if step.by else _("Somebody who is no longer here"),
        at=step.at,
        kind=KINDS[step.kind],
        did=told[:MOST],
        more=max(0, len(told) - MOST),
        is_aside=step.kind == WritingStep.How.ASIDE,
    )


def _did(stored: Mapping[str, Any], document: Document, back: Sequence[Mapping[str, Any]]) -> Did:
    path, value = str(stored["path"]), stored.get("value")
    match stored["do"]:
        case "insert":
            return Did(_named(value) or _thing(document, path), _page(document, path), _("added"))
        case "remove":
            gone = next((one.get("value") for one in back if one["do"] == "insert"), None)
            return Did(_named(gone) or split(path)[-1], _page(document, path), _("deleted"))
        case "move":
            return Did(_thing(document, path), _page(document, path), _("moved"))
    words = _field(document, path)
    text = value if isinstance(value, str) else here(value) if isinstance(value, dict) else ""
    return Did(_thing(document, path), _page(document, path), words, text[:LONGEST])


def _named(value: Any) -> str:
    if not isinstance(value, dict):
        return ""
    named = (here(value.get(name)) for name in ("label", "title", "name", "term"))
    return next((words for words in named if words), "")


def _page(document: Document, path: str) -> str:
    return of_thing(document, f"{path}/x")


def _thing(document: Document, path: str) -> str:
    page = _page(document, path)
    if not page:
        return _("About it")
    try:
        owner = spot_at(document, resolve(document, page)).owner or root_of(document)
    except Gone:
        return split(page)[-1]
    entry = find(document, page, {})
    return here(entry.get(naming_field(owner))) or split(page)[-1]


def _field(document: Document, path: str) -> str:
    """Return what the field is called that a path names, with its language."""
    steps = split(path)
    language = language_name(steps[-1]) if is_written_language(steps[-1]) else ""
    named = steps[:-1] if language else steps
    try:
        owner = spot_at(document, resolve(document, "/".join(named[:-1]))).owner if named[:-1] else root_of(document)
    except Gone:
        owner = None
    words = fields.label_of(owner, named[-1]) if named else ""
    return f"{words} ({language})" if language else words
