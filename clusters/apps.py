"""Registers the guard's system check, and what ends when somebody goes."""

from django.apps import AppConfig
from django.core import checks


class ClustersConfig(AppConfig):
    """The room of clusters."""

    name = "clusters"

    def ready(self) -> None:
        """Have Django run the guard's check with its own, and say what ends when somebody goes."""
        from accounts.goodbye import goes_with  # noqa: PLC0415 -- app ready
        from clusters.guard import check_guards  # noqa: PLC0415 -- app ready
        from clusters.leaving import Ending, ends  # noqa: PLC0415 -- app ready
        from clusters.services import ending  # noqa: PLC0415 -- app ready

        checks.register(check_guards, "clusters")
        ends(Ending("invitations", ending.tell_of_invitations, ending.withdraw_invitations))
        goes_with(ending.what_ends_for, ending.end_everything_of)
