"""What a cluster is called, what it says of itself, and its logo."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.fields import NameField
from accounts.forms import fields_only
from clusters.models import Cluster
from core.forms import RevisionField
from core.graphics.colours import READABLE, WHITE, contrast, is_readable, nearest_readable, parse_colour
from core.languages import content_language
from core.numbers import format_decimal
from core.text import Text


class Names(forms.Form):
    """What the forms about a cluster's name and language share."""

    # A cluster may be called `Energy.dk`; a whole address is no name.
    name_da = NameField(
        label=_("Name in Danish"),
        required=False,
        allows_hosts=True,
        help_text=_("Write the name in Danish, in English or in both: one of the two is needed."),
    )
    name_en = NameField(label=_("Name in English"), required=False, allows_hosts=True)
    main_language = forms.ChoiceField(
        label=_("Main language"),
        choices=Cluster.MainLanguage.choices,
        help_text=_("The language that the cluster writes its strategy in."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()

    def clean(self) -> dict[str, Any]:
        """Ask for the name in one language at least."""
        values = super().clean() or self.cleaned_data
        if not {"name_da", "name_en"} & self.errors.keys() and not (values["name_da"] or values["name_en"]):
            self.add_error("name_da", gettext("Enter the cluster’s name in Danish or English."))
        return values


class ClusterForm(Names):
    """What the cluster is called and the languages it writes in."""

    revision = RevisionField()

    description_da = forms.CharField(
        label=_("Description in Danish"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )
    description_en = forms.CharField(
        label=_("Description in English"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )
    has_second_language = forms.BooleanField(
        label=_("Write in the other language too"),
        required=False,
        help_text=_(
            "Each text then has a field for each language. If you switch it off, the other field is hidden and "
            "nothing is deleted."
        ),
    )
    requires_second_factor = forms.BooleanField(
        label=_("Require two-step sign-in"),
        required=False,
        help_text=_(
            "Members who sign in with only a password are asked to set up an app or a passkey before they see the "
            "cluster’s pages. The list of people shows who has not yet done it."
        ),
    )
    most_duties = forms.IntegerField(
        label=_("Most tasks for one person"),
        min_value=1,
        max_value=500,
        required=False,
        help_text=_("The red thread says so when somebody is responsible for more. Leave it empty to change nothing."),
        error_messages={
            "invalid": _("Enter a number from 1 to 500."),
            "min_value": _("Enter a number from 1 to 500."),
            "max_value": _("Enter a number from 1 to 500."),
        },
    )
    field_order = (
        "name_da",
        "name_en",
        "description_da",
        "description_en",
        "main_language",
        "has_second_language",
        "requires_second_factor",
        "most_duties",
        "revision",
    )

    @staticmethod
    def values_of(cluster: Cluster) -> dict[str, Any]:
        """Return what stands in the form for a cluster."""
        description = Text.from_value(cluster.description)
        return {
            "name_da": cluster.name_da,
            "name_en": cluster.name_en,
            "description_da": description.da,
            "description_en": description.en,
            "main_language": cluster.main_language,
            "has_second_language": cluster.has_second_language,
            "requires_second_factor": cluster.requires_second_factor,
            "most_duties": cluster.most_duties,
            "revision": cluster.revision,
        }

    def changes(self) -> dict[str, Any]:
        """Return what the service asks for."""
        values = dict(self.cleaned_data)
        description = Text(da=values.pop("description_da"), en=values.pop("description_en"))
        based_on = values.pop("revision") or 0
        if values["most_duties"] is None:
            del values["most_duties"]
        return {**values, "description": description, "based_on": based_on}


def long_text(label: Any, help_text: Any = "", *, longest: int = 4000) -> forms.CharField:
    """Return a field for a paragraph or two."""
    return forms.CharField(
        label=label, max_length=longest, required=False, widget=forms.Textarea({"rows": 3}), help_text=help_text
    )


class ProfileForm(forms.Form):
    """What the cluster is there for, where it wants to be, where it is, and its colour."""

    revision = RevisionField()
    mission_da = long_text(_("Mission in Danish"), _("What the cluster exists to do, whatever its current strategy."))
    mission_en = long_text(_("Mission in English"))
    vision_da = long_text(_("Vision in Danish"), _("What the cluster wants to achieve within ten years."))
    vision_en = long_text(_("Vision in English"))
    postal_address = long_text(
        _("Postal address"),
        _("As it should appear in agreements and adverts, perhaps with the registration number."),
        longest=400,
    )
    accent = forms.CharField(
        label=_("Colour"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "The six-character code of the colour in your design guide, for example #005275. It is used on the cover "
            "of printed documents. Leave it empty to use the toolkit’s own colour."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()

    @staticmethod
    def values_of(cluster: Cluster) -> dict[str, Any]:
        """Return what stands in the form for a cluster."""
        mission, vision = cluster.mission_text, cluster.vision_text
        return {
            "mission_da": mission.da,
            "mission_en": mission.en,
            "vision_da": vision.da,
            "vision_en": vision.en,
            "postal_address": cluster.postal_address,
            "accent": cluster.accent,
            "revision": cluster.revision,
        }

    def clean_accent(self) -> str:
        """Refuse what is no colour, and a colour too light for words, with one that is not."""
        typed = str(self.cleaned_data["accent"])
        if not typed:
            return ""
        colour = parse_colour(typed)
        if colour is None:
            raise ValidationError(
                gettext(
                    "“%(typed)s” is not a colour. Enter six characters from 0 to 9 and a to f, for example #005275."
                )
                % {"typed": typed}
            )
        if not is_readable(colour):
            raise ValidationError(
                gettext(
                    "%(colour)s is too light: text in it cannot be read on white (contrast %(contrast)s, at least "
                    "%(least)s is needed). The nearest readable shade is %(shade)s."
                )
                % {
                    "colour": colour,
                    # Rounded down, so that it never reads as enough.
                    "contrast": format_decimal(Decimal(int(contrast(colour, WHITE) * 100)) / 100, content_language()),
                    "least": format_decimal(Decimal(str(READABLE)), content_language()),
                    "shade": nearest_readable(colour),
                }
            )
        return colour

    def changes(self) -> dict[str, Any]:
        """Return what the service asks for."""
        values = self.cleaned_data
        return {
            "mission": Text(da=values["mission_da"], en=values["mission_en"]),
            "vision": Text(da=values["vision_da"], en=values["vision_en"]),
            "postal_address": values["postal_address"],
            "accent": values["accent"],
            "based_on": values["revision"] or 0,
        }


class LogoForm(forms.Form):
    """A picture to upload; what is in it is looked at by `clusters.logos`."""

    logo = forms.FileField(
        label=_("File"),
        widget=forms.ClearableFileInput({"accept": "image/png,image/jpeg"}),
        help_text=_(
            "PNG or JPEG, at most 5 MB. The picture is made smaller, and everything else in the file is removed."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()
