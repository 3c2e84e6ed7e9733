"""How every type of question is asked: its fields, filled with what is stored, and what was posted in them.

A *face* serves one type, as a question of its own and, where the format allows it, as a cell of a table. `read` and
`fill` are each other's inverse: what `fill` puts into a form gives, posted back untouched, the value that was stored.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Generic

from answers.base import Asked, AskedT, Stored
from core.plain import tidy
from core.text import Language

if TYPE_CHECKING:
    from workbooks.asking.tables import TableForm

LONGEST_TEXT = 100_000
LONGEST_LINE = 2_000


@dataclass(frozen=True, slots=True)
class Setting:
    """In which languages a cluster writes, main one first, and in which one numbers and labels are read.

    A cluster writes Danish, English or both; the example of a template is written in the languages of its file.
    """

    writing: tuple[str, ...]
    reading: Language


class Posted:
    """What a form sent: names with their texts, as a browser sends them."""

    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        self._values = values

    def __contains__(self, name: object) -> bool:
        return name in self._values

    @property
    def values(self) -> Mapping[str, Sequence[str]]:
        """All names with their texts."""
        return self._values

    def one(self, name: str) -> str:
        """Return the last text sent under the name, or an empty one."""
        sent = self._values.get(name)
        return sent[-1] if sent else ""

    def all(self, name: str) -> list[str]:
        """Return all texts sent under the name."""
        return list(self._values.get(name, ()))


@dataclass(frozen=True, slots=True)
class InputFault:
    """What is wrong with what was typed: the field's id, and a sentence that says what to do."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was posted as a stored value; with faults it must not be stored."""

    value: Stored
    faults: tuple[InputFault, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose in a field."""

    value: str
    label: str
    is_chosen: bool
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """One field of a form, ready to be drawn by `templates/workbooks/controls/<kind>.html`."""

    kind: str
    name: str
    label: str = ""
    text: str = ""
    language: str | None = None
    choices: tuple[Choice, ...] = ()
    fault: str = ""
    unit: str = ""
    hint: str = ""
    low: str = ""
    high: str = ""
    rows: int = 1
    is_required: bool = False
    suffix: str = ""

    @property
    def template(self) -> str:
        """The template that draws it."""
        return f"workbooks/controls/{self.kind}.html"

    @property
    def id(self) -> str:
        """The id that labels, messages and links point to: the name, unless several fields share it."""
        return f"{self.name}{self.suffix}"


@dataclass(frozen=True, slots=True)
class Form:
    """A question in a form: the texts in its fields and what is wrong with them, and what is stored."""

    name: str
    setting: Setting
    posted: Posted
    faults: Mapping[str, str]
    value: Stored = None
    answers: Mapping[str, Stored] = field(default_factory=dict)
    has_extra_row: bool = False


class Face(ABC, Generic[AskedT]):
    """How one type of question is asked."""

    type: ClassVar[str]
    # What draws the fields of a question; a column's are drawn in their cell.
    template: ClassVar[str] = "workbooks/fields/plain.html"
    # A group of fields is named by a legend; a single field by its label.
    is_group: ClassVar[bool] = False
    # How wide a column is.
    width: ClassVar[str] = "c-text"

    @abstractmethod
    def read(self, asked: AskedT, posted: Posted, name: str, before: Stored, setting: Setting) -> Reading:
        """Return what was posted under the name as a stored value, None when nothing was answered."""

    @abstractmethod
    def fill(self, asked: AskedT, value: Stored, name: str, setting: Setting) -> dict[str, list[str]]:
        """Return the texts that a form sends when it shows this value and nobody touches it."""

    @abstractmethod
    def controls(
        self, asked: AskedT, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        """Return the fields, filled with these texts; `faults` has a sentence for the id of each wrong one."""

    def needs(self, asked: AskedT) -> frozenset[str]:
        """Return what the page must have for the fields: countries to choose from, the editor, the sheet's script."""
        return frozenset()

    def head(self, asked: AskedT, label: str) -> tuple[str, str]:
        """Return how wide a column is, and what its head adds to the label."""
        return self.width, ""

    def table(self, asked: AskedT, form: "Form") -> "TableForm | None":
        """Return the fields as rows and columns, for the type that has them."""
        return None


def label_of(asked: Asked, setting: Setting) -> str:
    """Return what is asked, in the language of the reader."""
    return asked.label.resolve(setting.reading).words


def is_required(asked: Asked) -> bool:
    """Tell whether it must be answered; a column never must."""
    return bool(getattr(asked, "required", False))


def clean(text: str) -> str:
    """Return what was typed, made plain: without what no database or file can hold and nobody can see."""
    return tidy(text)
