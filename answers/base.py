"""What every type of answer can do; one class for each type says how it does it.

An *answer type* serves the questions of a type and, where the format allows it, the columns of tables of that type.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from answers.shown import Shown, ShownLine
from core.text import Language, Text
from exports.sheets import Cell
from schema.questions import Question
from schema.tables import Column

Stored = Any  # the JSON of docs/content-format.md: str, int, float, bool, list, dict or None
Asked = Question | Column
AskedT = TypeVar("AskedT", bound=Asked)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a type needs to know of the other answers: a table reads weights there, a last day its first one.

    `starts` has the question for the first day of each last one. What is printed stands without its question. `lacking`
    names what is not answered of what each number is computed from that cannot be computed, `too_large` has the keys of
    those that would be larger than a number may be.
    """

    answers: Mapping[str, Stored] = field(default_factory=dict)
    starts: Mapping[str, Question] = field(default_factory=dict)
    is_printed: bool = False
    lacking: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)
    too_large: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """A number of a scale and what it means."""

    number: int
    words: Text


@dataclass(frozen=True, slots=True)
class Description:
    """What is asked, for somebody who reads a template: in words, with all that can be chosen or filled in."""

    words: str
    options: tuple[Text, ...] = ()
    levels: tuple[Level, ...] = ()
    # Every number of a scale, for somebody who ticks one by hand; without words where it has none.
    steps: tuple[Level, ...] = ()
    columns: tuple[tuple[Text, "Description"], ...] = ()
    rows: tuple[Text, ...] = ()
    body: Text | None = None
    # How many lines it needs where somebody writes it by hand.
    lines: int = 1


class AnswerType(ABC, Generic[AskedT]):
    """How the answers to one type of question are described, shown, worded, counted, merged and put into cells."""

    type: ClassVar[str]
    is_number: ClassVar[bool] = False
    # A number that is a figure of its own, which reports count with; a step on a scale is none.
    is_amount: ClassVar[bool] = False
    is_percent: ClassVar[bool] = False
    is_day: ClassVar[bool] = False
    # People choose any number of things, so that a condition speaks of what the answers include.
    is_several: ClassVar[bool] = False
    # Words are written in each language of the cluster.
    has_languages: ClassVar[bool] = False
    # How it is shown or asked depends on other answers too.
    looks_around: ClassVar[bool] = False
    # Both sides of a conflict can be put into one answer.
    can_merge: ClassVar[bool] = False
    # What is wrong when it is seen together with the others is refused, not stored and shown.
    refuses_fault: ClassVar[bool] = False

    # ---- shown and worded

    @abstractmethod
    def describe(self, asked: AskedT, language: Language) -> Description:
        """Say what kind of answer is asked for."""

    @abstractmethod
    def show(self, asked: AskedT, value: Stored, language: Language, around: Surroundings) -> Shown:
        """Return what a page and a document show; `around` tells what stands beside it, such as the rows of a table."""

    def cell(self, asked: AskedT, value: Stored, language: Language, around: Surroundings) -> ShownLine:
        """Return the value as it stands in a table."""
        return self.show(asked, value, language, around).line

    def name(self, asked: AskedT, value: Stored, language: Language) -> str:
        """Return one thing that can be answered, as a sentence about the question names it."""
        return self.show(asked, value, language, Surroundings()).one_line

    def currency(self, asked: AskedT) -> str:
        """Return the three letters of the currency that is counted in, or an empty string."""
        return ""

    def in_sheet(self, value: Stored, shown: str) -> Cell:
        """Return the value for a cell of a spreadsheet: a number or a day where it is one, else as it reads."""
        return shown or None

    # ---- counted

    def is_answered(self, value: Stored) -> bool:
        """Tell whether somebody has answered."""
        return value is not None and value not in ("", [], {})

    def words(self, value: Stored, language: Language) -> list[str]:
        """Return the words of the value in one language, for telling whether they have changed."""
        return []

    def languages(self, value: Stored) -> frozenset[Language] | None:
        """Return the languages that the value has words in, or None when it has no language."""
        return None

    def fault(self, asked: AskedT, value: Stored, language: Language, around: Surroundings) -> str:
        """Return what is wrong with the value seen together with the other answers, or an empty string."""
        return ""

    # ---- merged

    def joined(self, base: Stored, theirs: Stored, mine: Stored) -> Stored:
        """Return what two people made of one answer where nobody has to choose; None where somebody must."""
        return None

    def merged(
        self, asked: AskedT, theirs: Stored, mine: Stored, languages: tuple[str, ...], base: Stored = None
    ) -> Stored:
        """Return both sides of a conflict in one value: theirs first, then what mine has more than the base."""
        return mine if theirs is None else theirs
