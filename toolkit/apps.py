"""Django's view of the project itself."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.signals import request_started
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import pre_migrate

from core import together
from toolkit import env, kept

NO_LIMIT = "-c statement_timeout=0"


class ToolkitConfig(AppConfig):
    """Registers the checks of an installation."""

    name = "toolkit"

    def ready(self) -> None:
        """Register the checks, and let rooms know of those above them, once every app is there."""
        from dashboard.year_sources import register  # noqa: PLC0415 -- app ready
        from toolkit import checks  # noqa: F401, PLC0415 -- app ready

        register()
        if settings.ERRORS_DSN:
            from toolkit import errors  # noqa: PLC0415 -- ten megabytes, which who reports to nobody does without

            errors.report_to(settings.ERRORS_DSN)
        connection_created.connect(kept.note_file)
        request_started.connect(kept.let_go_of_what_was_replaced)
        # Of any app: Django sends it for those with models alone, and this one has none.
        pre_migrate.connect(_let_migrations_take_their_time)
        pre_migrate.connect(together.forget)


def _let_migrations_take_their_time(*, using: str, **_given: Any) -> None:
    """Take away the limit of a statement; that of waiting for others stays, since a migration must not stop them.

    It is asked for as the connection is made. A `SET` would stay with a connection that the next visitor gets, where
    the address leads to PgBouncer and nobody has said so; a pooler leaves this out or refuses it.
    """
    connection = connections[using]
    if connection.vendor != "postgresql" or env.DATABASE_POOLED:
        return
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
        return
    options = connection.settings_dict["OPTIONS"]
    given = options.get("options", "")
    if not given.endswith(NO_LIMIT):
        options["options"] = f"{given} {NO_LIMIT}".strip()
        connection.close()
