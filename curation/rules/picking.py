"""What is picked or typed in the editor, as a document holds it."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from schema.rules import Pointers, Proposal, Rule

NUMBERS = frozenset({"number", "money", "percent", "scale"})
LONGEST_NUMBER = 100


def pointer_of(place: Mapping[str, Any]) -> str:
    """Return how what leads to a published thing, or to a part of it, is sent: kind/slug#part."""
    part = place.get("part")
    return f"{place.get('kind')}/{place.get('slug')}" + (f"#{part}" if part else "")


def place_from(sent: str) -> dict[str, Any]:
    """Return the place that was sent."""
    kind, _slash, rest = sent.partition("/")
    slug, _mark, part = rest.partition("#")
    return {"kind": kind, "slug": slug, **({"part": part} if part else {})}


def number(words: str) -> Any:
    """Return a number as a document holds it, or what was typed where it is none: the checker says so."""
    if not words:
        return None
    plain = words.replace("\u2212", "-").replace("\xa0", "").replace(" ", "").replace(",", ".")
    try:
        found = Decimal(plain) if len(plain) <= LONGEST_NUMBER else None
    except InvalidOperation:
        found = None
    if found is None or not found.is_finite() or abs(found) > 10**18:
        return words
    return int(found) if found == found.to_integral_value() else float(found)


def picked(rule: Rule, chosen: list[str], kind: str) -> Any:
    """Return what was picked for a rule, at a question of a type."""
    if isinstance(rule, Pointers):
        return [place_from(one) for one in chosen] or None
    if not isinstance(rule, Proposal) or kind == "multichoice":
        return chosen or None
    if not chosen or not chosen[0].strip():
        return None
    return number(chosen[0]) if kind in NUMBERS else chosen[0].strip()
