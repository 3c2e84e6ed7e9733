"""The processes that do the background work, as far as the portal has heard of them."""

from django.db import models
from django.utils import timezone


class Worker(models.Model):
    """One running process that takes tasks; it says again and again that it is alive."""

    key = models.CharField(max_length=64, unique=True)
    host = models.CharField(max_length=255)
    process = models.PositiveIntegerField()
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key
