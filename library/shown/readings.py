"""Which page shows a document of which kind, and what the page needs beside the document."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.languages import content_language
from library import words
from library.forms import CatalogueForm
from library.models import Edition, Kind
from library.selectors import glossary, guidance_by_part, guidance_for
from library.shown import catalogues, checklists, examples, resources, templates, wordings
from library.shown.contents import Heading
from library.shown.posters import has_poster, poster_of
from library.shown.terms import Explainer
from schema import Checklist, Document, Example, KpiCatalogue, Resource, Template

Query = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as its page shows it."""

    template: str
    contents: Sequence[Heading] = ()
    extent: str = ""
    based_on: Edition | None = None
    # Guidance on the same topic, guidance that is of help here, and what guidance is of help with.
    related: Sequence[Edition] = ()
    guidance: Sequence[Edition] = ()
    helps: Sequence[Edition] = ()
    partial: str | None = None
    context: dict[str, Any] = field(default_factory=dict)


def read(edition: Edition, query: Query) -> Reading:
    """Return how the edition is read; the query is that of the page's address."""
    document = edition.parsed
    for kind, reader in READERS.items():
        if isinstance(document, kind):
            found = reader(edition, document, query)
            found.context["explainer"] = Explainer(glossary(), except_of=edition.publication.get_absolute_url())
            return found
    raise TypeError(f"No page shows {type(document).__name__}")


def _template(edition: Edition, template: Template, query: Query) -> Reading:
    parts, wording = templates.parts_of(template), wordings.wording_of(template)
    return Reading(
        template="library/template.html",
        contents=[*(part.heading for part in parts), *([wording.heading] if wording else [])],
        extent=words.extent(template.kind, edition.extent),
        guidance=_guidance(edition),
        context={"parts": parts, "wording": wording},
    )


def _checklist(edition: Edition, checklist: Checklist, query: Query) -> Reading:
    links = checklists.links_of(checklist)
    found = Edition.objects.newest().without_document().of_any(links) if links else ()
    linked = {(one.publication.kind, one.publication.slug): one for one in found}
    groups = checklists.groups_of(checklist, linked)
    return Reading(
        template="library/checklist.html",
        contents=[group.heading for group in groups],
        extent=words.extent(checklist.kind, edition.extent),
        guidance=_guidance(edition),
        context={"groups": groups, "anchor": checklist.anchor},
    )


def _catalogue(edition: Edition, catalogue: KpiCatalogue, query: Query) -> Reading:
    strategies = [one.parsed for one in Edition.objects.newest().of_kind(Kind.STRATEGY)]
    sections = catalogues.sections_of(catalogue, [one for one in strategies if isinstance(one, Template)])
    form = CatalogueForm(
        query, sections={key: title if isinstance(title, str) else words.here(title) for key, title in sections.items()}
    )
    chosen = form.chosen()
    groups = catalogues.groups_of(
        catalogue, sections, query=chosen["q"], level=chosen["level"], section=chosen["section"]
    )
    by_part = guidance_by_part(edition.publication.kind, edition.publication.slug)
    return Reading(
        template="library/kpis.html",
        extent=words.extent(catalogue.kind, edition.extent),
        partial="catalogue",
        guidance=by_part.get("", ()),
        context={
            "guidance_by_kpi": by_part,
            "groups": groups,
            "form": form,
            "filters": [form["level"], form["section"]],
            "chosen": chosen,
            "shown": catalogues.count(groups),
            "total": len(catalogue.kpis),
        },
    )


def _resource(edition: Edition, resource: Resource, query: Query) -> Reading:
    body = resource.body.resolve(content_language())
    passages = resources.passages_of(body.text)
    letters = resources.letters_of(resource.terms)
    alike = Edition.objects.newest().without_document().filter(topic=resource.topic).exclude(pk=edition.pk)
    return Reading(
        template="library/resource.html",
        contents=[passage.heading for passage in passages if passage.heading],
        extent=words.extent(resource.kind, resources.minutes_of(resource)),
        related=[one for one in alike if one.publication_id != edition.publication_id],
        helps=_helps(resource),
        context={
            "resource": resource,
            "poster": poster_of(edition, content_language()) if has_poster(edition) else "",
            "topic": words.TOPICS[resource.topic],
            "passages": passages,
            "body_lang": body.language if body.is_fallback else "",
            "figures": resources.figures_of(resource),
            "letters": letters,
        },
    )


def _example(edition: Edition, example: Example, query: Query) -> Reading:
    newest = Edition.objects.newest()
    beside = list(newest.of_any([(Kind.STRATEGY, example.template)]) | newest.of_kind(Kind.KPI_CATALOGUE))
    basis = next((one for one in beside if one.publication.kind == Kind.STRATEGY), None)
    documents: list[Document] = [one.parsed for one in beside if one.publication.kind == Kind.KPI_CATALOGUE]
    template = basis.parsed if basis else None
    phases = examples.phases_of(example, template if isinstance(template, Template) else None)
    return Reading(
        template="library/example.html",
        contents=[phase.heading for phase in phases],
        extent=words.extent(example.kind, edition.extent),
        guidance=_guidance(edition),
        based_on=basis,
        context={
            "example": example,
            "facts": examples.facts_of(example),
            "phases": phases,
            "goals": examples.goals_of(example),
            "kpis": examples.kpis_of(example, [one for one in documents if isinstance(one, KpiCatalogue)]),
            "activities": examples.activities_of(example),
        },
    )


def _guidance(edition: Edition) -> list[Edition]:
    return guidance_for(edition.publication.kind, edition.publication.slug)


def _helps(resource: Resource) -> list[Edition]:
    """Return what the page says that it is of help with, as far as it is published, in the order that it says it in."""
    wanted = {(str(place.kind), place.slug): number for number, place in enumerate(reversed(resource.helps))}
    if not wanted:
        return []
    found = Edition.objects.newest().without_document().of_any(wanted)
    return sorted(found, key=lambda one: -wanted[one.publication.kind, one.publication.slug])


# The page of a document depends on its type, and a template is a template whatever it is for.
READERS: dict[type[Document], Callable[[Edition, Any, Query], Reading]] = {
    Template: _template,
    Checklist: _checklist,
    KpiCatalogue: _catalogue,
    Resource: _resource,
    Example: _example,
}
