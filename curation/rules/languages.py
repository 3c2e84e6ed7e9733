"""What becomes of a draft's texts when a language is taken away."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from core.text import KEYED, is_text
from curation.rules.operations import Operation, Set
from curation.rules.paths import join, name_of


def without_languages(document: Mapping[str, Any], gone: Collection[str]) -> list[Operation]:
    """Return the operations that take every text away in these languages."""
    return [Set(path, None) for path in _texts(document, "", frozenset(gone))] if gone else []


def _texts(value: Any, path: str, gone: frozenset[str], within: str = "") -> Iterator[str]:
    if within not in KEYED and is_text(value):
        yield from (join(path, code) for code in value if code in gone)
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from _texts(one, join(path, name), gone, "" if within in KEYED else name)
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from _texts(one, join(path, name_of(value, place)), gone)
