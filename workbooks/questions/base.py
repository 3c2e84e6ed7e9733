"""What every type of question can do: read what was posted, fill a form with what is stored, and show it.

A *face* serves one type, as a question of its own and, where the format allows it, as a cell of a table. `read` and
`fill` are each other's inverse: what `fill` puts into a form gives, posted back untouched, the value that was stored.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from core.plain import tidy
from core.text import Language, Text

Stored = Any  # the JSON of docs/content-format.md: str, int, float, bool, list, dict or None
LONGEST_TEXT = 100_000
LONGEST_LINE = 2_000


class Asked(Protocol):
    """A question, or a column of a table: what is asked and under which key."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> Text: ...


@dataclass(frozen=True, slots=True)
class Setting:
    """In which languages a cluster writes, main one first, and in which one numbers and labels are read."""

    writing: tuple[Language, ...]
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
    language: Language | None = None
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
class Line:
    """A line of text as it is shown: its language, and whether another language was asked for."""

    text: str = ""
    language: Language | None = None
    is_fallback: bool = False

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column of a table as it is shown."""

    label: str
    is_number: bool
    type: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a table as it is shown; fixed rows have a heading."""

    heading: str
    cells: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table as it is shown, with the sum that was asked for, if any."""

    columns: tuple[ShownColumn, ...]
    rows: tuple[ShownRow, ...]
    has_headings: bool
    total: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as it is shown on screen and in documents; `kind` is line, prose, list, table or nothing."""

    kind: str
    line: Line = Line()
    items: tuple[Line, ...] = ()
    table: ShownTable | None = None
    note: str = ""

    def __bool__(self) -> bool:
        return self.kind != "nothing"


NOTHING = Shown("nothing")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a face needs to know of the other answers: a weighted column reads its weights there."""

    answers: Mapping[str, Stored] = field(default_factory=dict)


class Face(ABC):
    """One type of question."""

    type: ClassVar[str]
    # A group of fields is named by a legend; a single field by its label.
    is_group: ClassVar[bool] = False
    is_number: ClassVar[bool] = False

    @abstractmethod
    def read(self, asked: Any, posted: Posted, name: str, before: Stored, setting: Setting) -> Reading:
        """Return what was posted under the name as a stored value, None when nothing was answered."""

    @abstractmethod
    def fill(self, asked: Any, value: Stored, name: str, setting: Setting) -> dict[str, list[str]]:
        """Return the texts that a form sends when it shows this value and nobody touches it."""

    @abstractmethod
    def controls(
        self, asked: Any, posted: Posted, name: str, setting: Setting, faults: Mapping[str, str]
    ) -> tuple[Control, ...]:
        """Return the fields, filled with these texts; `faults` has a sentence for the id of each wrong one."""

    @abstractmethod
    def show(self, asked: Any, value: Stored, language: Language, around: Surroundings) -> Shown:
        """Return the value as it is shown in this language."""

    def is_answered(self, value: Stored) -> bool:
        """Tell whether somebody has answered."""
        return value is not None and value not in ("", [], {})

    def words(self, value: Stored, language: Language) -> list[str]:
        """Return the words of the value in one language, for telling whether they have changed."""
        return []

    def languages(self, value: Stored) -> frozenset[Language] | None:
        """Return the languages that the value has words in, or None when it has no language."""
        return None


def clean(text: str) -> str:
    """Return what was typed, made plain: without what no database or file can hold and nobody can see."""
    return tidy(text)
