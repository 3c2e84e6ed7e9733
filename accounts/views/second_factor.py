"""allauth's pages of the second step at sign-in, each with the access that it needs."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.views.decorators.cache import never_cache

from accounts.second_factor import GOING_TO, can_use_passkeys, has_second_factor, ways_of
from accounts.views.entrance import InvalidIs422
from core.access import public_view, signed_in_view
from core.pages import go


class LeadsBack:
    """Offers the way on to who has set up the second step because a cluster asked for it."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the person was going, once they may go there."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # of the view it is mixed into
        going_to = self.request.session.get(GOING_TO, "")
        user = self.request.user
        has_way = user.is_authenticated and has_second_factor(user)
        return {**context, "has_way": has_way, "going_to": going_to if has_way else ""}


class Index(LeadsBack, base.IndexView):
    """Show what is set up and what can be."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether passkeys work here."""
        context = super().get_context_data(**kwargs)
        return {**context, "can_use_passkeys": can_use_passkeys(self.request)}


class SecondStep(base.AuthenticateView):
    """Ask for the code or the passkey, after the password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say which ways the person has set up."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        ways = set(ways_of(self.stage.login.user).values_list("type", flat=True))
        failed = [form for form in (self.auth_form, self.webauthn_form) if form is not None and form.is_bound]
        has_passkey = Authenticator.Type.WEBAUTHN in ways and can_use_passkeys(self.request)
        return {**context, "has_app": Authenticator.Type.TOTP in ways, "has_passkey": has_passkey, "failed": failed}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Answer 422, with what was wrong."""
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response


class ConfirmByCode(InvalidIs422, base.ReauthenticateView):
    """Type a code once more."""


class ConfirmByPasskey(InvalidIs422, keys.ReauthenticateWebAuthnView):
    """Use the passkey once more."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Keep the form that was refused, which allauth drops."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "form": kwargs.get("form") or context.get("form")}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the page again; allauth would lead to the sign-in page."""
        response: HttpResponse = self.render_to_response(self.get_context_data(form=form))
        response.status_code = 422
        return response


class AddApp(InvalidIs422, totp.ActivateTOTPView):
    """Set up an app that shows codes."""


class RemoveApp(totp.DeactivateTOTPView):
    """Ask whether the app is to be removed, and remove it; a rule that forbids it shows at once."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show why not."""
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response


class Codes(LeadsBack, codes.ViewRecoveryCodesView):
    """Show the recovery codes that are left."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead to the overview who has none."""
        try:
            response: HttpResponseBase = super().get(request, *args, **kwargs)
        except Http404:
            return go(request, reverse("mfa_index"))
        return response


class NewCodes(InvalidIs422, codes.GenerateRecoveryCodesView):
    """Ask whether new codes are to take the place of the old ones, and make them."""


class AddPasskey(InvalidIs422, keys.AddWebAuthnView):
    """Set up a passkey."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Keep the form that was refused, which allauth drops."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "form": kwargs.get("form") or context.get("form")}


class RenamePasskey(InvalidIs422, keys.EditWebAuthnView):
    """Give a passkey another name."""

    success_url = reverse_lazy("mfa_index")


class RemovePasskey(keys.RemoveWebAuthnView):
    """Ask whether a passkey is to be removed, and remove it, unless a rule forbids it."""

    success_url = reverse_lazy("mfa_index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say why not, before anybody presses the button."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "refused": self.refused()}

    def refused(self) -> str:
        """Return the sentence that says why it cannot be removed, or nothing."""
        adapter = get_adapter()
        return "" if adapter.can_delete_authenticator(self.object) else str(self.words(adapter))

    def words(self, adapter: Any) -> Any:
        """Return the words of the rule."""
        return adapter.error_messages["cannot_delete_authenticator"]

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it, or answer 422."""
        if self.refused():
            response: HttpResponse = self.render_to_response(self.get_context_data(form=form))
            response.status_code = 422
            return response
        done: HttpResponse = super().form_valid(form)
        return done


second_step = public_view(SecondStep.as_view())
index = signed_in_view(Index.as_view())
confirm_by_code = signed_in_view(ConfirmByCode.as_view())
confirm_by_passkey = signed_in_view(ConfirmByPasskey.as_view())
add_app = signed_in_view(never_cache(AddApp.as_view()))
remove_app = signed_in_view(RemoveApp.as_view())
show_codes = signed_in_view(never_cache(Codes.as_view()))
new_codes = signed_in_view(NewCodes.as_view())
download_codes = signed_in_view(codes.download_recovery_codes)
add_passkey = signed_in_view(AddPasskey.as_view())
rename_passkey = signed_in_view(RenamePasskey.as_view())
remove_passkey = signed_in_view(RemovePasskey.as_view())
