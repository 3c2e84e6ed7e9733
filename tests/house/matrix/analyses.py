"""The rows of analyses."""

from typing import Any

from analyses.services import delete_analysis
from clusters.permissions import Permission
from tests.analyses.samples import filled
from tests.house.matrix.rows import Place, Row


def an_analysis(place: Place) -> dict[str, Any]:
    """Start an analysis and fill it in."""
    return {"number": filled(place.cluster, place.owner).number}


def a_deleted_analysis(place: Place) -> dict[str, Any]:
    """Start an analysis and put it away."""
    analysis = filled(place.cluster, place.owner)
    delete_analysis(analysis=analysis, by=place.owner)
    return {"number": analysis.number}


ANALYSES = {
    "analyses:index": Row(Permission.READ),
    "analyses:start": Row(Permission.WRITE),
    "analyses:detail": Row(Permission.READ, an_analysis),
    "analyses:standing": Row(Permission.READ, an_analysis),
    "analyses:read": Row(Permission.READ, an_analysis),
    "analyses:settings": Row(Permission.WRITE, an_analysis),
    "analyses:copy": Row(Permission.WRITE, an_analysis),
    "analyses:delete": Row(Permission.WRITE, an_analysis),
    "analyses:restore": Row(Permission.WRITE, a_deleted_analysis),
    "analyses:section": Row(Permission.READ, lambda place: {**an_analysis(place), "section": "scope"}),
}
