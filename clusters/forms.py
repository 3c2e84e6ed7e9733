"""The base of every form that chooses among rows of a cluster, and the forms of the cluster and its people."""

from typing import Any

from django import forms

from clusters.models import Cluster


class ClusterModelForm(forms.ModelForm):  # noqa: TID251 -- this is the one that narrows the choices
    """A model form that knows its cluster: each choice of a row offers the rows of this cluster only."""

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cluster = cluster
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                model = field.queryset.model
                field.queryset = model.objects.of(cluster) if hasattr(model, "cluster_path") else field.queryset.none()
