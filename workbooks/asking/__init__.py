"""How each type of question is asked: its fields, and what is read from them. A test compares with the schema."""

from typing import Any

from schema.questions import Question
from workbooks.asking.addresses import AddressFace, EmailFace
from workbooks.asking.amounts import MoneyFace, NumberFace, PercentFace
from workbooks.asking.base import Choice, Control, Face, Form, InputFault, Posted, Reading, Setting
from workbooks.asking.choices import (
    ChoiceFace,
    ClauseFace,
    ComputedFace,
    MultiChoiceFace,
    PanelFace,
    ScaleFace,
    YesNoFace,
)
from workbooks.asking.days import DateFace
from workbooks.asking.files import FileFace
from workbooks.asking.places import CountriesFace
from workbooks.asking.tables import HeadCell, TableFace, TableForm, TableRow
from workbooks.asking.texts import LongTextFace, TextFace

FACES: dict[str, Face[Any]] = {
    face.type: face
    for face in (
        TextFace(),
        LongTextFace(),
        NumberFace(),
        MoneyFace(),
        PercentFace(),
        DateFace(),
        YesNoFace(),
        EmailFace(),
        AddressFace(),
        FileFace(),
        ChoiceFace(),
        MultiChoiceFace(),
        ScaleFace(),
        CountriesFace(),
        TableFace(),
        PanelFace(),
        ComputedFace(),
        ClauseFace(),
    )
}


def face_of(question: Question) -> Face[Any]:
    """Return how the question is asked."""
    return FACES[question.type]


__all__ = [
    "FACES",
    "Choice",
    "Control",
    "Face",
    "Form",
    "HeadCell",
    "InputFault",
    "Posted",
    "Reading",
    "Setting",
    "TableForm",
    "TableRow",
    "face_of",
]
