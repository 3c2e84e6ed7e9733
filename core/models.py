"""The processes that do the background work as far as the portal has heard of them, and forms that people sent."""

from django.conf import settings
from django.db import models
from django.utils import timezone


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
