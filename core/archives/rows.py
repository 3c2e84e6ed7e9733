"""A row as one line of JSON that every database reads alike, and back.

A line is the list of the row's values in the order of its columns. What JSON does not know is text: days and moments in
ISO form, numbers with decimals, keys that are no numbers; bytes are base64.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

AT_ONCE = 200
# Rows are put into the database together until their lines are so long.
LARGEST_BATCH = 4 * 1024**2


class RowError(ValueError):
    """A line is no row of its table."""


def names_of(model: type[models.Model]) -> list[str]:
    """Return the names of the columns, in the order of a line."""
    return [field.attname for field in model._meta.concrete_fields]


def lines_of(rows: "models.QuerySet[Any]", columns: Sequence[str]) -> Iterator[bytes]:
    """Return a line for each row, read some at a time."""
    found = rows.values_list(*columns)
    for values in found.iterator(chunk_size=AT_ONCE):
        yield line_of(values)


def line_of(values: Sequence[Any]) -> bytes:
    """Return one row as a line of JSON, in bytes, that reads back as the same values."""
    return json_of([plain(value) for value in values]).encode() + b"\n"


def json_of(value: Any) -> str:
    """Return the one form of a value: a database that stores JSON in its own way gives the keys in another order."""
    words = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    # 1e+16 and 10000000000000000 are one number, and PostgreSQL writes the second.
    return (
        json.dumps(_whole(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False) if "e+" in words else words
    )


def _whole(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer() and abs(value) >= 1e15:
        return int(value)
    if isinstance(value, dict):
        return {key: _whole(one) for key, one in value.items()}
    return [_whole(one) for one in value] if isinstance(value, list) else value


def plain(value: Any) -> Any:
    """Return a value of a column as JSON holds it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return b64encode(bytes(value)).decode()
    return value


def made_of(field: "models.Field[Any, Any]", value: Any) -> Any:
    """Return what the column's field stores for a value of a line; raises RowError for what is none."""
    try:
        if value is None:
            return None
        if isinstance(field, models.JSONField):
            return value
        if isinstance(field, models.BinaryField):
            return b64decode(value, validate=True)
        if isinstance(field, models.ForeignKey):
            return field.target_field.to_python(value)
        return field.to_python(value)
    except Exception as error:
        # What a field says of nonsense is of many kinds.
        raise RowError(f"{field.name}: {error}") from error


def put_into(model: type[models.Model], columns: Sequence[str], lines: Iterable[bytes], using: str) -> int:
    """Store the rows of the lines, some at a time, and return how many; raises RowError."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    if unknown := [name for name in columns if name not in fields]:
        raise RowError(f"unknown column {unknown[0]}")
    count, size, batch = 0, 0, []
    for line in lines:
        batch.append(_row(model, [fields[name] for name in columns], line))
        count, size = count + 1, size + len(line)
        if len(batch) == AT_ONCE or size > LARGEST_BATCH:
            model._base_manager.using(using).bulk_create(batch)
            size, batch = 0, []
    if batch:
        model._base_manager.using(using).bulk_create(batch)
    return count


def _row(model: type[models.Model], fields: "Sequence[models.Field[Any, Any]]", line: bytes) -> models.Model:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise RowError(str(error)) from error
    if not isinstance(values, list) or len(values) != len(fields):
        raise RowError("a line has another number of values than there are columns")
    return model(**{field.attname: made_of(field, value) for field, value in zip(fields, values, strict=True)})
