"""The base of every form that chooses among rows of a cluster, and the forms of the cluster and its people."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts import emails
from accounts.fields import NameField
from accounts.forms import LANGUAGES, NewPassword, fields_only
from accounts.models import User
from clusters.models import Cluster
from clusters.permissions import Role
from clusters.services import INVITED_AT_ONCE
from core.forms import RevisionField
from core.graphics.colours import READABLE, WHITE, contrast, is_readable, nearest_readable, parse_colour
from core.languages import content_language
from core.numbers import format_decimal
from core.text import Text

ROLES = [
    (Role.OWNER, format_lazy("{}: {}", Role.OWNER.label, _("decides, approves, and looks after people and settings"))),
    (Role.EDITOR, format_lazy("{}: {}", Role.EDITOR.label, _("fills in and changes everything the cluster works on"))),
    (
        Role.REVIEWER,
        format_lazy("{}: {}", Role.REVIEWER.label, _("reads, for example on the board or steering group")),
    ),
    (Role.READER, format_lazy("{}: {}", Role.READER.label, _("reads, for example as a partner or an auditor"))),
]

# Thirty people with their names and what mail programmes put around them are a tenth of it.
LONGEST_LIST = 20_000


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


class EmailsField(forms.CharField):
    """One or several e-mails, as one types them or pastes them from a mail programme or a sheet."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]  # a list is what one text becomes
        """Take the addresses out of the text; one that is too long is not read."""
        text = super().to_python(value) or ""
        if len(text) > LONGEST_LIST:
            raise ValidationError(
                gettext("This is too long. Invite at most %(most)s people at a time.") % {"most": INVITED_AT_ONCE}
            )
        return emails.read_list(text)

    def validate(self, value: Any) -> None:
        """Say of each that is no e-mail that it is none, and refuse more than go out at once."""
        super().validate(value)
        if len(value) > INVITED_AT_ONCE:
            raise ValidationError(
                gettext("You have entered %(count)s email addresses. Invite at most %(most)s at a time.")
                % {"count": len(value), "most": INVITED_AT_ONCE}
            )
        wrong = [fault for email in value if (fault := emails.fault_of(email))]
        if wrong:
            raise ValidationError([ValidationError(sentence) for sentence in wrong])


def mail_language() -> forms.ChoiceField:
    """Return the choice of the language that a mail is written in."""
    return forms.ChoiceField(label=_("Language of the emails"), choices=LANGUAGES)


class InviteForm(forms.Form):
    """Whom to invite, as what, in which language."""

    emails = EmailsField(
        label=_("Email addresses"),
        widget=forms.Textarea({"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("One or more, separated by commas, spaces or new lines."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect, initial=Role.EDITOR)
    language = mail_language()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
        self.helper = fields_only()

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class RoleForm(forms.Form):
    """A member's role."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES, widget=forms.RadioSelect)
    is_approver = forms.BooleanField(
        label=_("Approves strategies"),
        help_text=_("For the chair of the board, for example. Owners always can."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class JoinForm(NewPassword):
    """What a new person gives when they accept an invitation."""

    user: User

    name = NameField(
        label=_("Your name"),
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text=_("Your colleagues see it beside what you write."),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = User(email=email)
        self.set_up_password(_("Choose a password"))

    def clean_name(self) -> str:
        """Have the password compared with the name too."""
        self.user.name = str(self.cleaned_data["name"])
        return self.user.name


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
