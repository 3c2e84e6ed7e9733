"""What a file says about itself whatever else is wrong with it, so that one fault does not look like many."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from core.text import Text
from schema.traits import DEFAULT_CURRENCY, Measure
from schema.upgrades import upgrade
from schema.vocabulary import DocumentKind

THIS_FILE = "this file"
NUMERIC_TYPES = frozenset({"number", "money", "percent", "scale"})


def keys_of(entries: object) -> list[str]:
    """Return the keys of options, rows or columns that have one."""
    if not isinstance(entries, list):
        return []
    return [entry["key"] for entry in entries if isinstance(entry, dict) and isinstance(entry.get("key"), str)]


def entry_with_key(entries: object, key: object) -> dict[str, Any] | None:
    """Return the option, row or column with this key."""
    if not isinstance(entries, list):
        return None
    return next((entry for entry in entries if isinstance(entry, dict) and entry.get("key") == key), None)


def is_numeric(owner: Mapping[str, Any]) -> bool:
    """Tell whether a question or a column holds numbers."""
    kind = owner.get("type")
    return isinstance(kind, str) and kind in NUMERIC_TYPES


@dataclass(frozen=True, slots=True)
class QuestionOutline:
    """A question as the file has it, and its place among the questions of the file."""

    content: dict[str, Any]
    path: str
    place: int

    @property
    def type(self) -> str:
        """The type, or an empty string where the file has no word there."""
        kind = self.content.get("type")
        return kind if isinstance(kind, str) else ""


class Outline:
    """A file as it stands, with its name for use in sentences; a stored edition is one too."""

    def __init__(self, name: str, data: dict[str, Any], *, is_stored: bool = False) -> None:
        self.name = name
        self.given = data
        self.data = upgrade(data)
        self.is_stored = is_stored

    @property
    def identity(self) -> tuple[str, str] | None:
        """Kind and slug, by which a publication is known."""
        kind, slug = self.data.get("kind"), self.data.get("slug")
        return (kind, slug) if isinstance(kind, str) and isinstance(slug, str) else None

    @cached_property
    def questions(self) -> dict[str, QuestionOutline]:
        """The questions by their keys; of two with one key the first."""
        found: dict[str, QuestionOutline] = {}
        for question in self.places.values():
            found.setdefault(question.content["key"], question)
        return found

    @cached_property
    def places(self) -> dict[str, QuestionOutline]:
        """The questions by their paths."""
        questions = [
            (here, question)
            for path, section in _mappings(self.data.get("sections"), "sections")
            for here, question in questions_of(section, path)
            if isinstance(question.get("key"), str)
        ]
        return {path: QuestionOutline(question, path, place) for place, (path, question) in enumerate(questions)}

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """What each number of the file counts, columns as `table.column`; a computed one counts what its first does."""
        found: dict[str, Measure] = {}
        for key, question in self.questions.items():
            if is_numeric(question.content):
                found[key] = _measure(question.content)
            for column in _mappings(question.content.get("columns"), "") if question.type == "table" else ():
                if is_numeric(column[1]):
                    found[f"{key}.{column[1].get('key')}"] = _measure(column[1])
        for key, question in self.questions.items():
            of = question.content.get("of")
            if question.type == "computed" and isinstance(of, list):
                first = next((found[one] for one in of if isinstance(one, str) and one in found), Measure())
                found[key] = Measure(type="percent") if question.content.get("how") == "share" else first
        return found

    def question(self, key: object) -> QuestionOutline | None:
        return self.questions.get(key) if isinstance(key, str) else None

    @cached_property
    def section_keys(self) -> list[str]:
        return keys_of(self.data.get("sections"))


def _measure(number: Mapping[str, Any]) -> Measure:
    kind, unit = number["type"], number.get("unit")
    if kind == "money":
        return Measure(type=kind, currency=str(number.get("currency", DEFAULT_CURRENCY)))
    if kind == "percent":
        return Measure(type=kind)
    return Measure(unit=Text.from_value(unit) if isinstance(unit, dict) else None)


def questions_of(section: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the questions of a section as the file has it with their paths: its own, then those of its groups."""
    yield from _mappings(section.get("questions"), f"{path}.questions")
    for here, group in _mappings(section.get("groups"), f"{path}.groups"):
        yield from _mappings(group.get("questions"), f"{here}.questions")


def all_questions(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the questions of all sections of a file."""
    for path, section in _mappings(document.get("sections"), "sections"):
        yield from (question for _path, question in questions_of(section, path))


def _mappings(entries: object, path: str) -> list[tuple[str, dict[str, Any]]]:
    if not isinstance(entries, list):
        return []
    return [(f"{path}[{n}]", entry) for n, entry in enumerate(entries) if isinstance(entry, dict)]


class Library:
    """The documents that a file may speak of: the files being loaded, and the stored editions they do not replace."""

    def __init__(self, files: Mapping[str, dict[str, Any]], stored: Collection[dict[str, Any]] = ()) -> None:
        self.outlines = [Outline(name, data) for name, data in files.items()]
        replaced = {outline.identity for outline in self.outlines}
        for data in stored:
            outline = Outline(f"{data.get('kind')} {data.get('slug')}", data, is_stored=True)
            if outline.identity not in replaced:
                self.outlines.append(outline)

    def outline_of(self, data: dict[str, Any]) -> Outline:
        """Return this file's outline, whether or not it is one of the files being loaded."""
        same = next((one for one in self.outlines if data is one.given or data is one.data), None)
        return same or next((one for one in self.outlines if one.given == data), None) or Outline(THIS_FILE, data)

    def of(self, kind: DocumentKind, besides: Outline | None = None) -> list[Outline]:
        """Return the documents of the kind, without this one and the stored edition that it is to replace."""
        return [
            one
            for one in self.outlines
            if one.data.get("kind") == kind
            and one is not besides
            and not (besides and one.is_stored and one.identity == besides.identity)
        ]

    def find(self, kind: DocumentKind, slug: object) -> Outline | None:
        """Return the document that a file refers to, among those being loaded and those stored, or None."""
        return next((one for one in self.of(kind) if one.data.get("slug") == slug), None)

    def twin(self, outline: Outline) -> Outline | None:
        """Return another file with the same kind and slug: two publications cannot have one name."""
        return next(
            (
                one
                for one in self.outlines
                if one is not outline and not one.is_stored and one.identity == outline.identity and one.identity
            ),
            None,
        )
