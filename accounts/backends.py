"""Who may sign in: whoever has the password, is active and, for the demo's people, finds the demo switched on."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from accounts.models import User


class PersonBackend(AuthenticationBackend):
    """Asks for every request too, so that a session of the demo ends with the demo."""

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        """Refuse who is switched off, and the demo's people where there is no demo."""
        if not isinstance(user, User) or not user.is_active:
            return False
        return settings.DEMO or not user.is_demo
