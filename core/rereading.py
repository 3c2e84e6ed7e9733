"""What was made from the database, and is made again only when the database answers otherwise than it did.

While something is made, each question to the database is noted as it was put, with a digest of the answer. Asked for
again, the same questions are put, and the answers compared. The first question depends on what was given alone, and
each later one on what was given and on the answers before it; so where all are answered as they were, making it anew
would ask the same and come to the same, whoever has changed what, in whichever process and by whatever means.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache, partial, wraps
from hashlib import blake2b, sha256
from io import BytesIO
from itertools import chain, islice
from pickle import Pickler
from threading import Lock
from typing import Any, Generic, ParamSpec, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connection

from core.parts.keeping import key_of
from core.parts.values import NotValuesError
from core.sql import put_again

Given = ParamSpec("Given")
Result = TypeVar("Result")

# A question that changes nothing.
_READS = re.compile(r"\s*(?:SELECT|WITH)\b(?!.*\bFOR\s+(?:NO\s+KEY\s+)?(?:UPDATE|SHARE)\b)", re.DOTALL)
# Types that are written down with all that there is of them.
_TELLING = {str, int, float, bool, bytes, type(None), datetime, date, time, Decimal, UUID}
# A moment within a day, as SQLite is given it.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:")


# A question as it was put: its words and its values.
Question = tuple[str, tuple[Any, ...] | None]


class _Told:
    """A cursor whose rows have been read already, and are given out from here."""

    def __init__(self, cursor: Any, rows: Sequence[tuple[Any, ...]]) -> None:
        self.cursor = cursor
        self._rows = iter(rows)

    def fetchone(self) -> tuple[Any, ...] | None:
        return next(self._rows, None)

    def fetchmany(self, size: int | None = None) -> list[tuple[Any, ...]]:
        wanted = self.cursor.arraysize if size is None else size
        return list(islice(self._rows, wanted))

    def fetchall(self) -> list[tuple[Any, ...]]:
        return list(self._rows)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return self._rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self.cursor, name)


@dataclass(frozen=True, slots=True)
class Reread:
    """What a question was answered, put again: its rows, and their digest."""

    rows: Sequence[tuple[Any, ...]]
    digest: bytes


class Noting:
    """Notes the questions that are put while something is made; `is_steady` ends with one that cannot be put again.

    What was `read` a moment ago is given out from there, as long as nothing is changed.
    """

    def __init__(self, read: Mapping[Question, Reread] | None = None) -> None:
        self.answers: dict[Question, bytes] = {}
        self.is_steady = True
        # While something is read that lasts as long as the process, it is not noted.
        self.is_for_good = False
        self._read = read or {}

    def __call__(self, execute: Callable[..., Any], sql: str, values: Any, many: bool, context: dict[str, Any]) -> Any:
        """Stand around each statement, as Django's `execute_wrapper` asks."""
        cursor = context["cursor"]
        if isinstance(cursor.cursor, _Told):
            cursor.cursor = cursor.cursor.cursor
        if self.is_for_good or not self.is_steady:
            return execute(sql, values, many, context)
        if many or not isinstance(sql, str) or not _is_steady(sql, values):
            self.is_steady = False
            return execute(sql, values, many, context)
        try:
            done = execute(sql, values, many, context)
            rows = cursor.fetchall()
        except BaseException:
            # Whoever goes on without an answer has made something that rests on none.
            self.is_steady = False
            raise
        cursor.cursor = _Told(cursor.cursor, rows)
        try:
            question, answer = (sql, None if values is None else tuple(values)), _digest(rows)
            # One that was put twice must have been answered alike: something else was changed meanwhile.
            self.is_steady = self.answers.setdefault(question, answer) == answer
        except TypeError:
            self.is_steady = False
        return done

    def known(self, question: Question) -> Sequence[tuple[Any, ...]] | None:
        """Return the rows of a question that was read a moment ago, as an answer that is noted; None for another."""
        if not self.is_steady or self.is_for_good or (found := self._read.get(question)) is None:
            return None
        # One that was put meanwhile must have been answered alike, as where it is put twice.
        self.is_steady = self.answers.setdefault(question, found.digest) == found.digest
        return found.rows


def known_to_whom_notes(sql: str, values: tuple[Any, ...]) -> Sequence[tuple[Any, ...]] | None:
    """Return the rows of a question that whoever notes at this moment has read already; None where nobody has.

    Nor where somebody looks at what the one who notes asks, such as a part that is kept and must not ask at all.
    """
    innermost = connection.execute_wrappers[-1] if connection.execute_wrappers else None
    return innermost.known((sql, values)) if isinstance(innermost, Noting) else None


def _is_steady(sql: str, values: Any) -> bool:
    """Tell whether a question changes nothing and would be put in the same words at another moment of the day."""
    return bool(_READS.match(sql)) and not any(
        isinstance(one, datetime) or (isinstance(one, str) and _MOMENT.match(one)) for one in values or ()
    )


def _digest(rows: Sequence[tuple[Any, ...]]) -> bytes:
    # Another for `1`, `True`, `1.0` and `"1"`, and ten times as fast as cell by cell.
    if strange := set(map(type, chain.from_iterable(rows))) - _TELLING:
        raise NotValuesError(f"{strange} may be written alike and differ")
    written = BytesIO()
    pickler = Pickler(written, 5)
    # What is equal is written alike, whether or not it is one object.
    pickler.fast = True
    pickler.dump(rows)
    return blake2b(written.getbuffer(), digest_size=32).digest()


def digest_of(question: Question) -> bytes:
    """Return a digest of a question, with the values that it is put with."""
    sql, values = question
    return _digest_of_text(sql) + repr(values).encode("utf-8", "surrogatepass")


@lru_cache(1000)
def _digest_of_text(sql: str) -> bytes:
    return sha256(sql.encode()).digest()


def read_again(questions: Iterable[Question]) -> dict[Question, Reread]:
    """Put questions again, and return what each is answered; nothing, where one is answered otherwise than in rows."""
    read = {}
    for question in questions:
        rows = put_again(*question)
        try:
            read[question] = Reread(rows, _digest(rows))
        except NotValuesError:
            return {}
    return read


def _are_answered_alike(answers: dict[Question, bytes]) -> bool:
    return all(_digest(put_again(*question)) == answer for question, answer in answers.items())


class Rereading(Generic[Result]):
    """So many results at most, each with the questions that it was made from; several threads ask it at once."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._known: OrderedDict[tuple[str, bytes], tuple[dict[Question, bytes], Result]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, bytes], make: Callable[[], Result]) -> Result:
        """Return what was made under the key if the database still answers as it did; otherwise make it."""
        with self._lock:
            known = self._known.get(key)
        if known is not None and _are_answered_alike(known[0]):
            with self._lock:
                if key in self._known:
                    self._known.move_to_end(key)
            return known[1]
        noting = Noting()
        with connection.execute_wrapper(noting):
            made = make()
        with self._lock:
            self._known.pop(key, None)
            if noting.is_steady:
                self._known[key] = (noting.answers, made)
                if len(self._known) > self.most:
                    self._known.popitem(last=False)
        return made

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._known.clear()

    def __len__(self) -> int:
        return len(self._known)


# A document takes about half a megabyte.
REREADING: Rereading[Any] = Rereading(16)


def reread(make: Callable[Given, Result]) -> Callable[Given, Result]:
    """Have a function make again only what the database answers otherwise than the last time.

    It may look at what it is given, at the database, the day and the language, and at what lasts as long as the
    process; so it takes rows and plain values, and no request. What it returns is shared: nobody may change it.
    """

    @wraps(make)
    def made(*values: Given.args, **named: Given.kwargs) -> Result:
        whole = partial(make, *values, **named)
        if settings.DEBUG:  # the code may have changed since
            return whole()
        try:
            key = key_of(f"{make.__module__}.{make.__qualname__}", list(values), list(named.items()))
        except NotValuesError:
            return whole()
        result: Result = REREADING.get(key, whole)
        return result

    return made


@contextmanager
def for_good() -> Iterator[None]:
    """Read something that never changes and is kept as long as the process; it is not asked for again."""
    noting = [one for one in connection.execute_wrappers if isinstance(one, Noting)]
    before = [one.is_for_good for one in noting]
    for one in noting:
        one.is_for_good = True
    try:
        yield
    finally:
        for one, was in zip(noting, before, strict=True):
            one.is_for_good = was


def unsteady() -> None:
    """Say, while something is made, that it depends on more than the database; it is not remembered then."""
    for noting in connection.execute_wrappers:
        if isinstance(noting, Noting):
            noting.is_steady = False
