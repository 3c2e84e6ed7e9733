"""Checklists: what a cluster does before, during and after an event, counted in days from it."""

from dataclasses import dataclass, field

from core.text import Text
from schema.documents import Document
from schema.rules import Flag, Integer, Key, Line, ListOf, Name, Prose, Published, held
from schema.vocabulary import STARTABLE_KINDS, DocumentKind

MOST_ITEMS = 200
MOST_DAYS = 3660  # ten years; day 0 plus or minus this is always a day of the calendar


@dataclass(frozen=True, kw_only=True)
class Link:
    """A published thing that an item starts."""

    kind: DocumentKind
    slug: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing to do; `due_days` counts from day 0, and negative is before it.

    Without `due_days` it has no day. With `after` they count from another item: from when that was ticked off, or from
    its day until then. `within` names the item that it is a part of.
    """

    key: str = field(metadata=held(Key()))
    label: Text = field(metadata=held(Line()))
    help: Text | None = field(default=None, metadata=held(Prose()))
    within: str = field(default="", metadata=held(Name("item-around")))
    after: str = field(default="", metadata=held(Name("item-before")))
    due_days: int | None = field(default=None, metadata=held(Integer(-MOST_DAYS, MOST_DAYS)))
    role: Text | None = field(default=None, metadata=held(Line()))
    optional: bool = field(default=False, metadata=held(Flag()))
    link: Link | None = field(default=None, metadata=held(Published(STARTABLE_KINDS)))


@dataclass(frozen=True, kw_only=True)
class Group:
    """Items that belong together."""

    key: str = field(metadata=held(Key()))
    title: Text = field(metadata=held(Line()))
    items: tuple[Item, ...] = field(metadata=held(ListOf(Item)))


@dataclass(frozen=True, kw_only=True)
class Checklist(Document):
    """A list that is run for one event or one year; `anchor` says what day 0 is."""

    anchor: Text = field(metadata=held(Line()))
    groups: tuple[Group, ...] = field(metadata=held(ListOf(Group)))

    def items(self) -> tuple[Item, ...]:
        """Return all items in their order."""
        return tuple(item for group in self.groups for item in group.items)
