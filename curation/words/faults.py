"""The faults of the checker in a curator's words, and where each of them stands in the editor."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.languages import language_within
from core.text import is_written_language
from curation.rules.paths import find, join, of_fault, resolve, split
from curation.rules.shapes import is_outlined, spot_at
from curation.words.checked import SENTENCES
from curation.words.fields import label_of
from schema import Fault
from schema.faults import WHOLE_FILE

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Located:
    """A fault: the path of the field, the sentence, and the checker's own words for whoever knows the format."""

    path: str
    words: str
    plain: str


def located(document: Document, faults: list[Fault]) -> list[Located]:
    """Return the faults where they stand."""
    return [_located(document, fault) for fault in faults]


def _located(document: Document, fault: Fault) -> Located:
    path = "" if fault.path == WHOLE_FILE else of_fault(document, fault.path)
    if found := re.fullmatch(r"missing (\w+)", fault.what):
        path = join(path, found[1])
        return Located(path, _missing(document, path), str(fault))
    for pattern, say in SENTENCES:
        if found := pattern.fullmatch(fault.what):
            return Located(path, say(*found.groups()), str(fault))
    return Located(path, _("Something is not right here: %(what)s") % {"what": fault.what}, str(fault))


def _missing(document: Document, path: str) -> str:
    *above, last = split(path)
    if is_written_language(last):
        return _("The text is missing in %(language)s.") % {"language": language_within(last)}
    spot = spot_at(document, resolve(document, join(*above)))
    if last == "kind":
        return _("It is not said what this is.")
    return _("“%(field)s” is missing.") % {"field": label_of(spot.owner, last)}


def of_thing(document: Document, path: str) -> str:
    """Return the path of the thing, with a page of its own, that a field belongs to."""
    steps = split(path)
    found = ""
    for number in range(0, len(steps) - 1, 2):
        here = join(*steps[: number + 2])
        if find(document, here) is None:
            break
        if not is_outlined(spot_at(document, resolve(document, join(*steps[: number + 1]))).rule):
            break
        found = here
    return found
