"""What leads to a published thing, or to a part of it, as it is picked from a list: kind/slug#part."""

from collections.abc import Mapping
from typing import Any


def pointer_of(place: Mapping[str, Any]) -> str:
    """Return how a place is sent."""
    part = place.get("part")
    return f"{place.get('kind')}/{place.get('slug')}" + (f"#{part}" if part else "")


def place_from(sent: str) -> dict[str, Any]:
    """Return the place that was sent."""
    kind, _slash, rest = sent.partition("/")
    slug, _mark, part = rest.partition("#")
    return {"kind": kind, "slug": slug, **({"part": part} if part else {})}
