"""The worker: takes tasks one after another, says that it is alive, and tidies up.

django-tasks' own worker does the taking. Beside it one thread takes mail from the outbox to the mail server; another
says every few seconds that the worker lives, gives back what killed workers have left behind, asks for the reminders in
time, and once a day deletes what nobody needs any more. A worker whose work has not moved for minutes counts as dead.
"""

import os
import signal
import threading
from datetime import datetime, timedelta
from types import FrameType

import structlog
from django.core.management import call_command
from django.db import Error, close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker

from accounts import bounces, devices, outbox
from assessments.services import prune_files as prune_score_files
from clusters.models import ActivityEntry
from clusters.services import delete_what_is_due
from core import workers
from core.submissions import keeping, once
from curation.services.own import forget_orphans
from curation.services.publishing import publish_due
from documents.services import prune_files as prune_signed_copies
from exports import shared
from exports.pdf import warm_up
from findings.services import note_months
from installation import watching
from kpis.services import prune_evidence
from moving.services import prune_copies
from plans.services import prune_files
from reminders import tasks as reminders
from reminders.services import prune_letters, prune_reminders
from reports.services import prune_exports
from surveys import tasks as surveys
from surveys.services.companies import prune_contacts
from toolkit import env
from toolkit.backup import tasks as backups
from workbooks.services.files import prune_files as prune_answer_files

log = structlog.get_logger(__name__)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MORNING = 7
BOUNCES = timedelta(minutes=5)
KEPT = timedelta(days=14)
# A finished document is made again when somebody asks for it after that.
SHARED = timedelta(days=90)
# A browser in which nobody has signed in for so long is new again.
UNSEEN = timedelta(days=400)


class Worker(TaskWorker):
    """A worker that can be killed at any moment without a task being lost."""

    def run(self) -> None:
        """Take tasks until told to stop, with the thread beside."""
        keeper = Keeper(self.worker_id)
        keeper.round()
        keeper.start()
        postman = Postman(self.worker_id)
        if not self.batch:
            postman.start()
        warm_up()
        log.info("worker_started", worker=self.worker_id)
        workers.begin_work()
        try:
            super().run()
            if self.batch:
                postman.deliver()
        finally:
            postman.ended.set()
            keeper.stop()
            workers.end_work()

    @property
    def running(self) -> bool:
        """Whether it goes on; the library asks before every look for a task, which shows that the work moves."""
        workers.note_progress()
        return self._running

    @running.setter
    def running(self, value: bool) -> None:
        self._running = value

    def configure_signals(self) -> None:
        """Listen to what ends a worker; where Ctrl-C is somebody else's to answer, as in script/run, it stays so."""
        is_ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        super().configure_signals()
        if is_ignored:
            signal.signal(signal.SIGINT, signal.SIG_IGN)

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Finish the task in hand at the first signal; at the second leave it to the next worker."""
        if not self.running:
            # The library would mark the task as failed; left as it is, it is taken up again.
            os._exit(1)
        super().shutdown(signum, frame)


class Postman(threading.Thread):
    """Takes mail from the outbox to the mail server; documents do not wait for it, nor it for them."""

    def __init__(self, key: str) -> None:
        super().__init__(name="postman", daemon=True)
        self.key = key
        self.ended = threading.Event()
        self.asked_at = timezone.now()

    def run(self) -> None:
        """Look every second until the worker ends, and every few minutes for what has come back."""
        workers.begin_work()
        while not self.ended.wait(1):
            self.deliver()
            if has_passed(BOUNCES, self.asked_at, timezone.now()):
                self.asked_at = timezone.now()
                self.read_bounces()
        workers.end_work()
        connection.close()

    def deliver(self) -> None:
        """Send what is due; a database that is locked or away is there again the next time."""
        workers.note_progress()
        try:
            close_old_connections()
            outbox.deliver(worker=self.key)
        except Error as fault:
            log.warning("outbox_not_looked_at", worker=self.key, fault=type(fault).__name__)

    def read_bounces(self) -> None:
        """Read what has come back; a database that is locked or away is there again the next time."""
        workers.note_progress()
        try:
            bounces.read_mailbox()
        except Error as fault:
            log.warning("bounces_not_noted", worker=self.key, fault=type(fault).__name__)


class Keeper(threading.Thread):
    """Says that the worker is alive, gives back lost tasks, asks for reminders, and prunes."""

    def __init__(self, key: str) -> None:
        super().__init__(name="keeper", daemon=True)
        self.key = key
        self.ended = threading.Event()
        self.done_at: dict[str, datetime] = {}
        # No line has this key, so that the first look is made in any case.
        self.newest: int | None = -1

    def run(self) -> None:
        """Go round until the worker ends."""
        while not self.ended.wait(workers.BEAT.total_seconds()):
            self.round()
        connection.close()

    def round(self) -> None:
        """Do all of it once; a database that is locked or away is there again the next time."""
        try:
            close_old_connections()
            if workers.is_hanging():
                # Its tasks are taken up by the next worker, which a supervisor starts; it would never give them back.
                log.error("worker_hangs", worker=self.key)
                workers.leave(self.key)
                os._exit(1)
            workers.beat(self.key)
            workers.take_back()
            now = timezone.now()
            self.ask_for_reminders(now)
            if env.BACKUP_KEEP and self.is_time("backup", HOUR, now):
                backups.make_due.enqueue()
            if self.is_time("watch", MINUTE, now):
                watching.look(now=now)
            if self.is_time("publish", HOUR, now):
                publish_due(now)
            if self.is_time("prune", DAY, now):
                prune()
                note_months(today=timezone.localdate(now))
        except Error as fault:
            log.warning("worker_round_failed", worker=self.key, fault=type(fault).__name__)

    def ask_for_reminders(self, now: datetime) -> None:
        """Have a task look for what is due, once an hour by day, and between for what became somebody's."""
        is_day = timezone.localtime(now).hour >= MORNING
        if is_day and self.is_time("reminders", HOUR, now):
            reminders.look.enqueue()
            surveys.look.enqueue()
        elif self.is_time("log", MINUTE, now) and self.has_happened():
            reminders.notice.enqueue()

    def is_time(self, what: str, every: timedelta, now: datetime) -> bool:
        """Tell whether so much time has gone since this was done last, and take it as done now."""
        if what in self.done_at and not has_passed(every, self.done_at[what], now):
            return False
        self.done_at[what] = now
        return True

    def has_happened(self) -> bool:
        """Tell whether the log has a line that was not there the last time."""
        # across_clusters: the newest line of all, which says nothing but that there is one
        newest = ActivityEntry.across_clusters.order_by("-pk").values_list("pk", flat=True).first()
        known, self.newest = self.newest, newest
        return newest != known

    def stop(self) -> None:
        """End the thread, and say that the worker is gone."""
        self.ended.set()
        if self.is_alive():
            self.join(timeout=30)
        try:
            workers.leave(self.key)
        except Error as fault:
            log.warning("worker_round_failed", worker=self.key, fault=type(fault).__name__)


def has_passed(time: timedelta, since: datetime, now: datetime) -> bool:
    """Tell whether so much time has passed; where the clock was set back, nobody can say, and nothing waits for it."""
    return not timedelta() <= now - since < time


def prune() -> None:
    """Delete what is of no use after two weeks: records of tasks, letters, reminders, documents unasked for, strays."""
    before = timezone.now() - KEPT
    delete_what_is_due()
    outbox.prune(before=before)
    devices.prune(before=timezone.now() - UNSEEN)
    call_command("clearsessions")
    prune_letters(before=before)
    prune_reminders(before=before)
    workers.prune(before)
    once.prune(before=timezone.now() - DAY)
    keeping.prune(before=timezone.now() - DAY)
    prune_exports(before=before)
    shared.prune(before=timezone.now() - SHARED)
    prune_copies(before=before)
    prune_evidence(before=before)
    prune_files(before=before)
    prune_answer_files(before=before)
    prune_score_files(before=before)
    prune_signed_copies(before=before)
    prune_contacts(today=timezone.localdate())
    forget_orphans()
