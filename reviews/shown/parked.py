"""Answers that were frozen beside a strategy: shown by the question that was frozen with each, and by nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from answers.base import Surroundings
from answers.shown import Shown, ShownLine
from answers.types import type_of
from core.text import LANGUAGES, Language, Text
from reviews.rules.content import FrozenParked
from schema import SchemaError, digest, document_of
from schema.documents import Template
from schema.questions import Question

# What leads to other questions of its template, which were not frozen with it.
_BEYOND = frozenset({"show_if", "replaces"})


@dataclass(frozen=True, slots=True)
class ShownParked:
    """A parked answer as it is shown: what was asked, what was answered, and who wrote it when."""

    label: Text
    shown: Shown
    version: int
    by: str
    on: date | None


def shown_parked(found: Sequence[FrozenParked], language: Language) -> list[ShownParked]:
    """Return the answers as they are shown in one language."""
    return [_shown(one, language) for one in found]


def _shown(one: FrozenParked, language: Language) -> ShownParked:
    question = question_of(one)
    if question is None:
        said = one.value if isinstance(one.value, str) else Text.from_value(one.value).resolve(language).text
        shown = Shown("line", line=ShownLine(said or str(one.value)))
        return ShownParked(Text(one.key, one.key), shown, one.version, one.by, one.on)
    shown = type_of(question).show(question, one.value, language, Surroundings())
    # The question that a remark stands beside is not there to be read above it.
    label = question.label if question.beside else question.heading
    return ShownParked(label, shown, one.version, one.by, one.on)


def question_of(one: FrozenParked) -> Question | None:
    """Return the question as it was asked; None where what was frozen cannot be read any more."""
    title = dict.fromkeys(one.languages or LANGUAGES, one.key)
    data: dict[str, Any] = {
        "format": 2,
        "slug": "parked",
        "kind": "document",
        "version": 1,
        "title": title,
        "summary": title,
        **({"languages": list(one.languages)} if one.languages else {}),
        "sections": [{"key": "parked", "title": title, "questions": [_alone(one.question)]}],
    }
    try:
        document = document_of(data, digest(data))
    except (SchemaError, TypeError, ValueError):
        return None
    return document.question(one.key) if isinstance(document, Template) else None


def _alone(question: dict[str, Any]) -> dict[str, Any]:
    """Return a question without what leads to others; what is worked out from them holds no answer."""
    kept = {name: value for name, value in question.items() if name not in _BEYOND}
    if isinstance(kept.get("columns"), list):
        kept["columns"] = [
            one for one in kept["columns"] if not (isinstance(one, dict) and one.get("type") == "weighted")
        ]
    return kept
