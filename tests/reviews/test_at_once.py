"""The board's decisions and what others do at the same moment, each with a connection of their own."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from accounts.models import User
from clusters.models import Cluster
from comments.models import Conversation
from comments.services import reply, resolve
from core.errors import Conflict, Refusal
from core.text import Text
from kpis.models import Kpi
from kpis.services import set_targets
from reviews.models import Approval
from strategy.deciding import answer_deviations
from strategy.models import BoardAnswer, Deviation, Strategy
from strategy.services import GoalDraft, change_goal
from tests import days, factories
from tests.comments.samples import talk
from tests.kpis.samples import END, MIDDLE, measured_kpi
from tests.reviews.samples import adopt, opened
from tests.workbooks.concurrency import Crowd

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def strategy(cluster: Cluster, alice: User) -> Strategy:
    return factories.make_strategy(cluster, alice)


def test_target_set_at_the_approval_is_approved_or_refused(
    strategy: Strategy, cluster: Cluster, alice: User, tmp_path: Path
) -> None:
    kpi = measured_kpi(cluster, alice, factories.make_goal(strategy, alice))
    crowd = Crowd(tmp_path)

    def change() -> None:
        set_targets(kpi=kpi, targets=[(MIDDLE, Decimal(40)), (END, Decimal(50))], by=alice)

    changed, approved = crowd.together([change, lambda: adopt(strategy, alice)])

    def state() -> tuple[list[Decimal], list[list[Decimal]], date | None]:
        found = Kpi.objects.of(cluster).get()
        kept = [one.snapshot.frozen.kpis[0].targets for one in Approval.objects.of(cluster).select_related("snapshot")]
        frozen = [[target.value for target in targets] for targets in kept]
        return [target.value for target in found.targets.order_by("date")], frozen, found.decided_until

    standing, frozen, until = crowd.after(state)
    assert changed is None or isinstance(changed, Refusal)
    # Nothing that is not what was approved stands there without a reason.
    assert isinstance(approved, Conflict) if frozen == [] else (frozen, until) == ([standing], END)


def test_two_who_enter_what_the_board_said_at_once(
    strategy: Strategy, cluster: Cluster, alice: User, tmp_path: Path
) -> None:
    goal = factories.make_goal(strategy, alice, "Flere eksporterer")
    adopt(strategy, alice)
    change_goal(goal=goal, draft=GoalDraft(Text(da="Færre")), based_on=goal.revision, by=alice, reason="Lukket marked")
    row = Deviation.objects.of(cluster).get()
    crowd = Crowd(tmp_path)

    def enter(answer: str) -> None:
        more = {"reason": "Nej.", "said_on": days.TODAY, "seen": 0, "by": alice}
        answer_deviations(strategy=strategy, deviations=[row], answer=answer, **more)

    found = crowd.together([lambda: enter("noted"), lambda: enter("back")])

    assert sorted(type(one).__name__ for one in found) == ["Conflict", "NoneType"]
    assert crowd.after(lambda: BoardAnswer.objects.of(cluster).count()) == 1


def test_reply_and_resolve_at_once_lose_no_words(
    strategy: Strategy, cluster: Cluster, alice: User, tmp_path: Path
) -> None:
    talk(strategy, alice, "Det første.", about="s")
    row, shown, crowd = Conversation.objects.of(cluster).get(), opened(strategy), Crowd(tmp_path)

    found = crowd.together(
        [
            lambda: reply(talk=row, shown=shown, text="Et svar.", by=alice) and None,
            lambda: resolve(talk=row, shown=shown, by=alice) and None,
            lambda: reply(talk=row, shown=shown, text="Et svar til.", by=alice) and None,
        ]
    )

    def said() -> list[str]:
        return list(Conversation.objects.of(cluster).get().comments.order_by("pk").values_list("text", flat=True))

    assert found == [None, None, None]
    assert sorted(crowd.after(said)) == ["Det første.", "Et svar til.", "Et svar."]
