"""What a checklist is started from, read from a published edition or from the cluster's own document.

A cluster may write one language only and leave a role out, which a published checklist may not; so its own documents
have the library's format and a reader of their own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from checklists.models import Checklist, Item
from core.text import Text
from schema.checklists import Checklist as Published

FORMAT = 2
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
    due_days: int | None
    is_optional: bool
    link: tuple[str, str]
    # The keys of the item that it is a part of, and of the one that its days count from.
    within: str = ""
    after: str = ""


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
    seeds = [
        Seed(
            key=item.key,
            group_key=group.key,
            group_title=group.title,
            stage="",
            label=item.label,
            help=item.help or nothing,
            role=item.role or nothing,
            due_days=item.due_days,
            is_optional=item.optional,
            link=(str(item.link.kind), item.link.slug) if item.link else ("", ""),
            within=item.within,
            after=item.after,
        )
        for group in document.groups
        for item in group.items
    ]
    return Source(document.anchor, _staged(seeds))


def of_own(document: Mapping[str, Any]) -> Source:
    """Return what a checklist of the cluster's own starts; it was written by `to_document`."""
    seeds = []
    for group in document["groups"]:
        for item in group["items"]:
            link = item.get("link", {})
            seeds.append(
                Seed(
                    key=item["key"],
                    group_key=group["key"],
                    group_title=Text.from_value(group["title"]),
                    stage="",
                    label=Text.from_value(item["label"]),
                    help=Text.from_value(item.get("help")),
                    role=Text.from_value(item.get("role")),
                    due_days=item.get("due_days"),
                    is_optional=item.get("optional", False),
                    link=(link.get("kind", ""), link.get("slug", "")),
                    within=item.get("within", ""),
                    after=item.get("after", ""),
                )
            )
    return Source(Text.from_value(document["anchor"]), _staged(seeds))


def _staged(seeds: Sequence[Seed]) -> tuple[Seed, ...]:
    """Return the items with when each is done: a part with what it is a part of, one without a day with its group."""
    days = _days_from_zero(seeds)
    of_group: dict[str, list[int]] = {}
    for seed in seeds:
        if (day := days[seed.key]) is not None:
            of_group.setdefault(seed.group_key, []).append(day)
    stages: dict[str, str] = {}
    for seed in seeds:
        group = of_group.get(seed.group_key, [])
        day = days[seed.key]
        if day is None:
            day = group[0] if group else -1
        stages[seed.key] = stage_of(day, group or [day])
    return tuple(replace(seed, stage=stages.get(seed.within) or stages[seed.key]) for seed in seeds)


def _days_from_zero(seeds: Sequence[Seed]) -> dict[str, int | None]:
    """Return how far from day 0 each item is by the list, those that count from another item too."""
    known = {seed.key: seed for seed in seeds}
    found: dict[str, int | None] = {}
    for seed in seeds:
        total: int | None = 0
        here: Seed | None = seed
        seen: set[str] = set()
        while here is not None and here.key not in seen and total is not None:
            seen.add(here.key)
            total = None if here.due_days is None else total + here.due_days
            here = known.get(here.after)
        found[seed.key] = total
    return found


def to_document(checklist: Checklist, items: Iterable[Item], title: str) -> dict[str, Any]:
    """Return a checklist as a document to start from again, with the dates as they turned out.

    What was not relevant is left out, and so are notes and names: they belong to the event that was.
    """
    groups: dict[str, dict[str, Any]] = {}
    kept = {item.number: item for item in items if item.state != Item.State.NOT_RELEVANT}
    for item in kept.values():
        group = groups.setdefault(item.group_key, {"key": item.group_key, "title": item.group_title, "items": []})
        group["items"].append(_entry(item, checklist, kept))
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


def _entry(item: Item, checklist: Checklist, kept: Mapping[int, Item]) -> dict[str, Any]:
    around, before = kept.get(item.part_of or 0), kept.get(item.follows or 0)
    entry: dict[str, Any] = {"key": _key(item), "label": item.label}
    if around is not None and around.group_key == item.group_key:
        entry["within"] = _key(around)
    if before is not None and not item.is_moved:
        entry["after"] = _key(before)
    if (days := _days(item, checklist, is_as_planned="after" in entry)) is not None:
        entry["due_days"] = max(-MOST_DAYS, min(MOST_DAYS, days))
    entry.update({name: value for name, value in (("help", item.help), ("role", item.role)) if value})
    if item.is_optional:
        entry["optional"] = True
    if item.link_kind:
        entry["link"] = {"kind": item.link_kind, "slug": item.link_slug}
    return entry


def _key(item: Item) -> str:
    return item.key or f"own_{item.number}"


def _days(item: Item, checklist: Checklist, *, is_as_planned: bool) -> int | None:
    """Return the days to start from: those of the list, or where its date was chosen by hand, from there to day 0."""
    if is_as_planned or not (item.is_moved or item.follows):
        return item.due_days
    return None if item.due is None else (item.due - checklist.day).days
