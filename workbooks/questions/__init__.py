"""The face of each type of question: how it is asked, read, shown and printed. A test compares with the schema."""

from workbooks.questions.amounts import MoneyFace, NumberFace, PercentFace
from workbooks.questions.base import (
    NOTHING,
    Choice,
    Control,
    Face,
    InputFault,
    Line,
    Posted,
    Reading,
    Setting,
    Shown,
    ShownTable,
    Stored,
    Surroundings,
)
from workbooks.questions.choices import ChoiceFace, ClauseFace, MultiChoiceFace, PanelFace, ScaleFace
from workbooks.questions.days import DateFace
from workbooks.questions.places import CountriesFace
from workbooks.questions.tables import TableFace, TableRow
from workbooks.questions.texts import LongTextFace, TextFace

FACES: dict[str, Face] = {
    face.type: face
    for face in (
        TextFace(),
        LongTextFace(),
        NumberFace(),
        MoneyFace(),
        PercentFace(),
        DateFace(),
        ChoiceFace(),
        MultiChoiceFace(),
        ScaleFace(),
        CountriesFace(),
        TableFace(),
        PanelFace(),
        ClauseFace(),
    )
}

__all__ = [
    "FACES",
    "NOTHING",
    "Choice",
    "Control",
    "Face",
    "InputFault",
    "Line",
    "Posted",
    "Reading",
    "Setting",
    "Shown",
    "ShownTable",
    "Stored",
    "Surroundings",
    "TableFace",
    "TableRow",
]
