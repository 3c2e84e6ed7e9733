"""A checklist to read before one runs it."""

from collections.abc import Mapping
from dataclasses import dataclass

from library import words
from library.models import Edition
from library.shown.contents import Heading
from schema.checklists import Checklist, Group, Item


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item with its day in words, and the published thing that it starts."""

    item: Item
    due: str
    link: Edition | None

    @property
    def is_part(self) -> bool:
        """Whether it stands below another item, of which it is a part."""
        return bool(self.item.within)


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group with its items."""

    heading: Heading
    items: tuple[ShownItem, ...]


def links_of(checklist: Checklist) -> set[tuple[str, str]]:
    """Return kind and slug of every publication that an item starts."""
    return {(item.link.kind, item.link.slug) for item in checklist.items() if item.link}


def groups_of(checklist: Checklist, linked: Mapping[tuple[str, str], Edition]) -> tuple[ShownGroup, ...]:
    """Return the groups as they are read; a link to something that is not published is left out."""
    return tuple(
        ShownGroup(heading=Heading(f"group-{group.key}", group.title), items=items_of(checklist, group, linked))
        for group in checklist.groups
    )


def items_of(checklist: Checklist, group: Group, linked: Mapping[tuple[str, str], Edition]) -> tuple[ShownItem, ...]:
    """Return the items of a group, parts below what they are a part of."""
    names = {item.key: words.here(item.label) for item in checklist.items()}
    wholes = {item.key for item in group.items if not item.within}
    ordered = [
        one
        for item in group.items
        if item.within not in wholes
        for one in (item, *(part for part in group.items if part.within == item.key))
    ]
    return tuple(
        ShownItem(
            item,
            # A part without a day of its own goes with what it is a part of.
            "" if item.due_days is None and item.within else words.due(item.due_days, names.get(item.after, "")),
            linked.get((item.link.kind, item.link.slug)) if item.link else None,
        )
        for item in ordered
    )
