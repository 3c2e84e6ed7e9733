"""Tells the room of clusters how to count what a member answers for."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """The room of reminders and handover."""

    name = "reminders"

    def ready(self) -> None:
        """Have it asked before anybody leaves a cluster."""
        from clusters.leaving import count_by  # noqa: PLC0415 -- app ready
        from reminders.handover import count_owned  # noqa: PLC0415 -- app ready

        count_by(count_owned)
