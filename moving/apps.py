"""Hears that a cluster is to be deleted, and makes a last copy of it; and that a person goes, and forgets them."""

from typing import Any

from django.apps import AppConfig
from django.db import transaction


class MovingConfig(AppConfig):
    """The room of copies."""

    name = "moving"

    def ready(self) -> None:
        """Have a last copy made once it has been decided that a cluster goes."""
        from clusters.services.deleting import closing, erasing  # noqa: PLC0415 -- app ready
        from moving.person import forget  # noqa: PLC0415 -- app ready
        from moving.services import ask_for_copy  # noqa: PLC0415 -- app ready

        def hear(sender: object, cluster: Any, by: Any, **_told: Any) -> None:
            transaction.on_commit(lambda: ask_for_copy(cluster=cluster, by=by, is_last=True), robust=True)

        def hear_of_person(sender: object, person: Any, **_told: Any) -> str:
            return forget(person)

        closing.connect(hear, weak=False, dispatch_uid="moving.last_copy")
        erasing.connect(hear_of_person, weak=False, dispatch_uid="moving.forget")
