"""The base of every form that chooses among rows of a cluster, and the revision that a change is based on."""

from typing import Any

from django import forms

from clusters.models import Cluster
from core.forms import RevisionField


class ClusterModelForm(forms.ModelForm):  # noqa: TID251 -- this is the one that narrows the choices
    """A model form that knows its cluster: each choice of a row offers the rows of this cluster only."""

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cluster = cluster
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                model = field.queryset.model
                field.queryset = model.objects.of(cluster) if hasattr(model, "cluster_path") else field.queryset.none()


class RevisionForm(forms.Form):
    """The revision that an act is based on."""

    revision = RevisionField()
