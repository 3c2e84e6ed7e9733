"""Who may sign in: whoever has the password, is active and, for the demo's people, finds the demo switched on."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from accounts.models import User
from core.sql import one

# How a room above reads the person of this request, by a query that tells it more; where it finds nobody, we look.
reading: ContextVar[Callable[[Any], User | None] | None] = ContextVar("reading", default=None)


class PersonBackend(AuthenticationBackend):
    """Asks for every request too, so that a session of the demo ends with the demo."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Take no password where the installation has none."""
        found: AbstractBaseUser | None = super().authenticate(request, **credentials) if settings.PASSWORDS else None
        return found

    def get_user(self, user_id: Any) -> AbstractBaseUser | None:
        """Return who a session names: as Django does, by a query that need not be written anew for every request."""
        read = reading.get()
        found = (read(user_id) if read else None) or one(User, "id", user_id)
        return found if self.user_can_authenticate(found) else None

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        """Refuse who is switched off, and the demo's people where there is no demo."""
        if not isinstance(user, User) or not user.is_active:
            return False
        return settings.DEMO or not user.is_demo
