"""The KPI catalogue as a table that can be narrowed down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise

from core.languages import content_language
from core.text import Text
from library import words
from schema.documents import Template
from schema.kpis import KpiCatalogue, KpiDefinition
from schema.vocabulary import Level
from search.words import Query, is_begun, pieces_of, query_of


@dataclass(frozen=True, slots=True)
class ShownKpi:
    """A KPI in words."""

    kpi: KpiDefinition
    unit: str | Promise
    direction: str | Promise
    frequency: str | Promise
    aggregation: str | Promise
    section: Text | str


@dataclass(frozen=True, slots=True)
class LevelGroup:
    """The KPIs of one level."""

    level: str
    name: str | Promise
    kpis: tuple[ShownKpi, ...]


def sections_of(catalogue: KpiCatalogue, strategies: Iterable[Template]) -> dict[str, Text | str]:
    """Return the sections that the KPIs belong to, by key; their titles are those of the published strategies."""
    titles = {section.key: section.title for strategy in strategies for section in strategy.sections}
    order = {key: number for number, key in enumerate(titles)}
    keys = dict.fromkeys(kpi.section for kpi in catalogue.kpis if kpi.section)
    return {key: titles.get(key, key) for key in sorted(keys, key=lambda key: order.get(key, len(order)))}


def groups_of(
    catalogue: KpiCatalogue, sections: dict[str, Text | str], *, query: str = "", level: str = "", section: str = ""
) -> tuple[LevelGroup, ...]:
    """Return the KPIs that have these words, this level and this section, by level from effort to effect."""
    wanted = query_of(query)
    chosen = [
        kpi
        for kpi in catalogue.kpis
        if level in ("", kpi.level) and section in ("", kpi.section) and _matches(kpi, wanted)
    ]
    order = list(Level)
    chosen.sort(key=lambda kpi: order.index(kpi.level))
    return tuple(
        LevelGroup(level, words.LEVELS[level], tuple(_shown(kpi, sections) for kpi in kpis))
        for level, kpis in groupby(chosen, key=lambda kpi: kpi.level)
    )


def count(groups: Sequence[LevelGroup]) -> int:
    """Return how many KPIs there are."""
    return sum(len(group.kpis) for group in groups)


def _matches(kpi: KpiDefinition, query: Query) -> bool:
    language = content_language()
    said = pieces_of("\n".join(text.resolve(language).text for text in (kpi.name, kpi.definition, kpi.source)))
    return all(any(is_begun(shape, said) for shape in one.shapes) for one in query.wanted)


def _shown(kpi: KpiDefinition, sections: dict[str, Text | str]) -> ShownKpi:
    return ShownKpi(
        kpi=kpi,
        unit=words.unit_of(kpi.unit),
        direction=words.DIRECTIONS[kpi.direction],
        frequency=words.FREQUENCIES[kpi.frequency],
        aggregation=words.AGGREGATIONS[kpi.aggregation],
        section=sections.get(kpi.section, kpi.section),
    )
