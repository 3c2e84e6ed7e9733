"""Mail: texts in the reader's language, put into the outbox."""

from collections.abc import Mapping, Sequence
from email.utils import formatdate, make_msgid
from smtplib import SMTPException
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks import task

from accounts.models import User
from core import workers

log = structlog.get_logger(__name__)


class MailNotSentError(Exception):
    """The mail server did not take the mail."""


def absolute(path: str) -> str:
    """Return the whole address of a page, for a mail; the host of a request is not to be trusted with that."""
    return f"{settings.BASE_URL}{path}"


def headers() -> dict[str, str]:
    """Return what every mail of ours says of itself; its id is of this portal, and stays when it is sent again."""
    return {
        "Message-ID": make_msgid(domain=urlsplit(settings.BASE_URL).hostname or "localhost"),
        "Date": formatdate(),
        "Auto-Submitted": "auto-generated",
    }


def send(
    *,
    to: str,
    template: str,
    language: str,
    context: Mapping[str, object],
    reply_to: str = "",
    about: str = "",
    connection: BaseEmailBackend | None = None,
    more: Mapping[str, str] | None = None,
    files: Sequence[Mapping[str, str]] = (),
) -> None:
    """Send the mail `templates/mail/<template>_*.txt` in a language; raise MailNotSentError when it does not go.

    `more` are headers that only this mail has; `files` are kept PDFs that go along: `file` where one is kept, `name`
    what it is called.
    """
    with translation.override(language or settings.LANGUAGE_CODE):
        subject = " ".join(render_to_string(f"mail/{template}_subject.txt", dict(context)).split())
        body = render_to_string(f"mail/{template}_message.txt", dict(context)).strip() + "\n"
    try:
        answers = [reply_to] if reply_to else None
        known = {**headers(), "Content-Language": language or settings.LANGUAGE_CODE, **(more or {})}
        message = EmailMessage(subject, body, to=[to], headers=known, reply_to=answers, connection=connection)
        message.about = about  # type: ignore[attr-defined]  # read by the outbox
        message.kept_files = [dict(one) for one in files]  # type: ignore[attr-defined]  # the same
        message.send()
    except (SMTPException, OSError) as error:
        raise MailNotSentError(template) from error


def post(*, to: User, template: str, context: dict[str, object]) -> None:
    """Send a mail that nobody waits for, in the reader's language, once the transaction is done.

    The context is stored until then when a worker sends it: no secrets, and only what JSON knows.
    """
    email, language = to.email, to.language
    if workers.is_anybody_at_work():
        send_in_background.enqueue(to=email, template=template, language=language, context=context)
    else:
        transaction.on_commit(lambda: try_to_send(to=email, template=template, language=language, context=context))


@task()
def send_in_background(to: str, template: str, language: str, context: dict[str, object]) -> None:
    """Send a mail from the worker; who runs it twice sends it twice, which does no harm."""
    send(to=to, template=template, language=language, context=context)


def try_to_send(*, to: str, template: str, language: str, context: dict[str, object]) -> None:
    """Send a mail if it can be sent; what it tells of has happened anyway."""
    try:
        send(to=to, template=template, language=language, context=context)
    except MailNotSentError as fault:
        log.warning("mail_not_sent", template=template, fault=type(fault.__cause__).__name__)
