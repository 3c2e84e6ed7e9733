"""A checklist to read before one runs it."""

from dataclasses import dataclass

from library import words
from library.models import Edition
from library.shown.contents import Heading
from schema.checklists import Checklist, Item


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item with its day in words, and the published thing that it starts."""

    item: Item
    due: str
    link: Edition | None


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group with its items."""

    heading: Heading
    items: tuple[ShownItem, ...]


def links_of(checklist: Checklist) -> set[tuple[str, str]]:
    """Return kind and slug of every publication that an item starts."""
    return {(item.link.kind, item.link.slug) for item in checklist.items() if item.link}


def groups_of(checklist: Checklist, linked: dict[tuple[str, str], Edition]) -> tuple[ShownGroup, ...]:
    """Return the groups as they are read; a link to something that is not published is left out."""
    return tuple(
        ShownGroup(
            heading=Heading(f"group-{group.key}", group.title),
            items=tuple(
                ShownItem(
                    item, words.due(item.due_days), linked.get((item.link.kind, item.link.slug)) if item.link else None
                )
                for item in group.items
            ),
        )
        for group in checklist.groups
    )
