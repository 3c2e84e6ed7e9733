"""The questions of a section in the order of the catalogue: first those below no heading, then a group for each."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from curation.rules.converting.made import Maker, Words, all_of, named_in

Document = dict[str, Any]
Conditions = tuple[Document | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Heading:
    """What stands above questions, and when they are asked; two that say the same are still two."""

    name: str
    title: Document
    show_if: Document | None = None


@dataclass
class Grouped:
    """A section that is being filled."""

    make: Maker
    key: str
    title: Document
    intro: Document | None = None
    # What is said above the next question.
    above: list[Words] = field(default_factory=list)
    questions: list[Document] = field(default_factory=list)
    groups: list[Document] = field(default_factory=list)
    heading: Heading | None = None
    count: int = 0

    def below(self, heading: Heading | None) -> list[Words]:
        """Go on below a heading; return what begins the help of the next question, as it introduces no group."""
        above = self.above.copy()
        self.above.clear()
        if heading is None and self.heading is not None:
            # A group has no end but the next one, so what belongs to none of them gets the section's own title.
            heading = self.heading if self.heading.title is self.title else Heading("", self.title)
        if heading is None or heading is self.heading:
            return above
        self.heading = heading
        group: Document = {"key": self.make.group_key(heading.name or named_in(heading.title)), "title": heading.title}
        if intro := self.make.prose(*above):
            group["intro"] = intro
        if heading.show_if:
            group["show_if"] = heading.show_if
        self.groups.append({**group, "questions": []})
        return []

    def add(self, question: Document) -> None:
        """Put a question below the heading that it has come to."""
        self.count += 1
        (self.groups[-1]["questions"] if self.groups else self.questions).append(question)

    def section(self) -> Document:
        """Return the section as a file has it."""
        made: Document = {"key": self.key, "title": self.title}
        if self.intro:
            made["intro"] = self.intro
        if self.questions or not self.groups:
            made["questions"] = self.questions
        return {**made, "groups": self.groups} if self.groups else made


def joined(titles: Sequence[Document]) -> Document:
    """Return the title of a group within a group, in the languages that all of them have."""
    first, *others = titles
    return {code: " – ".join(one[code] for one in titles) for code in first if all(code in one for one in others)}


@dataclass(frozen=True)
class Place:
    """Where questions stand: below which titles, and on which conditions that the heading does not have."""

    titles: tuple[Document, ...] = ()
    heading: Heading | None = None
    conditions: Conditions = ()

    def inside(self, name: str, title: Document, condition: Document | None) -> "Place":
        """Return the place in a page or a question set here; without a title it has no heading of its own."""
        if not title:
            return replace(self, conditions=(*self.conditions, condition))
        whole = (self.heading.show_if if self.heading else None, *self.conditions, condition)
        titles = (*self.titles, title)
        try:
            return Place(titles, Heading(name, joined(titles), all_of(whole)))
        except ValueError:
            # Several of which any is enough cannot stand within others: the questions have those that are left.
            first, *others = filter(None, whole)
            return Place(titles, Heading(name, joined(titles), first), tuple(others))
