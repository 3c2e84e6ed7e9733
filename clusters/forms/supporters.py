"""The form of a partner or a funder with its logo."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import fields_only
from clusters.forms.cluster import LogoForm
from clusters.models import Supporter


class SupporterForm(LogoForm):
    """A name, what it is to the cluster, and a picture to upload."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput({"autocomplete": "off"}))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Supporter.Kind, initial=Supporter.Kind.FUNDER, widget=forms.RadioSelect
    )

    field_order = ("name", "kind", "logo")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
