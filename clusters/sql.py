"""The SQL of this room, all of it: which cluster a request is about, and as what the person is there."""

from functools import cache

from django.db import connection

from accounts.models import User
from clusters.models import Cluster, Membership
from core.sql import columns, first, made

# By hand, since every page of a cluster begins with it, and Django takes longer to write it than a database to answer.
ENTRANCE = """
    SELECT m.id, m.role, m.is_approver, ({everywhere}), {columns}
    FROM {clusters} c JOIN {memberships} m ON m.cluster_id = c.id WHERE c.slug = %s AND m.user_id = %s
"""
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


def membership_of(user: User, slug: str) -> Membership | None:
    """Return the person's membership of the cluster at this address, with both, or None for a stranger; one query."""
    row = first(_entrance(connection.vendor), [user.pk, slug, user.pk])
    if row is None:
        return None
    membership = Membership.from_db(connection.alias, ["id", "role", "is_approver"], [*row[:2], bool(row[2])])
    membership.told_everywhere = row[3]
    # This is the place that decides which cluster the request is about.
    membership.cluster, membership.user = made(Cluster, row[4:]), user
    return membership


@cache
def _entrance(vendor: str) -> str:
    tables = {"clusters": Cluster._meta.db_table, "memberships": Membership._meta.db_table}
    everywhere = EVERYWHERE[vendor].format(**tables)
    return ENTRANCE.format(columns=columns(Cluster, "c"), everywhere=everywhere, **tables)
