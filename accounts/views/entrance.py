"""allauth's pages of sign-in and account, each with the access that it needs; an invalid form answers 422."""

from http import HTTPStatus
from typing import Any

from allauth.account import views as allauth
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from core.access import public_view, signed_in_view


class InvalidIs422:
    """Answers 422 to an invalid form, with the form and what was typed."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again."""
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]  # of the view it is mixed into
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


class NeedsPasswords:
    """Leads to the page of sign-in where the installation has no passwords."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer only where there are passwords."""
        if not settings.PASSWORDS:
            messages.error(request, _("There are no passwords here. Sign in with your organisation’s account."))
            return redirect("account_login")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # of the view
        return answer


class SignIn(InvalidIs422, allauth.LoginView):
    """allauth’s page of signing in, which says with 422 what is wrong in its form."""


class ResetPassword(NeedsPasswords, InvalidIs422, allauth.PasswordResetView):
    """Ask for the way to a new password."""


class ResetPasswordFromKey(InvalidIs422, allauth.PasswordResetFromKeyView):
    """Set the new password."""


class ChangePassword(NeedsPasswords, InvalidIs422, allauth.PasswordChangeView):
    """allauth’s page for whoever has a password; not there where an organisation signs its people in."""


class SetPassword(NeedsPasswords, InvalidIs422, allauth.PasswordSetView):
    """Set a first password."""


class Reauthenticate(InvalidIs422, allauth.ReauthenticateView):
    """Type the password once more."""


class ChangeEmail(InvalidIs422, allauth.EmailView):
    """Change the e-mail."""


sign_in = public_view(SignIn.as_view())
sign_out = public_view(allauth.logout)
inactive = public_view(allauth.account_inactive)
reset_password = public_view(ResetPassword.as_view())
reset_password_sent = public_view(allauth.password_reset_done)
reset_password_from_key = public_view(ResetPasswordFromKey.as_view())
reset_password_finished = public_view(allauth.password_reset_from_key_done)
# The mail may be opened where nobody is signed in; its key says whose it is, also to a browser that says no origin.
confirm_email = csrf_exempt(public_view(allauth.confirm_email))

reauthenticate = signed_in_view(Reauthenticate.as_view())
change_password = signed_in_view(ChangePassword.as_view())
set_password = signed_in_view(SetPassword.as_view())
change_email = signed_in_view(ChangeEmail.as_view())
