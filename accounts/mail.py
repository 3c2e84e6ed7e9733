"""The outbox: what becomes of mail where there is no mail server."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from accounts.models import OutboxMail

KEPT = 1000


class OutboxBackend(BaseEmailBackend):
    """Keeps mails for the administrator to read, the newest thousand."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the mails and let the oldest go; return how many were kept."""
        kept = OutboxMail.objects.bulk_create(
            OutboxMail(to=", ".join(mail.recipients())[:1000], subject=str(mail.subject)[:400], body=str(mail.body))
            for mail in email_messages
        )
        OutboxMail.objects.drop_all_but(KEPT)
        return len(kept)
