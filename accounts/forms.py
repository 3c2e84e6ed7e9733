"""Forms of sign-in, profile and administration. Those of allauth keep their work and get our words."""

from typing import Any

from allauth.account import forms as allauth
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.fields import EmailField, NameField
from accounts.models import User

LANGUAGES = [("da", "Dansk"), ("en-gb", "English")]
# What reading a passkey's answer raises when somebody has written it by hand.
LONGEST_CREDENTIAL = 20_000
MALFORMED = (TypeError, ValueError, KeyError, AttributeError, IndexError, OverflowError, RecursionError)


def fields_only() -> FormHelper:
    """Return the layout of a form whose tag, token and buttons stand in the template."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


def email_field(label: Any = _("Email address"), *, autocomplete: str = "email", help_text: Any = "") -> EmailField:
    """Return a field for one e-mail."""
    return EmailField(label=label, help_text=help_text, widget=forms.EmailInput({"autocomplete": autocomplete}))


def new_password_field(label: Any = _("New password")) -> forms.CharField:
    """Return a field for a password to be; it is typed once, since it can be changed by mail."""
    return forms.CharField(
        label=label,
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least ten characters. A sentence of your own is good; your name or a common password is not."),
    )


class NewPassword(forms.Form):
    """What the forms that set a password share: the field, and the check against the person it is for."""

    user: User | None

    def set_up_password(self, label: Any = _("New password")) -> None:
        """Put our field in the place of allauth's two."""
        self.fields.pop("password2", None)
        self.fields["password1"] = new_password_field(label)
        self.helper = fields_only()

    def clean_password1(self) -> str:
        """Refuse a password that is easily guessed."""
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password


class SignInForm(allauth.LoginForm):
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = email_field(autocomplete="username")
        self.fields["password"] = current_password_field(_("Password"))
        self.fields["password"].help_text = format_html(
            '<a href="{}">{}</a>', reverse("account_reset_password"), _("Forgotten your password?")
        )
        self.order_fields(["login", "password"])
        self.helper = fields_only()


class ResetPasswordForm(allauth.ResetPasswordForm):
    """The e-mail to which the way to a new password goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = email_field()
        self.helper = fields_only()

    def clean_email(self) -> str:
        """Take the address as it is: allauth would look for its person here, and find more or less to do."""
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Have the mail written, in steps that tell nobody who is known."""
        email = str(self.cleaned_data["email"])
        services.mail_new_password(email=email, language=get_language() or "")
        return email


class ResetPasswordKeyForm(NewPassword, allauth.ResetPasswordKeyForm):
    """A new password, by way of a mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_up_password()


class ChangePasswordForm(NewPassword, allauth.ChangePasswordForm):
    """A new password in the place of the one that is known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = current_password_field()
        self.set_up_password()


class SetPasswordForm(NewPassword, allauth.SetPasswordForm):
    """A first password, for a person who is signed in without one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_up_password(_("Password"))


class ReauthenticateForm(allauth.ReauthenticateForm):
    """The password once more, before something that a forgotten open session must not do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = current_password_field()
        self.helper = fields_only()


class ChangeEmailForm(allauth.AddEmailForm):
    """The new e-mail; it takes the place of the old one when it is confirmed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = email_field(_("New email address"))
        self.helper = fields_only()


def current_password_field(label: Any = _("Current password")) -> forms.CharField:
    """Return a field for the password that one signs in with now."""
    return forms.CharField(
        label=label,
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class ProfileForm(forms.Form):
    """What a person chooses for themselves."""

    name = NameField(
        label=_("Name"),
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text=_("Your colleagues see it beside what you write."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    theme = forms.ChoiceField(label=_("Theme"), choices=User.Theme.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()


class ThemeForm(forms.Form):
    """A choice of light or dark."""

    theme = forms.ChoiceField(choices=User.Theme.choices)


class SearchForm(forms.Form):
    """Words to look for in a list."""

    q = forms.CharField(label=_("Search"), max_length=100, required=False)

    @property
    def words(self) -> str:
        """What to look for; nothing when it cannot be looked for."""
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""


class RightsForm(forms.Form):
    """What a person is to the installation."""

    is_curator = forms.BooleanField(
        label=_("National curator"),
        required=False,
        help_text=_("Publishes what the clusters work from. Does not see what a cluster writes."),
    )
    is_superuser = forms.BooleanField(
        label=_("Administrator"),
        required=False,
        help_text=_("Creates clusters and grants permissions. Does not see what a cluster writes."),
    )
    is_active = forms.BooleanField(
        label=_("Can sign in"),
        required=False,
        help_text=_("Without this the person is locked out immediately; what they wrote stays."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()


class NewPersonForm(forms.Form):
    """A curator or administrator who is in no cluster."""

    email = email_field(autocomplete="off")
    name = NameField(label=_("Name"), widget=forms.TextInput({"autocomplete": "off"}))
    language = forms.ChoiceField(label=_("Language of the emails"), choices=LANGUAGES)
    is_curator = forms.BooleanField(label=_("National curator"), required=False)
    is_superuser = forms.BooleanField(label=_("Administrator"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"language": settings.LANGUAGE_CODE})
        super().__init__(*args, **kwargs)
        self.helper = fields_only()

    def clean(self) -> dict[str, Any]:
        """Refuse a person who would be nothing: staff of a cluster are invited by its owner."""
        values = super().clean() or self.cleaned_data
        if not self.errors and not (values["is_curator"] or values["is_superuser"]):
            raise ValidationError(
                _("Choose what the person will be. The staff of a cluster are invited by one of its owners.")
            )
        return values


def code_field(help_text: Any) -> forms.CharField:
    """Return a field for a code, which a phone offers to fill in."""
    return forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=help_text,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )


class CodeForm(mfa.AuthenticateForm):
    """A code of the app, or a recovery code, after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field(_("The six digits that the app shows now, or one of your recovery codes."))
        self.helper = fields_only()


class ConfirmCodeForm(mfa.ReauthenticateForm):
    """A code once more, before something that a forgotten open session must not do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field(_("The six digits that the app shows now, or one of your recovery codes."))
        self.helper = fields_only()


class AddAppForm(ActivateTOTPForm):
    """The first code of a new app, which shows that it has the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field(_("The six digits that the app shows now."))
        self.helper = fields_only()


class CredentialField(forms.JSONField):
    """What the browser answers, bounded: brackets in brackets are no answer of a passkey."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """Read the answer; raise ValidationError for what is longer or deeper than one."""
        if isinstance(value, str) and len(value) > LONGEST_CREDENTIAL:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return super().to_python(value)
        except RecursionError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class Credential(forms.Form):
    """What the browser answers for a passkey; whatever else is sent is refused with a sentence."""

    def set_up(self) -> None:
        """Put our field in the place of allauth's."""
        self.fields["credential"] = CredentialField()
        self.fields["credential"].error_messages = dict.fromkeys(("required", "invalid"), _did_not_work())
        self.helper = fields_only()


def _did_not_work() -> Any:
    return get_adapter().error_messages["incorrect_key"]


class AddPasskeyForm(Credential, webauthn.AddWebAuthnForm):
    """A new passkey and what the person calls it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = passkey_name()
        self.set_up()

    def clean(self) -> dict[str, Any]:
        """Refuse an answer that no browser gives."""
        try:
            super().clean()
        except (ValidationError, *MALFORMED):
            self.add_error("credential", _did_not_work())
        return self.cleaned_data


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    """What the person calls a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = passkey_name(required=True)
        self.helper = fields_only()


def passkey_name(*, required: bool = False) -> forms.CharField:
    """Return a field for what a person calls a passkey."""
    return forms.CharField(
        label=_("Name"),
        max_length=60,
        required=required,
        help_text=_("So that you can tell it apart from others, for example “Work laptop”."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class PasskeyForm(Credential, webauthn.AuthenticateWebAuthnForm):
    """The passkey, after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_up()

    def clean_credential(self) -> Any:
        """Refuse an answer that no browser gives."""
        try:
            return super().clean_credential()
        except ValidationError as error:
            known = error.code in {"too_many_login_attempts", "rate_limited"}
            raise ValidationError(error.messages if known else _did_not_work()) from error
        except MALFORMED as error:
            raise ValidationError(_did_not_work()) from error


class ConfirmPasskeyForm(PasskeyForm):
    """The passkey once more, before something that a forgotten open session must not do."""

    reauthenticated = True
