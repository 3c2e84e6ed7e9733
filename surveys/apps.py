"""Tells the outbox who wants to hear what became of the mails."""

from typing import Any

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """The room of surveys among member companies."""

    name = "surveys"

    def ready(self) -> None:
        """Have it say when an invitation cannot be delivered."""
        from accounts.outbox import settled  # noqa: PLC0415 -- app ready
        from surveys.services.sending import note_settled  # noqa: PLC0415 -- app ready

        def hear(sender: object, mail: Any, went: bool, **_more: Any) -> None:
            note_settled(mail=mail, went=went)

        settled.connect(hear, weak=False, dispatch_uid="surveys")
