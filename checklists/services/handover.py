"""Items that come into other hands."""

from django.db import transaction

from accounts.models import User
from checklists.models import Item
from clusters.models import Cluster
from clusters.revisions import hand_over


@transaction.atomic
def hand_over_items(*, cluster: Cluster, of: User, to: User, by: User) -> int:
    """Give somebody's open items to another, those of lists that were put away or deleted too.

    What is done keeps the name of who did it. Whoever asks for it writes the one line in the log.
    """
    rows = Item.objects.of(cluster).filter(assignee=of, state=Item.State.OPEN).select_related("checklist__cluster")
    return hand_over(rows, "assignee", to=to, by=by)
