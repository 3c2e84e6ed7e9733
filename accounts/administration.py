"""The menu of the administration's pages, which lie in this room and in the one of the clusters."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.navigation import NavItem


def tabs(current: str) -> list[NavItem]:
    """Return the menu, with the page marked on which one is: `clusters`, `strategies`, `people`, `log` ..."""
    return [
        NavItem(_("Clusters"), reverse("clusters:administration"), icon="building-2", current=current == "clusters"),
        NavItem(_("Strategies"), reverse("strategies:all"), icon="compass", current=current == "strategies"),
        NavItem(_("People"), reverse("accounts:people"), icon="users", current=current == "people"),
        NavItem(_("Log"), reverse("accounts:log"), icon="history", current=current == "log"),
        NavItem(_("Outbox"), reverse("accounts:outbox"), icon="mail", current=current == "outbox"),
        NavItem(_("State"), reverse("installation:state"), icon="monitor", current=current == "state"),
    ]
