"""Registers the guard's system check, and what ends when somebody goes."""

from django.apps import AppConfig
from django.core import checks


class ClustersConfig(AppConfig):
    """The room of clusters."""

    name = "clusters"

    def ready(self) -> None:
        """Have Django run the guard's check with its own, and say what ends when somebody goes."""
        from accounts import outbox  # noqa: PLC0415 -- app ready
        from accounts.goodbye import goes_with  # noqa: PLC0415 -- app ready
        from clusters.guard import check_guards  # noqa: PLC0415 -- app ready
        from clusters.leaving import Ending, ends  # noqa: PLC0415 -- app ready
        from clusters.permissions import Permission  # noqa: PLC0415 -- app ready
        from clusters.services import ending  # noqa: PLC0415 -- app ready
        from clusters.services.invitations import note_mail  # noqa: PLC0415 -- app ready

        checks.register(check_guards, "clusters")
        outbox.settled.connect(note_mail, dispatch_uid="clusters.note_mail")
        people = Permission.MANAGE_PEOPLE
        ends(Ending("invitations", ending.tell_of_invitations, ending.withdraw_invitations, needs=people))
        ends(Ending("sheets", ending.tell_of_sheets, ending.forget_sheets, needs=Permission.WRITE))
        goes_with(ending.what_ends_for, ending.end_everything_of)
