"""Registers the guard's system check."""

from django.apps import AppConfig
from django.core import checks


class ClustersConfig(AppConfig):
    """The room of clusters."""

    name = "clusters"

    def ready(self) -> None:
        """Have Django run the guard's check with its own."""
        from accounts import outbox  # noqa: PLC0415 -- app ready
        from clusters.guard import check_guards  # noqa: PLC0415 -- app ready
        from clusters.services.invitations import note_mail  # noqa: PLC0415 -- app ready

        checks.register(check_guards, "clusters")
        outbox.settled.connect(note_mail, dispatch_uid="clusters.note_mail")
