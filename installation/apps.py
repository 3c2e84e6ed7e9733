"""Has the outbox say what became of a mail that somebody tried."""

from django.apps import AppConfig


class InstallationConfig(AppConfig):
    """The room of the installation."""

    name = "installation"

    def ready(self) -> None:
        """Listen to the outbox once every app is there."""
        from accounts import outbox  # noqa: PLC0415 -- app ready
        from installation.services import note_mail  # noqa: PLC0415 -- app ready

        outbox.settled.connect(note_mail, dispatch_uid="installation.note_mail")
