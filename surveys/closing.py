"""What is told to the rooms above when a round is closed or opened again: a KPI takes its value from what is answered.

Their receivers run in the transaction that closes the round, and each returns a list of what it did (`Fed`).
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.dispatch import Signal

# Sent with `round`, `results` and `by`.
closed = Signal()
# Sent with `round`, `reason` and `by`; raises Refusal where it cannot be undone.
reopened = Signal()


@dataclass(frozen=True, slots=True)
class Fed:
    """What became of one KPI when a round was closed: written, held back, or not there to be written, and why.

    `name` has both languages; `value` is the number as it was stored, `url` leads to the KPI.
    """

    key: str
    name: dict[str, str]
    state: str
    n: int | None
    value: str = ""
    why: str = ""
    url: str = ""

    def to_value(self) -> dict[str, Any]:
        """Return what is kept with the round."""
        return asdict(self)
