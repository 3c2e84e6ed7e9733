"""What an administrator types about a cluster or a person that is there already."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.fields import NameField
from accounts.forms import fields_only
from accounts.models import User
from clusters.forms import Names
from clusters.models import Cluster
from core.forms import RevisionField


class ClusterNameForm(Names):
    """What a cluster is called."""

    main_language = None  # type: ignore[assignment]  # how Django takes a field away
    revision = RevisionField()

    @staticmethod
    def values_of(cluster: Cluster) -> dict[str, Any]:
        """Return what stands in the form for a cluster."""
        return {"name_da": cluster.name_da, "name_en": cluster.name_en, "revision": cluster.revision}

    def changes(self) -> dict[str, Any]:
        """Return what the service asks for."""
        values = dict(self.cleaned_data)
        return {"based_on": values.pop("revision") or 0, **values}


class CloseForm(forms.Form):
    """The cluster's address, typed by whoever means to delete it."""

    typed = forms.CharField(
        label=_("The cluster’s address"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Type it to confirm that this is the right cluster."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()


class PersonNameForm(forms.Form):
    """What a person is called."""

    name = NameField(label=_("Name"))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = person.name
        self.helper = fields_only()
