"""Has every text field of every form make plain what people type or paste."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What all rooms share."""

    name = "core"

    def ready(self) -> None:
        """Teach Django's text field, from which all others are made, those of libraries and models too."""
        from core.forms import make_text_plain  # noqa: PLC0415 -- app ready

        make_text_plain()
