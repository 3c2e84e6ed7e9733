"""What another system fills in beforehand, as the answer that a question proposes."""

import re
from collections.abc import Mapping
from typing import Any

from curation.rules.converting.made import Maker, Words

_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}")


def proposal(make: Maker, kind: str, words: Words, chosen: str, asked: Mapping[str, Any]) -> Any:
    """Return what is proposed for a question of this type, or None where nothing can be.

    `words` by language, `chosen` is the address of an option; `asked` has the question's limits, and in `options` the
    keys of its options by their addresses.
    """
    if kind in ("text", "longtext"):
        if not set(words) & set(make.languages):
            return None
        return make.line(words) if kind == "text" else make.prose(words)
    if kind in ("choice", "multichoice"):
        key = asked["options"].get(chosen)
        return [key] if key and kind == "multichoice" else key
    if kind == "number" and not {"min", "max", "step"} & asked.keys():
        said = set(words.values())
        (only,) = said if len(said) == 1 else ("",)
        return int(only) if _WHOLE_NUMBER.fullmatch(only) else None
    return None
