"""Somebody who knows every company adds and subtracts whatever any look at the results shows, whole and in unions."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from random import Random

import pytest

from accounts.models import User
from clusters.models import Cluster
from schema.conditions import visible_questions
from schema.questions import Question
from surveys.documents import document_of
from surveys.models import SurveyRound
from surveys.models.companies import Region, Size
from surveys.results import EVERYBODY, SEGMENTS, Given, Part, Results, group_of
from surveys.rules.statistics import FEWEST, is_answer
from surveys.shown import ShownQuestion, group_labels, shown_of
from tests.surveys.samples import a_round

pytestmark = pytest.mark.django_db
# Sums are counted by a remainder: one that is no sum and difference of others is so by every large prime but a few.
PRIME = 2_147_483_647
View = frozenset[str]
# A question of the cluster's own, about the same: its options are numbered.
ASKED = {f"1_{key}": text for key, text in {"type": "choice", **dict.fromkeys(("da", "en"), "Plan?")}.items()}
ASKED |= {f"1_options_{language}": "Ingen\nUformel\nSkreven" for language in ("da", "en")}
OWN = {"none": "option_1", "informal": "option_2", "written": "option_3"}


def in_memory(lot: Random, round: SurveyRound) -> Results:
    """Return the results of some companies that say of themselves almost what the register says, or not at all."""
    document, given = document_of(round), []
    sizes, regions = (lot.sample(values, lot.randrange(1, 4)) for values in (Size.values, Region.values))
    for number in range(lot.randrange(8, 45)):
        size, region = lot.choice([*sizes, ""]), lot.choice([*regions, ""])
        same = "written" if size == sizes[0] else "none" if region == regions[0] else "informal"
        plan = lot.choice((*(same,) * lot.randrange(1, 9), "none", "informal", "written"))
        own = lot.choice((plan, plan, plan, "written", "none"))
        values = {"partners": lot.randrange(3), "plan": plan, "own_1": OWN[own], "benefit": 3}
        if lot.random() < 0.2:
            del values["partners"]
        given.append(Given(str(number), size, region, values, visible_questions(document, values), frozenset()))
    return Results(round, document, given, 60)


def answered(answers: Iterable[Given], question: Question) -> View:
    """Return which answers answer a question."""
    return frozenset(one.pk for one in answers if question.key in one.asked and is_answer(one.values.get(question.key)))


def views(found: Results, question: Question) -> dict[str, list[View]]:
    """Return which answers each figure counts that any look at a question shows, by how it is looked at."""

    def shown(by: str = "", part: Part = EVERYBODY) -> ShownQuestion:
        pages = shown_of(found, "en", by=by, part=part)
        return next(one for _title, rows in pages for one in rows if one.key == question.key)

    kept: dict[str, list[View]] = {"": [answered(found.answers, question)] if shown().n is not None else []}
    for size in ("", *Size.values):
        for region in ("", *Region.values):
            part = Part(size, region)
            if part and shown(part=part).n is not None:
                kept[""].append(answered((one for one in found.answers if part.holds(one.size, one.region)), question))
    for by in (*SEGMENTS, *found.breakdowns):
        names = {label: group for group, label in group_labels(found, by, "en").items()}
        groups = [one for one in shown(by=by).groups if not one.why]
        counted = [
            answered((one for one in found.answers if group_of(one, by) == names[group.label]), question)
            for group in groups
        ]
        assert [len(view) for view in counted] == [group.n for group in groups]
        kept.setdefault("" if by in SEGMENTS else by, []).extend(counted)
    return kept


def told(shown: Sequence[View], atoms: Sequence[View]) -> Iterator[View]:
    """Return the unions of atoms with one to four answers that are a sum and difference of what is shown."""
    free = unseen([[int(atom <= view) for atom in atoms] for view in shown], len(atoms))
    small = [place for place, atom in enumerate(atoms) if len(atom) < FEWEST]
    some = (places for number in range(1, FEWEST) for places in combinations(small, number))
    few = (places for places in some if sum(len(atoms[place]) for place in places) < FEWEST)
    for places in few:
        if not any(sum(row[place] for place in places) % PRIME for row in free):
            yield frozenset[str]().union(*(atoms[place] for place in places))


def unseen(rows: list[list[int]], width: int) -> list[list[int]]:
    """Return what spans everything at a right angle to the rows: a sum that follows from them is zero on all of it."""
    reduced: dict[int, list[int]] = {}
    for given in rows:
        row = given
        for pivot, kept in reduced.items():
            row = without(row, kept, pivot)
        place = next((place for place, one in enumerate(row) if one), None)
        if place is not None:
            inverse = pow(row[place], -1, PRIME)
            row = [one * inverse % PRIME for one in row]
            reduced = {pivot: without(kept, row, place) for pivot, kept in reduced.items()} | {place: row}
    return [
        [int(place == one) if place not in reduced else -reduced[place][one] % PRIME for place in range(width)]
        for one in range(width)
        if one not in reduced
    ]


def without(row: list[int], other: list[int], place: int) -> list[int]:
    """Return a row less so much of another that nothing is left at a place."""
    return [(one - row[place] * two) % PRIME for one, two in zip(row, other, strict=True)]


def atoms_of(views: Iterable[View], everybody: View) -> list[View]:
    """Return the answers in sets that none of the views tells apart."""
    atoms = [everybody] if everybody else []
    for view in views:
        atoms = [piece for atom in atoms for piece in (atom & view, atom - view) if piece]
    return atoms


def segments(found: Results) -> list[View]:
    """Return who is of each size and in each region: the register says so to whoever may see it."""
    return [
        frozenset(one.pk for one in found.answers if getattr(one, name) == value)
        for name, values in (("size", Size.values), ("region", Region.values))
        for value in values
    ]


@pytest.mark.parametrize("seed", range(60))
def test_no_union_of_what_any_look_shows_tells_of_one_to_four(cluster: Cluster, alice: User, seed: int) -> None:
    found = in_memory(Random(seed), a_round(cluster, alice, own=ASKED))
    assert len(found.breakdowns) == 2
    for question in found.document.questions():
        kept = views(found, question)
        everybody = answered(found.answers, question)
        assert not [view for shown in kept.values() for view in shown if len(view) < FEWEST]
        for by in found.breakdowns:
            groups = {group_of(one, by) for one in found.answers}
            said = [frozenset(one.pk for one in found.answers if group_of(one, by) == group) for group in groups]
            atoms = atoms_of([*segments(found), *said], everybody)
            assert not list(told([*kept[""], *kept[by]], atoms)), (question.key, by)
        both = [everybody, *(view for by in found.breakdowns for view in kept[by])] if kept[""] else []
        assert not list(told(both, atoms_of(both, everybody))), question.key
