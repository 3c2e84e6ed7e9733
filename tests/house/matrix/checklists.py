"""The rows of checklists, their items and lists of one's own."""

from typing import Any

from checklists.services.running import delete_checklist, keep_checklist
from clusters.permissions import Permission
from tests import factories
from tests.house.matrix.rows import Place, Row


def a_checklist(place: Place) -> dict[str, Any]:
    """Start a checklist."""
    return {"number": factories.make_checklist(place.cluster, place.owner).number}


def a_deleted_checklist(place: Place) -> dict[str, Any]:
    """Start a checklist and put it away."""
    checklist = factories.make_checklist(place.cluster, place.owner)
    delete_checklist(checklist=checklist, by=place.owner)
    return {"number": checklist.number}


def an_item(place: Place) -> dict[str, Any]:
    """Start a checklist, and name its first item."""
    return {**a_checklist(place), "item": 1}


def an_own_checklist(place: Place) -> dict[str, Any]:
    """Keep a checklist as one of the cluster's own."""
    checklist = factories.make_checklist(place.cluster, place.owner)
    return {"number": keep_checklist(checklist=checklist, title="Vores egen", by=place.owner).number}


CHECKLISTS = {
    "checklists:index": Row(Permission.READ),
    "checklists:start": Row(Permission.WRITE),
    "checklists:own_delete": Row(Permission.WRITE, an_own_checklist),
    "checklists:own_restore": Row(Permission.WRITE, an_own_checklist),
    "checklists:detail": Row(Permission.READ, a_checklist),
    "checklists:settings": Row(Permission.WRITE, a_checklist),
    "checklists:move": Row(Permission.WRITE, a_checklist),
    "checklists:people": Row(Permission.WRITE, a_checklist),
    "checklists:catch_up": Row(Permission.WRITE, a_checklist),
    "checklists:finish": Row(Permission.WRITE, a_checklist),
    "checklists:reopen": Row(Permission.WRITE, a_checklist),
    "checklists:keep": Row(Permission.WRITE, a_checklist),
    "checklists:delete": Row(Permission.WRITE, a_checklist),
    "checklists:restore": Row(Permission.WRITE, a_deleted_checklist),
    "checklists:sheet": Row(Permission.READ, lambda place: {**a_checklist(place), "language": "da"}),
    "checklists:arrange": Row(Permission.WRITE, a_checklist),
    "checklists:item_add": Row(Permission.WRITE, a_checklist),
    "checklists:item": Row(Permission.READ, an_item),
    "checklists:tick": Row(Permission.WRITE, an_item),
    "checklists:item_aside": Row(Permission.WRITE, an_item),
    "checklists:item_take_up": Row(Permission.WRITE, an_item),
    "checklists:item_up": Row(Permission.WRITE, an_item),
    "checklists:item_down": Row(Permission.WRITE, an_item),
    "checklists:item_place": Row(Permission.WRITE, an_item),
    "checklists:item_delete": Row(Permission.WRITE, an_item),
    "checklists:item_restore": Row(Permission.WRITE, an_item),
}
