"""How large a stored document is: questions, items, KPIs, or minutes of reading for what is only read."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.text import is_text
from schema.outlines import all_questions

_WORDS_A_MINUTE = 200


def extent_of(document: Mapping[str, Any]) -> int:
    """Return how large a stored document is: questions, items, KPIs, or minutes of reading for what is only read."""
    if "sections" in document:
        return sum(map(_asks, all_questions(document)))
    if "groups" in document:
        return sum(len(group.get("items", ())) for group in document["groups"])
    if "kpis" in document and "answers" not in document:
        return len(document["kpis"])
    return minutes_of(" ".join(_once(document)))


def minutes_of(words: str) -> int:
    """Return how many minutes it takes to read the text, at least one."""
    return max(1, round(len(words.split()) / _WORDS_A_MINUTE))


def _asks(question: Mapping[str, Any]) -> bool:
    return question.get("type") not in ("panel", "computed") and (
        question.get("type") != "clause" or bool(question.get("optional"))
    )


def _once(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        words = value.get("da") or (next(iter(value.values())) if is_text(value) else None)
        if isinstance(words, str):
            yield words
        else:
            for one in value.values():
                yield from _once(one)
    elif isinstance(value, list):
        for one in value:
            yield from _once(one)
