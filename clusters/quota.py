"""How much of the disk a cluster's uploaded files may take, and what takes it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from clusters.guard import ClusterOwned
from clusters.models import Cluster
from core.errors import Refusal

MEGABYTE = 1024**2
LARGEST = 10


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that takes room."""

    kind: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Room:
    """What a cluster's files take, of how much, kind by kind, and the largest of them."""

    used: int
    most: int
    kinds: list[tuple[str, int, int]]
    largest: list[Upload]

    @property
    def is_nearly_full(self) -> bool:
        """Whether a few large files more would not go in."""
        return bool(self.most) and self.used >= self.most * 0.9


def used(cluster: Cluster) -> int:
    """Return how many bytes of files people have uploaded; one query for each kind of file."""
    return sum(rows.aggregate(sum=models.Sum("size"))["sum"] or 0 for _model, rows in _uploads(cluster))


def room_of(cluster: Cluster) -> Room:
    """Return what the cluster's files take; two queries for each kind of file."""
    kinds, largest = [], []
    for model, rows in _uploads(cluster):
        found = rows.aggregate(sum=models.Sum("size"), count=models.Count("pk"))
        kind = str(model.FILES)
        kinds.append((kind, found["sum"] or 0, found["count"]))
        if getattr(model, "is_untold", False):
            continue  # whose they are, and what they are called, is nobody's business: they only take room
        named = rows.order_by("-size").values_list("name", "size")[:LARGEST]
        largest += [Upload(kind, name, size) for name, size in named]
    largest.sort(key=lambda one: -one.size)
    total = sum(size for _kind, size, _count in kinds)
    return Room(total, settings.FILES_PER_CLUSTER, [one for one in kinds if one[2]], largest[:LARGEST])


def uploads() -> list[Any]:
    """Return the tables of files that people upload."""
    found = []
    for model in apps.get_models():
        names = {field.name for field in model._meta.concrete_fields}
        if issubclass(model, ClusterOwned) and {"file", "size", "digest"} <= names:
            found.append(model)
    return found


def _uploads(cluster: Cluster) -> "Iterator[tuple[Any, models.QuerySet[Any]]]":
    for model in uploads():
        # across_clusters: narrowed to the cluster in the same line; the model is any of all
        yield model, model._base_manager.filter(**{model.cluster_path: cluster})


def refuse_beyond(cluster: Cluster, more: int, field: str | None = None) -> None:
    """Raise Refusal when so many bytes more would be too many; asked under the cluster's lock."""
    most = settings.FILES_PER_CLUSTER
    if most and used(cluster) + more > most:
        words = _(
            "The cluster’s files may take %(most)s MB in all, and with this one they would take more. "
            "Remove files that you no longer need, or ask the portal’s administrator for more room."
        )
        raise Refusal(words % {"most": most // MEGABYTE}, field)
