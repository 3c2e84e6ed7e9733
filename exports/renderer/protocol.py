"""What a process that wants a PDF and the child that makes it say to each other.

No Django, since the child has none, and no renderer, which would take 25 MB of every process that only asks.
"""

from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal

from core.confined.limits import Fault
from exports.assets import STATIC

Step = Literal["styling", "laying-out", "numbering", "writing"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost; the defaults are some ten times what a strategy of sixty pages needs.

    `seconds` counts what it works, `patience` what passes on the clock: a busy machine delays, and blames no text.
    """

    seconds: float = 60.0
    patience: float = 600.0
    memory: int = 1024**3
    characters: int = 5_000_000
    data_characters: int = 3_000_000


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF, its number of pages, what was refused while making it, and what WeasyPrint complained about."""

    pdf: bytes
    pages: int
    refused: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """No PDF: the fault, and where it happened (never the words of the document)."""

    fault: Fault
    where: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a document has come: the step, and the pages that are laid out so far."""

    step: Step
    pages: int = 0


def work(answer: Connection, html: str, limits: Limits, static: Path = STATIC) -> None:
    """Render one document inside the limits, and send how far it has come and then the outcome.

    The process ends with this function.
    """
    from exports.renderer.child_process import outcome, prepare  # noqa: PLC0415 -- slow import, which only the child needs

    prepare(limits)
    answer.send(outcome(html, limits, static, answer.send))
    answer.close()
