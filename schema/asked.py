"""What every question has, and what stands above a group of them."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

from core.text import Text
from schema.conditions import Condition
from schema.facts import Fact
from schema.rules import CONDITION, Flag, Former, Key, Line, OneOf, Pointers, Proposal, Prose, held
from schema.traits import HasScale, Place
from schema.vocabulary import LINKED_KINDS


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What stands above a group of questions, and when they are asked."""

    key: str = field(metadata=held(Key()))
    title: Text = field(metadata=held(Line()))
    printed: Text | None = field(default=None, metadata=held(Line()))
    intro: Text | None = field(default=None, metadata=held(Prose()))
    show_if: Condition | None = field(default=None, metadata=held(CONDITION))
    replaces: tuple[str, ...] = field(default=(), metadata=held(Former()))

    @property
    def heading(self) -> Text:
        """Return what stands above the group in a document."""
        return self.printed or self.title


@dataclass(frozen=True, kw_only=True)
class Question:
    """What every question has; the key is the name its answer is stored under for ever."""

    type: ClassVar[str]

    key: str = field(metadata=held(Key()))
    label: Text = field(metadata=held(Line()))
    printed: Text | None = field(default=None, metadata=held(Line()))
    help: Text | None = field(default=None, metadata=held(Prose()))
    example: Text | None = field(default=None, metadata=held(Prose()))
    required: bool = field(default=False, metadata=held(Flag()))
    show_if: Condition | None = field(default=None, metadata=held(CONDITION))
    # What the portal knows, and fills in until somebody writes something else; in documents only.
    known: Fact | None = field(default=None, metadata=held(OneOf(Fact)))
    # Where one reads on, and what one works with: guidance, KPIs and checklists, shown under the help.
    links: tuple[Place, ...] = field(default=(), metadata=held(Pointers(LINKED_KINDS)))
    # What is proposed until somebody changes or confirms it; in strategies only.
    default: Any = field(default=None, metadata=held(Proposal()))
    replaces: tuple[str, ...] = field(default=(), metadata=held(Former()))
    # The group that it stands in; where that is says nothing of how it is answered.
    group: Heading | None = field(default=None, compare=False)
    # The key of the question that it stands with: a remark, or what "other" is. The reader makes these.
    beside: str = field(default="", compare=False)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Return the conditions that must all hold for it to be asked in its section: its group's and its own."""
        found = (self.group.show_if if self.group else None, self.show_if)
        return tuple(one for one in found if one is not None)

    @property
    def heading(self) -> Text:
        """Return what stands above the answer in a document, where the label asks the one who fills in."""
        return self.printed or self.label

    @property
    def is_aside(self) -> bool:
        """Tell whether it only adds to another question, and nobody has to answer it."""
        return bool(self.beside) and not self.required

    @property
    def stores_answer(self) -> bool:
        """Tell whether a person answers here; panels, computed numbers and fixed clauses only show something."""
        return True

    @property
    def is_computed(self) -> bool:
        """Tell whether it is a number that follows from the answers to others."""
        return self.type == "computed"

    @property
    def has_rows(self) -> bool:
        """Tell whether it is answered cell by cell, in rows."""
        return False

    @property
    def asks_file(self) -> bool:
        """Tell whether it is answered with a file, which is chosen on a page of its own."""
        return False

    @property
    def shows_panel(self) -> str:
        """Return the name of the panel that stands here, or an empty string where something is asked."""
        return ""

    @property
    def scale(self) -> HasScale | None:
        """Return the scale that it asks for a step of, or None where something else is asked."""
        return None

    @property
    def asks_words(self) -> bool:
        """Tell whether it is answered in words of one's own and nothing else."""
        return False

    @property
    def most_points(self) -> Decimal | None:
        """Return the most points that an answer can give, or None where no answer gives any."""
        return None

    def points(self, value: object) -> Decimal:
        """Return the points that a stored answer gives; what is no answer to it gives none."""
        return Decimal(0)


@dataclass(frozen=True, kw_only=True)
class HasRemark:
    """A question of a few words or a number, beside which something can be said in words of one's own."""

    remark: bool = field(default=False, metadata=held(Flag()))
