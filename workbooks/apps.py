"""Has a save ask for workbook and answers with its first question."""

from django.apps import AppConfig


class WorkbooksConfig(AppConfig):
    """The room of workbooks."""

    name = "workbooks"

    def ready(self) -> None:
        """Say what the address of an answer asks first."""
        from core.ahead import reads_ahead  # noqa: PLC0415 -- app ready
        from workbooks.stores.stored_answers import ADDRESS, ahead  # noqa: PLC0415 -- app ready

        reads_ahead(ADDRESS, ahead)
