"""Holding rows until a transaction ends, in the one way that lets others go on pointing at them.

PostgreSQL has two strengths of "I am going to change this row". The stronger one, which a plain `select_for_update`
asks for, makes everybody wait who stores a row that points at the held one: a line of the activity log points at its
cluster, a value at its KPI. Two who hold each other's parents then wait for each other. Nobody changes a key here, so
the weaker one is enough, and a row that is only pointed at is never waited for.

Who holds several rows holds them in one order: the cluster, then the thing (strategy, report, checklist, round), then
its parts, and several of a kind by their id. SQLite has one writer at a time and knows none of this.
"""

from typing import TypeVar

from django.db import models
from django.utils.translation import gettext as _

from core.errors import Conflict

Row = TypeVar("Row", bound=models.Model)
Rows = TypeVar("Rows", bound=models.QuerySet)


def held(rows: Rows) -> Rows:
    """Return the rows, each held until the transaction ends, asked for in the order of their ids."""
    ordered: Rows = rows.order_by("pk").select_for_update(of=("self",), no_key=True)
    return ordered


def hold(rows: "models.QuerySet[Row]", row: models.Model) -> Row:
    """Return the row as it is now, held until the transaction ends; raises Conflict when somebody has deleted it."""
    found = held(rows.filter(pk=row.pk)).first()
    if found is None:
        raise Conflict(_("Somebody has deleted it in the meantime, so nothing was saved."))
    return found
