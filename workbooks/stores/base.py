"""Where answers are kept: what the pages and the saving of answers need, whoever keeps them.

A workbook is the first store. Pages, conflicts and merging know this protocol and no row, so that another thing that
is filled in, for instance one person's blind score, brings a store and not an engine of its own.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _

from accounts.models import User
from answers.base import Stored
from core.errors import Refusal
from schema.documents import Template
from workbooks.origins import Origin


class AnswerWaits(Refusal):
    """The answers have been decided; what was sent is kept in the history until the workbook is opened again."""

    def __init__(self) -> None:
        super().__init__(_("This was approved while you were writing. Your text is kept for the next round."))


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

    @property
    def source(self) -> Origin:
        """Where it comes from."""
        ...

    @property
    def is_borrowed(self) -> bool:
        """Whether nobody here has changed or confirmed it."""
        ...


class StoredChange(Protocol):
    """One step in the history of an answer."""

    @property
    def pk(self) -> int: ...
    @property
    def value(self) -> Stored: ...
    @property
    def revision(self) -> int:
        """The revision that it made; for one set aside, the revision that it was based on."""
        ...

    @property
    def is_set_aside(self) -> bool: ...
    @property
    def kind_words(self) -> str: ...
    @property
    def origin(self) -> str: ...
    @property
    def by(self) -> User | None: ...
    @property
    def by_name(self) -> str: ...
    @property
    def at(self) -> datetime: ...


class History(Protocol):
    """The changes of an answer, newest first, of which a page takes some."""

    def __len__(self) -> int: ...
    def __getitem__(self, some: slice, /) -> Iterable[StoredChange]: ...


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
    origin: Origin = Origin.OWN


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

    def history(self, key: str) -> History:
        """Return every change of one answer, also what was set aside."""
        ...

    def values_at(self, key: str, revisions: Collection[int]) -> Mapping[int, Stored]:
        """Return what was stored at these revisions; one that nobody made is left out."""
        ...

    def values_by(self, by: User, key: str, after: int) -> Sequence[Stored]:
        """Return what the person has stored at the question since a revision."""
        ...

    def filled(self) -> Mapping[str, bool]:
        """Return which panels have something in them; those that count for nothing are left out."""
        ...

    def count_emptied(self, keys: Collection[str]) -> int:
        """Return how many of these were borrowed until somebody emptied them, and can be brought back."""
        ...

    @property
    def borrowed_addresses(self) -> tuple[str, str]:
        """Where what is borrowed is emptied, and where it is brought back."""
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
