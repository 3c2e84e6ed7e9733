"""The processes that do the background work as far as the portal has heard of them, forms that people sent, backups."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Worker(models.Model):
    """One running process that takes tasks; it says again and again that it is alive."""

    key = models.CharField(max_length=64, unique=True)
    host = models.CharField(max_length=255)
    process = models.PositiveIntegerField()
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    seen_at = models.DateTimeField(default=timezone.now)
    # When its work last moved: a process that hangs goes on saying that it is there.
    moved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key


class SentForm(models.Model):
    """A form that was acted on, and what was answered, so that the same form sent again does nothing more."""

    digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    answer = models.TextField(blank=True)
    sent_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    def __str__(self) -> str:
        return self.digest


class KeptForm(models.Model):
    """What a person typed into a form that could not be taken, locked, until they send it or a day has gone."""

    key = models.CharField(max_length=43, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sealed = models.TextField()
    kept_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    def __str__(self) -> str:
        return self.key


class Backup(models.Model):
    """One backup of the installation, made or tried; a backup itself does not hold these rows."""

    class State(models.TextChoices):
        RUNNING = "running", _("Being made")
        DONE = "done", _("Made")
        FAILED = "failed", _("Not made")

    # Of one that the worker makes by itself: the day, and which try of that day; so that two workers make one.
    day = models.DateField(null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=1)
    file = models.CharField(max_length=1000)
    state = models.CharField(max_length=7, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    # Read back after it was written, every sum compared.
    is_checked = models.BooleanField(default=False)
    is_encrypted = models.BooleanField(default=False)
    rows = models.PositiveBigIntegerField(default=0)
    files = models.PositiveBigIntegerField(default=0)
    fault = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ("-started_at", "-pk")
        constraints = [models.UniqueConstraint(fields=["day", "attempt"], name="backup_once_a_day_and_try")]

    def __str__(self) -> str:
        return self.file
