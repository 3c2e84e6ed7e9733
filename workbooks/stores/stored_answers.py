"""A workbook and its answers as a save reads them: in one row, as texts, made into values when asked for.

A save is about one answer of perhaps three hundred; conditions and progress need a look at the others, but not three
hundred rows and objects. Nothing is kept from one request to the next, so nothing can be out of date.
"""

import json
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any

from django.db import connection

from answers.base import Stored
from answers.sheet import AnswerSheet
from clusters.models import Cluster
from core.sql import Question
from library.models import Edition
from workbooks.filling import read_filled
from workbooks.models import Answer, Workbook
from workbooks.origins import BORROWED, Origin
from workbooks.stores.base import Store, StoredAnswer
from workbooks.stores.sql import CELL, ahead_of, filled_names, read_answers, read_workbook

# The address of an answer: a save sends it there, and a card is fetched from it.
ADDRESS = re.compile(r"/c/([a-z0-9-]+)/workbooks/([0-9]{1,19})/answers/([\w-]+)/\Z", re.ASCII)
Texts = dict[str, str]
Origins = dict[str, Origin]


class StoredAnswers(MutableMapping[str, StoredAnswer]):
    """The answers by question key: their values as texts, and where those come from that are not the cluster's own.

    Who asks for an answer itself has it read with all the others, unless it came with the texts; who changed one and
    when is fetched when somebody asks.
    """

    def __init__(self, workbook: Workbook, texts: Texts, told: Origins, *made: StoredAnswer) -> None:
        self.workbook = workbook
        self._texts = texts
        self._told = told
        self._made = {answer.question_key: answer for answer in made}
        self._changed: dict[str, StoredAnswer] = {}

    def __getitem__(self, key: str) -> StoredAnswer:
        found = self._changed.get(key) or self._made.get(key)
        if found is None:
            if key not in self._texts:
                raise KeyError(key)
            # Whole, and never a text from before with a revision from now: who builds on it must have read it.
            self._made = {answer.question_key: answer for answer in self.workbook.answers.all()} | self._made
            found = self._made[key]
        return found

    def __setitem__(self, key: str, answer: StoredAnswer) -> None:
        self._changed[key] = answer

    def __delitem__(self, key: str) -> None:
        raise TypeError("An answer is taken away by storing None.")

    def __contains__(self, key: object) -> bool:
        return key in self._changed or key in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts | self._changed)

    def __len__(self) -> int:
        return len(self._texts | self._changed)

    def __copy__(self) -> "StoredAnswers":
        other = StoredAnswers(self.workbook, self._texts, self._told, *self._made.values())
        other._changed = dict(self._changed)
        return other

    @property
    def stored(self) -> "StoredTexts":
        """The stored values as they stand now."""
        if not self._changed:
            return StoredTexts(self._texts, self._told, self.workbook.pk)
        texts = {key: _written(answer.value) for key, answer in self._changed.items()}
        return StoredTexts(self._texts | texts, self.told, self.workbook.pk)

    @property
    def told(self) -> Origins:
        """Where those come from that are not the cluster's own."""
        told = {key: origin for key, origin in self._told.items() if key not in self._changed}
        return told | {key: answer.source for key, answer in self._changed.items() if answer.source}


class StoredTexts(Mapping[str, Stored]):
    """Stored values by question key, each read from its text when it is asked for; `home` is their workbook's key."""

    def __init__(self, texts: Texts, told: Origins, home: int) -> None:
        self.texts = texts
        self.home = home
        self._told = told
        self._values: dict[str, Stored] = {}

    def of(self, keys: Iterable[str]) -> "StoredTexts":
        """Return those to the questions."""
        texts = {key: self.texts[key] for key in keys if key in self.texts}
        return StoredTexts(texts, {key: self._told[key] for key in texts if key in self._told}, self.home)

    def changed(self, now: "StoredTexts", keys: Iterable[str]) -> list[str]:
        """Return to which of the questions now stands something else, or from somewhere else."""
        texts, others, told, by_others = self.texts, now.texts, self._told, now._told
        return [one for one in keys if texts.get(one) != others.get(one) or told.get(one) != by_others.get(one)]

    def __getitem__(self, key: str) -> Stored:
        if key not in self._values:
            self._values[key] = _read(self.texts[key])
        return self._values[key]

    @property
    def borrowed(self) -> frozenset[str]:
        """The questions whose answer nobody here has changed or confirmed."""
        return frozenset(key for key, origin in self._told.items() if origin in BORROWED)

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


def load(cluster: Cluster, pk: int, key: str = "", read: tuple[Any, ...] | None = None) -> "StoredAnswers | None":
    """Return the cluster's workbook with its answers as they are now, the one to this question whole; one query.

    None when the cluster has none with this number. `read` is the row, where it has been read just now (`ahead`).
    """
    row = read or read_workbook(cluster.pk, pk, key)
    if row is None:
        return None
    title, edition_pk, digest, questions, texts, origins, answer_pk, revision, written, *panels = row
    workbook = Workbook.from_db(connection.alias, ["id", "title"], [pk, title])
    workbook.cluster = cluster
    workbook.edition = Edition.from_db(connection.alias, ["id", "digest"], [edition_pk, digest])
    workbook.filled = read_filled(dict(zip(filled_names(), panels, strict=True)))
    values, told = _by_question(questions, texts, origins)
    if answer_pk is None:
        return StoredAnswers(workbook, values, told)
    known = {
        "id": answer_pk,
        "workbook_id": pk,
        "question_key": key,
        "value": _read(values[key]),
        "revision": revision,
        "written_at": json.loads(written),
        "origin": told.get(key, Origin.OWN).value,
    }
    return StoredAnswers(workbook, values, told, Answer.from_db(connection.alias, list(known), list(known.values())))


def ahead(match: re.Match[str], person: int) -> tuple[Hashable, Question] | None:
    """Return what an address of an answer asks first, and under which name it is taken."""
    slug, pk, key = match.groups()
    question = ahead_of(slug, person, int(pk), key)
    return question and (name_of(slug, int(pk), key), question)


def name_of(slug: str, pk: int, key: str) -> Hashable:
    """Return under which name the row of a workbook is taken that was read for an address."""
    return "workbook", slug, pk, key


def answers_of(workbook: Workbook) -> StoredAnswers:
    """Return the answers of a workbook that was loaded, for who looks at few of them; one query."""
    return StoredAnswers(workbook, *_by_question(*read_answers(workbook.pk)))


def _by_question(questions: str | None, texts: str | None, origins: str | None) -> tuple[Texts, Origins]:
    if questions is None or texts is None or origins is None:
        return {}, {}
    keys = questions.split(CELL)
    values = dict(zip(keys, texts.split(CELL), strict=True))
    # Nearly always all are the cluster's own, which says nothing.
    if not origins.strip(CELL):
        return values, {}
    return values, {key: Origin(one) for key, one in zip(keys, origins.split(CELL), strict=True) if one}


def _read(text: str) -> Stored:
    return json.loads(text) if text else None


def _written(value: Stored) -> str:
    """Return the text of a value as the database gives it: what is remembered under it is found again."""
    return "" if value is None else json.dumps(value, ensure_ascii=connection.vendor == "sqlite")


def origins_of(answers: Mapping[str, StoredAnswer]) -> list[Origin]:
    """Return where those answers come from that are not the cluster's own, in no order; of texts none is read."""
    if isinstance(answers, StoredAnswers):
        return list(answers.told.values())
    return [one.source for one in answers.values() if one.source]


def sheet_of(store: Store, answers: Mapping[str, StoredAnswer]) -> AnswerSheet:
    """Return what the store asks with its answers, which were loaded before."""
    if isinstance(answers, StoredAnswers):
        texts = answers.stored
        return AnswerSheet(store.document, texts, texts.borrowed, store.filled)
    borrowed = frozenset(key for key, answer in answers.items() if answer.is_borrowed)
    return AnswerSheet(store.document, {key: one.value for key, one in answers.items()}, borrowed, store.filled)
