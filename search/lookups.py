"""The one thing that the two databases do in ways of their own: finding the rows in which given words stand.

`matches` takes a list of words, of which each must stand there; a word is a list of shapes with whether longer ones
that begin with it count. SQLite asks its FTS5 table, which triggers keep beside the entries; PostgreSQL an index over
the same words. Neither cuts, folds or ranks anything: that is done before (`search.words`), so both find the same.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

from django.db.models import Lookup, TextField

Shapes: TypeAlias = Sequence[tuple[str, bool]]


@TextField.register_lookup
class Matches(Lookup[Any]):
    """Whether every one of the words stands in the column."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Ask the FTS5 table for the numbers of the rows."""
        column = self.lhs.target.column
        words = " AND ".join(f"({' OR '.join(_fts5(shape) for shape in shapes)})" for shapes in self.rhs)
        # The column is one of ours, and the words are letters and digits.
        query = "search_entry.id IN (SELECT rowid FROM search_index WHERE search_index MATCH %s)"
        return query, [f"{{{column}}} : ({words})"]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Ask the index over the column's words."""
        column, values = self.process_lhs(compiler, connection)
        words = " & ".join(f"({' | '.join(_tsquery(shape) for shape in shapes)})" for shapes in self.rhs)
        return f"array_to_tsvector(string_to_array({column}, ' ')) @@ %s::tsquery", [*values, words]


def _fts5(shape: tuple[str, bool]) -> str:
    return f'"{shape[0]}"*' if shape[1] else f'"{shape[0]}"'


def _tsquery(shape: tuple[str, bool]) -> str:
    return f"'{shape[0]}':*" if shape[1] else f"'{shape[0]}'"
