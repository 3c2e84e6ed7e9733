"""A framework of CISO Assistant, as its YAML library has it: a tree of requirement nodes, some of them assessed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.text import is_written_language
from curation.rules.converting.grouping import Grouped, Heading, joined
from curation.rules.converting.made import Converted, Maker, Unconvertible, Words, named_in, options_of
from schema.faults import SchemaError
from schema.reading import read_text

Document = dict[str, Any]
Node = Mapping[str, Any]

MOST_LEVELS = 11
_DEEPEST = 8
_LEFT = {
    "threats": "which threats it meets",
    "reference_controls": "which measures it names",
    "implementation_groups": "to which groups it applies",
    "weight": "its weight",
}
_TYPES = {"text": "longtext", "date": "date", "boolean": "yesno"}


def converted(content: bytes, *, kind: str = "", slug: str = "", language: str = "") -> Converted:
    """Return the framework as a document; raises Unconvertible."""
    try:
        library = read_text(content, is_all_text=True)
    except SchemaError as error:
        raise Unconvertible(f"The file is not YAML that can be read: {error.faults[0]}") from error
    return _Framework(library, kind, slug, language).converted()


def _said(node: Node, name: str) -> str:
    found = node.get(name)
    return found.strip() if isinstance(found, str) and found.strip() not in ("null", "~") else ""


def _nodes(value: object) -> list[Node]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


@dataclass
class _Between:
    """A node between one at the top and what is assessed, with what is still to be said of it."""

    title: Document
    heading: Heading
    words: Words
    is_used: bool = False

    def told(self) -> Iterator[Words]:
        """Yield its description, once."""
        if self.words and not self.is_used:
            yield self.words
        self.is_used = True


class _Framework:
    def __init__(self, library: Node, kind: str, slug: str, language: str) -> None:
        objects = library.get("objects")
        framework = objects.get("framework") if isinstance(objects, Mapping) else None
        if isinstance(framework, list):
            framework = next(iter(_nodes(framework)), None)
        if not isinstance(framework, Mapping) or not _nodes(framework.get("requirement_nodes")):
            raise Unconvertible("The file is no library of CISO Assistant with a framework in it.")
        self.library, self.framework = library, framework
        self.nodes = _nodes(framework.get("requirement_nodes"))
        own = language or _said(library, "locale") or "en"
        if not is_written_language(own):
            raise Unconvertible(f"“{own[:20]}” is no language of the European Union or the EEA.")
        self.own, self.kind, self.slug = own, kind, slug
        codes = dict.fromkeys(code for node in (library, *self.nodes) for code in _translations(node))
        self.make = Maker((own, *(one for one in codes if is_written_language(one) and one != own)))
        for code in codes:
            if not is_written_language(code):
                self.make.drop("the framework", f"its texts in “{code[:20]}”", "not a language that content can be in")
        self.scale = self.scale_of()

    def words(self, node: Node, name: str) -> dict[str, str]:
        found = {code: _said(said, name) for code, said in _translations(node).items()}
        return {code: said for code, said in {**found, self.own: _said(node, name)}.items() if said}

    def scale_of(self) -> Document | None:
        """Return the scale that the framework is assessed on; none where it has no scores."""
        try:
            low, high = int(_said(self.framework, "min_score")), int(_said(self.framework, "max_score"))
        except ValueError:
            return None
        levels = {_said(one, "score"): one for one in _nodes(self.framework.get("scores_definition"))}
        if not 0 < high - low < MOST_LEVELS:
            self.make.drop("the framework", f"its scale from {low} to {high}", "it has too many steps")
            return None
        named = [self.level(levels.get(str(number)), number) for number in range(low, high + 1)]
        found: Document = {"min": low, "max": high, "low": named[0], "high": named[-1]}
        return {**found, "levels": named} if len(levels) == len(named) else found

    def level(self, level: Node | None, number: int) -> Document:
        name, more = (self.words(level, one) if level else {} for one in ("name", "description"))
        both = {code: ": ".join(filter(None, (name.get(code), more.get(code)))) for code in {**name, **more}}
        return self.make.line(both, str(number))

    def converted(self) -> Converted:
        for name in ("implementation_groups_definition", "outcomes_definition"):
            if self.framework.get(name):
                self.make.drop("the framework", name, "the format has no word for it")
        objects = self.library["objects"]
        for name in objects:
            if name != "framework":
                self.make.drop("the library", str(name)[:60], "only the framework is a document")
        title = self.words(self.framework, "name") or self.words(self.library, "name")
        summary = self.words(self.framework, "description") or self.words(self.library, "description") or title
        kind = self.kind or ("assessment" if self.scale else "analysis")
        slug = self.slug or _said(self.framework, "ref_id").lower() or _said(self.library, "ref_id").lower()
        return self.make.converted(kind, slug, title, summary, self.sections())

    def sections(self) -> Iterator[Document]:
        """Yield a section for each node at the top, with the assessed nodes below it in the order of the file."""
        tops = {_said(one, "urn"): one for one in self.nodes if not _said(one, "parent_urn")}
        owner: dict[str, str] = {urn: urn for urn in tops}
        below: dict[str, list[Node]] = {urn: [] for urn in tops}
        for node in self.nodes:
            urn, parent = _said(node, "urn"), _said(node, "parent_urn")
            if not parent:
                if _is_assessed(node):
                    below[urn].append(node)
                continue
            if parent not in owner:
                self.make.drop(_said(node, "ref_id") or urn, "the requirement", "what it belongs to is not before it")
                continue
            owner[urn] = owner[parent]
            below[owner[parent]].append(node)
        for urn, top in tops.items():
            label = self.label(top)
            into = Grouped(self.make, self.make.section_key(_said(top, "ref_id") or named_in(label)), label)
            if not _is_assessed(top) and _said(top, "name"):
                into.intro = self.make.prose(self.words(top, "description"))
            self.fill(into, urn, below[urn])
            yield into.section()

    def label(self, node: Node) -> Document:
        name = self.words(node, "name") or self.words(node, "description")
        ref = _said(node, "ref_id")
        return self.make.line({code: f"{ref} {said}".strip() for code, said in name.items()}, ref or "?")

    def fill(self, into: Grouped, top: str, nodes: list[Node]) -> None:
        """Put the assessed nodes below a node at the top into its section, each below the nodes between."""
        between: dict[str, tuple[_Between, ...]] = {top: ()}
        made: list[_Between] = []
        for node in nodes:
            parent = _said(node, "parent_urn")
            here = between.get(parent, ()) if parent else ()
            if _is_assessed(node):
                between.setdefault(_said(node, "urn"), here)
                into.above += [words for one in here for words in one.told()]
                help_ = into.below(here[-1].heading if here else None)
                for question in self.questions(node, help_):
                    into.add(question)
            elif len(here) < _DEEPEST:
                made.append(self.between(node, here))
                between[_said(node, "urn")] = (*here, made[-1])
            else:
                between[_said(node, "urn")] = here
                self.drop_heading(self.label(node), f"{_DEEPEST} stand above it")
        for one in made:
            if not one.is_used:
                self.drop_heading(one.title, "nothing is asked below it")

    def drop_heading(self, title: Document, why: str) -> None:
        self.make.drop("the framework", f"the heading “{named_in(title)[:80]}”", why)

    def between(self, node: Node, above: tuple["_Between", ...]) -> "_Between":
        title = self.label(node)
        name = _said(node, "ref_id") or named_in(title)
        words = self.words(node, "description") if _said(node, "name") else {}
        return _Between(title, Heading(name, joined([*(one.title for one in above), title])), words)

    def questions(self, node: Node, above: list[Words]) -> Iterator[Document]:
        """Yield the question that a requirement is, and those that it asks by itself."""
        where = _said(node, "ref_id") or _said(node, "urn").rpartition(":")[2]
        for name, what in _LEFT.items():
            if node.get(name):
                self.make.drop(where, what, "the format has no word for it")
        more = [self.words(node, name) for name in ("annotation", "typical_evidence")]
        if _said(node, "name"):
            more.insert(0, self.words(node, "description"))
        made: Document = {"key": self.make.key(where, "requirement"), "type": "scale" if self.scale else "yesno"}
        made |= {"label": self.label(node), **(self.scale or {})}
        if help_ := self.make.prose(*above, *more):
            made["help"] = help_
        yield made
        yield from self.asked(node, where)

    def asked(self, node: Node, where: str) -> Iterator[Document]:
        """Yield the questions that a requirement asks by itself."""
        found = node.get("questions")
        for urn, one in found.items() if isinstance(found, Mapping) else ():
            if not isinstance(one, Mapping):
                continue
            label = self.make.line(self.words(one, "text"), where)
            kind = _said(one, "type")
            made: Document = {"key": self.make.key(f"{where} {str(urn).rpartition(':')[2]}", "question")}
            choices = _nodes(one.get("choices"))
            if choices and kind in ("unique_choice", "multiple_choice"):
                options = options_of((_said(each, "value"), self.value(each), None) for each in choices)
                made |= {"type": "choice" if kind == "unique_choice" else "multichoice", "options": options}
                if any(each.get("add_score") or each.get("compute_result") for each in choices):
                    self.make.drop(where, "what an answer adds to the score", "the format has no word for it")
            else:
                made["type"] = _TYPES.get(kind, "longtext")
            if one.get("depends_on"):
                self.make.drop(where, f"when “{named_in(label)[:60]}” is asked", "it always is")
            yield {**made, "label": label}

    def value(self, choice: Node) -> Document:
        return self.make.line(self.words(choice, "value"), "?")


def _translations(node: Node) -> dict[str, Node]:
    found = node.get("translations")
    if not isinstance(found, Mapping):
        return {}
    return {str(code): said for code, said in found.items() if isinstance(said, Mapping)}


def _is_assessed(node: Node) -> bool:
    return _said(node, "assessable").lower() == "true"
