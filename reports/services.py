"""Asking for a document, making it, and forgetting it.

A document is handed over as finished HTML, so that it says what stood there when it was asked for, and the worker
needs to know nothing of strategies. Equal content has one file; each person who asks has a row of their own.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext
from django_tasks import task

from accounts.models import User
from clusters.models import Cluster, Membership
from core import workers
from core.orphans import delete_strays
from core.room import is_full
from core.text import Language
from exports import file_cache
from exports.pdf import Limits, PdfFailed, Progress, render_document
from reports.models import Export

log = structlog.get_logger(__name__)

TRIES = 3
STUCK = timedelta(minutes=2)
SECONDS_BETWEEN_NOTES = 0.5
# The worker has time; a person who waits for the page has not.
UNHURRIED, WAITED_FOR = Limits(), Limits(patience=60)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document that somebody asks for: what it is, where it is asked for, and the finished page."""

    kind: Export.Kind
    name: str
    language: Language
    address: str
    html: str


def request_export(*, cluster: Cluster, wanted: Wanted, by: User) -> Export:
    """Return the document of this content: ready, if it was made before, and otherwise on its way.

    Without a worker it is made at once, while the person waits: better than to wait for ever.
    """
    digest = file_cache.digest_of(wanted.html)
    ready = file_cache.file_of(digest)
    has_worker = ready is not None or workers.is_anybody_at_work()
    with transaction.atomic():
        export, is_new = Export.objects.of(cluster).get_or_create(
            asked_by=by, digest=digest, defaults={"cluster": cluster, "kind": wanted.kind}
        )
        is_on_its_way = export.is_open and not is_new and not is_stuck(export) and has_worker
        change(
            export, name=wanted.name[:300], language=wanted.language, address=wanted.address, asked_at=timezone.now()
        )
        if ready is not None and not export.is_done:
            finish(export, size=len(ready))
        elif ready is None and not is_on_its_way:
            file_cache.keep_source(digest, wanted.html)
            change(
                export,
                state=Export.State.QUEUED,
                step=Export.Step.STARTING,
                pages=0,
                attempts=0,
                seen_at=timezone.now(),
            )
            if has_worker:
                render_export.enqueue(export.pk)
    if not has_worker:
        make(export, WAITED_FOR)
    if ready is None:  # the worker may have begun, or be done
        export.refresh_from_db()
    export.cluster = cluster
    return export


def is_stuck(export: Export) -> bool:
    """Tell whether nothing has been heard of a document for so long that it is better asked for again."""
    return export.is_open and export.seen_at < timezone.now() - STUCK


@task()
def render_export(pk: int) -> None:
    """Make a document in the background; a second run of the same task finds it made."""
    # across_clusters: the worker works for every cluster
    export = Export.across_clusters.filter(pk=pk).first()
    if export is not None and export.is_open:
        make(export)


def make(export: Export, limits: Limits = UNHURRIED) -> None:
    """Make the file of a document, or note why it could not be made."""
    if export.attempts >= TRIES:
        fail(export, "lost")
        return
    pages = expected_pages(export)
    change(
        export,
        state=Export.State.RUNNING,
        step=Export.Step.STARTING,
        attempts=export.attempts + 1,
        expected_pages=pages,
        pages=0,
        seen_at=timezone.now(),
    )
    notes = Notes(export)
    try:
        pdf = file_cache.cached_pdf(export.digest, partial(rendered, export, notes, limits), waiting=notes.alive)
    except PdfFailed as failure:
        fail(export, failure.fault)
    except SourceGoneError:
        fail(export, "gone")
    except Exception as error:
        fail(export, "full" if is_full(error) else "broken")
        raise
    else:
        finish(export, size=len(pdf), pages=notes.all_pages)


class SourceGoneError(Exception):
    """What was to be printed is not kept any more."""


class Notes:
    """Notes in the database how far a document has come, and that somebody is still at it; not more than needed."""

    def __init__(self, export: Export) -> None:
        self.export = export
        self.progress = Progress("styling")
        self.all_pages = 0
        self.noted_at = 0.0

    def watch(self, progress: Progress | None) -> None:
        """Take what the renderer says."""
        if progress is not None:
            workers.note_progress()
        self.progress = progress or self.progress
        self.alive()

    def alive(self) -> None:
        """Note it, unless that was done a moment ago."""
        if time.monotonic() - self.noted_at < SECONDS_BETWEEN_NOTES:
            return
        self.noted_at = time.monotonic()
        change(self.export, step=self.progress.step, pages=self.progress.pages, seen_at=timezone.now())


def rendered(export: Export, notes: Notes, limits: Limits) -> bytes:
    """Return the PDF of a document's own HTML; raises PdfFailed and SourceGoneError."""
    html = file_cache.source_of(export.digest)
    if html is None:
        raise SourceGoneError(export.pk)
    made = render_document(html, name=f"export-{export.pk}", limits=limits, watch=notes.watch)
    notes.all_pages = made.pages
    return made.pdf


def expected_pages(export: Export) -> int:
    """Return how many pages the same document had the last time, or nought."""
    # across_clusters: for the worker, which has only the row; the cluster is the row's own
    before = Export.across_clusters.of(export.cluster_id).with_file_of(export.address)
    return before.values_list("pages", flat=True).first() or 0


def finish(export: Export, *, size: int, pages: int = 0) -> None:
    """Note that the file is there."""
    file_cache.drop_source(export.digest)
    change(
        export,
        state=Export.State.DONE,
        step=Export.Step.WRITING,
        fault="",
        size=size,
        pages=pages or export.pages,
        seen_at=timezone.now(),
        finished_at=timezone.now(),
    )


def fail(export: Export, fault: str) -> None:
    """Note why there is no file."""
    file_cache.drop_source(export.digest)
    change(export, state=Export.State.FAILED, fault=fault, seen_at=timezone.now(), finished_at=timezone.now())
    log.warning("export_failed", export=export.pk, cluster=export.cluster_id, fault=fault)


def change(export: Export, **values: Any) -> None:
    """Store some fields of a document."""
    for name, value in values.items():
        setattr(export, name, value)
    export.save(update_fields=list(values))


def prune_exports(*, before: datetime) -> None:
    """Forget the documents that nobody has asked for since; their files make room by themselves."""
    # across_clusters: the nightly pruning concerns every cluster
    Export.across_clusters.asked_before(before).delete()

    def known(names: Collection[str]) -> Collection[str]:
        # across_clusters: as above
        return list(Export.across_clusters.filter(brought__in=names).values_list("brought", flat=True))

    delete_strays("brought", known, before=before)


def tell_of_waiting(membership: Membership) -> str:
    """Say how many documents that a member asked for have not been begun."""
    count = Export.objects.of(membership.cluster).asked_by(membership.user).queued().count()
    told = ngettext(
        "%(count)s document waiting to be created will be cancelled.",
        "%(count)s documents waiting to be created will be cancelled.",
        count,
    )
    return told % {"count": count} if count else ""


def drop_waiting(membership: Membership) -> None:
    """Drop the documents that a member asked for and nobody has begun; the worker finds them gone."""
    Export.objects.of(membership.cluster).asked_by(membership.user).queued().delete()
