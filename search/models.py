"""The index: what can be found, and the words that stand in it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q, UniqueConstraint

from clusters.guard import ClusterOwned, ClusterQuerySet, GuardedManager
from clusters.models import Cluster
from core.text import Text
from search import lookups  # noqa: F401 -- registers `matches`


class Entry(ClusterOwned):
    """One thing that can be found, of a cluster or, without one, of the library that all read."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, null=True, related_name="+")
    source = models.CharField(max_length=30)
    # The row that it was made from, and the part of it where it has several.
    row = models.BigIntegerField()
    part = models.CharField(max_length=120, blank=True, default="")
    kind = models.CharField(max_length=30)
    path = models.CharField(max_length=400)
    title = models.JSONField()
    text = models.JSONField(default=dict)
    # What it is a part of, in words; beneath the title.
    of = models.JSONField(default=dict)
    # Of things that match alike the one with less weighs more: a whole before its parts.
    weight = models.PositiveSmallIntegerField(default=0)
    # Every shape of the words of the title and of all, once each, with a blank between.
    title_words = models.TextField(default="")
    words = models.TextField(default="")

    objects = GuardedManager()
    across_clusters: ClassVar = models.Manager.from_queryset(ClusterQuerySet)()

    class Meta(ClusterOwned.Meta):
        constraints = [UniqueConstraint(fields=["source", "row", "part"], name="entry_once")]
        indexes = [models.Index(fields=["cluster", "source"], name="entry_of_cluster")]

    def __str__(self) -> str:
        return f"{self.source}:{self.row}{self.part}"

    @property
    def title_text(self) -> Text:
        """What it is called."""
        return Text.from_value(self.title)

    @property
    def body_text(self) -> Text:
        return Text.from_value(self.text)

    @property
    def of_text(self) -> Text:
        """What it is a part of."""
        return Text.from_value(self.of)


class Word(ClusterOwned):
    """A word that stands in something of a cluster, or of the library; a slip of the keys is mended from these."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, null=True, related_name="+")
    word = models.CharField(max_length=120)
    # One slip leaves the first two letters or the last two as they are.
    head = models.CharField(max_length=2)
    tail = models.CharField(max_length=2)
    length = models.PositiveSmallIntegerField()

    objects = GuardedManager()
    across_clusters: ClassVar = models.Manager.from_queryset(ClusterQuerySet)()

    class Meta(ClusterOwned.Meta):
        constraints = [
            UniqueConstraint(fields=["cluster", "word"], name="word_once_a_cluster"),
            UniqueConstraint(fields=["word"], condition=Q(cluster=None), name="word_once_in_library"),
        ]
        indexes = [
            models.Index(fields=["head", "length"], name="word_by_head"),
            models.Index(fields=["tail", "length"], name="word_by_tail"),
        ]

    def __str__(self) -> str:
        return self.word


class Indexed(ClusterOwned):
    """How much of a source has been taken into the index: how many rows there were, and the newest change of them."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, null=True, related_name="+")
    source = models.CharField(max_length=30)
    rows = models.PositiveIntegerField()
    newest = models.DateTimeField(null=True)
    # The name that addresses begin with: when it changes, all of them do.
    slug = models.CharField(max_length=80, blank=True, default="")

    objects = GuardedManager()
    across_clusters: ClassVar = models.Manager.from_queryset(ClusterQuerySet)()

    class Meta(ClusterOwned.Meta):
        constraints = [
            UniqueConstraint(fields=["cluster", "source"], name="indexed_once_a_cluster"),
            UniqueConstraint(fields=["source"], condition=Q(cluster=None), name="indexed_once_in_library"),
        ]

    def __str__(self) -> str:
        return self.source
