"""Reading what every document has, and handing the rest to the reader of its kind."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from core.text import WRITTEN_LANGUAGES, is_written_language
from schema.checklists import Checklist
from schema.clauses import WORDING_KEYS
from schema.documents import Document, DocumentTemplate, Template
from schema.examples import Example
from schema.faults import Fault, Faults, shown
from schema.kpis import KpiCatalogue
from schema.languages import languages_of
from schema.numbers import is_integer
from schema.outlines import Library, Outline
from schema.parsing.checklists import read_checklist
from schema.parsing.context import Context
from schema.parsing.examples import read_example
from schema.parsing.fields import Fields
from schema.parsing.kpis import read_catalogue
from schema.parsing.node import LONGEST_KEY, SLUG, Node
from schema.parsing.resources import read_resource
from schema.parsing.templates import read_template
from schema.resources import Resource
from schema.upgrades import FORMAT, OLDEST
from schema.vocabulary import TEMPLATE_KINDS, DocumentKind


class Reader(NamedTuple):
    """How one kind is read: its type, the reader of its own keys, those it must have and those it may have."""

    type: type[Document]
    read: Callable[[Node, Context], Fields]
    must: frozenset[str]
    may: frozenset[str] = frozenset()


_TEMPLATE = Reader(Template, read_template, frozenset({"sections"}))
READERS: dict[DocumentKind, Reader] = {
    **dict.fromkeys(sorted(TEMPLATE_KINDS), _TEMPLATE),
    DocumentKind.DOCUMENT: Reader(DocumentTemplate, read_template, frozenset({"sections"}), WORDING_KEYS),
    DocumentKind.SURVEY: _TEMPLATE,
    DocumentKind.CHECKLIST: Reader(Checklist, read_checklist, frozenset({"anchor", "groups"})),
    DocumentKind.KPI_CATALOGUE: Reader(KpiCatalogue, read_catalogue, frozenset({"kpis"})),
    DocumentKind.RESOURCE: Reader(
        Resource,
        read_resource,
        frozenset({"topic", "body"}),
        frozenset({"sources", "figures", "terms", "wheel", "helps"}),
    ),
    DocumentKind.EXAMPLE: Reader(
        Example,
        read_example,
        frozenset({"template", "as_of", "cluster", "answers", "goals", "kpis", "activities", "assessments"}),
    ),
}
COMMON_KEYS = frozenset({"slug", "kind", "version", "title", "summary"})
COMMON_OPTIONAL_KEYS = frozenset({"format", "languages", "review_by"})


def read_document(
    outline: Outline, library: Library | None, kinds: Collection[DocumentKind], faults: list[Fault]
) -> Document | None:
    """Read a document of one of these kinds; whatever comes back is of use only when no fault was noted."""
    data = outline.data
    node = Node(data, "", faults)
    if not is_integer(data.get("format")) or data["format"] != FORMAT:
        node.fault(f"must be {OLDEST} or {FORMAT}", "format")
        if "format" in data:
            return None  # written for another format: the checks of this one would only mislead
    if "kind" not in node:
        node.fault(f"is missing; it is one of {', '.join(sorted(kinds))}", "kind")
        return None
    kind = node.word("kind", DocumentKind, kinds)
    if kind is None:
        return None
    reader = READERS[kind]
    if "languages" in node:
        _check_languages(node, outline)
    if isinstance(faults, Faults):
        faults.languages = languages_of(data)
    node.keys(COMMON_KEYS | reader.must, COMMON_OPTIONAL_KEYS | reader.may)
    fields: Fields = {
        "format": FORMAT,
        "kind": kind,
        "slug": _slug(node, outline, library),
        "version": node.integer("version", lowest=1),
        "languages": languages_of(data).may,
        "review_by": node.day_or_none("review_by"),
        "title": node.text("title"),
        "summary": node.text("summary"),
    }
    return reader.type(**fields, **reader.read(node, Context(outline, kind, library)))


def _check_languages(node: Node, outline: Outline) -> None:
    if outline.given.get("format") == 1:
        node.fault("a file that names its languages needs `format: 2` at the top", "languages")
    seen: set[str] = set()
    for one, path in node.sequence("languages"):
        if not is_written_language(one):
            node.fault(f"{shown(one)} is not one of {', '.join(sorted(WRITTEN_LANGUAGES))}", path)
        elif one in seen:
            node.fault(f"the language {one} stands twice", path)
        else:
            seen.add(one)


def _slug(node: Node, outline: Outline, library: Library | None) -> str:
    slug = node["slug"]
    if "slug" in node and (not isinstance(slug, str) or not SLUG.fullmatch(slug)):
        node.fault(f"{shown(slug)} is not a slug (small letters, digits and -)", "slug")
    elif isinstance(slug, str) and len(slug) > LONGEST_KEY:
        node.fault(f"is longer than {LONGEST_KEY} characters", "slug")
    elif library and (twin := library.twin(outline)):
        node.fault(f"also the slug of {twin.name}", "slug")
    return str(slug)
