"""A workbook and its answers as a save reads them: in one row, as texts, made into values and objects when asked for.

A save is about one answer of perhaps three hundred; conditions and progress need a look at the others, but not three
hundred rows and objects. Nothing is kept from one request to the next, so nothing can be out of date.
"""

import json
from collections.abc import Iterator, Mapping, MutableMapping
from functools import cached_property

from django.db import connection

from answers.base import Stored
from answers.sheet import AnswerSheet
from clusters.models import Cluster
from library.models import Edition
from workbooks.filling import read_filled
from workbooks.models import Answer, Workbook
from workbooks.origins import BORROWED, Origin
from workbooks.stores.base import Store, StoredAnswer
from workbooks.stores.sql import CELL, ROW, filled_names, read_answers, read_workbook

# An answer of one's own says nothing of where it comes from. No other cell that another one follows is empty: an answer
# that was changed in this request has no key and no time, and says so by a sign.
NO_ORIGIN = CELL + CELL


class StoredAnswers(MutableMapping[str, StoredAnswer]):
    """The answers by question key; who changed them and when is fetched when somebody asks."""

    def __init__(self, workbook: Workbook, rows: dict[str, str]) -> None:
        self.workbook = workbook
        self._rows = rows
        self._made: dict[str, StoredAnswer] = {}
        self._changed: dict[str, StoredAnswer] = {}

    def __getitem__(self, key: str) -> StoredAnswer:
        found = self._changed.get(key) or self._made.get(key)
        if found is None:
            _key, pk, revision, origin, written, value = self._rows[key].split(CELL)
            read = {
                "id": int(pk),
                "workbook_id": self.workbook.pk,
                "question_key": key,
                "value": _read(value),
                "revision": int(revision),
                "written_at": _read(written),
                "origin": origin,
            }
            found = self._made[key] = Answer.from_db(self.workbook._state.db, list(read), list(read.values()))
        return found

    def __setitem__(self, key: str, answer: StoredAnswer) -> None:
        self._changed[key] = answer

    def __delitem__(self, key: str) -> None:
        raise TypeError("An answer is taken away by storing None.")

    def __contains__(self, key: object) -> bool:
        return key in self._changed or key in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows | self._changed)

    def __len__(self) -> int:
        return len(self._rows | self._changed)

    def __copy__(self) -> "StoredAnswers":
        other = StoredAnswers(self.workbook, self._rows)
        other._changed = dict(self._changed)
        return other

    @property
    def origins(self) -> list[Origin]:
        """Where they come from, in no order."""
        untouched = len(self._rows.keys() - self._changed.keys())
        told = [_origin(self._rows[key]) for key in self._told if key not in self._changed]
        own = [Origin.OWN] * (untouched - len(told))
        return [*told, *own, *(answer.source for answer in self._changed.values())]

    @cached_property
    def _told(self) -> list[str]:
        """The answers that say where they come from: those of a cluster's own say nothing."""
        return [key for key, text in self._rows.items() if NO_ORIGIN not in text]

    @property
    def stored(self) -> "StoredTexts":
        """The stored values as they stand now."""
        changed = {
            key: CELL.join((key, "-", str(answer.revision), answer.source, "-", json.dumps(answer.value)))
            for key, answer in self._changed.items()
        }
        return StoredTexts(self._rows | changed if changed else self._rows)


class StoredTexts(Mapping[str, Stored]):
    """Stored values by question key, each read from its text, in which it is the last cell, when it is asked for."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts
        self._values: dict[str, Stored] = {}

    def __getitem__(self, key: str) -> Stored:
        if key not in self._values:
            self._values[key] = _read(self.texts[key].rpartition(CELL)[2])
        return self._values[key]

    @property
    def borrowed(self) -> frozenset[str]:
        """The questions whose answer nobody here has changed or confirmed."""
        told = [(key, text) for key, text in self.texts.items() if NO_ORIGIN not in text]
        return frozenset(key for key, text in told if text.split(CELL, 4)[3] in BORROWED)

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


def load(cluster: Cluster, pk: int) -> "StoredAnswers | None":
    """Return the cluster's workbook with its answers as they are now, or None when it has none with this key."""
    row = read_workbook(cluster.pk, pk)
    if row is None:
        return None
    title, edition_pk, digest, answers, *panels = row
    workbook = Workbook.from_db(connection.alias, ["id", "title"], [pk, title])
    workbook.cluster = cluster
    workbook.edition = Edition.from_db(connection.alias, ["id", "digest"], [edition_pk, digest])
    workbook.filled = read_filled(dict(zip(filled_names(), panels, strict=True)))
    return StoredAnswers(workbook, _by_question(answers))


def answers_of(workbook: Workbook) -> StoredAnswers:
    """Return the answers of a workbook that was loaded, for who looks at few of them; one query."""
    return StoredAnswers(workbook, _by_question(read_answers(workbook.pk)))


def _by_question(answers: str | None) -> dict[str, str]:
    rows = answers.split(ROW) if answers else []
    return {row[: row.index(CELL)]: row for row in rows}


def _origin(text: str) -> Origin:
    return Origin(text.split(CELL, 4)[3])


def _read(text: str) -> Stored:
    return json.loads(text) if text else None


def origins_of(answers: Mapping[str, StoredAnswer]) -> list[Origin]:
    """Return where answers come from, in no order; of texts none is read for it."""
    return answers.origins if isinstance(answers, StoredAnswers) else [one.source for one in answers.values()]


def sheet_of(store: Store, answers: Mapping[str, StoredAnswer]) -> AnswerSheet:
    """Return what the store asks with its answers, which were loaded before."""
    if isinstance(answers, StoredAnswers):
        texts = answers.stored
        return AnswerSheet(store.document, texts, texts.borrowed, store.filled)
    borrowed = frozenset(key for key, answer in answers.items() if answer.is_borrowed)
    return AnswerSheet(store.document, {key: one.value for key, one in answers.items()}, borrowed, store.filled)
