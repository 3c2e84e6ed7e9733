"""Files as evidence beside one's own answer: kept and removed by who answers, opened with the notes."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from assessments.models import Assessment, ScoreFile, Scorer
from assessments.services.scoring import hold_open
from clusters.locking import lock
from clusters.quota import refuse_beyond
from core.errors import Refusal
from core.orphans import delete_strays
from core.uploads import Upload, put_away

MOST_FILES = 3


@transaction.atomic
def add_file(*, assessment: Assessment, scorer: Scorer, key: str, upload: Upload) -> ScoreFile:
    """Keep a checked file beside the answer; one that is there already is not kept twice.

    Raises Conflict once the answers are opened, Refusal where there are enough or the cluster has no room.
    """
    lock(assessment.cluster)
    hold_open(assessment, key)
    kept = {one.digest: one for one in ScoreFile.objects.of(assessment.cluster).filter(scorer=scorer, key=key)}
    if upload.digest in kept:
        return kept[upload.digest]
    if len(kept) >= MOST_FILES:
        words = _("A statement can have at most %(count)s files. Remove one before you add another.")
        raise Refusal(words % {"count": MOST_FILES}, "file")
    refuse_beyond(assessment.cluster, len(upload.content), "file")
    made = ScoreFile(
        scorer=scorer,
        key=key,
        mark=get_random_string(32),
        name=upload.name,
        size=len(upload.content),
        digest=upload.digest,
    )
    put_away(made.file, upload.content, assessment.cluster_id)
    made.save(force_insert=True)
    return made


@transaction.atomic
def remove_file(*, assessment: Assessment, scorer: Scorer, key: str, mark: str) -> None:
    """Take one's own file away; the nightly look deletes it from the disk. Doing it twice does it once."""
    hold_open(assessment, key)
    ScoreFile.objects.of(assessment.cluster).filter(scorer=scorer, key=key, mark=mark).delete()


def prune_files(*, before: datetime) -> None:
    """Delete the files older than `before` that no row points at."""

    def known(names: Collection[str]) -> Collection[str]:
        # across_clusters: the nightly pruning concerns every cluster
        return list(ScoreFile.across_clusters.filter(file__in=names).values_list("file", flat=True))

    delete_strays("assessments", known, before=before)
