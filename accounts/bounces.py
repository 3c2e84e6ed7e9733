"""Mails that came back: a mailbox is read for the reports of mail servers, and each stands where failed mails stand.

Only what carries the reference of a mail of ours counts, so that nobody can make the portal believe that a mail failed.
"""

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage, Message
from imaplib import IMAP4, IMAP4_SSL
from typing import cast
from urllib.parse import unquote, urlsplit

import structlog
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction

from accounts.folders import quoted
from accounts.models import OutboxMail
from accounts.outbox import REFERENCE, SALT, settled

LARGEST = 1_000_000
AT_ONCE = 50
# A report is a handful of parts; what has more is none.
MOST_PARTS = 50

log = structlog.get_logger(__name__)


def read_mailbox() -> int:
    """Read what is new in the mailbox for bounces, if one is set; return how many mails of ours had come back."""
    if not settings.BOUNCES_URL:
        return 0
    try:
        return sum(take(raw) for raw in _unread(settings.BOUNCES_URL))
    except (IMAP4.error, OSError) as fault:
        log.warning("bounces_not_read", fault=type(fault).__name__)
        return 0


def _unread(url: str) -> Iterator[bytes]:
    """Give each unread message, and mark it as read when it has been dealt with."""
    parts = urlsplit(url)
    kind = IMAP4_SSL if parts.scheme == "imaps" else IMAP4
    with kind(parts.hostname or "", parts.port or (993 if kind is IMAP4_SSL else 143), timeout=10) as box:
        _sign_in(box, unquote(parts.username or ""), unquote(parts.password or ""))
        folder = unquote(parts.path.strip("/")) or "INBOX"
        said, _count = box.select(quoted(folder))
        if said != "OK":
            raise IMAP4.error(f"there is no folder {folder}")
        _said, found = box.uid("SEARCH", "UNSEEN")
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
