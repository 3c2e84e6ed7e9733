"""Files in answers: kept beside the answers, named by them, and never taken away while a history can name them."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts.models import User
from answers.base import Stored
from clusters.locking import lock
from clusters.models import Cluster
from clusters.quota import refuse_beyond
from core.errors import Conflict
from core.orphans import delete_strays
from core.uploads import Upload, put_away
from schema.files import mark_of
from workbooks.models import AnswerChange, AnswerFile
from workbooks.services.saving import Saved, save
from workbooks.stores.base import AnswerWaits, Store, StoredAnswer

FOLDER = "answers"


def save_file(
    store: Store,
    *,
    cluster: Cluster,
    key: str,
    upload: Upload | None,
    based_on: int,
    current: StoredAnswer | None,
    by: User,
) -> Saved:
    """Store a checked file as the answer, or take the answer away with None; raises like `saving.save`.

    The file is kept first and by itself, so that one that loses against a colleague's lies in the history.
    """
    value = keep(cluster, upload) if upload else None
    try:
        saved = save(store, key=key, value=value, based_on=based_on, current=current, by=by)
    except (Conflict, AnswerWaits):
        _note(cluster, value)
        raise
    _note(cluster, value)
    return saved


def take_mine(store: Store, mine: AnswerChange, *, based_on: int, current: StoredAnswer | None, by: User) -> Saved:
    """Make what lost against a colleague's the answer after all, on top of what the person saw; raises like `save`."""
    return save(store, key=mine.question_key, value=mine.value, based_on=based_on, current=current, by=by)


@transaction.atomic
def keep(cluster: Cluster, upload: Upload) -> Stored:
    """Keep the file in the cluster and return what an answer says of it; what is there already is kept once.

    Raises Refusal where the cluster has no room.
    """
    value: Stored = {
        "name": upload.name,
        "size": len(upload.content),
        "type": upload.content_type.partition(";")[0],
        "digest": upload.digest,
    }
    mark = mark_of(value)
    lock(cluster)
    if AnswerFile.objects.of(cluster).filter(mark=mark).exists():
        return value
    refuse_beyond(cluster, len(upload.content), "file")
    made = AnswerFile(cluster=cluster, mark=mark, name=upload.name, size=value["size"], digest=upload.digest)
    put_away(made.file, upload.content, cluster.pk)
    made.save(force_insert=True)
    return value


def _note(cluster: Cluster, value: Stored) -> None:
    if value is not None:
        AnswerFile.objects.of(cluster).filter(mark=mark_of(value), is_named=False).update(is_named=True)


def prune_files(*, before: datetime) -> None:
    """Delete what no answer has come to name since `before`, and the files older than that without a row."""
    # across_clusters: the nightly pruning concerns every cluster
    AnswerFile.across_clusters.filter(is_named=False, added_at__lt=before).delete()

    def known(names: Collection[str]) -> Collection[str]:
        return list(AnswerFile.across_clusters.filter(file__in=names).values_list("file", flat=True))

    delete_strays(FOLDER, known, before=before)
