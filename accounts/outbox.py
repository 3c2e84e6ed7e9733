"""The outbox: every mail waits here, in the transaction that writes it, and the worker takes it to the mail server.

No page waits for a mail server. A mail that is not taken is tried again with growing pauses, for a day; then it has
failed, and whoever can mend that sees it. Where there is no mail server mails are kept for the administrator to read.
"""

import socket
from collections.abc import Sequence
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

import structlog
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.signing import Signer
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from accounts.mail_html import html_of
from accounts.models import OutboxMail
from core import workers
from core.locking import held

KEPT = 1000
# By then the links in it no longer work.
DAYS_KEPT = 14
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 480)]
GIVEN_UP_AFTER = timedelta(days=1)
AT_ONCE = 50
# A worker of another machine that has had a mail in hand for so long is gone.
CLAIM_HOLDS = timedelta(minutes=15)
# What a mail was about, signed: by this header a mail that comes back is known.
REFERENCE, SALT = "X-Toolkit-Reference", "accounts.bounces"

log = structlog.get_logger(__name__)
# Sent with `mail` and `went`, in the transaction that notes it; its receivers know what the mail is about.
settled = Signal()


class OutboxBackend(BaseEmailBackend):
    """Puts mails into the outbox, and lets the oldest go that nobody sends."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the mails; return how many were kept."""
        state = OutboxMail.State.WAITING if settings.MAIL_SERVER else OutboxMail.State.KEPT
        kept = OutboxMail.objects.bulk_create(
            OutboxMail(
                to=", ".join(mail.recipients())[:1000],
                subject=str(mail.subject)[:400],
                body=str(mail.body),
                headers={**mail.extra_headers, **({"Reply-To": ", ".join(mail.reply_to)} if mail.reply_to else {})},
                files=getattr(mail, "kept_files", []),
                about=getattr(mail, "about", ""),
                state=state,
            )
            for mail in email_messages
        )
        OutboxMail.objects.filter(state=OutboxMail.State.KEPT).drop_all_but(KEPT)
        return len(kept)


def deliver(*, worker: str = "", now: datetime | None = None, about: str = "") -> int:
    """Take the mails that are due to the mail server, or only those about something; return how many went.

    `worker` names who does it.
    """
    if not settings.MAIL_SERVER:
        return 0
    due = OutboxMail.objects.due(now or timezone.now()).order_by("next_at", "pk")
    if about:
        due = due.filter(about=about)
    return sum(_try(pk, worker or "nobody", now) for pk in due.values_list("pk", flat=True)[:AT_ONCE])


def _try(pk: int, worker: str, now: datetime | None) -> bool:
    workers.note_progress()
    at = now or timezone.now()
    mail = _take(pk, worker, at)
    if mail is None:
        return False
    fault, is_final = "", False
    try:
        with get_connection(settings.MAIL_BACKEND) as server:
            server.send_messages([_message(mail)])
    except (SMTPException, OSError, UnicodeError, ValueError) as error:
        fault, is_final = _words(error), _is_final(error)
        # The words of a mail server name whom the mail is for; a log does not.
        log.warning("mail_not_sent", mail=pk, attempts=mail.attempts, fault=type(error).__name__)
    with transaction.atomic():
        if not fault:
            mail.delete()
            settled.send(OutboxMail, mail=mail, went=True)
            return True
        _note_fault(mail, fault, at, is_final=is_final)
        settled.send(OutboxMail, mail=mail, went=False)
    return False


def _take(pk: int, worker: str, at: datetime) -> OutboxMail | None:
    """Take a mail in hand, unless somebody alive has it; one that was in hand when a worker fell is tried once more."""
    with transaction.atomic():
        mail: OutboxMail | None = held(OutboxMail.objects.due(at).filter(pk=pk)).first()
        if mail is None:
            return None
        if mail.claim:
            is_fresh = mail.claimed_at is not None and mail.claimed_at > at - CLAIM_HOLDS
            if is_fresh and mail.claim in workers.living():
                return None
            if mail.was_interrupted:
                _note_fault(mail, "The worker was ended twice while it sent this mail.", at, is_final=True)
                settled.send(OutboxMail, mail=mail, went=False)
                return None
            mail.was_interrupted = True
        mail.claim, mail.claimed_at, mail.attempts = worker, at, mail.attempts + 1
        mail.save(update_fields=["claim", "claimed_at", "attempts", "was_interrupted"])
        return mail


def _note_fault(mail: OutboxMail, fault: str, at: datetime, *, is_final: bool) -> None:
    is_final = is_final or at - mail.created_at >= GIVEN_UP_AFTER
    mail.claim, mail.fault = "", fault
    mail.state = OutboxMail.State.FAILED if is_final else OutboxMail.State.WAITING
    mail.next_at = at + PAUSES[min(mail.attempts, len(PAUSES)) - 1]
    mail.save(update_fields=["claim", "fault", "state", "next_at", "was_interrupted"])


def _message(mail: OutboxMail) -> EmailMessage:
    headers = {**mail.headers, REFERENCE: Signer(salt=SALT).sign(mail.about)}
    message = EmailMultiAlternatives(mail.subject, mail.body, to=mail.to.split(", "), headers=headers)
    language = str(mail.headers.get("Content-Language", settings.LANGUAGE_CODE))
    message.attach_alternative(html_of(mail.body, subject=mail.subject, language=language), "text/html")
    for one in mail.files:
        try:
            with default_storage.open(one["file"], "rb") as kept:
                # Mails that were kept before files said what they are hold PDFs.
                message.attach(one["name"], kept.read(), one.get("type", "application/pdf"))
        except FileNotFoundError as error:
            # Without what it tells of, the mail is of no use, today or tomorrow.
            raise ValueError(f"The file that goes along is gone: {one['name']}") from error
    return message


def _words(error: Exception) -> str:
    if isinstance(error, SMTPRecipientsRefused):
        code, refusal = next(iter(error.recipients.values()))
        return f"{code} {refusal.decode(errors='replace')}"[:300]
    if isinstance(error, SMTPResponseException):
        words = error.smtp_error
        return f"{error.smtp_code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"[:300]
    if isinstance(error, TimeoutError):
        return f"The mail server said nothing for {settings.EMAIL_TIMEOUT} seconds."
    if isinstance(error, socket.gaierror):
        return "The mail server's name is not known."
    return (str(error) or type(error).__name__)[:300]


def _is_final(error: Exception) -> bool:
    """Tell whether the mail server will say no the next time, too: to this mail, not to us."""
    if isinstance(error, UnicodeError | ValueError):
        return True
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    return False


def send_again(mail: OutboxMail) -> None:
    """Try a mail again, for another day; the administrator has mended what kept it."""
    OutboxMail.objects.filter(pk=mail.pk).update(
        state=OutboxMail.State.WAITING, next_at=timezone.now(), created_at=timezone.now(), was_interrupted=False
    )


def drop(about: str) -> None:
    """Take out what has not gone yet: what it tells of is no longer so."""
    OutboxMail.objects.filter(about=about).delete()


def is_here(about: str) -> bool:
    """Tell whether a mail about this waits."""
    return OutboxMail.objects.filter(about=about, state=OutboxMail.State.WAITING).exists()


def prune(*, before: datetime) -> None:
    """Forget mails whose links no longer work."""
    OutboxMail.objects.filter(created_at__lt=before).delete()


def is_in_trouble() -> bool:
    """Tell whether the mail server refuses."""
    return OutboxMail.objects.exclude(fault="").exclude(state=OutboxMail.State.KEPT).exists()
