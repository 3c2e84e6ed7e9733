"""Copies of everything that a cluster has, and files of clusters that were brought here."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext_lazy as named

from clusters.guard import ClusterOwned, GuardedManager
from clusters.models import Cluster
from moving.querysets import ArrivalSet, CopySet


class State(models.TextChoices):
    """How far something is that the worker does."""

    QUEUED = "queued", named("copy", "Waiting")
    RUNNING = "running", named("copy", "Being made")
    DONE = "done", named("copy", "Ready")
    FAILED = "failed", named("copy", "Not made")


class Work(models.Model):
    """The base of what the worker does here: how far it is, and why it could not be done."""

    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=600, blank=True, default="")
    asked_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in (State.QUEUED, State.RUNNING)

    @property
    def is_done(self) -> bool:
        """Whether it was done."""
        return self.state == State.DONE

    @property
    def has_failed(self) -> bool:
        """Whether it could not be done."""
        return self.state == State.FAILED

    @property
    def percent(self) -> int:
        """How far it is, of a hundred."""
        return 100 * self.done // self.total if self.total else 0


class Copy(ClusterOwned, Work):
    """One copy of everything that a cluster has; its file is deleted when it is two weeks old."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="copies")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_by_name = models.CharField(max_length=120, blank=True, default="")
    # Made by itself when it was decided to delete the cluster; kept until that day.
    is_last = models.BooleanField(default=False)
    file = models.FileField(upload_to="copies", max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    objects = GuardedManager(CopySet)
    across_clusters: ClassVar = models.Manager.from_queryset(CopySet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return f"copy {self.pk}"

    def get_absolute_url(self) -> str:
        """Its file; needs the cluster to be loaded."""
        return reverse("moving:copy", args=[self.cluster.slug, self.pk])

    def name_of_file(self, at: datetime) -> str:
        """Return what the file is called when it is downloaded."""
        return f"{self.cluster.slug}-{timezone.localdate(at):%Y-%m-%d}.zip"


class Arrival(Work):
    """A cluster's file that an administrator has brought, until the cluster is made of it."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120, blank=True, default="")
    name = models.CharField(max_length=120)
    file = models.FileField(upload_to="arrivals", max_length=200, blank=True)
    # The address that was asked for; empty, and it is the one that the file names. Then the one that was made.
    slug = models.CharField(max_length=40, blank=True, default="")
    language = models.CharField(max_length=5, default="da")

    objects = ArrivalSet.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return self.name
