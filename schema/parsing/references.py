"""References from one place of a document to another: each leads somewhere, and none leads round in a circle."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from schema.clauses import Mark, MarkKind, Wording
from schema.faults import shown
from schema.parsing.node import Node


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mark stands: in which clause, paragraph or term, and what that place depends on."""

    clause: str = ""
    paragraph: str = ""
    term: str = ""
    number: int = 0
    only_with: str = ""
    conditions: tuple[object, ...] = ()

    def inside(self, key: str, only_with: str = "", condition: object = None) -> "Place":
        """Return a place within this one."""
        return replace(
            self,
            paragraph=key,
            only_with=only_with or self.only_with,
            conditions=(*self.conditions, condition),
        )


def differing_marks(named: Mapping[str, set[str]]) -> str:
    """Return the marks that stand in one language of a text and not in another, as a sentence names them."""
    marks = list(named.values())
    return ", ".join(sorted(set[str]().union(*marks) - marks[0].intersection(*marks))) if marks else ""


def check_reference(wording: Wording, mark: Mark, node: Node, place: Place) -> None:
    """Note a fault for a reference to what is not there, or not always there when the reference is."""
    clause = wording.clause(mark.key)
    if clause is None:
        if mark.part or mark.key not in {schedule.key for schedule in wording.schedules}:
            node.fault(f"there is no clause or schedule {shown(mark.key)} in this file")
        return
    if mark.part:
        parts = {one.key for one in clause.paragraphs} | {item.key for one in clause.paragraphs for item in one.items}
        if mark.part not in parts:
            node.fault(f"the clause {shown(mark.key)} has no paragraph {shown(mark.part)}")
    if mark.key == place.clause:
        if not mark.part or mark.part == place.paragraph:
            node.fault(f"{{{{ see:{mark.key} }}}} is a circle: it leads to the place where it stands")
        return
    is_with_it = place.only_with == mark.key
    if clause.optional and not is_with_it:
        node.fault(
            f"the clause {shown(mark.key)} can be left out: put the reference into a paragraph with "
            f"only_with: {mark.key}"
        )
    elif clause.show_if is not None and not is_with_it and clause.show_if not in place.conditions:
        node.fault(
            f"the clause {shown(mark.key)} is not always there: give the reference the same show_if, "
            f"or only_with: {mark.key}"
        )


def check_circles(wording: Wording, marks: Iterable[tuple[Mark, Node, Place]]) -> None:
    """Note a fault where clauses, or the definitions of terms, refer to each other in a circle."""
    clauses: dict[str, dict[str, Node]] = {}
    terms: dict[str, dict[str, Node]] = {}
    for mark, node, place in marks:
        if mark.kind is MarkKind.SEE and place.clause and mark.key != place.clause and wording.clause(mark.key):
            clauses.setdefault(place.clause, {}).setdefault(mark.key, node)
        if mark.kind is MarkKind.TERM and place.term:
            terms.setdefault(place.term, {}).setdefault(mark.key, node)
    for graph, what in ((clauses, "clauses"), (terms, "definitions")):
        for circle in circles(graph):
            node = graph[circle[0]][circle[1 % len(circle)]]
            node.fault(f"these {what} refer to each other in a circle: {' → '.join([*circle, circle[0]])}")


def circles(graph: Mapping[str, Mapping[str, Any]]) -> list[list[str]]:
    """Return each circle once, from the first of its places; walked without recursion, be the circle never so long."""
    done: set[str] = set()
    found: list[list[str]] = []
    for start in graph:
        trail: list[str] = []
        on_trail: set[str] = set()
        ways = [iter([start])]
        while ways:
            key = next(ways[-1], None)
            if key is None:
                ways.pop()
                if trail:
                    done.add(trail[-1])
                    on_trail.discard(trail.pop())
            elif key in on_trail:
                found.append(trail[trail.index(key) :])
            elif key not in done:
                trail.append(key)
                on_trail.add(key)
                ways.append(iter(graph.get(key, ())))
    return found
