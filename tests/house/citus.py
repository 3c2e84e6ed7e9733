"""How the tables would lie on Citus, worked out of the models; docs/citus.md says the same in words.

Three kinds: spread over the machines by the cluster that a row belongs to, copied whole to each of them, or left on the
one that is asked. Which is which follows from the path to the cluster that each model names for the gate.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from clusters.guard import ClusterOwned
from clusters.models import Cluster, Membership
from tests.house.tree import product, read

Model = type[models.Model]
# Who is in which cluster is asked before a request has one, and on each page.
ASKED_FIRST = (Cluster, Membership)
# Why a question that goes past the gate stays in one cluster all the same; it is narrowed by what is there already.
OF_ONE = re.compile(
    r"narrowed (?!to the clusters)|th(is|e) very|this workbook alone|own conversation|prefetched through"
    r"|never carried out|only the row; the cluster|not needed"
)
REASON = re.compile(r"# across_clusters:? (.+)")
ASKED = re.compile(r"\b([A-Z]\w+)\.across_clusters\b")


def every_model() -> list[Model]:
    """Return all models that have a table, those between two others too."""
    return [one for one in apps.get_models(include_auto_created=True) if not one._meta.proxy]


def path_of(model: Model) -> str:
    """Return how one gets from a row to its cluster, as the gate does; nothing where a table is not spread."""
    if model in ASKED_FIRST:
        return ""
    if issubclass(model, ClusterOwned):
        return model.cluster_path
    if model._meta.auto_created:
        for field in model._meta.concrete_fields:
            if isinstance(field.related_model, type) and (path := path_of(field.related_model)):
                return f"{field.name}__{path}"
    return ""


def spread() -> dict[Model, str]:
    """Return the tables that are spread, with the path to the cluster."""
    return {one: path for one in every_model() if (path := path_of(one))}


def copied() -> set[Model]:
    """Return the tables that lie whole on each machine: what spread ones point at, and what these point at."""
    found: set[Model] = set(ASKED_FIRST)
    wanted = [*spread(), *ASKED_FIRST]
    while wanted:
        more = {target for _field, target in targets_of(wanted.pop()) if not path_of(target)} - found
        found |= more
        wanted += more
    return found


def left() -> set[Model]:
    """Return the tables that stay where they are."""
    return set(every_model()) - set(spread()) - copied()


def targets_of(model: Model) -> Iterator[tuple[str, Model]]:
    """Return the columns that point at rows, and at which."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            yield field.name, field.related_model


def links_of(model: Model) -> list[str]:
    """Return the columns that point at rows of spread tables."""
    return [name for name, target in targets_of(model) if path_of(target)]


def keys_of(model: Model) -> Iterator[tuple[str, ...]]:
    """Return what no two rows may share, but for numbers that the database gives out."""
    for field in model._meta.concrete_fields:
        if field.unique and not isinstance(field, models.AutoField):
            yield (field.name,)
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            yield constraint.fields or tuple(_column_of(one) for one in constraint.expressions)
    yield from (tuple(names) for names in model._meta.unique_together)


def _column_of(expression: Any) -> str:
    """Return the column that a key is of, or that what it is of is worked out from, as small letters."""
    while not isinstance(expression, models.F):
        (expression,) = expression.get_source_expressions()
    return expression.name


def widened(model: Model) -> list[tuple[str, ...]]:
    """Return the keys that name a row of the cluster, so that the cluster in front of them changes nothing."""
    links = set(links_of(model))
    return [names for names in keys_of(model) if "cluster" not in names and links & set(names)]


def over_all(model: Model) -> list[tuple[str, ...]]:
    """Return the keys that hold over all clusters today."""
    links = set(links_of(model))
    return [names for names in keys_of(model) if "cluster" not in names and not links & set(names)]


def may_be_empty(model: Model) -> bool:
    """Tell whether a row may have no cluster."""
    here: Model = model
    for name in path_of(model).split("__"):
        field = here._meta.get_field(name)
        if field.null:
            return True
        assert isinstance(field.related_model, type)
        here = field.related_model
    return False


def row_of(model: Model) -> str:
    """Return the line of the page that says how a spread table lies."""
    path = f"`{path_of(model)}`" + (", may be empty" if may_be_empty(model) else "")
    links = ", ".join(links_of(model)) or "–"
    keys = "; ".join(" + ".join(names) for names in widened(model)) or "–"
    return f"| `{model._meta.label}` | {path} | {links} | {keys} |"


def crossing() -> set[str]:
    """Return the modules that ask for rows of spread tables of more than one cluster, by the reasons that they give."""
    names = {one.__name__ for one in spread()}
    found: set[str] = set()
    for path in product():
        reason = ""
        for line in read(path).splitlines():
            told = REASON.search(line)
            if told and told[1] != "as above":
                reason = told[1]
            if any(name in names for name in ASKED.findall(line)) and reason and not OF_ONE.search(reason):
                found.add(str(path))
    return found


def statements() -> Iterator[str]:
    """Return what makes the columns, numbers and links of the page in PostgreSQL, in an order that works."""
    paths = spread()
    # A row learns its cluster from the one that its path leads over, so the shorter paths go first.
    for model, path in sorted(paths.items(), key=lambda one: one[1].count("__")):
        table, pk = model._meta.db_table, model._meta.pk.column
        first, _dot, rest = path.partition("__")
        if rest:
            over = model._meta.get_field(first)
            yield f"ALTER TABLE {table} ADD COLUMN cluster_id bigint"
            yield (
                f"UPDATE {table} SET cluster_id = above.cluster_id FROM {over.related_model._meta.db_table} above "
                f"WHERE above.id = {table}.{over.column}"
            )
            yield f"ALTER TABLE {table} ALTER COLUMN cluster_id SET NOT NULL"
        yield f"ALTER TABLE {table} ADD UNIQUE (cluster_id, {pk})"
    for model in paths:
        for name in links_of(model):
            field = model._meta.get_field(name)
            to = field.related_model._meta
            yield (
                f"ALTER TABLE {model._meta.db_table} ADD CONSTRAINT citus_link_{model._meta.db_table}_{field.column} "
                f"FOREIGN KEY (cluster_id, {field.column}) REFERENCES {to.db_table} (cluster_id, {to.pk.column})"
            )
