"""What stands beside a choice in words of one's own: a remark, and what "other" is. Each is a question of its own.

Nobody writes these questions: the reader makes them, so that history, conflicts, snapshots and moving are theirs as
they are any question's. Their keys are refused to others.
"""

from collections.abc import Iterator
from typing import Any

from core.text import Text
from schema.conditions import Condition
from schema.questions import HasRemark, LongTextQuestion, Question, TextQuestion
from schema.traits import Option

REMARK, OTHER = "__remark", "__other"
SUFFIXES = (REMARK, OTHER)
_REMARK = Text(da="Bemærkning", en="Remark")
_NAMELY = Text(da="nemlig", en="namely")


def besides_of(question: Question) -> Iterator[Question]:
    """Give what is asked besides, in the order in which it stands below the question."""
    other = other_of(question)
    if other is not None:
        yield TextQuestion(
            key=question.key + OTHER,
            label=_joined(question.label, " – ", _namely(other.label)),
            printed=_namely(other.label),
            required=question.required,
            show_if=Condition(question=question.key, is_=other.key),
            **_of(question, OTHER),
        )
    if isinstance(question, HasRemark) and question.remark:
        yield LongTextQuestion(
            key=question.key + REMARK,
            label=_joined(question.label, " – ", _REMARK),
            printed=_REMARK,
            show_if=question.show_if,
            **_of(question, REMARK),
        )


def owner_of(key: str) -> str:
    """Return the key of the question beside which one with this key stands; its own where it stands beside none."""
    return next((key.removesuffix(one) for one in SUFFIXES if key.endswith(one)), key)


def other_of(question: Question) -> Option | None:
    """Return the option that is answered in one's own words, where there is one."""
    return next((one for one in getattr(question, "options", ()) if one.other), None)


def _of(question: Question, suffix: str) -> dict[str, Any]:
    return {
        "replaces": tuple(name + suffix for name in question.replaces),
        "group": question.group,
        "beside": question.key,
    }


def _namely(label: Text) -> Text:
    """Return what an option is asked by in one's own words; many are called "other, namely" as it is."""
    asked = _joined(label, ", ", _NAMELY)
    found = {}
    for language, words in asked.to_value().items():
        called = label.get(language).rstrip(" :.…")
        is_said = called.casefold().endswith((_NAMELY.get(language) or _NAMELY.en).casefold())
        found[language] = called if is_said else words
    return Text.of(found, label.first)


def _joined(*parts: Text | str) -> Text:
    """Return the words one behind the other, in the languages of the first; English stands in for what we have not."""
    first = parts[0] if isinstance(parts[0], Text) else Text()
    found = {}
    for language in first.to_value():
        words = [part if isinstance(part, str) else part.get(language) or part.en or part.da for part in parts]
        found[language] = "".join(words)
    return Text.of(found, first.first)
