"""A second store: answers kept in memory, as a survey response or one person's score might keep them elsewhere."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import User
from answers.base import Stored
from schema.documents import Template
from workbooks.origins import Origin
from workbooks.stores.base import KEY, Saving, StoredAnswer


@dataclass(frozen=True)
class Kept:
    """An answer in memory."""

    question_key: str
    value: Stored
    revision: int
    changed_at: datetime
    changed_by: User | None
    written_at: dict[str, str] = field(default_factory=dict)
    source: Origin = Origin.OWN

    @property
    def is_borrowed(self) -> bool:
        return self.source.is_borrowed

    @property
    def changed_by_id(self) -> int | None:
        return self.changed_by.pk if self.changed_by else None


@dataclass(frozen=True)
class Step:
    """A change in memory."""

    pk: int
    value: Stored
    revision: int
    by: User | None
    at: datetime
    by_name: str = ""
    is_set_aside: bool = False
    kind_words: str = "Kept"
    origin: str = ""


class MemoryStore:
    """Keeps every revision of every answer."""

    def __init__(self, document: Template) -> None:
        self.document = document
        self.revisions: dict[str, list[Kept]] = {}
        self.aside: list[tuple[str, Stored, int, str]] = []

    def load(self) -> Mapping[str, StoredAnswer]:
        return {key: kept[-1] for key, kept in self.revisions.items()}

    def newest(self, key: str) -> Kept | None:
        kept = self.revisions.get(key)
        return kept[-1] if kept else None

    def replace(self, current: StoredAnswer | None, saving: Saving) -> Kept | None:
        newest = self.newest(saving.key)
        if (newest.revision if newest else 0) != (current.revision if current else 0):
            return None
        revision = newest.revision + 1 if newest else 1
        kept = Kept(saving.key, saving.value, revision, saving.at, saving.by, saving.written_at, saving.origin)
        self.revisions.setdefault(saving.key, []).append(kept)
        return kept

    def set_aside(self, key: str, value: Stored, based_on: int, by: User) -> None:
        if (key, value, based_on, by.display_name) not in self.aside:
            self.aside.append((key, value, based_on, by.display_name))

    def history(self, key: str) -> list["Step"]:
        kept = [Step(k.revision, k.value, k.revision, k.changed_by, k.changed_at) for k in self.revisions.get(key, ())]
        return kept[::-1]

    def values_at(self, key: str, revisions: Collection[int]) -> Mapping[int, Stored]:
        return {kept.revision: kept.value for kept in self.revisions.get(key, ()) if kept.revision in revisions}

    def values_by(self, by: User, key: str, after: int) -> Sequence[Stored]:
        return [k.value for k in self.revisions.get(key, ()) if k.changed_by == by and k.revision > after]

    def filled(self) -> Mapping[str, bool]:
        return {}

    def count_emptied(self, keys: Collection[str]) -> int:
        return 0

    @property
    def borrowed_addresses(self) -> tuple[str, str]:
        return "/memory/empty/", "/memory/restore/"

    @property
    def addresses(self) -> tuple[str, str]:
        return f"/memory/{KEY}/", f"/memory/{KEY}/history/"

    @property
    def name(self) -> str:
        return "memory"

    @property
    def presence_url(self) -> str:
        return ""
