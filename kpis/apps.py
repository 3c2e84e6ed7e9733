"""Tells the room of surveys who wants to hear when a round is closed."""

from typing import Any

from django.apps import AppConfig


class KpisConfig(AppConfig):
    """The room of KPIs."""

    name = "kpis"

    def ready(self) -> None:
        """Have surveys give their values to the KPIs that they feed."""
        from kpis.services.feeding import feed, take_back  # noqa: PLC0415 -- app ready
        from surveys.closing import closed, reopened  # noqa: PLC0415 -- app ready

        def hear_closed(sender: object, **told: Any) -> Any:
            return feed(round=told["round"], results=told["results"], by=told["by"])

        def hear_reopened(sender: object, **told: Any) -> None:
            take_back(round=told["round"], reason=told["reason"], by=told["by"])

        closed.connect(hear_closed, weak=False, dispatch_uid="kpis")
        reopened.connect(hear_reopened, weak=False, dispatch_uid="kpis")
