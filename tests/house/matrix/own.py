"""The rows of what a cluster makes its own."""

from typing import Any

from clusters.permissions import Permission
from curation.models import OwnCopy
from curation.services import own
from tests import factories
from tests.house.matrix.rows import Place, Row


def a_copy(place: Place) -> dict[str, Any]:
    """Copy a template."""
    return {"number": own.copy_for(cluster=place.cluster, edition=factories.make_edition(), by=place.owner).number}


def a_deleted_copy(place: Place) -> dict[str, Any]:
    """Copy a template, and delete the copy."""
    named = a_copy(place)
    copy = OwnCopy.objects.of(place.cluster).whole().get(**named)
    own.delete(copy=copy, by=place.owner)
    return named


OWN = {
    "own:index": Row(Permission.READ),
    "own:editor": Row(Permission.WRITE, a_copy),
    "own:change": Row(Permission.WRITE, a_copy),
    "own:undo": Row(Permission.WRITE, a_copy),
    "own:redo": Row(Permission.WRITE, a_copy),
    "own:draft_file": Row(Permission.WRITE, a_copy),
    "own:preview": Row(Permission.WRITE, a_copy),
    "own:preview_form": Row(Permission.WRITE, a_copy),
    "own:publish": Row(Permission.WRITE, a_copy),
    "own:history": Row(Permission.WRITE, a_copy),
    "own:preview_phone": Row(Permission.WRITE, a_copy),
    "own:preview_file": Row(Permission.WRITE, lambda place: {**a_copy(place), "language": "da", "form": "docx"}),
    "own:merge": Row(Permission.WRITE, a_copy),
    "own:delete": Row(Permission.WRITE, a_copy),
    "own:restore": Row(Permission.WRITE, a_deleted_copy),
}
