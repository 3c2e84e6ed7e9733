"""Conditions that show or hide a question or a section, decided in memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from schema.numbers import as_decimal

if TYPE_CHECKING:
    from schema.documents import Template

ConditionValue = str | Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What the answer to an earlier question must be; exactly one of the three tests is set."""

    question: str
    is_: ConditionValue | None = None
    is_not: ConditionValue | None = None
    in_: tuple[ConditionValue, ...] | None = None

    def met(self, value: object) -> bool:
        """Tell whether this stored answer meets the condition; a question without an answer never does."""
        given = _given(value)
        if not given:
            return False
        if self.in_ is not None:
            return any(one in given for one in self.in_)
        if self.is_not is not None:
            return self.is_not not in given
        return self.is_ in given


def _given(value: object) -> list[ConditionValue]:
    """Return what was answered as a list: the choices of a multichoice, or the one value of the others."""
    given: list[ConditionValue] = []
    for one in value if isinstance(value, list | tuple) else [value]:
        if isinstance(one, str):
            given += [one] if one else []
        elif (number := as_decimal(one)) is not None:
            given.append(number)
    return given


def visible_questions(template: "Template", answers: Mapping[str, object]) -> frozenset[str]:
    """Return the keys of the questions that these answers leave visible; a question with a hidden condition is not."""
    visible: set[str] = set()

    def is_met(condition: Condition | None) -> bool:
        if condition is None:
            return True
        return condition.question in visible and condition.met(answers.get(condition.question))

    for section in template.sections:
        if is_met(section.show_if):
            for question in section.questions:
                if is_met(question.show_if):
                    visible.add(question.key)
    return frozenset(visible)
