"""The SQL of this room, all of it: who asks, which cluster a request is about, and as what they are there."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection

from accounts.models import User
from clusters.models import Cluster, Membership
from core.sql import Question, columns, first, made

# By hand, since every page of a cluster begins with it, and Django takes longer to write it than a database to answer.
ENTRANCE = """
    SELECT m.id, m.role, m.is_approver, ({everywhere}), {cluster}, {person}
    FROM {clusters} c JOIN {memberships} m ON m.cluster_id = c.id JOIN {people} p ON p.id = m.user_id
    WHERE c.slug = %s AND m.user_id = %s
"""
# Where in that row the columns of the cluster begin; the person's follow.
FIRST = 4
# Every cluster that the person is in, for the switcher: a list of lists, in the order of `MembershipSet.of_person`.
EVERYWHERE = {
    "sqlite": """
        SELECT json_group_array(json_array(e.slug, e.name_da, e.name_en)) FROM (
            SELECT x.slug, x.name_da, x.name_en FROM {memberships} o JOIN {clusters} x ON x.id = o.cluster_id
            WHERE o.user_id = %s ORDER BY x.name_da, x.name_en, o.id
        ) e
    """,
    "postgresql": """
        SELECT json_agg(json_build_array(x.slug, x.name_da, x.name_en) ORDER BY x.name_da, x.name_en, o.id)
        FROM {memberships} o JOIN {clusters} x ON x.id = o.cluster_id WHERE o.user_id = %s
    """,
}


def entrance_of(person: int, slug: str) -> Membership | None:
    """Return the person's membership of the cluster at this address, with both, or None for a stranger; one query."""
    row = first(*entrance(person, slug)[:2])
    return membership_from(row) if row else None


def entrance(person: int, slug: str) -> Question:
    """Return the question for the membership of a person, with the cluster and the person."""
    width = FIRST + len(Cluster._meta.concrete_fields) + len(User._meta.concrete_fields)
    return Question(_entrance(connection.vendor), [person, slug, person], width)


def membership_from(row: Sequence[Any]) -> Membership:
    """Return the membership of the row that answers it."""
    end = FIRST + len(Cluster._meta.concrete_fields)
    membership = Membership.from_db(connection.alias, ["id", "role", "is_approver"], [*row[:2], bool(row[2])])
    membership.told_everywhere = row[3]
    # This is the place that decides which cluster the request is about.
    membership.cluster, membership.user = made(Cluster, row[FIRST:end]), made(User, row[end:])
    return membership


@cache
def _entrance(vendor: str) -> str:
    models = {"clusters": Cluster, "memberships": Membership, "people": User}
    tables = {name: model._meta.db_table for name, model in models.items()}
    everywhere = EVERYWHERE[vendor].format(**tables)
    return ENTRANCE.format(cluster=columns(Cluster, "c"), person=columns(User, "p"), everywhere=everywhere, **tables)
