"""The rows of the room that takes clusters out and brings them in."""

from typing import Any

from clusters.permissions import Permission
from core.access import Access
from moving.models import Copy
from tests.house.matrix.rows import Place, Row


def a_copy(place: Place) -> dict[str, Any]:
    """Note a copy that has been made; its file is gone, which its own page says."""
    return {"pk": Copy.objects.create(cluster=place.cluster, state="done").pk}


MOVING = {
    "moving:copies": Row(Permission.TAKE_COPY),
    "moving:copy": Row(Permission.TAKE_COPY, a_copy),
    "moving:person": Row(Access.SIGNED_IN),
    "moving:erase": Row(Access.SIGNED_IN),
    "moving:arrivals": Row(Access.ADMIN),
}
