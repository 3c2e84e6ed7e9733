"""The rows of analyses."""

from typing import Any

from analyses.services import delete_analysis
from clusters.permissions import Permission
from tests.analyses.samples import carry, filled, with_strategy
from tests.house.matrix.rows import Place, Row


def an_analysis(place: Place) -> dict[str, Any]:
    """Start an analysis and fill it in."""
    return {"number": filled(place.cluster, place.owner).number}


def a_deleted_analysis(place: Place) -> dict[str, Any]:
    """Start an analysis and put it away."""
    analysis = filled(place.cluster, place.owner)
    delete_analysis(analysis=analysis, by=place.owner)
    return {"number": analysis.number}


def a_result(place: Place) -> dict[str, Any]:
    """Start an analysis of which the strategy takes the result."""
    return {"number": with_strategy(place.cluster, place.owner)[0].number}


def a_carried_result(place: Place) -> dict[str, Any]:
    """Carry a result over into the strategy."""
    analysis, _strategy = with_strategy(place.cluster, place.owner)
    carry(analysis, place.owner)
    return {"number": analysis.number}


ANALYSES = {
    "analyses:index": Row(Permission.READ),
    "analyses:start": Row(Permission.WRITE),
    "analyses:compare": Row(Permission.READ),
    "analyses:detail": Row(Permission.READ, an_analysis),
    "analyses:standing": Row(Permission.READ, an_analysis),
    "analyses:read": Row(Permission.READ, an_analysis),
    "analyses:settings": Row(Permission.WRITE, an_analysis),
    "analyses:copy": Row(Permission.WRITE, an_analysis),
    "analyses:delete": Row(Permission.WRITE, an_analysis),
    "analyses:restore": Row(Permission.WRITE, a_deleted_analysis),
    "analyses:carry": Row(Permission.WRITE, a_result),
    "analyses:take_back": Row(Permission.WRITE, a_carried_result),
    "analyses:document": Row(Permission.READ, lambda place: {**an_analysis(place), "language": "da", "form": "docx"}),
    "analyses:section": Row(Permission.READ, lambda place: {**an_analysis(place), "section": "scope"}),
}
