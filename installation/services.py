"""What an administrator can try of the installation, and what can be begun again."""

from contextlib import suppress
from uuid import UUID

import structlog
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from accounts import acts, bounces, mail
from accounts.models import OutboxMail, User
from core import notices
from core.errors import Refusal
from core.notices import Notice
from core.room import is_full
from installation.models import Trial

log = structlog.get_logger(__name__)

KEPT_TRIALS = 50
PROBE = b"written to see whether files can be kept"


def begin(part: str, by: User) -> Trial:
    """Note that a part is tried; only the newest tries are kept."""
    acts.record(by=by, verb="tried-installation", subject=str(Trial.Part(part).label))
    trial = Trial.objects.create(part=part)
    Trial.objects.filter(pk__lte=trial.pk - KEPT_TRIALS).delete()
    return trial


def end(pk: int, fault: str = "") -> None:
    """Note how a try went."""
    Trial.objects.filter(pk=pk).update(ended_at=timezone.now(), fault=fault[:300])


def try_mail(*, by: User) -> Trial:
    """Send the administrator a mail, by the way that every mail takes; without a mail server this is refused."""
    if not settings.MAIL_SERVER:
        raise Refusal(_("There is no mail server. Set TOOLKIT_EMAIL_URL, and start the portal again."))
    with transaction.atomic():
        trial = begin(Trial.Part.MAIL, by)
        mail.send(
            to=by.email,
            template="trial",
            language=by.language,
            context={"url": settings.BASE_URL},
            about=f"trial:{trial.pk}",
        )
    return trial


def note_mail(sender: object, *, mail: OutboxMail, went: bool, **kwargs: object) -> None:
    """Note what became of a mail that was tried; called by the outbox."""
    kind, _colon, pk = mail.about.partition(":")
    if kind == "trial":
        end(int(pk), "" if went else mail.fault)


def try_storage(*, by: User) -> Trial:
    """Write a file, read it again and delete it, where uploaded files are kept."""
    trial = begin(Trial.Part.STORAGE, by)
    end(trial.pk, fault_of_storage())
    trial.refresh_from_db()
    return trial


def fault_of_storage() -> str:
    """Return what is wrong with the place where uploaded files are kept, or nothing."""
    name = f"trials/{get_random_string(32)}"
    try:
        name = default_storage.save(name, ContentFile(PROBE))
        with default_storage.open(name) as file:
            is_same = file.read() == PROBE
        default_storage.delete(name)
    except Exception as fault:  # whatever a storage of somebody else's raises is what the administrator must see
        with suppress(Exception):
            default_storage.delete(name)
        log.warning("storage_does_not_work", fault=type(fault).__name__)
        return "The disk is full." if is_full(fault) else f"{type(fault).__name__}: {fault}"
    return "" if is_same else "What was read is not what was written."


def try_worker(*, by: User) -> Trial:
    """Ask the background work for a sign of life."""
    with transaction.atomic():
        trial = begin(Trial.Part.WORKER, by)
        answer.enqueue(trial.pk)
    return trial


@task()
def answer(trial: int) -> None:
    """Give the sign of life that was asked for."""
    end(trial)


def try_mailbox(*, by: User) -> Trial:
    """Have the background work look into the mailbox for returned mail; without one this is refused."""
    if not settings.BOUNCES_URL:
        raise Refusal(
            _("There is no mailbox for returned emails. Set TOOLKIT_BOUNCES_URL, and start the portal again.")
        )
    with transaction.atomic():
        trial = begin(Trial.Part.MAILBOX, by)
        look_into_mailbox.enqueue(trial.pk)
    return trial


@task()
def look_into_mailbox(trial: int) -> None:
    """Look whether the mailbox can be read; here, since no page waits for a mail server."""
    end(trial, bounces.try_mailbox())


def run_again(*, pk: UUID, by: User) -> None:
    """Give a task that has failed to the background work once more; every task may run twice without harm."""
    with transaction.atomic():
        found = DBTaskResult.objects.failed().filter(pk=pk).first()
        if found is None:
            raise Refusal(_("This task no longer waits: somebody else has run it again, or it has been deleted."))
        DBTaskResult.objects.failed().filter(pk=pk).update(
            status=TaskResultStatus.READY,
            worker_ids=[],
            enqueued_at=timezone.now(),
            started_at=None,
            finished_at=None,
            exception_class_path="",
            traceback="",
        )
        acts.record(by=by, verb="ran-task-again", subject=found.task_path)


def announce(*, notice: Notice, by: User) -> None:
    """Have every page say something; raises Refusal when it cannot be written down."""
    try:
        notices.announce(notice)
    except OSError as fault:
        raise Refusal(_("The portal’s disk is full, so this could not be saved. Make room and try again.")) from fault
    acts.record(by=by, verb="announced", subject=notice.da or notice.en)


def take_down(*, by: User) -> None:
    """Have no page say anything more; twice is as once."""
    shown = notices.announcement()
    notices.take_down()
    if shown is not None:
        acts.record(by=by, verb="took-down-announcement", subject=shown.da or shown.en)
