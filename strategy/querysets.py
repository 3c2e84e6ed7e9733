"""Which strategies and goals."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q

from accounts.querysets import containing, unseen
from clusters.deletable import DeletableSet
from clusters.guard import ClusterQuerySet
from workbooks.filling import filled

if TYPE_CHECKING:
    from strategy.models import BoardAnswer, Deviation, Goal, Strategy  # noqa: F401


class StrategySet(DeletableSet["Strategy"]):
    """Strategies."""

    def current(self) -> "StrategySet":
        """Return the one that the cluster works by, if there is one."""
        return self.alive().filter(is_current=True)

    def matching(self, words: str) -> "StrategySet":
        """Return the strategies whose title or cluster contains the words; all of them where there are none."""
        return (
            self.filter(containing(words, "title", "translated_title", "cluster__name_da", "cluster__name_en"))
            if words
            else self
        )

    def listed(self) -> "StrategySet":
        """Add the cluster, newest strategies first, and leave out of both what a list does not show."""
        shown = ("title", "title_language", "translated_title", "is_current", "created_at")
        cluster = (f"cluster__{name}" for name in ("slug", "name_da", "name_en", "main_language"))
        return self.select_related("cluster").only(*shown, *cluster).order_by("-pk")

    def with_workbook(self) -> "StrategySet":
        """Add the workbook with its edition, and which of its panels have something in them."""
        heavy = ("workbook__edition__document",)
        found = self.select_related("workbook__edition__publication").defer(*heavy)
        return found.annotate(**filled("workbook_id"))


class GoalSet(DeletableSet["Goal"]):
    """What strategies want to reach, the deleted ones too unless one asks for those alive."""

    def alive(self) -> Self:
        """Return the goals that nobody has deleted, in their order."""
        return super().alive().select_related("owner").defer(*unseen("owner")).order_by("position", "number")


class DeviationSet(ClusterQuerySet["Deviation"]):
    """What was changed of an approved strategy, and why."""

    def since(self, at: datetime | None) -> "DeviationSet":
        """Return those that came after a moment, or all."""
        return self.filter(at__gt=at) if at else self

    def to_be_told(self, at: datetime | None, approved_at: datetime | None) -> "DeviationSet":
        """Return those that came after a moment, and those since the approval that the board has not answered."""
        from strategy.models import BoardAnswer  # noqa: PLC0415 -- the models name these querysets

        # across_clusters: narrowed by the deviations that they belong to
        answered = BoardAnswer.across_clusters.filter(deviation=OuterRef("pk"))
        open_ = ~Exists(answered) & Q(at__gt=approved_at) if approved_at else ~Exists(answered)
        return self.filter(Q(at__gt=at) | open_) if at else self

    def with_answers(self) -> "DeviationSet":
        """Add what the board said of each; one query more."""
        return self.prefetch_related("board_answers")


class BoardAnswerSet(ClusterQuerySet["BoardAnswer"]):
    """What the board said of deviations."""
