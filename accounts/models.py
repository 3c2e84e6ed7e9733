"""The user, who signs in by e-mail, in which browsers, and the outbox for mail where there is no mail server."""

from typing import Any, ClassVar
from unicodedata import normalize

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import emails
from accounts.browsers import browser_of
from accounts.querysets import AdministrationEntrySet, OutboxMailSet, UserSet
from core.rows import Row


class UserManager(BaseUserManager.from_queryset(UserSet)):  # type: ignore[misc]  # made at run time
    """Makes users, whose e-mail is kept in its one form, as the sign-in compares it."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password nobody can sign in until one is set by mail."""
        user: User = self.model(email=emails.normal(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an administrator of the installation."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        """Return the user with this e-mail, however it is written."""
        person: User = self.get(email__iexact=emails.normal(email or ""))
        return person


class User(Row, AbstractBaseUser, PermissionsMixin):
    """A person who can sign in. Curators and administrators are marked here, roles in a cluster are memberships."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("Same as my device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    email = models.EmailField(_("Email address"), max_length=254)
    name = models.CharField(_("Name"), max_length=120, blank=True)
    language = models.CharField(
        _("Language"), max_length=5, choices=[("da", "Dansk"), ("en-gb", "English")], blank=True, default=""
    )
    theme = models.CharField(_("Theme"), max_length=5, choices=Theme, default=Theme.AUTO)
    # What a person wants of a document when it is printed (`exports.choices`); the usual is not kept.
    printing = models.JSONField(default=dict, blank=True, editable=False)
    is_active = models.BooleanField(_("Can sign in"), default=True)
    is_curator = models.BooleanField(_("National curator"), default=False)
    # A sign-in of the demo, whose password everybody knows: it works only where settings.DEMO is on.
    is_demo = models.BooleanField(default=False, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    # When the worker deletes the account; until then it is switched off and can be kept.
    deletes_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ("email",)
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message=_("Somebody else already uses this email address."),
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    def set_password(self, raw_password: str | None) -> None:
        """Keep the password in one form: what one keyboard sends as `å`, another sends as a letter and a ring."""
        super().set_password(None if raw_password is None else normalize("NFKC", raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """Compare the one form, and what was typed: passwords from before there was one form are kept as typed."""
        if raw_password is None:
            return False
        same = normalize("NFKC", raw_password)
        return super().check_password(same) or (same != raw_password and super().check_password(raw_password))

    @property
    def display_name(self) -> str:
        """The name, or the part of the e-mail before the @ until a name is given."""
        return self.name or self.email.partition("@")[0]

    @property
    def initials(self) -> str:
        """Two letters for the round mark: of first and last name, or the first two."""
        words = self.display_name.replace(".", " ").split()
        letters = words[0][0] + words[-1][0] if len(words) > 1 else self.display_name[:2]
        return letters.upper()


class Device(models.Model):
    """A browser in which a person has signed in; the key is of the session that was opened in it last."""

    user = models.ForeignKey(User, models.CASCADE, related_name="devices")
    # Of the token in the browser's cookie.
    digest = models.CharField(max_length=64)
    session_key = models.CharField(max_length=40, blank=True)
    user_agent = models.CharField(max_length=300, blank=True)
    address = models.GenericIPAddressField()
    first_seen_at = models.DateTimeField(default=timezone.now, editable=False)
    last_seen_at = models.DateTimeField()

    class Meta:
        ordering = ("-last_seen_at", "-pk")
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="device_once")]

    def __str__(self) -> str:
        return f"device {self.pk}"

    @property
    def browser(self) -> str:
        """Browser and system in words."""
        return browser_of(self.user_agent)


class AdministrationEntry(models.Model):
    """One line of the log of administration: who did what to a person or a cluster. Rows are only ever added."""

    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=300, blank=True)

    objects = AdministrationEntrySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["-at"], name="administration_newest")]

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the line; one that stands is never changed."""
        if not self._state.adding:
            raise TypeError("The log of administration is only ever added to.")
        super().save(*args, **kwargs)


class OutboxMail(models.Model):
    """A mail that has not gone yet; where there is no mail server, the administrator reads it."""

    class State(models.TextChoices):
        KEPT = "kept", _("Kept to be passed on")
        WAITING = "waiting", _("Waits for the mail server")
        FAILED = "failed", _("Not sent")

    to = models.CharField(max_length=1000)
    subject = models.CharField(max_length=400)
    body = models.TextField()
    headers = models.JSONField(default=dict)
    # Files that go along: where each is kept, and what it is called.
    files = models.JSONField(default=list, db_default=[], blank=True)
    # What it tells of, for the room that knows: kind and key.
    about = models.CharField(max_length=60, blank=True, default="", db_index=True)
    state = models.CharField(max_length=7, choices=State, default=State.KEPT)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    next_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=300, blank=True, default="")
    # The worker that has it in hand, and whether one has fallen while it had.
    claim = models.CharField(max_length=64, blank=True, default="")
    claimed_at = models.DateTimeField(null=True, blank=True)
    was_interrupted = models.BooleanField(default=False)

    objects = OutboxMailSet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.subject


class MailboxReading(models.Model):
    """How the newest look into the mailbox for bounces went; one row, so that a fault stands where people see it."""

    class Fault(models.TextChoices):
        REFUSED = "refused"
        NO_FOLDER = "no folder"
        UNTRUSTED = "untrusted"
        AWAY = "away"

    read_at = models.DateTimeField(default=timezone.now)
    fault = models.CharField(max_length=9, choices=Fault, blank=True, default="")
    # What the mail server said, in its own words.
    said = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return self.fault or "read"
