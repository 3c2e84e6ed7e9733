"""Has documents that wait for a worker go with the people who asked for them."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The room of documents."""

    name = "reports"

    def ready(self) -> None:
        """Say what ends when somebody leaves a cluster."""
        from clusters.leaving import Ending, ends  # noqa: PLC0415 -- app ready
        from reports.services import drop_waiting, tell_of_waiting  # noqa: PLC0415 -- app ready

        ends(Ending("documents", tell_of_waiting, drop_waiting))
