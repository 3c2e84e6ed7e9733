"""The two statements of a save, by hand: Django takes longer to write them than a database to carry them out."""

from functools import cache
from typing import Any

from django.db import connection, models

from workbooks.models import Answer, AnswerChange

REPLACED = ("value", "revision", "changed_by", "changed_at", "written_at")


def replace(answer: Answer, based_on: int) -> bool:
    """Put the answer in the place of the revision it was based on; False when somebody else was first.

    The condition on the revision is what makes two savers at one moment safe on every database.
    """
    fields = [field for field in Answer._meta.concrete_fields if field.name in REPLACED]
    columns = ", ".join(f"{field.column} = %s" for field in fields)
    query = f"UPDATE {Answer._meta.db_table} SET {columns} WHERE id = %s AND revision = %s"  # noqa: S608 -- own names
    with connection.cursor() as cursor:
        cursor.execute(query, [*_prepared(answer, fields), answer.pk, based_on])
        return bool(cursor.rowcount)


def note(change: AnswerChange) -> None:
    """Add a line to the history; the object learns nothing of its key."""
    fields = [field for field in AnswerChange._meta.concrete_fields if not field.primary_key]
    with connection.cursor() as cursor:
        cursor.execute(_noting(), _prepared(change, fields))


@cache
def _noting() -> str:
    names = [field.column for field in AnswerChange._meta.concrete_fields if not field.primary_key]
    places = ", ".join(["%s"] * len(names))
    return f"INSERT INTO {AnswerChange._meta.db_table} ({', '.join(map(str, names))}) VALUES ({places})"  # noqa: S608


def _prepared(row: models.Model, fields: list[models.Field[Any, Any]]) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
