"""Forms of the cluster, and the base of every form that chooses among rows of a cluster."""

from typing import Any, TypeVar

from django import forms
from django.db import models

from clusters.models import Cluster

ModelT = TypeVar("ModelT", bound=models.Model)


class ClusterModelForm(forms.ModelForm[ModelT]):
    """A model form that knows its cluster: each choice of a row offers the rows of this cluster only."""

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cluster = cluster
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                model = field.queryset.model
                field.queryset = model.objects.of(cluster) if hasattr(model, "cluster_path") else field.queryset.none()
