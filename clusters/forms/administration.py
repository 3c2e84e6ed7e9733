"""What an administrator types: a cluster and who leads it, and what it or a person is called."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.fields import NameField
from accounts.forms import email_field, fields_only
from accounts.models import User
from clusters.forms.cluster import Names
from clusters.forms.people import mail_language
from clusters.models import Cluster, slug_validator
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


class NewClusterForm(Names):
    """A new cluster and the person who is to lead it."""

    slug = forms.CharField(
        label=_("Address"),
        max_length=40,
        required=False,
        validators=[slug_validator],
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "Appears in the address of the cluster’s pages and cannot be changed later. Leave it empty to create it "
            "from the name."
        ),
    )
    owner = email_field(
        _("The owner’s email address"),
        autocomplete="off",
        help_text=_("They get an invitation and then invite the others."),
    )
    language = mail_language()
    field_order = ("name_da", "name_en", "slug", "main_language", "owner", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = settings.LANGUAGE_CODE


class OwnerForm(forms.Form):
    """One more owner for a cluster, invited by the administrator."""

    owner = email_field(_("The owner’s email address"), autocomplete="off")
    language = mail_language()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = settings.LANGUAGE_CODE
        self.helper = fields_only()

    def focus(self, name: str) -> str:
        """Return the field that a refusal of the invitation belongs to: there it is one address of a list."""
        return "owner" if name == "emails" else name
