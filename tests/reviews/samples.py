"""Snapshots and reviews, made without surprises."""

from datetime import date

from accounts.models import User
from clusters.models import Cluster
from reviews.freezing import frozen_of, mark_of
from reviews.models import Approval, Review, Snapshot
from reviews.rules.content import FrozenStrategy
from reviews.services import approve, take_snapshot
from strategy.models import Strategy
from strategy.selectors.phases import StrategyPage
from tests import days, factories


def opened(strategy: Strategy) -> StrategyPage:
    """Load a strategy with its answers, as a page does."""
    fresh = Strategy.objects.of(strategy.cluster).with_workbook().get(pk=strategy.pk)
    return StrategyPage(strategy.cluster, fresh, {one.question_key: one for one in fresh.workbook.answers.all()})


def snapshot_of(strategy: Strategy, by: User, name: str = "Før mødet") -> Snapshot:
    """Keep a strategy as it stands."""
    return take_snapshot(shown=opened(strategy), name=name, by=by)


def review_of(user: User, cluster: Cluster, day: date) -> Review:
    """Ask somebody to look at the cluster's strategy."""
    known = Strategy.objects.of(cluster).current().first()
    strategy = known or factories.make_strategy(cluster)
    made = Snapshot.objects.create(
        strategy=strategy,
        number=Snapshot.objects.of(cluster).count() + 1,
        edition=strategy.workbook.edition,
        name="x",
        content={},
        digest="",
        by_name="x",
    )
    return Review.objects.create(
        snapshot=made, reviewer=user, reviewer_name=user.display_name, until=day, asked_by_name="Alice"
    )


def adopt(strategy: Strategy, by: User, day: date = date(2025, 3, 1)) -> Approval:
    """Approve a strategy as it stands."""
    shown = opened(strategy)
    seen = mark_of(frozen_of(strategy.cluster, shown, days.TODAY))
    return approve(shown=shown, seen=seen, approved_on=day, minute="Møde 4/2025", open_errors=0, by=by)


def now(strategy: Strategy) -> tuple[StrategyPage, FrozenStrategy]:
    """Return a strategy as it stands: as a page shows it, and as a snapshot would hold it."""
    shown = opened(strategy)
    return shown, frozen_of(strategy.cluster, shown, date(2025, 3, 3))
