"""Has calendar addresses go with the people who made them."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """The room of the action plan and the strategy year."""

    name = "plans"

    def ready(self) -> None:
        """Say what ends when somebody leaves a cluster."""
        from clusters.leaving import Ending, ends  # noqa: PLC0415 -- app ready
        from plans.services.feeds import revoke_feeds, tell_of_feeds  # noqa: PLC0415 -- app ready

        ends(Ending("feeds", tell_of_feeds, revoke_feeds))
