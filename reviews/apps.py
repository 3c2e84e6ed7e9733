"""Has reviews that wait go with the people who were asked for them."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """The room of deciding together."""

    name = "reviews"

    def ready(self) -> None:
        """Say what ends when somebody leaves a cluster, or may no longer review in it."""
        from clusters.leaving import Ending, ends  # noqa: PLC0415 -- app ready
        from clusters.permissions import Permission  # noqa: PLC0415 -- app ready
        from reviews.services import tell_of_reviews, withdraw_reviews  # noqa: PLC0415 -- app ready

        ends(Ending("reviews", tell_of_reviews, withdraw_reviews, needs=Permission.REVIEW))
