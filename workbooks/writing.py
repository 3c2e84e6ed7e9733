"""What a save writes, by hand: Django takes longer to write the statements than a database to carry them out."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models, transaction

from workbooks.models import Answer, AnswerChange

REPLACED = ("value", "revision", "changed_by", "changed_at", "written_at")
NEW = "INSERT INTO {changes} ({columns}) VALUES ({places})"
OTHER = "UPDATE {answers} SET {settings} WHERE id = %s AND revision = %s"
# The casts, because what stands in a SELECT is taken for text.
BOTH = "WITH replaced AS ({other} RETURNING id) INSERT INTO {changes} ({columns}) SELECT {casts} FROM replaced"


def replace(answer: Answer, based_on: int, change: AnswerChange) -> bool:
    """Put the answer in the place of the revision it was based on, and add the change to the history, or do neither.

    False says that somebody else was first: the condition on the revision is what makes two savers at one moment safe
    on every database. PostgreSQL does both at one call instead of four.
    """
    sql = _statements()
    other = [*_prepared(answer, _replaced()), answer.pk, based_on]
    if connection.vendor == "postgresql":
        return _changed(sql["both"], [*other, *_prepared(change, _noted())])
    with transaction.atomic():
        if not _changed(sql["other"], other):
            return False
        note(change)
    return True


def note(change: AnswerChange) -> None:
    """Add a line to the history; the object learns nothing of its key."""
    _changed(_statements()["new"], _prepared(change, _noted()))


def _changed(query: str, values: Sequence[Any]) -> bool:
    """Carry out the statement and tell whether it has changed a row."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return bool(cursor.rowcount)


@cache
def _statements() -> dict[str, str]:
    """Return the statements for this database."""
    names = {
        "answers": Answer._meta.db_table,
        "changes": AnswerChange._meta.db_table,
        "settings": ", ".join(f"{field.column} = %s" for field in _replaced()),
        "columns": ", ".join(str(field.column) for field in _noted()),
        "places": ", ".join("%s" for _field in _noted()),
        "casts": ", ".join(f"CAST(%s AS {field.db_type(connection)})" for field in _noted()),
    }
    other = OTHER.format(**names)
    return {"new": NEW.format(**names), "other": other, "both": BOTH.format(other=other, **names)}


@cache
def _replaced() -> list[models.Field[Any, Any]]:
    return [field for field in Answer._meta.concrete_fields if field.name in REPLACED]


@cache
def _noted() -> list[models.Field[Any, Any]]:
    return [field for field in AnswerChange._meta.concrete_fields if not field.primary_key]


def _prepared(row: models.Model, fields: list[models.Field[Any, Any]]) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
