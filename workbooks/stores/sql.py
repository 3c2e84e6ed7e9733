"""The SQL of this room, all of it: what a save reads and what it writes.

By hand, since Django takes longer to write the statements than a database to carry them out, and each save needs them.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from clusters.models import Cluster, Membership
from core import together
from core.sql import Question, changed, first
from library.models import Edition
from workbooks.filling import filled
from workbooks.models import Answer, AnswerChange, Workbook

# No key, origin or JSON has it: JSON writes every control character as an escape.
CELL = "\x1f"
LARGEST_KEY = 2**63 - 1
# One row, since SQLite's driver lets the other threads go first at each; and no numbers, since it writes one as slowly
# as it reads three texts.
TEXTS = """
    SELECT {joined}(a.question_key, %s) AS questions, {joined}(COALESCE(CAST(a.value AS text), ''), %s) AS texts,
    {joined}(a.origin, %s) AS origins FROM {answers} a WHERE a.workbook_id = %s
"""
READ = """
    SELECT {workbooks}.title, e.id, e.digest, t.questions, t.texts, t.origins,
    o.id, o.revision, CAST(o.written_at AS text){filled}
    FROM {workbooks} JOIN {editions} e ON e.id = {workbooks}.edition_id CROSS JOIN ({texts}) t
    LEFT JOIN {answers} o ON o.workbook_id = {workbooks}.id AND o.question_key = %s
    WHERE {workbooks}.cluster_id = {cluster} AND {workbooks}.id = %s{kept}
"""
# The cluster at an address, for a member of it: this is asked before the gate.
AT_ADDRESS = (
    "(SELECT c.id FROM {clusters} c JOIN {memberships} m ON m.cluster_id = c.id WHERE c.slug = %s AND m.user_id = %s)"
)
# The columns before those of the panels.
WIDTH = 9
# What holds the workbook may have been deleted while somebody writes in it: they are told, and keep their words.
KEPT = " AND NOT EXISTS (SELECT 1 FROM {holders} h WHERE h.{column} = {workbooks}.id AND h.deleted_at IS NOT NULL)"
JOINED = {"sqlite": "group_concat", "postgresql": "string_agg"}

REPLACED = ("value", "revision", "changed_by", "changed_at", "written_at", "origin")
NEW = "INSERT INTO {changes} ({columns}) VALUES ({places})"
OPEN = "SELECT 1 FROM {workbooks} WHERE id = %s AND locked_at IS NULL"
# Who locks the workbook waits for who saves in it at this moment, and the other way round.
SHARED = {"sqlite": "", "postgresql": " FOR SHARE"}
OTHER = "UPDATE {answers} SET {settings} WHERE id = %s AND revision = %s AND EXISTS ({open})"
# The casts, because what stands in a SELECT is taken for text.
BOTH = "WITH replaced AS ({other} RETURNING id) INSERT INTO {changes} ({columns}) SELECT {casts} FROM replaced"


def read_workbook(cluster_pk: int, pk: int, key: str) -> tuple[Any, ...] | None:
    """Return title, edition's key and digest; of all answers the questions, the values and the origins, each as one
    text; of the answer to one question its key, revision and times; and what `filled_names` names, in its order.

    None for a stranger's workbook, and for one whose strategy or document has been deleted.
    """
    if pk > LARGEST_KEY:
        return None
    return first(*_read_of([cluster_pk], pk, key, is_at_address=False)[:2])


def ahead_of(slug: str, person: int, pk: int, key: str) -> Question | None:
    """Return the question for the same row, for a person who is in the cluster at this address."""
    return None if pk > LARGEST_KEY else _read_of([slug, person], pk, key, is_at_address=True)


def _read_of(cluster: Sequence[int | str], pk: int, key: str, *, is_at_address: bool) -> Question:
    query, given = _read(connection.vendor, is_at_address)
    return Question(query, [*given, *[CELL] * 3, pk, key, *cluster, pk], WIDTH + len(filled_names()))


@cache
def _read(_vendor: str, is_at_address: bool) -> tuple[str, tuple[Any, ...]]:
    panels, given = _filled()
    tables = {"workbooks": Workbook, "editions": Edition, "answers": Answer}
    names = {name: model._meta.db_table for name, model in tables.items()}
    cluster = (
        AT_ADDRESS.format(clusters=Cluster._meta.db_table, memberships=Membership._meta.db_table)
        if is_at_address
        else "%s"
    )
    return READ.format(texts=_texts(), filled=panels, kept=_kept(), cluster=cluster, **names), given


def read_answers(workbook_pk: int) -> tuple[str | None, ...]:
    """Return the questions, the values and the origins of all answers, each as one text; None where there are none."""
    return first(_texts(), [*[CELL] * 3, workbook_pk]) or (None, None, None)


def _texts() -> str:
    return TEXTS.format(joined=JOINED[connection.vendor], answers=Answer._meta.db_table)


@cache
def _kept() -> str:
    """Return the condition that nothing that holds the workbook has been deleted."""
    clauses = []
    for relation in Workbook._meta.related_objects:
        holder = relation.related_model._meta
        if relation.one_to_one and any(field.name == "deleted_at" for field in holder.fields):
            names = {"holders": holder.db_table, "column": relation.field.column}
            clauses.append(KEPT.format(workbooks=Workbook._meta.db_table, **names))
    return "".join(clauses)


@cache
def filled_names() -> tuple[str, ...]:
    """Return what the columns after the answers say."""
    return tuple(filled("pk"))


@cache
def _filled() -> tuple[str, tuple[Any, ...]]:
    """Return the columns that tell which panels are filled, as Django writes them, and their parameters."""
    # across_clusters: a statement to take columns from, which is never carried out
    asked = Workbook.across_clusters.order_by().values(**filled("pk"))
    sql, given = asked.query.sql_with_params()
    columns, _from, _table = sql.removeprefix("SELECT ").rpartition(" FROM ")
    return f", {columns}" if columns else "", given


def replace_answer(answer: Answer, based_on: int, change: AnswerChange) -> bool:
    """Put the answer in the place of the revision it was based on, and add the change to the history, or do neither.

    False says that somebody else was first, or that the workbook is locked: the condition on the revision is what makes
    two savers at one moment safe on every database. Either database does both at one call.
    """
    sql = _statements()
    values = [*_prepared(answer, _replaced()), answer.pk, based_on, answer.workbook_id, *_prepared(change, _noted())]
    if connection.vendor == "postgresql":
        return changed(sql["both"], values)
    return together.put((sql["other"], sql["new"]), values)


def add_change(change: AnswerChange) -> None:
    """Add a line to the history; the object learns nothing of its key."""
    changed(_statements()["new"], _prepared(change, _noted()))


def is_open(workbook_pk: int) -> bool:
    """Tell whether answers can be saved in the workbook; inside a transaction that stays so until it ends."""
    return first(_statements()["open"], [workbook_pk]) is not None


@cache
def _statements() -> dict[str, str]:
    """Return the statements for this database."""
    names = {
        "answers": Answer._meta.db_table,
        "changes": AnswerChange._meta.db_table,
        "open": OPEN.format(workbooks=Workbook._meta.db_table) + SHARED[connection.vendor],
        "settings": ", ".join(f"{field.column} = %s" for field in _replaced()),
        "columns": ", ".join(str(field.column) for field in _noted()),
        "places": ", ".join("%s" for _field in _noted()),
        "casts": ", ".join(f"CAST(%s AS {field.db_type(connection)})" for field in _noted()),
    }
    other = OTHER.format(**names)
    both = BOTH.format(other=other, **names)
    return {"new": NEW.format(**names), "other": other, "both": both, "open": names["open"]}


@cache
def _replaced() -> list[models.Field[Any, Any]]:
    return [field for field in Answer._meta.concrete_fields if field.name in REPLACED]


@cache
def _noted() -> list[models.Field[Any, Any]]:
    return [field for field in AnswerChange._meta.concrete_fields if not field.primary_key]


def _prepared(row: models.Model, fields: list[models.Field[Any, Any]]) -> list[Any]:
    # The connection itself: each look through Django's stand-in for it asks anew which thread this is.
    own = connections[DEFAULT_DB_ALIAS]
    return [field.get_db_prep_save(getattr(row, field.attname), own) for field in fields]
