"""The rows of snapshots, reviews and approval."""

from datetime import date
from typing import Any

from clusters.permissions import Permission
from core.access import Access
from reviews.models import PublicLink, Review, Snapshot
from strategy.models import Strategy
from tests import factories
from tests.house.matrix.rows import Place, Row, with_value
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


def an_approved_strategy(place: Place) -> dict[str, Any]:
    """Return a strategy that the next one can be begun from."""
    names = a_strategy(place)
    rows = Strategy.objects.of(place.cluster).filter(number=names["number"])
    rows.update(state=Strategy.State.APPROVED, approved_on=date(2026, 1, 1))
    return names


def a_link(place: Place) -> dict[str, Any]:
    """Share a snapshot."""
    named = a_snapshot(place)
    made = PublicLink.objects.create(
        snapshot=Snapshot.objects.of(place.cluster).get(),
        number=1,
        name="x",
        token_digest=place.cluster.slug,
        ends_on=date(2027, 1, 1),
        by_name="x",
    )
    return {**named, "link": made.number}


SHARED = {
    "shared:snapshot": Row(Access.PUBLIC, with_value(token="abc"), inside="hidden"),
    "shared_files:pdf": Row(Access.PUBLIC, with_value(token="abc", language="da")),
}


REVIEWS = {
    "reviews:links": Row(Permission.SEND_REPORTS, a_snapshot),
    "reviews:link_revoke": Row(Permission.SEND_REPORTS, a_link),
    "reviews:bring_back": Row(Permission.WRITE, a_snapshot),
    "reports:comparison_pdf": Row(Permission.READ, lambda place: {**a_snapshot(place), "language": "da"}),
    "reports:comparison_word": Row(Permission.READ, lambda place: {**a_snapshot(place), "language": "da"}),
    "reports:snapshot_pdf": Row(Permission.READ, lambda place: {**a_snapshot(place), "language": "da"}),
    "reports:snapshot_word": Row(Permission.READ, lambda place: {**a_snapshot(place), "language": "da"}),
    "reviews:read": Row(Permission.REVIEW, a_strategy),
    "reviews:index": Row(Permission.READ, a_strategy),
    "reviews:keep": Row(Permission.WRITE, a_strategy),
    "reviews:ask": Row(Permission.WRITE, a_strategy),
    "reviews:snapshot": Row(Permission.READ, a_snapshot),
    "reviews:answer": Row(Permission.REVIEW, a_snapshot),
    "reviews:compare": Row(Permission.READ, a_snapshot),
    "reviews:next": Row(Permission.WRITE, an_approved_strategy),
    "reviews:lessons": Row(Permission.READ, a_strategy),
    "reviews:board": Row(Permission.APPROVE, a_strategy),
    "reviews:approve": Row(Permission.APPROVE, a_strategy),
}
