"""Taking a copy of a cluster and bringing a cluster in: asked for, done by the worker, and forgotten."""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone, translation
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django_tasks import task

from accounts import acts, mail
from accounts.models import User
from clusters import activity
from clusters.locking import lock
from clusters.models import Cluster
from clusters.services.deleting import close_now
from core import workers
from core.dates import format_date
from core.errors import Refusal
from core.languages import content_language
from core.locking import held
from core.orphans import delete_strays
from core.plain import one_line
from core.room import is_full
from core.uploads import safe_name
from moving.models import Arrival, Copy, State, Work
from moving.person import refusal_to_go
from moving.reading import bring_in
from moving.writing import write_cluster

KEPT = timedelta(days=14)
STUCK = timedelta(minutes=2)
TRIES = 3
MOST_COPIES = 5

log = structlog.get_logger(__name__)


def ask_for_copy(*, cluster: Cluster, by: User | None, is_last: bool = False) -> Copy:
    """Have a copy of everything made, or return the one that is on its way; without a worker it is made at once."""
    with transaction.atomic():
        lock(cluster)
        on_its_way: Copy | None = Copy.objects.of(cluster).open().filter(is_last=is_last).first()
        if on_its_way is not None and on_its_way.seen_at > timezone.now() - STUCK:
            return on_its_way
        name = by.display_name if by else ""
        copy = Copy.objects.create(cluster=cluster, asked_by=by, asked_by_name=name, is_last=is_last)
        has_worker = workers.is_anybody_at_work()
        if has_worker:
            make_copy.enqueue(copy.pk)
    if not has_worker:
        make(copy)
    return copy


@task()
def make_copy(pk: int) -> None:
    """Make a copy in the background; a second run of the same task finds it made."""
    # across_clusters: the worker works for every cluster
    copy = Copy.across_clusters.select_related("cluster").filter(pk=pk).first()
    if copy is not None and copy.is_open:
        make(copy)


def make(copy: Copy) -> None:
    """Make the file of a copy, or note why it could not be made."""
    if not _begin(copy):
        return
    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR) as made:
            write_cluster(copy.cluster, made, at=timezone.now(), tell=_teller(copy))
            size = made.tell()
            made.seek(0)
            copy.file.save(f"{copy.cluster_id}-{get_random_string(32)}", File(made), save=False)
    except Exception as fault:
        _fail(copy, _trouble(fault))
        log.exception("copy_failed", copy=copy.pk, cluster=copy.cluster_id)
        return
    with transaction.atomic():
        _note(copy, state=State.DONE, size=size, file=copy.file.name, finished_at=timezone.now())
        activity.record(cluster=copy.cluster, by=copy.asked_by, verb="took-copy")
    _drop_all_but(copy.cluster)


def _trouble(fault: Exception) -> str:
    if is_full(fault):
        return _("The portal’s disk is full. Tell the portal’s administrator.")
    return _("Something went wrong in the portal. Its administrator can see what it was.")


def _begin(work: Work) -> bool:
    """Note that it begins; tell whether it may, since what has killed its worker some times is given up."""
    if work.attempts >= TRIES:
        _fail(work, _("The work was interrupted several times."))
        return False
    _note(work, state=State.RUNNING, attempts=work.attempts + 1, done=0)
    return True


def _teller(work: Work) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        workers.note_progress()
        _note(work, done=done, total=total)

    return tell


def _note(work: Work, **values: Any) -> None:
    values["seen_at"] = timezone.now()
    for name, value in values.items():
        setattr(work, name, value)
    type(work)._base_manager.filter(pk=work.pk).update(**values)


def _fail(work: Work, words: str) -> None:
    _note(work, state=State.FAILED, fault=words[:600], finished_at=timezone.now())


def _drop_all_but(cluster: Cluster) -> None:
    """Keep the newest copies, and the last one."""
    old = Copy.objects.of(cluster).filter(is_last=False).order_by("-asked_at", "-pk")[MOST_COPIES:]
    for copy in old:
        _delete(copy)


def _delete(work: Any) -> None:
    name, storage = work.file.name, work.file.storage
    work.delete()
    if name:
        with suppress(OSError):
            storage.delete(name)


def bring(*, file: UploadedFile, slug: str, by: User) -> Arrival:
    """Keep a cluster's file that an administrator has brought, and have the cluster made of it."""
    arrival = Arrival(
        by=by,
        by_name=by.display_name,
        name=safe_name(file.name or ""),
        slug=slug,
        language=translation.get_language() or settings.LANGUAGE_CODE,
    )
    arrival.file.save(get_random_string(32), file, save=False)
    arrival.save()
    if workers.is_anybody_at_work():
        take_in.enqueue(arrival.pk)
    else:
        receive(arrival)
    return arrival


@task()
def take_in(pk: int) -> None:
    """Make a cluster in the background of a file that was brought; a second run of the same task finds it made."""
    arrival = Arrival.objects.filter(pk=pk).first()
    if arrival is not None and arrival.is_open:
        receive(arrival)


def receive(arrival: Arrival) -> None:
    """Make a cluster of a file that was brought, or note in the administrator's language why that was not possible."""
    with translation.override(arrival.language):
        if not _begin(arrival):
            return
        try:
            with arrival.file.open("rb") as source:
                cluster = import_cluster(source=source, slug=arrival.slug, by=arrival.by, tell=lambda _done, _all: None)
        except Refusal as refusal:
            _fail(arrival, one_line(refusal.message))
        except Exception as fault:
            _fail(arrival, _trouble(fault))
            log.exception("import_failed", arrival=arrival.pk)
        else:
            _note(arrival, state=State.DONE, slug=cluster.slug, finished_at=timezone.now())
        with suppress(OSError):
            arrival.file.delete(save=False)
        Arrival.objects.filter(pk=arrival.pk).update(file="")


def import_cluster(*, source: Any, slug: str, by: User | None, tell: Callable[[int, int], None]) -> Cluster:
    """Make a cluster of a file, and say so in the log of administration; raises Refusal."""
    with transaction.atomic():
        cluster = bring_in(source, slug=slug, tell=tell)
        acts.record(by=by, verb="imported-cluster", subject=f"{cluster.shown_name} ({cluster.slug})")
    return cluster


def prune_copies(*, before: datetime) -> None:
    """Delete copies and brought files of long ago, and what no row points at; a last copy goes with its cluster."""
    # across_clusters: the nightly pruning concerns every cluster
    for copy in Copy.across_clusters.asked_before(before).filter(is_last=False):
        _delete(copy)
    for kept in Copy.across_clusters.asked_before(before).filter(is_last=True, cluster__deletes_at=None):
        _delete(kept)
    for arrival in Arrival.objects.asked_before(before):
        _delete(arrival)
    delete_strays("copies", lambda names: _known(Copy, names), before=before)
    delete_strays("arrivals", lambda names: _known(Arrival, names), before=before)


def _known(model: Any, names: Any) -> set[str]:
    return set(model._base_manager.filter(file__in=list(names)).values_list("file", flat=True))


def close_own_account(*, person: User) -> list[str]:
    """Switch off a person's own account and have it erased after the days of grace; raises Refusal."""
    with transaction.atomic():
        now = held(User.objects.filter(pk=person.pk)).get()
        if refusal := refusal_to_go(now):
            raise Refusal(refusal)
        if now.deletes_at:
            return []
        ended = close_now(now, by=now)
        day = timezone.localdate(now.deletes_at)
        with translation.override(now.language or settings.LANGUAGE_CODE):
            words = {"name": now.display_name, "day": format_date(day, content_language())}
        mail.post(to=now, template="account_closed", context=words)
        return ended
