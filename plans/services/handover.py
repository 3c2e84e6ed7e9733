"""Activities that come into other hands."""

from django.db import transaction

from accounts.models import User
from clusters.models import Cluster
from clusters.revisions import hand_over
from plans.models import Activity


@transaction.atomic
def hand_over_activities(*, cluster: Cluster, of: User, to: User, by: User) -> int:
    """Give somebody's open activities to another, deleted ones too, with their milestones.

    What is done or dropped keeps the name of who did it. Whoever asks for it writes the one line in the log.
    """
    return hand_over(Activity.objects.of(cluster).owned_by(of).open().select_related("cluster"), "owner", to=to, by=by)
