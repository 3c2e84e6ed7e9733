"""KPIs that come into other hands."""

from django.db import transaction

from accounts.models import User
from clusters.models import Cluster
from clusters.revisions import hand_over
from kpis.models import Kpi


@transaction.atomic
def hand_over_kpis(*, cluster: Cluster, of: User, to: User, by: User) -> int:
    """Give somebody's KPIs to another, dropped ones too; whoever asks for it writes the one line in the log."""
    rows = Kpi.objects.of(cluster).filter(owner=of).select_related("cluster")
    return hand_over(rows, "owner", to=to, by=by)
