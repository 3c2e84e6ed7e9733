"""Checklists: what a cluster does before, during and after an event, counted in days from it."""

from dataclasses import dataclass

from core.text import Text
from schema.documents import Document
from schema.vocabulary import DocumentKind

MOST_ITEMS = 200


@dataclass(frozen=True, kw_only=True)
class Link:
    """A published thing that an item starts."""

    kind: DocumentKind
    slug: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing to do; `due_days` counts from day 0, and negative is before it."""

    key: str
    label: Text
    help: Text | None = None
    due_days: int
    role: Text
    optional: bool = False
    link: Link | None = None


@dataclass(frozen=True, kw_only=True)
class Group:
    """Items that belong together."""

    key: str
    title: Text
    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class Checklist(Document):
    """A list that is run for one event or one year; `anchor` says what day 0 is."""

    anchor: Text
    groups: tuple[Group, ...]

    def items(self) -> tuple[Item, ...]:
        """Return all items in their order."""
        return tuple(item for group in self.groups for item in group.items)
