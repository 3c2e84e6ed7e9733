"""What changes the files kept with an activity."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.activity import record
from clusters.locking import lock
from clusters.quota import refuse_beyond
from core.errors import Refusal
from core.orphans import delete_strays
from core.uploads import Upload, put_away
from plans.models import KEPT_AFTER_REMOVAL, Activity, ActivityFile

MOST_FILES = 50


@transaction.atomic
def add_files(*, activity: Activity, uploads: Sequence[Upload], by: User) -> list[ActivityFile]:
    """Keep checked files with an activity; one that is there already is not kept twice.

    Raises Refusal when the activity would have too many.
    """
    lock(activity.cluster)
    kept = list(ActivityFile.objects.of(activity.cluster).filter(activity=activity, removed_at=None))
    known = {(one.name, one.digest) for one in kept}
    fresh = {(one.name, one.digest): one for one in uploads if (one.name, one.digest) not in known}
    if len(kept) + len(fresh) > MOST_FILES:
        raise Refusal(
            _("An activity can have at most %(count)s files. Remove some before you add more.") % {"count": MOST_FILES},
            "chosen",
        )
    refuse_beyond(activity.cluster, sum(len(one.content) for one in fresh.values()), "chosen")
    return [_keep(activity, one, by) for one in fresh.values()]


def _keep(activity: Activity, upload: Upload, by: User) -> ActivityFile:
    file = ActivityFile(
        activity=activity,
        name=upload.name,
        content_type=upload.content_type,
        size=len(upload.content),
        digest=upload.digest,
        added_by=by,
        added_by_name=by.display_name,
    )
    put_away(file.file, upload.content, activity.cluster_id)
    file.save(force_insert=True)
    _log(file, "added-file", by)
    return file


@transaction.atomic
def remove_file(*, file: ActivityFile, by: User) -> None:
    """Put the file away; it can be brought back."""
    file.removed_at = timezone.now()
    file.save(update_fields=["removed_at"])
    _log(file, "removed-file", by)


@transaction.atomic
def restore_file(*, file: ActivityFile, by: User) -> None:
    """Bring back a file that was removed."""
    file.removed_at = None
    file.save(update_fields=["removed_at"])
    _log(file, "restored-file", by)


def prune_files(*, before: datetime) -> None:
    """Delete for good what was removed three months ago, and the files older than `before` that no row points at."""
    # across_clusters: the nightly pruning concerns every cluster
    rows = ActivityFile.across_clusters.filter(removed_at__lt=timezone.now() - KEPT_AFTER_REMOVAL)
    for file in rows.order_by("pk"):
        # The row alone; its file is one that no row points at, from the next line on.
        file.delete()

    def known(names: Collection[str]) -> Collection[str]:
        return list(ActivityFile.across_clusters.filter(file__in=names).values_list("file", flat=True))

    delete_strays("plans", known, before=before)


def _log(file: ActivityFile, verb: str, by: User) -> None:
    activity = file.activity
    record(
        cluster=activity.cluster,
        by=by,
        verb=verb,
        subject=f"{activity.key} {file.name}",
        url=f"{activity.get_absolute_url()}#files",
    )
