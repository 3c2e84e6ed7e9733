"""Hears that a cluster is to be deleted, and has a last copy made of it."""

from typing import Any

from django.apps import AppConfig
from django.db import transaction


class MovingConfig(AppConfig):
    """The room of copies."""

    name = "moving"

    def ready(self) -> None:
        """Have a last copy made once it has been decided that a cluster goes."""
        from clusters.services.deleting import closing  # noqa: PLC0415 -- app ready
        from moving.services import ask_for_copy  # noqa: PLC0415 -- app ready

        def hear(sender: object, cluster: Any, by: Any, **_told: Any) -> None:
            transaction.on_commit(lambda: ask_for_copy(cluster=cluster, by=by, is_last=True), robust=True)

        closing.connect(hear, weak=False, dispatch_uid="moving.last_copy")
