"""Which people."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from accounts import emails
from core.ordering import danish

if TYPE_CHECKING:
    from accounts.models import AdministrationEntry, OutboxMail, User  # noqa: F401


# What no list that names people shows of them: their rows are as light as their names.
UNSEEN = ("password", "last_login", "is_superuser", "is_curator", "theme", "printing", "joined_at", "deletes_at")


def unseen(*ways: str) -> tuple[str, ...]:
    """Return the columns that are left unread of the people who are joined on these ways, for `defer`."""
    return tuple(f"{way}__{column}" for way in ways for column in UNSEEN)


def containing(words: str, *fields: str) -> models.Q:
    """Return the condition that one of the fields contains the words, whatever their case.

    SQLite folds the case of a to z only; the usual ways to write a name with æ, ø or å are asked for one by one.
    """
    found = models.Q()
    for written in {words, words.lower(), words.upper(), words.title()}:
        for field in fields:
            found |= models.Q(**{f"{field}__icontains": written})
    return found


class UserSet(models.QuerySet["User"]):
    """People."""

    def with_email(self, email: str) -> "UserSet":
        """Return whoever has this e-mail, however it is written."""
        return self.filter(email__iexact=emails.normal(email))

    def who_may_sign_in(self) -> "UserSet":
        """Return the people who are not switched off, and the demo's people only where there is a demo."""
        people = self.filter(is_active=True)
        return people if settings.DEMO else people.filter(is_demo=False)

    def administrators(self) -> "UserSet":
        """Return the administrators who can in fact sign in."""
        return self.who_may_sign_in().filter(is_superuser=True)

    def matching(self, words: str) -> "UserSet":
        """Return the people whose name or e-mail contains the words; all of them where there are none."""
        return self.filter(containing(words, "name", "email")) if words else self

    def in_order(self) -> "UserSet":
        """Return them as a list of names is read."""
        return self.order_by(danish("name"), "email")


class AdministrationEntrySet(models.QuerySet["AdministrationEntry"]):
    """The log of administration."""

    def matching(self, words: str) -> "AdministrationEntrySet":
        """Return the lines by whom or about whom the words stand; all of them where there are none."""
        return self.filter(containing(words, "by_name", "subject")) if words else self


class OutboxMailSet(models.QuerySet["OutboxMail"]):
    """Mails that have not gone."""

    def due(self, now: datetime) -> "OutboxMailSet":
        """Return those that the mail server is to be given now."""
        return self.filter(state="waiting", next_at__lte=now)

    def drop_all_but(self, count: int) -> None:
        """Delete all but the newest."""
        oldest_kept = self.order_by("-pk").values_list("pk", flat=True)[count - 1 : count].first()
        if oldest_kept is not None:
            self.filter(pk__lt=oldest_kept).delete()
