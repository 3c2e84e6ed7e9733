"""Partners and funders whose logos stand on a cluster's documents."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from clusters import activity
from clusters.locking import lock
from clusters.logos import Logo
from clusters.models import Cluster, Supporter
from core.errors import Refusal
from core.plain import one_line

# As many as the last page of a document holds, and what is frozen can bear to keep.
MOST = 12
# Printed no larger than the emblem of the European Union; every snapshot keeps them all.
BOX = (480, 240)
KEPT_BYTES = 40 * 1024


def add_supporter(*, cluster: Cluster, name: str, kind: str, logo: Logo, by: User) -> Supporter:
    """Show the logo of one more partner or funder on the cluster's documents."""
    with transaction.atomic():
        lock(cluster)
        if Supporter.objects.of(cluster).count() >= MOST:
            said = _("There are %(most)s logos already, which is as many as a page holds. Remove one of them first.")
            raise Refusal(said % {"most": MOST})
        added = Supporter(cluster=cluster, name=one_line(name), kind=kind)
        added.logo.save(logo.name, ContentFile(logo.content), save=False)
        added.save()
        activity.record(cluster=cluster, by=by, verb="added-supporter", subject=added.name, url=_page(cluster))
    return added


def remove_supporter(*, supporter: Supporter, by: User) -> None:
    """Take a logo off the cluster's documents; what has been frozen keeps it."""
    cluster, name = supporter.cluster, supporter.logo.name or ""
    storage = supporter.logo.storage
    with transaction.atomic():
        supporter.delete()
        activity.record(cluster=cluster, by=by, verb="removed-supporter", subject=supporter.name, url=_page(cluster))
        transaction.on_commit(lambda: storage.delete(name))


def _page(cluster: Cluster) -> str:
    return reverse("clusters:supporters", args=[cluster.slug])
