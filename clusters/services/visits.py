"""When somebody was here last, and whether the cluster is led through its first day."""

from datetime import datetime, timedelta

from clusters.models import Cluster, Membership

# Who comes back within this time has not been away.
VISIT = timedelta(minutes=30)


def note_visit(*, membership: Membership, now: datetime) -> datetime | None:
    """Note that the person is here, and return when they were here before; one query, two when a visit begins."""
    rows = Membership.objects.of(membership.cluster).filter(pk=membership.pk)
    found = rows.values_list("seen_at", "seen_before").first()
    if found is None:  # the membership has ended since the page was let through
        return None
    seen_at, seen_before = found
    if seen_at is not None and now - seen_at < VISIT:
        return seen_before
    rows.update(seen_at=now, seen_before=seen_at)
    return seen_at


def lead_through_first_day(*, cluster: Cluster, is_wanted: bool) -> None:
    """Show the first day on the front page, or put it away; either can be done again."""
    Cluster.objects.filter(pk=cluster.pk).update(is_guided=is_wanted)
    cluster.is_guided = is_wanted
