"""Inviting people, giving them a role, and joining."""

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
from clusters.permissions import Role
from clusters.services import INVITED_AT_ONCE

ROLES = [
    (Role.OWNER, format_lazy("{}: {}", Role.OWNER.label, _("decides, approves, and looks after people and settings"))),
    (Role.EDITOR, format_lazy("{}: {}", Role.EDITOR.label, _("fills in and changes everything the cluster works on"))),
    (
        Role.REVIEWER,
        format_lazy(
            "{}: {}",
            Role.REVIEWER.label,
            _("reads, comments and answers reviews, for example on the board or steering group"),
        ),
    ),
    (Role.READER, format_lazy("{}: {}", Role.READER.label, _("reads, for example as a partner or an auditor"))),
]


# Thirty people with their names and what mail programmes put around them are a tenth of it.
LONGEST_LIST = 20_000


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
