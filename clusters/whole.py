"""All that belongs to a cluster, whichever room it lies in: copied out of the portal, or deleted for good.

Which models these are is asked of the portal's own list, so that a new room needs to say nothing.
"""

import contextlib
import json
import shutil
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from clusters.guard import ClusterOwned
from clusters.models import Cluster

# Fields named so: with them somebody could read or join, and nobody needs them in a copy.
SECRET = ("token", "password", "secret", "sealed")
READ_ME = """What the cluster had in the portal / Hvad klyngen havde i portalen

data/    a file for each kind of thing, as JSON in UTF-8; keys lead from one to the other
         en fil for hver slags, som JSON i UTF-8; nøgler fører fra den ene til den anden
         what each person answered to a self-assessment is theirs and not in it; what it came to is
         hvad den enkelte har svaret i en selvevaluering, er ikke med; det er resultatet
files/   the files that people uploaded / de filer, som folk har lagt op
"""


def models_of_clusters() -> list[type[ClusterOwned]]:
    """Return every model whose rows belong to a cluster, those of the upper rooms first: they lean on the lower."""
    return [model for model in apps.get_models() if issubclass(model, ClusterOwned)]


def rows_of(model: type[ClusterOwned], cluster: Cluster) -> "models.QuerySet[Any]":
    """Return the rows of one model that belong to the cluster."""
    # across_clusters: narrowed to the cluster in the next word; the model is any of all
    return model.across_clusters.filter(**{model.cluster_path: cluster}).order_by("pk")


def write_copy(cluster: Cluster, into: IO[bytes]) -> None:
    """Write a ZIP of all rows and files of the cluster, one row after the other, so that memory stays small."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", READ_ME)
        archive.writestr("data/clusters.Cluster.json", _as_json(cluster))
        _write_files(archive, cluster)
        for model in models_of_clusters():
            if not model.is_untold:
                _write_rows(archive, model, cluster)


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


def _write_rows(archive: zipfile.ZipFile, model: type[ClusterOwned], cluster: Cluster) -> None:
    rows = rows_of(model, cluster)
    if not rows.exists():
        return
    with archive.open(f"data/{model._meta.label}.json", "w") as file:
        begin = b"[\n"
        for row in rows.iterator(chunk_size=200):
            file.write(begin + _as_json(row).encode())
            begin = b",\n"
        file.write(b"\n]\n")
    for row in rows.iterator(chunk_size=200):
        _write_files(archive, row)


def _write_files(archive: zipfile.ZipFile, row: models.Model) -> None:
    for name in _files_of(row):
        if default_storage.exists(name):
            with default_storage.open(name) as source, archive.open(f"files/{name}", "w") as file:
                shutil.copyfileobj(source, file)


def _as_json(row: models.Model) -> str:
    values = {field.attname: _plain(field.value_from_object(row)) for field in _told(row)}
    return json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False)


def _plain(value: Any) -> Any:
    return value.name if hasattr(value, "storage") else value


def _told(row: models.Model) -> "Iterator[models.Field[Any, Any]]":
    for field in row._meta.concrete_fields:
        is_secret = any(word in field.name for word in SECRET) or field.name in getattr(row, "untold", frozenset())
        if not is_secret and not isinstance(field, models.BinaryField):
            yield field


def _files_of(row: models.Model) -> list[str]:
    return [name for field in _file_fields(type(row)) if (name := field.value_from_object(row).name)]


def _file_fields(model: type[models.Model]) -> "list[models.FileField]":
    return [field for field in model._meta.concrete_fields if isinstance(field, models.FileField)]
