"""The SQL of this room, all of it: which cluster a request is about, and as what the person is there."""

from django.db import connection

from accounts.models import User
from clusters.models import Cluster, Membership
from core.sql import columns, first, made

# By hand, since every page of a cluster begins with it, and Django takes longer to write it than a database to answer.
ENTRANCE = """
    SELECT m.id, m.role, m.is_approver,
        NOT EXISTS (SELECT 1 FROM {memberships} o WHERE o.user_id = m.user_id AND o.id <> m.id), {columns}
    FROM {clusters} c JOIN {memberships} m ON m.cluster_id = c.id WHERE c.slug = %s AND m.user_id = %s
"""


def membership_of(user: User, slug: str) -> Membership | None:
    """Return the person's membership of the cluster at this address, with both, or None for a stranger; one query."""
    clusters, memberships = Cluster._meta.db_table, Membership._meta.db_table
    query = ENTRANCE.format(columns=columns(Cluster, "c"), clusters=clusters, memberships=memberships)
    row = first(query, [slug, user.pk])
    if row is None:
        return None
    membership = Membership.from_db(connection.alias, ["id", "role", "is_approver"], [*row[:2], bool(row[2])])
    membership.is_only = bool(row[3])
    # This is the place that decides which cluster the request is about.
    membership.cluster, membership.user = made(Cluster, row[4:]), user
    return membership
