"""The answers of a document: those of its workbook, and what the portal knows where nobody has written anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from answers.base import Stored
from documents.models import ClusterDocument
from schema.facts import Fact
from workbooks.models import Answer
from workbooks.origins import Origin
from workbooks.stores.base import KEY, Saving, StoredAnswer
from workbooks.stores.workbook import WorkbookStore


@dataclass(frozen=True)
class LinkedAnswer:
    """An answer that comes from what the portal knows, and follows it until somebody writes another."""

    question_key: str
    value: Stored
    fact: Fact
    # Where it comes from, in words.
    told: str
    # The row of an answer that was emptied, so that the source holds again.
    row: Answer | None = None
    changed_at: datetime = field(default_factory=timezone.now)
    changed_by: User | None = None
    changed_by_id: int | None = None
    source: Origin = Origin.OWN
    is_borrowed: bool = False
    written_at: dict[str, str] = field(default_factory=dict)

    @property
    def revision(self) -> int:
        """That of the emptied answer; 0 where nobody has written one."""
        return self.row.revision if self.row else 0


@dataclass(frozen=True, slots=True)
class Known:
    """What the portal knows that a question asks for: which fact, its value, and where it comes from in words."""

    fact: Fact
    value: Stored
    told: str


class DocumentStore(WorkbookStore):
    """Keeps answers in the rows of a workbook; a question without one is answered by its source."""

    def __init__(self, document: ClusterDocument, known: Mapping[str, Known]) -> None:
        super().__init__(document.workbook)
        self.owner = document
        self.known = known

    def load(self) -> Mapping[str, StoredAnswer]:  # type: ignore[override]  # linked answers are no rows
        return self.linked({answer.question_key: answer for answer in self.workbook.answers.with_people()})

    def linked(self, answers: Mapping[str, Answer]) -> dict[str, StoredAnswer]:
        """Return the answers with those of the sources where nobody has written one."""
        found: dict[str, StoredAnswer] = dict(answers)
        for key in self.known:
            if (one := self._linked(key, answers.get(key))) is not None:
                found[key] = one
        return found

    def _linked(self, key: str, row: Answer | None) -> StoredAnswer | None:
        known = self.known.get(key)
        if known is None or known.value is None or (row is not None and row.value is not None):
            return row
        return LinkedAnswer(key, known.value, known.fact, known.told, row)

    def newest(self, key: str) -> StoredAnswer | None:  # type: ignore[override]  # linked answers are no rows
        return self._linked(key, super().newest(key))

    def replace(self, current: StoredAnswer | None, saving: Saving) -> StoredAnswer | None:  # type: ignore[override]  # as above
        row = current.row if isinstance(current, LinkedAnswer) else current
        made = super().replace(row, saving)
        return self._linked(saving.key, made) if made is not None else None

    @property
    def addresses(self) -> tuple[str, str]:
        names = [self.workbook.cluster.slug]
        history = reverse("workbooks:history", args=[*names, self.workbook.pk, KEY])
        return reverse("documents:answer", args=[*names, self.owner.number, KEY]), history
