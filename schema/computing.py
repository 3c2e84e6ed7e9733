"""Numbers that follow from others: computed from the answers each time, never typed and never stored."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import reduce

from core.text import Text
from schema.documents import Template
from schema.numbers import LARGEST, as_decimal
from schema.questions import ComputedQuestion, TableQuestion
from schema.vocabulary import How

# A share is written with one decimal.
SHARE_STEP = Decimal("0.1")
# Digits enough for any sum of fifty numbers as long as one may be typed, to the last of their decimals.
EXACT = Context(prec=80)
# Of what a number lacks so many are kept, and so is that there are more: numbers that follow from numbers lack it all.
MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Computed:
    """A number, or None with the labels of what is not answered of what it follows from, the first and one more.

    None, too, where it is larger than any number that may be typed, or follows from one that is.
    """

    number: Decimal | None
    lacking: tuple[Text, ...] = ()
    is_too_large: bool = False


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
    is_too_large = False
    lacking: dict[Text, None] = {}
    asked = [one for one in question.of if one.partition(".")[0] in visible]
    for name in asked:
        key, _dot, column = name.partition(".")
        source = document.question(key)
        if source is None:
            continue
        if key in found:
            number, labels = found[key].number, found[key].lacking
            is_too_large = is_too_large or found[key].is_too_large
        elif isinstance(source, TableQuestion):
            number, labels = _sum_of(values.get(key), column), (source.label,)
        else:
            number, labels = as_decimal(values.get(key)), (source.label,)
        if number is None:
            lacking |= dict.fromkeys(labels)
        else:
            numbers.append(number)
    if lacking:
        return Computed(None, tuple(lacking)[: MOST_NAMED + 1])
    if is_too_large:
        return Computed(None, is_too_large=True)
    if not numbers or (question.how != How.SUM and len(numbers) < len(question.of)):
        return Computed(None)
    number = _put_together(question.how, numbers)
    if number is not None and as_decimal(number) is None:
        return Computed(None, is_too_large=True)
    return Computed(number)


def _put_together(how: How, numbers: list[Decimal]) -> Decimal | None:
    if how == How.SUM:
        return _sum(numbers)
    first, second = numbers
    if how == How.DIFFERENCE:
        return EXACT.subtract(first, second)
    if not second:
        return None
    share = EXACT.divide(100 * first, second)
    # Beyond what may be typed there is no number of decimals to round to.
    return share.quantize(SHARE_STEP, context=EXACT) if abs(share) <= LARGEST else share


def _sum(numbers: Iterable[Decimal]) -> Decimal:
    return reduce(EXACT.add, numbers, Decimal(0))


def _sum_of(rows: object, column: str) -> Decimal | None:
    """Return what the numbers of a column come to; None while there is none in it."""
    cells = [row.get("cells") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    found = [as_decimal(one.get(column)) for one in cells if isinstance(one, dict)]
    numbers = [one for one in found if one is not None]
    return _sum(numbers) if numbers else None
