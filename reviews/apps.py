"""Has reviews that wait go with the people who were asked for them."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """The room of deciding together."""

    name = "reviews"

    def ready(self) -> None:
        """Say what ends when somebody leaves a cluster, and keep a snapshot when a measuring round is closed."""
        from clusters.leaving import Ending, ends  # noqa: PLC0415 -- app ready
        from clusters.permissions import Permission  # noqa: PLC0415 -- app ready
        from kpis.moments import round_closed  # noqa: PLC0415 -- app ready
        from reviews.services import keep_at_closing, tell_of_reviews, withdraw_reviews  # noqa: PLC0415 -- app ready

        round_closed.connect(keep_at_closing, dispatch_uid="reviews")
        ends(Ending("reviews", tell_of_reviews, withdraw_reviews, needs=Permission.REVIEW))
