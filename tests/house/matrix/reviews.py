"""The rows of snapshots, reviews and approval."""

from datetime import date
from typing import Any

from clusters.permissions import Permission
from reviews.models import Review, Snapshot
from tests import factories
from tests.house.matrix.rows import Place, Row
from tests.house.matrix.strategies import a_strategy


def a_snapshot(place: Place) -> dict[str, Any]:
    """Keep a strategy as it stands; the owner has been asked to look at it."""
    strategy = factories.make_strategy(place.cluster, place.owner)
    content = {"number": 1, "title": {"da": "x"}, "edition": "", "profile": {"name": {}}}
    made = Snapshot.objects.create(
        strategy=strategy,
        number=1,
        edition=strategy.workbook.edition,
        name="x",
        content=content,
        digest="",
        by_name="x",
    )
    Review.objects.create(snapshot=made, reviewer=place.owner, reviewer_name="x", until=date(2027, 1, 1))
    return {"number": strategy.number, "snapshot": made.number}


REVIEWS = {
    "reviews:read": Row(Permission.REVIEW, a_strategy),
    "reviews:index": Row(Permission.READ, a_strategy),
    "reviews:keep": Row(Permission.WRITE, a_strategy),
    "reviews:ask": Row(Permission.WRITE, a_strategy),
    "reviews:snapshot": Row(Permission.READ, a_snapshot),
    "reviews:answer": Row(Permission.REVIEW, a_snapshot),
    "reviews:compare": Row(Permission.READ, a_snapshot),
    "reviews:approve": Row(Permission.APPROVE, a_strategy),
}
