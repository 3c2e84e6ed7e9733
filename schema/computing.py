"""Numbers that follow from others: computed from the answers each time, never typed and never stored."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.text import Text
from schema.documents import Template
from schema.numbers import as_decimal
from schema.questions import ComputedQuestion, TableQuestion
from schema.vocabulary import How

# A share is written with one decimal.
SHARE_STEP = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Computed:
    """A number, or None with the labels of what is not answered of what it follows from."""

    number: Decimal | None
    lacking: tuple[Text, ...] = ()


def computed_values(document: Template, values: Mapping[str, object], visible: Collection[str]) -> dict[str, Computed]:
    """Return the computed numbers by the keys of their questions.

    What is hidden is not asked: a sum leaves it out, and a share or a difference of it there is none. Each stands
    behind what it follows from, so that one walk finds them all.
    """
    found: dict[str, Computed] = {}
    for question in document.computed:
        found[question.key] = _computed(question, document, values, visible, found)
    return found


def _computed(
    question: ComputedQuestion,
    document: Template,
    values: Mapping[str, object],
    visible: Collection[str],
    found: Mapping[str, Computed],
) -> Computed:
    numbers: list[Decimal] = []
    lacking: dict[Text, None] = {}
    asked = [one for one in question.of if one.partition(".")[0] in visible]
    for name in asked:
        key, _dot, column = name.partition(".")
        source = document.question(key)
        if source is None:
            continue
        if key in found:
            number, labels = found[key].number, found[key].lacking
        elif isinstance(source, TableQuestion):
            number, labels = _sum_of(values.get(key), column), (source.label,)
        else:
            number, labels = as_decimal(values.get(key)), (source.label,)
        if number is None:
            lacking |= dict.fromkeys(labels)
        else:
            numbers.append(number)
    if lacking:
        return Computed(None, tuple(lacking))
    if not numbers or (question.how != How.SUM and len(numbers) < len(question.of)):
        return Computed(None)
    return Computed(_put_together(question.how, numbers))


def _put_together(how: How, numbers: list[Decimal]) -> Decimal | None:
    if how == How.SUM:
        return sum(numbers, Decimal(0))
    first, second = numbers
    if how == How.DIFFERENCE:
        return first - second
    return (100 * first / second).quantize(SHARE_STEP) if second else None


def _sum_of(rows: object, column: str) -> Decimal | None:
    """Return what the numbers of a column come to; None while there is none in it."""
    cells = [row.get("cells") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    found = [as_decimal(one.get(column)) for one in cells if isinstance(one, dict)]
    numbers = [one for one in found if one is not None]
    return sum(numbers, Decimal(0)) if numbers else None
