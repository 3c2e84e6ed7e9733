"""Django's view of the project itself."""

from django.apps import AppConfig


class ToolkitConfig(AppConfig):
    """Registers the checks of an installation."""

    name = "toolkit"

    def ready(self) -> None:
        """Register the checks, and let rooms know of those above them, once every app is there."""
        from dashboard.year_sources import register  # noqa: PLC0415 -- app ready
        from toolkit import checks  # noqa: F401, PLC0415 -- app ready

        register()
