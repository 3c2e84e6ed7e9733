"""A draft as a cluster sees it, also while something is missing in it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from core.text import is_written_language
from curation.rules.operations import Impossible, Remove, Set
from curation.rules.paths import Gone, find, of_fault, split
from curation.shown.filling import edit_path
from library.models import Edition, Publication
from library.rules.extents import extent_of
from library.shown.readings import Reading
from library.shown.templates import Part
from schema import Fault, SchemaError, digest, parse
from schema.faults import WHOLE_FILE
from schema.languages import languages_of

Document = dict[str, Any]
GAP = "…"
# So often what is mended shows another fault behind it.
ROUNDS = 12


def filled(document: Document) -> Document | None:
    """Return the draft so that it can be shown: gaps where something is missing, without what cannot be read.

    None where there is nothing to show yet.
    """
    for _round in range(ROUNDS):
        try:
            parse(document)
        except SchemaError as error:
            mended = _mended(document, error.faults[0])
            if mended is None:
                return None
            document = mended
        else:
            return document
    return _all_mended(document)


def _all_mended(document: Document) -> Document | None:
    for _round in range(500):
        try:
            parse(document)
        except SchemaError as error:
            for fault in error.faults[:50]:
                mended = _mended(document, fault)
                if mended is None:
                    return None
                document = mended
        else:
            return document
    return None


def _mended(document: Document, fault: Fault) -> Document | None:
    path = "" if fault.path == WHOLE_FILE else of_fault(document, fault.path)
    missing = fault.what.removeprefix("missing ") if fault.what.startswith("missing ") else ""
    try:
        if is_written_language(missing):
            others = find(document, path) or {}
            return Set(f"{path}/{missing}", next(iter(others.values()), "") or GAP).apply(document)[0]
        if missing and find(document, path) is not None:
            stand_in: Any = (
                []
                if missing in _LISTS
                else dict.fromkeys(languages_of(document).must, GAP)
                if missing in _TEXTS
                else None
            )
            if stand_in is not None:
                return Set(f"{path}/{missing}".lstrip("/"), stand_in).apply(document)[0]
        if not path:
            return None
        if fault.what == "must not be empty" and len(split(path)) == 1:
            return None
        last = split(path)[-1]
        if isinstance(find(document, path.rpartition("/")[0]), list) or last.isdecimal():
            return Remove(path).apply(document)[0]
        if len(split(path)) % 2 == 0 and missing:
            return Remove(path).apply(document)[0]
        if fault.what == "must not be empty" and len(split(path)) > 2:
            return Remove(path.rpartition("/")[0]).apply(document)[0]
        return Set(path, None).apply(document)[0]
    except (Gone, Impossible):
        return None


_LISTS = frozenset({"sections", "questions", "groups", "items", "kpis"})
_TEXTS = frozenset(
    {"title", "summary", "label", "name", "definition", "source", "term", "body", "anchor", "role", "low", "high"}
)


def as_edition(document: Document, publication: Publication | None) -> Edition:
    """Return an edition that is not stored, for the pages that show editions."""
    publication = publication or Publication(kind=document["kind"], slug=document["slug"])
    return Edition(
        publication=publication,
        version=document["version"],
        title=document["title"],
        summary=document["summary"],
        document=document,
        digest=digest(document),
        extent=extent_of(document),
        languages=",".join(languages_of(document).may if "languages" in document else ()),
    )


def with_ways_back(reading: Reading, edit_url: Callable[[str], str]) -> Reading:
    """Return a reading of a template in which each question leads to its place in the editor."""
    parts = reading.context.get("parts")
    if parts is None:
        return reading
    return replace(reading, context={**reading.context, "parts": tuple(_part(one, edit_url) for one in parts)})


def _part(part: Part, edit_url: Callable[[str], str]) -> Part:
    return replace(
        part,
        questions=tuple(
            replace(one, edit_url=edit_url(edit_path(part.section, one.question))) for one in part.questions
        ),
    )
