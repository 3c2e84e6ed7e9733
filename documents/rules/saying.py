"""What a text is laid out from: answers and facts in words."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.text import Language
from documents.rules.tree import LaidTable
from schema.conditions import Condition


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as a text sets it in: on one line, as paragraphs (Markdown), or as a table."""

    line: str
    prose: str = ""
    table: LaidTable | None = None
    source: str = ""
    language: str | None = None


@dataclass(frozen=True)
class Saying:
    """What the text is laid out from: the answers and facts in words of one language."""

    language: Language
    answer: Callable[[str], Said | None]
    label: Callable[[str], str]
    fact: Callable[[str], Said | None]
    fact_label: Callable[[str], str]
    # What a column of a table adds up to, and how such a number is written.
    total: Callable[[str, str], Decimal | None]
    amount: Callable[[str, str, Decimal], str]
    number: Callable[[str], Decimal | None]
    column_label: Callable[[str, str], str]
    rows: Callable[[str], Sequence[Mapping[str, str]]]
    visible: Collection[str]
    # What the template proposes, and nobody has changed or confirmed: it is no part of the text.
    proposed: Collection[str]
    meets: Callable[[Condition | None], bool]
    # "Annex" in the document's language, and what stands before the sums of a table.
    annex: str
    total_label: str
