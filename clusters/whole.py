"""All that belongs to a cluster, whichever room it lies in: found, and deleted for good.

Which models these are is asked of the portal's own list, so that a new room needs to say nothing.
"""

import contextlib
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models, transaction

from clusters.guard import ClusterOwned
from clusters.models import Cluster


def models_of_clusters() -> list[type[ClusterOwned]]:
    """Return every model whose rows belong to a cluster, those of the upper rooms first: they lean on the lower."""
    return [model for model in apps.get_models() if issubclass(model, ClusterOwned)]


def rows_of(model: type[ClusterOwned], cluster: Cluster) -> "models.QuerySet[Any]":
    """Return the rows of one model that belong to the cluster."""
    # across_clusters: narrowed to the cluster in the next word; the model is any of all
    return model.across_clusters.filter(**{model.cluster_path: cluster}).order_by("pk")


def erase(cluster: Cluster) -> None:
    """Delete the cluster and all that belongs to it; its files go when that has been confirmed."""
    names = _files_of(cluster)
    for model in models_of_clusters():
        if _file_fields(model):
            names += [name for row in rows_of(model, cluster) for name in _files_of(row)]
    with transaction.atomic():
        for model in models_of_clusters():
            rows_of(model, cluster).delete()
        cluster.delete()
        transaction.on_commit(lambda: _delete_files(names))


def _delete_files(names: list[str]) -> None:
    for name in names:
        # What cannot be deleted now is found by the nightly look for files that no row points at.
        with contextlib.suppress(OSError):
            default_storage.delete(name)


def _files_of(row: models.Model) -> list[str]:
    return [name for field in _file_fields(type(row)) if (name := field.value_from_object(row).name)]


def _file_fields(model: type[models.Model]) -> "list[models.FileField]":
    return [field for field in model._meta.concrete_fields if isinstance(field, models.FileField)]
