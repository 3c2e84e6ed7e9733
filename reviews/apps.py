"""Has reviews that wait go with the people who were asked for them."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """The room of deciding together."""

    name = "reviews"

    def ready(self) -> None:
        """Say what ends when somebody leaves a cluster, and keep a snapshot at a closing and before a move."""
        from clusters.leaving import Ending, ends  # noqa: PLC0415 -- app ready
        from clusters.permissions import Permission  # noqa: PLC0415 -- app ready
        from kpis.moments import round_closed  # noqa: PLC0415 -- app ready
        from reviews.services import (  # noqa: PLC0415 -- app ready
            keep_at_closing,
            keep_before_moving,
            tell_of_reviews,
            withdraw_reviews,
        )
        from workbooks.moments import moving  # noqa: PLC0415 -- app ready

        moving.connect(keep_before_moving, dispatch_uid="reviews")
        round_closed.connect(keep_at_closing, dispatch_uid="reviews")
        ends(Ending("reviews", tell_of_reviews, withdraw_reviews, needs=Permission.REVIEW))
