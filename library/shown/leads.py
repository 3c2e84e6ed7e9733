"""Where a question leads to: guidance, KPIs and checklists, by name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from core.text import Text
from library import words
from library.models import Edition
from schema.kpis import KpiCatalogue
from schema.traits import Place


@dataclass(frozen=True, slots=True)
class Lead:
    """A link: what it is called, its address and the icon of its kind."""

    name: Text
    url: str
    icon: str


Leads = Mapping[Place, Lead]


class Leading(Protocol):
    """What leads somewhere: a question, or what a room makes of one."""

    @property
    def links(self) -> tuple[Place, ...]:
        """The guidance, KPIs and checklists that it names."""


def leads_of(questions: Iterable[Leading]) -> Leads:
    """Return where the questions lead to, without what is not published any more.

    No query where none leads anywhere; else one, and another where one leads to a part of something.
    """
    places = {place for question in questions for place in question.links}
    if not places:
        return {}
    newest = Edition.objects.newest()
    wholes = newest.without_document().of_any((str(one.kind), one.slug) for one in places)
    parted = {(str(one.kind), one.slug) for one in places if one.part}
    found = {_named(one): one for one in [*wholes, *(newest.of_any(parted) if parted else ())]}
    leads = {place: _lead(place, found.get((str(place.kind), place.slug))) for place in places}
    return {place: lead for place, lead in leads.items() if lead is not None}


def _named(edition: Edition) -> tuple[str, str]:
    return edition.publication.kind, edition.publication.slug


def _lead(place: Place, edition: Edition | None) -> Lead | None:
    if edition is None:
        return None
    url, icon = edition.publication.get_absolute_url(), words.ICONS[edition.publication.kind]
    if not place.part:
        return Lead(edition.title_text, url, icon)
    document = edition.parsed
    kpi = document.kpi(place.part) if isinstance(document, KpiCatalogue) else None
    return Lead(kpi.name, f"{url}#kpi-{kpi.key}", icon) if kpi else Lead(edition.title_text, url, icon)
