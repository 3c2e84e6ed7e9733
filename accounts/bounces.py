"""Mails that came back: a mailbox is read for the reports of mail servers, and each stands where failed mails stand.

Only what carries the reference of a mail of ours counts, so that nobody can make the portal believe that a mail failed.
"""

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage, Message
from imaplib import IMAP4, IMAP4_SSL
from ssl import SSLCertVerificationError, create_default_context
from typing import cast
from urllib.parse import unquote, urlsplit

import structlog
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone

from accounts.folders import quoted
from accounts.models import MailboxReading, OutboxMail
from accounts.outbox import REFERENCE, SALT, settled

Fault = MailboxReading.Fault
LARGEST = 1_000_000
# Seconds for connecting, and for each answer.
PATIENCE = 10
AT_ONCE = 50
# A report is a handful of parts; what has more is none.
MOST_PARTS = 50

log = structlog.get_logger(__name__)


class NotReadError(Exception):
    """The mailbox could not be read: why, and what the mail server said."""

    def __init__(self, fault: Fault, said: object) -> None:
        words = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
        super().__init__(" ".join(words.split())[:300] or fault.value)
        self.fault = fault


def read_mailbox() -> int:
    """Read what is new in the mailbox for bounces, if one is set; return how many mails of ours had come back."""
    if not settings.BOUNCES_URL:
        return 0
    count = 0
    try:
        with _opened(settings.BOUNCES_URL) as box:
            for raw in _unread(box):
                count += take(raw)
    except NotReadError as fault:
        log.warning("bounces_not_read", fault=fault.fault.value)
        _note_reading(fault.fault, str(fault))
    else:
        _note_reading("", "")
    return count


def try_mailbox() -> str:
    """Look whether the mailbox can be read, and read nothing; return what the mail server said against it."""
    try:
        with _opened(settings.BOUNCES_URL):
            pass
    except NotReadError as fault:
        _note_reading(fault.fault, str(fault))
        return str(fault)
    _note_reading("", "")
    return ""


def last_reading() -> MailboxReading | None:
    """Return how the newest look into the mailbox went, or None before the first; one query."""
    return MailboxReading.objects.first()


def _note_reading(fault: str, said: str) -> None:
    MailboxReading.objects.update_or_create(pk=1, defaults={"read_at": timezone.now(), "fault": fault, "said": said})


@contextmanager
def _opened(url: str) -> Iterator[IMAP4]:
    """Give the folder of the mailbox, to be read; raises NotReadError, also for what happens inside."""
    parts = urlsplit(url)
    host, user, password = parts.hostname or "", unquote(parts.username or ""), unquote(parts.password or "")
    try:
        with _connection(parts.scheme, host, parts.port) as box:
            try:
                _sign_in(box, user, password)
            except IMAP4.abort:
                raise
            except IMAP4.error as fault:
                raise NotReadError(Fault.REFUSED, fault.args[0] if fault.args else "") from fault
            folder = unquote(parts.path.strip("/")) or "INBOX"
            said, words = box.select(quoted(folder))
            if said != "OK":
                raise NotReadError(Fault.NO_FOLDER, (words or [b""])[0] or folder)
            yield box
    except SSLCertVerificationError as fault:
        raise NotReadError(Fault.UNTRUSTED, fault.verify_message) from fault
    except (IMAP4.error, OSError) as fault:
        raise NotReadError(Fault.AWAY, str(fault) or type(fault).__name__) from fault


def _connection(scheme: str, host: str, port: int | None) -> IMAP4:
    """Connect; whoever answers in place of the mail server would otherwise be given the password."""
    if scheme == "imaps":
        return IMAP4_SSL(host, port or 993, timeout=PATIENCE, ssl_context=create_default_context())
    return IMAP4(host, port or 143, timeout=PATIENCE)


def _unread(box: IMAP4) -> Iterator[bytes]:
    """Give each unread message, and mark it as read when it has been dealt with."""
    said, found = box.uid("SEARCH", "UNSEEN")
    if said != "OK":
        raise NotReadError(Fault.AWAY, (found or [b""])[0])
    for number in (found[0] or b"").decode().split()[:AT_ONCE]:
        _said, data = box.uid("FETCH", number, f"(BODY.PEEK[]<0.{LARGEST}>)")
        yield from (one[1] for one in data[:1] if isinstance(one, tuple))
        box.uid("STORE", number, "+FLAGS", r"(\Seen)")


def _sign_in(box: IMAP4, user: str, password: str) -> None:
    """Sign in; the plain command knows English letters only."""
    if (user + password).isascii():
        box.login(user, password)
    else:
        box.authenticate("PLAIN", lambda _asked: f"\0{user}\0{password}".encode())


def take(raw: bytes) -> bool:
    """Note that a mail has come back, if this is a report that says so; tell whether it was."""
    if len(raw) > LARGEST:
        return False
    try:
        report = email.message_from_bytes(raw, policy=email.policy.default)
        parts = [part for part, _count in zip(report.walk(), range(MOST_PARTS), strict=False)]
    except (ValueError, RecursionError, LookupError):
        return False
    original = next((head for part in parts if (head := _original(part)) is not None), None)
    failure = next((said for part in parts if (said := _failure(part)) is not None), None)
    if original is None or failure is None:
        return False
    try:
        about = Signer(salt=SALT).unsign(str(original.get(REFERENCE, "")).strip())
    except BadSignature:
        return False
    return _note(original, failure, about)


def _original(part: Message) -> Message | None:
    """Return the head of the mail that came back, as a report holds it: the mail, or its headers alone."""
    try:
        if part.get_content_type() == "message/rfc822":
            return part.get_payload(0)  # type: ignore[return-value]
        if part.get_content_type() == "text/rfc822-headers":
            return email.message_from_string(str(part.get_payload()), policy=email.policy.default)
    except (ValueError, RecursionError, LookupError, TypeError):
        return None
    return None


def _failure(part: Message) -> tuple[str, str] | None:
    """Return whom a mail has not reached for good, and why; a report of a delay says nothing yet."""
    if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
        return None
    blocks = cast("list[Message]", part.get_payload())
    for block in blocks[:MOST_PARTS]:
        if str(block.get("Action", "")).strip().lower() == "failed":
            to = str(block.get("Final-Recipient", "")).rpartition(";")[2].strip()
            why = str(block.get("Diagnostic-Code", "") or block.get("Status", ""))
            return to, " ".join(why.rpartition(";")[2].split())
    return None


@transaction.atomic
def _note(original: Message, failure: tuple[str, str], about: str) -> bool:
    number = str(original.get("Message-ID", "")).strip()
    known = OutboxMail.objects.filter(state=OutboxMail.State.FAILED, **{"headers__Message-ID": number})
    if number and known.exists():
        return False
    to, why = failure
    mail = OutboxMail.objects.create(
        to=to[:1000],
        subject=str(original.get("Subject", ""))[:400],
        body=_text(original),
        headers={"Message-ID": number} if number else {},
        about=about[:60],
        state=OutboxMail.State.FAILED,
        fault=why[:300] or "The mail came back.",
    )
    settled.send(OutboxMail, mail=mail, went=False)
    log.info("mail_came_back", mail=mail.pk)
    return True


def _text(original: Message) -> str:
    """Return the text of a mail that came back whole; of one whose head alone came, nothing."""
    try:
        body = original.get_body(("plain",)) if isinstance(original, EmailMessage) else None
        return str(body.get_content())[:100_000] if body is not None else ""
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return ""
