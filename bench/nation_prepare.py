"""Fills a PostgreSQL that has the demo with a nation: the demo's two clusters again and again, rows and all.

.venv/bin/python -m bench.nation_prepare 5000 20000000; the rows are copied within the database, table by table. What a
row belongs to is moved with it by one number, so that each copy hangs together as the demo does; what is everybody's
(editions, help) is shared. The last answers stand in workbooks of their own, which nothing else shows. Words to search
for are copied for the first 500 copies only: they are nine tenths of a copy.
"""

import sys

import django

django.setup()

from django.apps import apps  # noqa: E402 -- the apps must be ready
from django.db import connection, models  # noqa: E402 -- the apps must be ready

from accounts.models import User  # noqa: E402 -- the apps must be ready
from clusters.models import Cluster  # noqa: E402 -- the apps must be ready
from workbooks.models import Answer, Workbook  # noqa: E402 -- the apps must be ready

# Each copy's rows are so far from those of the one before; the demo has fewer of each kind.
STEP = 100_000
# What is everybody's, or the installation's own.
SHARED = {"library", "curation", "core", "moving", "installation"}
# Keys of rows that stand in a column that is no foreign key.
ROWS = {("change", "row"), ("entry", "row")}
SEARCHED = 500


def owned() -> list[type[models.Model]]:
    """Return the models whose rows belong to a cluster or a person."""
    found: set[type[models.Model]] = {Cluster, User}
    every = [one for one in apps.get_models(include_auto_created=True) if one._meta.app_label not in SHARED]
    ours = [one for one in every if one._meta.app_label != "accounts" and not one.__module__.startswith("allauth")]
    while True:
        more = {one for one in ours if {field.related_model for field in one._meta.concrete_fields} & found} - found
        if not more:
            return sorted(found, key=lambda one: one._meta.label)
        found |= more


def column(model: type[models.Model], field: models.Field, found: set[type[models.Model]]) -> str:
    """Return how a column of copy `k` comes from the row's own."""
    name = connection.ops.quote_name(field.column)
    if field.is_relation:
        return f"{name} + k * {STEP}" if field.related_model in found else name
    if isinstance(field, models.UUIDField) and field.primary_key:
        return f"md5({name}::text || k)::uuid"
    if isinstance(field, models.BigAutoField) or (model._meta.model_name, field.name) in ROWS:
        return f"{name} + k * {STEP}"
    if isinstance(field, models.BinaryField) and field.unique:
        return f"decode(md5(encode({name}, 'hex') || k), 'hex')"
    if field.unique or (model is User and field.name == "email"):
        return f"left(k || '-' || {name}, {field.max_length})"
    return name


def copy(model: type[models.Model], found: set[type[models.Model]], copies: int) -> None:
    """Copy the rows of a table so often."""
    fields = [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    values = ", ".join(column(model, field, found) for field in fields)
    key = connection.ops.quote_name(model._meta.pk.column)
    own = [f"{key} < {STEP}"] if isinstance(model._meta.pk, models.BigAutoField) else []
    # What belongs to no cluster is the library's.
    own += [f"{field.column} IS NOT NULL" for field in fields if field.related_model is Cluster]
    once = f"WHERE {' AND '.join(own)}" if own else ""
    times = min(copies, SEARCHED) if model._meta.app_label == "search" else copies
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {values} "
            f"FROM (SELECT * FROM {table} {once}) AS row, generate_series(1, {times}) AS k"
        )
        print(f"{model._meta.label}: {cursor.rowcount}", file=sys.stderr, flush=True)


def _others(model: type[models.Model], but: str) -> str:
    """Return the columns of a table besides its number and this one."""
    columns = [field.column for field in model._meta.concrete_fields if field.column not in {"id", but}]
    return ", ".join(map(connection.ops.quote_name, columns))


def add_answers(wanted: int, copies: int) -> None:
    """Give each copy so many workbooks more, with the demo's answers in each, that there are as many as wanted."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), count(DISTINCT question_key) FROM workbooks_answer WHERE id < {STEP}")
        all_of_demo, each = cursor.fetchone()
        more = max(0, -(-(wanted - all_of_demo * (copies + 1)) // (each * copies)))
        cursor.execute(
            f"INSERT INTO workbooks_workbook (id, cluster_id, {_others(Workbook, 'cluster_id')}) "
            f"SELECT k * {STEP} + 10000 + n, cluster_id + k * {STEP}, {_others(Workbook, 'cluster_id')} "
            f"FROM workbooks_workbook, generate_series(1, {copies}) AS k, generate_series(1, {more}) AS n "
            f"WHERE id = (SELECT min(workbook_id) FROM workbooks_answer)"
        )
        cursor.execute(
            f"WITH given AS (SELECT *, row_number() OVER () AS place FROM "
            f"(SELECT DISTINCT ON (question_key) * FROM workbooks_answer WHERE id < {STEP}) AS first) "
            f"INSERT INTO workbooks_answer (id, workbook_id, {_others(Answer, 'workbook_id')}) "
            f"SELECT {STEP * (copies + 1)} + ((k - 1)::bigint * {more} + n - 1) * {each} + place, "
            f"k * {STEP} + 10000 + n, {_others(Answer, 'workbook_id')} "
            f"FROM given, generate_series(1, {copies}) AS k, generate_series(1, {more}) AS n"
        )
        print(f"answers in workbooks of their own: {cursor.rowcount}", file=sys.stderr, flush=True)


def main(clusters: int, answers: int) -> None:
    """Copy everything, and let the database look at what it has."""
    if connection.vendor != "postgresql":
        sys.exit("This needs PostgreSQL.")
    found, copies = owned(), clusters // Cluster.objects.count()
    with connection.cursor() as cursor:
        # Rows come table by table, and those that others point at may come later; nobody is at work here.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET synchronous_commit = off")
    for model in found:
        copy(model, set(found), copies)
    add_answers(answers, copies)
    with connection.cursor() as cursor:
        for model in found:
            if isinstance(model._meta.pk, models.BigAutoField):
                table, key = model._meta.db_table, model._meta.pk.column
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', '{key}'), max({key})) FROM {table}")
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
