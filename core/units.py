"""Units that somebody has named: tonnes of CO₂, visits, hours. They are kept in one word, as the known units are.

So a unit travels whole wherever a unit does: with a KPI's definition, in what is frozen, in what was sent.
"""

import json
from dataclasses import dataclass
from functools import lru_cache

from core.text import LANGUAGES, Text, is_text

START = "own:"
LONGEST_NAME, MOST_DECIMALS = 40, 4
LONGEST_STORED = 250  # two names of forty letters, each of which may be written as two, and what is around them


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """What it is called, and with how many decimals its values are written; as they are typed where nothing is said."""

    name: Text
    decimals: int | None = None

    @property
    def stored(self) -> str:
        """The unit as it is kept."""
        found = self.name.resolve("da")
        # There is room for two names; a catalogue in other languages has its first one kept.
        named: dict[str, str] = {code: words for code in LANGUAGES if (words := self.name.get(code))}
        named = named or {found.language: found.text}
        decimals = {} if self.decimals is None else {"decimals": self.decimals}
        return START + json.dumps({**named, **decimals}, ensure_ascii=False)


@lru_cache(maxsize=500)
def own_unit(stored: str) -> OwnUnit | None:
    """Return the unit that somebody has named, or None for one of those that are known, and for what is none."""
    if not stored.startswith(START):
        return None
    try:
        value = json.loads(stored[len(START) :])
    except (ValueError, RecursionError):
        return None
    decimals = value.pop("decimals", None) if isinstance(value, dict) else None
    is_sound = decimals is None or (type(decimals) is int and 0 <= decimals <= MOST_DECIMALS)
    if not is_sound or not is_text(value):
        return None
    name = {code: words for code, words in value.items() if isinstance(words, str)}
    return OwnUnit(Text.of(name), decimals) if len(name) == len(value) else None
