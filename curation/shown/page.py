"""The page of a draft: the outline, the thing in the middle, its neighbours, and what is wrong."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.languages import language_name
from core.text import Text
from curation.rules.acts import sister_lists
from curation.rules.outline import staying
from curation.rules.paths import find, join, resolve, split
from curation.rules.shapes import (
    Listed,
    is_list,
    lists_of,
    naming_field,
    outline_of,
    root_of,
    spot_at,
    types_of,
)
from curation.shown.choices import Around, Pairs, here
from curation.shown.controls import Fields, Writer
from curation.words import faults as fault_words
from curation.words import fields as words
from curation.words.faults import Located
from library.models import Kind
from library.words import ICONS
from schema import Fault
from schema.languages import languages_of
from schema.parsing.conditions import UNANSWERED
from schema.rules import Line, Prose, rules_of
from schema.vocabulary import WITH_COMPUTED, WITH_FILES

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the outline."""

    path: str
    name: str
    icon: str
    depth: int
    number: int | None
    faults: int
    is_current: bool
    inside: int

    @property
    def id(self) -> str:
        """What its element is known by on the page."""
        return f"o-{self.path.replace('/', '.')}"


@dataclass(frozen=True, slots=True)
class FaultLine:
    """A fault in the list of all: which thing it is in, what it says, and where one mends it."""

    thing: str
    path: str
    name: str
    words: str
    plain: str


@dataclass(frozen=True, slots=True)
class Adding:
    """A place where something can be inserted: into which list, at which place, of which types, under what name."""

    list_path: str
    place: int | None
    label: str
    types: Pairs
    naming: str
    codes: Pairs
    name_label: str
    picks: Pairs = ()  # type: ignore[assignment]

    @property
    def at_place(self) -> str:
        """The place as an address of the form says it; nothing for the end."""
        return "" if self.place is None else str(self.place)

    @property
    def id(self) -> str:
        """What its fields are known by on the page."""
        return f"n-{self.list_path.replace('/', '.')}-{'end' if self.place is None else self.place}"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What stands before or after the thing in its list."""

    path: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Thing:
    """What is in the middle of the page, and all that is written of it."""

    path: str
    name: str
    kind_words: str
    fields: Fields
    type: str
    types: Pairs
    key: str
    # The languages beside each other: code, name, and how many texts are missing.
    sides: Sequence[tuple[str, str, int]]
    # Where there are more, those that can stand beside the first.
    beside: Pairs
    phase: int | None
    crumbs: Sequence[tuple[str, str]]
    before: Neighbour | None
    after: Neighbour | None
    insert_before: Adding | None
    insert_after: Adding | None
    inside: Sequence[Adding]
    targets: Pairs
    is_entry: bool
    answer_here: bool
    placeholders: Pairs


@dataclass(frozen=True, slots=True)
class Page:
    """All that the editor shows."""

    rows: Sequence[Row]
    thing: Thing
    faults: Sequence[FaultLine]
    root: Row
    # What is called as something that is published, by its key.
    names: Mapping[str, str]


def page_of(
    document: Document,
    faults: Sequence[Fault],
    path: str,
    before: Callable[[], Document | None] = lambda: None,
    beside: str = "",
    *,
    is_whole: bool = True,
) -> Page:
    """Return the editor's page with one thing in the middle; `beside` is the language beside the first.

    Not whole, it asks for no more than it must.
    """
    listed = outline_of(document)
    found = fault_words.located(document, list(faults))
    around = Around(document, before, beside, is_whole)
    root, rows, lines = _outlined(document, found, path, listed, around.borrowed)
    return Page(rows, thing_of(found, path, listed, around), lines, root, around.borrowed)


def _outlined(
    document: Document, found: Sequence[Located], path: str, listed: Sequence[Listed], names: Mapping[str, str]
) -> tuple[Row, list[Row], list[FaultLine]]:
    """Return the lines of the outline, the document's own first, and those of the faults."""
    by_path = {one.path: one for one in listed}
    lines = [_line(document, by_path, one, names) for one in found]
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.thing] = counts.get(line.thing, 0) + 1
    numbered = document.get("kind") == Kind.STRATEGY
    rows = [_row(one, counts, path, numbered, listed, names) for one in listed]
    root = Row("", _("About it"), ICONS[document["kind"]], 0, None, counts.get("", 0), path == "", 0)
    return root, rows, lines


@dataclass(frozen=True, slots=True)
class Turned:
    """What has become of the outline: the lines that go, and those that come, each with the one it stands after."""

    gone: Sequence[str]
    come: Sequence[tuple[Row, str]]
    changed: Sequence[Row]


def turned(before: Document, faults: Sequence[Fault], path: str, after: Page) -> Turned:
    """Return what an act has done to the outline; what only stands elsewhere goes and comes."""
    listed = outline_of(before)
    root, rows, _lines = _outlined(before, fault_words.located(before, list(faults)), path, listed, after.names)
    was, now = [root, *rows], [after.root, *after.rows]
    stays = staying([one.path for one in was], [one.path for one in now])
    known = {one.path: one for one in was}
    come, changed = [], []
    for place, row in enumerate(now):
        if row.path not in stays:
            come.append((row, now[place - 1].id))
        elif known[row.path] != row:
            changed.append(row)
    return Turned([one.id for one in was if one.path not in stays], come, changed)


def thing_of(found: Sequence[Located], path: str, listed: Sequence[Listed], around: Around) -> Thing:
    """Return one thing with its fields."""
    document = around.document
    by_path: dict[str, list[str]] = {}
    for one in found:
        by_path.setdefault(one.path, []).append(one.words)
    entry = find(document, path) if path else document
    owner = spot_at(document, resolve(document, path)).owner or root_of(document)
    fields = Writer(document, by_path, around).fields(owner, path, entry)
    own = next((one for one in listed if one.path == path), None)
    types: Pairs = []
    if own is not None:
        rule = spot_at(document, resolve(document, own.list_path)).rule
        types = _offered(document, types_of(rule), str(entry.get("type"))) if rule else []
    neighbours = [one for one in listed if own and one.list_path == own.list_path]
    at = own.place if own else 0
    top = next(
        (one for one in listed if one.depth == 0 and (path == one.path or path.startswith(f"{one.path}/"))), None
    )
    phase = top.place + 1 if top and document.get("kind") == Kind.STRATEGY else None
    return Thing(
        path=path,
        name=name_of_thing(own, around.borrowed) if own else here(entry.get(naming_field(owner)), _("Without a name")),
        kind_words=str(Kind(document["kind"]).label),
        fields=fields,
        type=str(entry.get("type") or "") if types else "",
        types=types,
        key=str(entry.get("key") or "") if path else str(document.get("slug") or ""),
        sides=[(code, language_name(code), missing_in(entry, owner, code)) for code in around.codes],
        beside=[(code, language_name(code)) for code in languages_of(document).may[1:]]
        if len(around.codes) > 1
        else [],
        phase=phase,
        crumbs=[(one.path, name_of_thing(one, around.borrowed)) for one in listed if path.startswith(f"{one.path}/")],
        before=_neighbour(neighbours, at - 1, around.borrowed),
        after=_neighbour(neighbours, at + 1, around.borrowed),
        insert_before=adding(document, own.list_path, at, around) if own else None,
        insert_after=adding(document, own.list_path, at + 1, around) if own else None,
        inside=[adding(document, join(path, name), None, around) for name, _held in lists_of(owner, outlined=True)],
        targets=_targets(document, own, listed, around.borrowed) if own else [],
        is_entry=own is not None,
        answer_here=bool(types) and str(entry.get("type")) not in UNANSWERED,
        placeholders=_placeholders(around) if document.get("kind") == Kind.DOCUMENT else [],
    )


def adding(document: Document, list_path: str, place: int | None, around: Around) -> Adding:
    """Return what is asked when something is added to a list of the outline."""
    rule = spot_at(document, resolve(document, list_path)).rule
    name = split(list_path)[-1]
    types = types_of(rule) if rule is not None and is_list(rule) else {}
    of: type | None = getattr(rule, "of", None)
    field = naming_field(of) if of else ""
    held = rules_of(of).get(field) if of else None
    key = rules_of(of).get("key") if of else None
    picks = around.named(key.rule.of, "") if key is not None and hasattr(key.rule, "of") else []
    return Adding(
        list_path=list_path,
        place=place,
        label=words.add_label(name),
        types=_offered(document, types),
        codes=around.named_codes,
        naming=("pair" if isinstance(held.rule, Line) else "plain") if held else "",
        name_label=words.label_of(of, field) if field else "",
        picks=picks,
    )


def _offered(document: Document, types: Iterable[str], now: str = "") -> Pairs:
    """Return the types that a question can have in this content, and the one that it has."""
    return [(kind, str(words.TYPES.get(kind, kind))) for kind in types if kind == now or _fits(document, kind)]


def _fits(document: Document, kind: str) -> bool:
    if kind == "clause":
        return document.get("kind") == Kind.DOCUMENT
    if kind == "file":
        return document.get("kind") in WITH_FILES
    if kind == "computed":
        return document.get("kind") in WITH_COMPUTED
    if kind == "panel":
        # Where the cluster's own goals, KPIs and activities are shown; elsewhere nothing would stand there.
        return document.get("kind") in (Kind.STRATEGY, Kind.REPORT)
    return not (kind in ("email", "address") and document.get("kind") == Kind.SURVEY)


def name_of_thing(listed: Listed, names: Mapping[str, str]) -> str:
    """Return what a thing is called in the outline; a KPI of an example has the name that the catalogue gives it."""
    found = here(listed.entry.get(naming_field(listed.owner)))
    if not found and naming_field(listed.owner) == "":
        found = names.get(str(listed.entry.get("key")), "")
    return found or str(listed.entry.get("date") or listed.entry.get("key") or "") or _("Without a name")


def missing_in(entry: Mapping[str, Any], owner: type, language: str) -> int:
    """Return how many texts of a thing are missing in a language, where they must be there or the other has them."""
    count = 0
    for name, held in rules_of(owner).items():
        if isinstance(held.rule, Line | Prose):
            text = Text.from_value(entry.get(name))
            if not text.get(language).strip() and (held.is_required or text):
                count += 1
    return count


def _row(
    one: Listed,
    counts: Mapping[str, int],
    path: str,
    numbered: bool,
    listed: Sequence[Listed],
    names: Mapping[str, str],
) -> Row:
    kind = str(one.entry.get("type") or "")
    return Row(
        path=one.path,
        name=name_of_thing(one, names),
        icon=words.ICONS.get(kind, ""),
        depth=one.depth,
        number=one.place + 1 if numbered and one.depth == 0 else None,
        faults=counts.get(one.path, 0),
        is_current=one.path == path,
        inside=sum(1 for other in listed if other.depth == one.depth + 1 and other.path.startswith(f"{one.path}/")),
    )


def _line(document: Document, by_path: Mapping[str, Listed], fault: Located, names: Mapping[str, str]) -> FaultLine:
    thing = fault_words.of_thing(document, fault.path)
    name = name_of_thing(by_path[thing], names) if thing in by_path else _("About it")
    return FaultLine(thing, fault.path, name, fault.words, fault.plain)


def _neighbour(neighbours: Sequence[Listed], place: int, names: Mapping[str, str]) -> Neighbour | None:
    if not 0 <= place < len(neighbours):
        return None
    one = neighbours[place]
    kind = str(one.entry.get("type") or "")
    return Neighbour(one.path, name_of_thing(one, names), str(words.TYPES.get(kind, "")))


def _targets(document: Document, own: Listed, listed: Sequence[Listed], borrowed: Mapping[str, str]) -> Pairs:
    """Return the lists that a thing can be moved into, each by the name of what it is in."""
    names = {one.path: name_of_thing(one, borrowed) for one in listed}
    lists = sister_lists(document, own.list_path)
    return [(one, names.get(join(*split(one)[:-1]), one)) for one in lists if one != own.list_path]


def _placeholders(around: Around) -> Pairs:
    unanswered = ("panel", "clause")
    answers = [
        (question.get("key", ""), here(question.get("label"), "…"))
        for _path, question in around.questions
        if str(question.get("type")) not in unanswered
    ]
    terms = [
        (f"term:{one.get('key')}", here(one.get("term"), "…"))
        for one in around.document.get("defined_terms") or ()
        if isinstance(one, dict)
    ]
    clauses = [
        (f"see:{one.get('key')}", here(one.get("title"), "…"))
        for one in around.document.get("clauses") or ()
        if isinstance(one, dict)
    ]
    return [*answers, *terms, *clauses]


def has_page(document: Document, path: str) -> bool:
    """Tell whether a path is that of a thing with a page of its own."""
    return path == "" or any(one.path == path for one in outline_of(document))
