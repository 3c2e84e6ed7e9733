"""What a service raises when a rule says no. The view shows both kinds, with what was typed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Side:
    """One thing that two people have changed: what it is called, and how it stands with either of them."""

    piece: str
    label: str
    mine: str
    theirs: str


class Refusal(Exception):
    """A rule said no: `message` is for the person, `field` names the form's field it belongs to."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Conflict(Refusal):
    """Somebody else was first: what was sent is based on something that is no longer the newest.

    `sides` are what both have changed, `mine` the pieces that whoever sent it has changed.
    """

    def __init__(
        self,
        message: str,
        field: str | None = None,
        *,
        sides: tuple[Side, ...] = (),
        who: str = "",
        at: datetime | None = None,
        mine: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(message, field)
        self.sides, self.who, self.at, self.mine = sides, who, at, mine
