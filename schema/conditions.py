"""Conditions that show or hide a question, a group or a section, decided in memory."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from schema.numbers import as_decimal

if TYPE_CHECKING:
    from schema.documents import Template

ConditionValue = str | Decimal
# So many conditions are read together at most.
MOST_PARTS = 12
# Of these can be asked only whether they are answered.
UNCOMPARED = frozenset({"text", "longtext", "date", "table", "email", "address", "file"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What the answer to an earlier question must be, by one of the tests; or several of these, of which all or any."""

    question: str = ""
    is_: ConditionValue | None = None
    is_not: ConditionValue | None = None
    in_: tuple[ConditionValue, ...] | None = None
    # Whether it is answered at all, or not.
    answered: bool | None = None
    all_: tuple["Condition", ...] = ()
    any_: tuple["Condition", ...] = ()

    @property
    def parts(self) -> tuple["Condition", ...]:
        """What it consists of: itself, where it asks one question."""
        return self.all_ or self.any_ or (self,)

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that it asks, each once."""
        return tuple(dict.fromkeys(one.question for one in self.parts))

    def holds(self, answer: Callable[[str], object]) -> bool:
        """Tell whether the answers meet it; `answer` gives None for what is not answered, or hidden."""
        met = (one.met(answer(one.question)) for one in self.parts)
        return any(met) if self.any_ else all(met)

    def met(self, value: object) -> bool:
        """Tell whether this stored answer meets a condition of one question.

        A question without an answer meets none but that it is not answered.
        """
        if self.answered is not None:
            return is_given(value) is self.answered
        given = _given(value)
        if not given:
            return False
        if self.in_ is not None:
            return any(one in given for one in self.in_)
        if self.is_not is not None:
            return self.is_not not in given
        return self.is_ in given


def is_given(value: object) -> bool:
    """Tell whether something stands in a stored answer: a text in any language, a row, a choice, a number."""
    if isinstance(value, Mapping):
        return any(is_given(one) for one in value.values())
    return value is not None and value not in ("", [], ())


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

    def answer(key: str) -> object:
        return answers.get(key) if key in visible else None

    def is_met(condition: Condition | None) -> bool:
        return condition is None or condition.holds(answer)

    for section in template.sections:
        if (keys := section.always_asked) is not None:
            visible |= keys
        elif is_met(section.show_if):
            for question in section.questions:
                if all(map(is_met, question.conditions)):
                    visible.add(question.key)
    return frozenset(visible)
