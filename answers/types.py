"""The answer type of every question and column. A house test compares with the schema."""

from typing import Any

from answers.addresses import AddressType, EmailType
from answers.amounts import MoneyType, NumberType, PercentType
from answers.base import AnswerType, Asked
from answers.choices import ChoiceType, MultiChoiceType, ScaleType, YesNoType
from answers.computed import ComputedType
from answers.days import DateType
from answers.files import FileType
from answers.inserts import ClauseType, PanelType
from answers.places import CountriesType
from answers.tables import COLUMN_ANSWERS, TableType
from answers.texts import LongTextType, TextType
from schema.tables import Column

QUESTION_ANSWERS: dict[str, AnswerType[Any]] = {
    kind.type: kind
    for kind in (
        TextType(),
        LongTextType(),
        NumberType(),
        MoneyType(),
        PercentType(),
        DateType(),
        YesNoType(),
        EmailType(),
        AddressType(),
        FileType(),
        ChoiceType(),
        MultiChoiceType(),
        ScaleType(),
        CountriesType(),
        TableType(),
        PanelType(),
        ComputedType(),
        ClauseType(),
    )
}


def type_of(asked: Asked) -> AnswerType[Any]:
    """Return the answer type of a question, or of a column of a table."""
    return (COLUMN_ANSWERS if isinstance(asked, Column) else QUESTION_ANSWERS)[asked.type]
