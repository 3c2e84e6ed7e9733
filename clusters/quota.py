"""How much of the disk a cluster's uploaded files may take."""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from clusters.guard import ClusterOwned
from clusters.models import Cluster
from core.errors import Refusal

MEGABYTE = 1024**2


def used(cluster: Cluster) -> int:
    """Return how many bytes of files people have uploaded; one query for each kind of file."""
    total = 0
    for model in apps.get_models():
        names = {field.name for field in model._meta.concrete_fields}
        is_upload = issubclass(model, ClusterOwned) and {"file", "size", "digest"} <= names
        if is_upload:
            # across_clusters: narrowed to the cluster in the same line; the model is any of all
            rows = model._base_manager.filter(**{model.cluster_path: cluster})  # type: ignore[attr-defined]
            total += rows.aggregate(sum=models.Sum("size"))["sum"] or 0
    return total


def refuse_beyond(cluster: Cluster, more: int, field: str | None = None) -> None:
    """Raise Refusal when so many bytes more would be too many; asked under the cluster's lock."""
    most = settings.FILES_PER_CLUSTER
    if most and used(cluster) + more > most:
        words = _(
            "The cluster’s files may take %(most)s MB in all, and with this one they would take more. "
            "Remove files that you no longer need, or ask the portal’s administrator for more room."
        )
        raise Refusal(words % {"most": most // MEGABYTE}, field)
