"""Queries that Django writes once in a process, and the database answers each time with other values.

Django takes far longer to write a query with joins and subqueries than the database to answer it, and every page asks
the same few. A prepared query is an ordinary queryset, made once with stand-ins for its values; what differs from call
to call is only what stands in their places.
"""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import update_wrapper
from inspect import signature
from typing import Any, Generic, ParamSpec, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet, prefetch_related_objects

from core.planned import Steady
from core.rereading import known_to_whom_notes

Given = ParamSpec("Given")
Row = TypeVar("Row", bound=Model)

# Stand-ins: nothing else in a query is equal to them. The number fits every column of integers: on PostgreSQL Django
# leaves out a comparison with one that does not, since no row can have it.
NUMBER = 1_903_450_918
DAY = date(9301, 4, 7)
INSTANT = datetime(9302, 4, 7, 3, 21, 9, 417, tzinfo=UTC)
LARGEST = 2**63
WORD = "\x02stand-in\x03"


class PreparedError(TypeError):
    """A queryset whose shape depends on its values, so that it cannot be made once for all of them."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A query as the database takes it, and which of its values are which argument."""

    rows: Any
    compiler: Any
    sql: str
    values: tuple[Any, ...]
    arguments: tuple[tuple[int, int], ...]


class Prepared(Generic[Given, Row]):
    """A function that makes a queryset from numbers, days, instants, words and rows; called, it gives what is found.

    Of a row it may take nothing but its key. What it takes must stand in the query as it is: a value that decides how
    the query is written (a list, None, a flag) is refused.
    """

    def __init__(self, make: Callable[Given, "QuerySet[Row, Row]"]) -> None:
        self._make = make
        self._names = list(signature(make).parameters)
        self._written: dict[tuple[str, tuple[type, ...]], _Written] = {}
        update_wrapper(self, make)

    def __call__(self, *values: Given.args, **named: Given.kwargs) -> list[Row]:
        """Return the rows."""
        given = [*values, *(named[name] for name in self._names[len(values) :])]
        if any(type(value) is int and abs(value) >= LARGEST for value in given):
            return []  # No column holds such a number, and a database may refuse to compare one with it.
        connection = connections[DEFAULT_DB_ALIAS]
        key = (connection.vendor, tuple(map(type, given)))
        # Two threads may write the same query at once; either will do.
        if (written := self._written.get(key)) is None:
            written = self._written[key] = self._write(connection, given)
        found: list[Row] = list(written.rows._iterable_class(_Asking(connection, written, given)))
        if found and written.rows._prefetch_related_lookups:
            prefetch_related_objects(found, *written.rows._prefetch_related_lookups)
        return found

    def _write(self, connection: Any, given: Sequence[Any]) -> _Written:
        stand_ins = [_stand_in(value, place) for place, value in enumerate(given)]
        rows: Any = self._make(*stand_ins)  # type: ignore[call-arg]
        if rows._known_related_objects:
            raise PreparedError("The rows would be told of a row that stands in for another")
        compiler = rows.query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, values = compiler.as_sql()
        wanted = [_as_sent(connection, value) for value in stand_ins]
        arguments = tuple((place, wanted.index(value)) for place, value in enumerate(values) if value in wanted)
        if {number for _place, number in arguments} != set(range(len(given))):
            raise PreparedError(f"Not every argument of {self._make.__qualname__} stands in its query as it is")
        if any(isinstance(value, str) and WORD in value and value not in wanted for value in values):
            raise PreparedError(f"A word is part of a longer one in {self._make.__qualname__}")
        return _Written(rows, compiler, Steady(sql), tuple(values), arguments)


class _Asking:
    """What Django reads the rows by, in the place of the queryset: its query, already written."""

    def __init__(self, connection: Any, written: _Written, given: Sequence[Any]) -> None:
        self.db = DEFAULT_DB_ALIAS
        self.model = written.rows.model
        self._known_related_objects: dict[Any, Any] = {}
        self._fields = written.rows._fields
        self._hints: dict[str, Any] = {}
        values = list(written.values)
        for place, number in written.arguments:
            values[place] = _as_sent(connection, given[number])
        self.compiler = copy(written.compiler)
        self.compiler.connection = connection
        self.compiler.as_sql = lambda *_rest, **_named: (written.sql, tuple(values))
        if connection.execute_wrappers and (rows := known_to_whom_notes(written.sql, tuple(values))) is not None:
            self.compiler.execute_sql = lambda *_rest, **_named: iter([rows])
        self._query = written.rows.query

    @property
    def query(self) -> "_Asking":
        return self

    def get_compiler(self, using: str) -> Any:
        """Return what asks the database."""
        return self.compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


def _stand_in(value: Any, place: int) -> Any:
    if isinstance(value, Model):
        return type(value)(pk=NUMBER + place)
    if isinstance(value, bool) or value is None:
        raise PreparedError("A flag and nothing are written differently")
    if isinstance(value, int):
        return NUMBER + place
    if isinstance(value, datetime):
        return INSTANT + timedelta(hours=place)
    if isinstance(value, date):
        return DAY + timedelta(days=place)
    if isinstance(value, str):
        return f"{WORD}{place}"
    raise PreparedError(f"{type(value).__name__} may be written differently from one value to the next")


def _as_sent(connection: Any, value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
