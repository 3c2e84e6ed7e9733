"""What a checklist is started from, read from a published edition or from the cluster's own document.

A cluster may write one language only and leave a role out, which a published checklist may not; so its own documents
have the library's format and a reader of their own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from checklists.models import Checklist, Item
from core.text import Text
from schema.checklists import Checklist as Published

FORMAT = 1
MOST_DAYS = 3660


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """What an item is started from."""

    key: str
    group_key: str
    group_title: Text
    stage: str
    label: Text
    help: Text
    role: Text
    due_days: int
    is_optional: bool
    link: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """What a checklist is started from."""

    anchor: Text
    seeds: tuple[Seed, ...]


def stage_of(due_days: int, group_days: Iterable[int]) -> str:
    """Return when an item is done: a group that begins on day 0 is the event itself, however many days it takes."""
    if due_days < 0:
        return str(Item.Stage.BEFORE)
    if due_days == 0 or min(group_days) == 0:
        return str(Item.Stage.DURING)
    return str(Item.Stage.AFTER)


def of_published(document: Published) -> Source:
    """Return what a published checklist starts."""
    nothing = Text()
    seeds = tuple(
        Seed(
            key=item.key,
            group_key=group.key,
            group_title=group.title,
            stage=stage_of(item.due_days, [other.due_days for other in group.items]),
            label=item.label,
            help=item.help or nothing,
            role=item.role,
            due_days=item.due_days,
            is_optional=item.optional,
            link=(str(item.link.kind), item.link.slug) if item.link else ("", ""),
        )
        for group in document.groups
        for item in group.items
    )
    return Source(document.anchor, seeds)


def of_own(document: Mapping[str, Any]) -> Source:
    """Return what a checklist of the cluster's own starts; it was written by `to_document`."""
    seeds = []
    for group in document["groups"]:
        days = [item["due_days"] for item in group["items"]]
        for item in group["items"]:
            link = item.get("link", {})
            seeds.append(
                Seed(
                    key=item["key"],
                    group_key=group["key"],
                    group_title=Text.from_value(group["title"]),
                    stage=stage_of(item["due_days"], days),
                    label=Text.from_value(item["label"]),
                    help=Text.from_value(item.get("help")),
                    role=Text.from_value(item.get("role")),
                    due_days=item["due_days"],
                    is_optional=item.get("optional", False),
                    link=(link.get("kind", ""), link.get("slug", "")),
                )
            )
    return Source(Text.from_value(document["anchor"]), tuple(seeds))


def to_document(checklist: Checklist, items: Iterable[Item], title: str) -> dict[str, Any]:
    """Return a checklist as a document to start from again, with the dates as they turned out.

    What was not relevant is left out, and so are notes and names: they belong to the event that was.
    """
    groups: dict[str, dict[str, Any]] = {}
    for item in items:
        if item.state == Item.State.NOT_RELEVANT:
            continue
        group = groups.setdefault(item.group_key, {"key": item.group_key, "title": item.group_title, "items": []})
        group["items"].append(_entry(item, checklist))
    language = checklist.cluster.language
    return {
        "format": FORMAT,
        "slug": f"own-{checklist.number}",
        "kind": "checklist",
        "version": 1,
        "title": {language: title},
        "summary": {language: title},
        "anchor": checklist.anchor,
        "groups": list(groups.values()),
    }


def _entry(item: Item, checklist: Checklist) -> dict[str, Any]:
    days = (item.due - checklist.day).days if item.is_moved else item.due_days
    entry: dict[str, Any] = {
        "key": item.key or f"own_{item.number}",
        "label": item.label,
        "due_days": max(-MOST_DAYS, min(MOST_DAYS, days)),
    }
    entry.update({name: value for name, value in (("help", item.help), ("role", item.role)) if value})
    if item.is_optional:
        entry["optional"] = True
    if item.link_kind:
        entry["link"] = {"kind": item.link_kind, "slug": item.link_slug}
    return entry
