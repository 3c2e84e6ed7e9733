"""Where answers are kept: what the pages and the saving of answers need, whoever keeps them.

A workbook is the first store. Pages, conflicts and merging know this protocol and no row, so that another thing that
is filled in, for instance one person's blind score, brings a store and not an engine of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from accounts.models import User
from answers.base import Stored
from schema.documents import Template


class StoredAnswer(Protocol):
    """What is stored at a question, with its revision: 1 for the first answer."""

    @property
    def question_key(self) -> str: ...
    @property
    def value(self) -> Stored: ...
    @property
    def revision(self) -> int: ...
    @property
    def changed_at(self) -> datetime: ...
    @property
    def changed_by(self) -> User | None: ...
    @property
    def changed_by_id(self) -> int | None: ...
    @property
    def written_at(self) -> dict[str, str]:
        """When the words of each language were last changed, as ISO instants."""
        ...


# Finding an address costs a tenth of a millisecond, so a page does it once and puts the keys in; no cluster's address
# has an underscore.
KEY = "__key__"


@dataclass(frozen=True, slots=True)
class Saving:
    """One answer on its way into a store: what, by whom, and when each language was written."""

    key: str
    value: Stored
    by: User
    at: datetime
    written_at: dict[str, str]
    is_restored: bool = False


class Store(Protocol):
    """Keeps the answers to one document."""

    @property
    def document(self) -> Template:
        """What is asked."""
        ...

    def load(self) -> Mapping[str, StoredAnswer]:
        """Return what is stored now, by question key."""
        ...

    def newest(self, key: str) -> StoredAnswer | None:
        """Return what is stored at one question now, with who changed it."""
        ...

    def replace(self, current: StoredAnswer | None, saving: Saving) -> StoredAnswer | None:
        """Store the answer and its history in the place of `current`; None, with nothing stored, if it is not there."""
        ...

    def set_aside(self, key: str, value: Stored, based_on: int, by: User) -> None:
        """Keep in the history what lost against a colleague, once for each text."""
        ...

    def value_at(self, key: str, revision: int) -> Stored:
        """Return what was stored at one of the revisions; None where nobody had answered yet."""
        ...

    def values_by(self, by: User, key: str, after: int) -> Sequence[Stored]:
        """Return what the person has stored at the question since a revision."""
        ...

    @property
    def addresses(self) -> tuple[str, str]:
        """Where one answer is saved, and where its history is read; `KEY` stands in the place of the key."""
        ...

    @property
    def name(self) -> str:
        """What tells it from every other store, for the text that waits in a browser."""
        ...

    @property
    def presence_url(self) -> str:
        """Where a page says that it is open; empty where nobody is to know."""
        ...
