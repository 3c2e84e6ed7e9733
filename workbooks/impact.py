"""What another edition would mean for all workbooks that fill in a publication: counts alone, no answer and no cluster.

Answers are streamed, a workbook at a time, and only those of questions that do not simply stay: memory does not grow
with the number of workbooks, and neither does the number of queries.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count

from library.models import Edition, Publication
from schema.differences import BESIDE, Difference, Fate, difference
from schema.documents import Template
from schema.moving import move
from workbooks.models import Answer, Workbook

CHUNK = 2_000
AS_IT_IS = frozenset({Fate.KEPT, Fate.MOVED, Fate.REWORDED})


@dataclass(frozen=True, slots=True)
class QuestionImpact:
    """How many answers to one question would be parked, be converted, follow elsewhere, or be hidden."""

    key: str
    parked: int = 0
    converted: int = 0
    followed: int = 0
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Impact:
    """What an edition would mean: workbooks by the version that they are on, and answers by question."""

    workbooks: Mapping[int, int]
    touched: int
    questions: tuple[QuestionImpact, ...]

    @property
    def total(self) -> int:
        """How many workbooks there are."""
        return sum(self.workbooks.values())

    @property
    def parked(self) -> int:
        """How many answers would be parked."""
        return sum(one.parked for one in self.questions)

    @property
    def converted(self) -> int:
        """How many answers would be put into another form."""
        return sum(one.converted for one in self.questions)


def impact_of(publication: Publication, document: Template) -> Impact:
    """Return what this document, published or not, would mean for the workbooks of the publication; three queries."""
    # across_clusters: a curator is told how many, and nothing else
    rows = Workbook.across_clusters.filter(edition__publication=publication)
    in_use = dict(rows.order_by().values_list("edition").annotate(n=Count("pk")))
    published = {one.pk: one for one in publication.editions.order_by("version")}
    told = {
        pk: difference(one.parsed, document, _between(published.values(), one, document))
        for pk, one in published.items()
        if pk in in_use and one.version != document.version and isinstance(one.parsed, Template)
    }
    keys = {pk: _keys(found) for pk, found in told.items()}
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("parked", "converted", "followed", "hidden")}
    touched = 0
    for edition, answers in _streamed(publication, keys):
        made = move(told[edition], answers)
        counts["parked"].update(one.key for one in made.parked)
        counts["converted"].update(source.key for step in made.converted for source in step.sources)
        counts["followed"].update(source.key for step in made.followed for source in step.sources)
        counts["hidden"].update(made.hidden)
        touched += bool(made.parked or made.converted or made.followed or made.hidden)
    named = list(dict.fromkeys(key for found in counts.values() for key in found))
    return Impact(
        workbooks={published[pk].version: number for pk, number in in_use.items()},
        touched=touched,
        questions=tuple(QuestionImpact(key, **{name: found[key] for name, found in counts.items()}) for key in named),
    )


def _between(editions: Iterable[Edition], before: Edition, after: Template) -> Sequence[Any]:
    return [one.parsed for one in editions if before.version < one.version < after.version and one.state != "draft"]


def _keys(found: Difference) -> set[str]:
    """Return the questions whose answers may not stay, and those that show or hide others; none where all stay."""
    if all(
        one.fate in AS_IT_IS
        for one in (*found.of("question"), *found.of(BESIDE), *found.of("section"), *found.of("group"))
    ):
        return set()
    asked = (*found.of("question"), *found.of(BESIDE))
    keys = {one.before.key for one in asked if one.before is not None and one.fate not in AS_IT_IS}
    keys |= {source.key for one in asked for source in one.replaces}
    assert isinstance(found.before, Template) and isinstance(found.after, Template)  # noqa: PT018, S101 -- the caller's
    for document in (found.before, found.after):
        for section in document.sections:
            for one in section.questions:
                rules = section.conditions_of(one)
                keys |= {key for rule in rules for key in rule.questions} | ({one.key} if rules else set())
    return keys


def _streamed(publication: Publication, keys: Mapping[int, set[str]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give the edition and the answers of one workbook after the other."""
    wanted = set().union(*keys.values()) if keys else set()
    if not wanted:
        return
    # across_clusters: a curator is told how many, and nothing else
    rows = (
        Answer.across_clusters.filter(workbook__edition__in=keys, value__isnull=False, question_key__in=wanted)
        .order_by("workbook")
        .values_list("workbook", "workbook__edition", "question_key", "value")
    )
    for _workbook, found in groupby(rows.iterator(chunk_size=CHUNK), key=lambda row: row[0]):
        lines = list(found)
        edition = lines[0][1]
        yield edition, {key: value for _pk, _edition, key, value in lines if key in keys[edition]}
