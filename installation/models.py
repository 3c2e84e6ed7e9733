"""What administrators have tried of the installation, and what it has told them of."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Trial(models.Model):
    """One try of a part of the installation: when it was asked for, when it ended, and what went wrong."""

    class Part(models.TextChoices):
        MAIL = "mail", _("Email")
        STORAGE = "storage", _("Storage of files")
        WORKER = "worker", _("Background work")
        MAILBOX = "mailbox", _("Returned email")

    part = models.CharField(max_length=7, choices=Part)
    asked_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return f"{self.part} {self.pk}"

    @property
    def state(self) -> str:
        """How it went: `running`, `failed` or `worked`; a mail that is tried again has failed so far."""
        if self.fault:
            return "failed"
        return "worked" if self.ended_at else "running"


class Alert(models.Model):
    """A part that is in a bad way for longer than it may be; administrators are told once, and once when it ends."""

    part = models.CharField(max_length=20)
    state = models.CharField(max_length=20)
    began_at = models.DateTimeField()
    # Empty while nobody has been told: what passes quickly is nothing to tell of.
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("began_at", "pk")
        constraints = [models.UniqueConstraint(fields=["part"], name="alert_once_for_a_part")]

    def __str__(self) -> str:
        return f"{self.part}: {self.state}"
