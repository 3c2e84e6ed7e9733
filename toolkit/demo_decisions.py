"""What the demo's board has decided: an approved strategy with a deviation, snapshots, and a pack that was sent."""

from datetime import date

from django.utils import timezone

from accounts.models import User
from clusters.models import Cluster
from core.frozen import digest_of, plain
from core.text import Text
from reports.models import BoardPack
from reports.packs import gathered, send_pack, start_pack
from reviews.freezing import frozen_of, mark_of
from reviews.models import Approval
from reviews.services import again, approve, take_snapshot
from schema.examples import Example
from strategy.deciding import answer_deviations, open_round
from strategy.models import Deviation, Strategy
from strategy.services import GoalDraft, change_goal

MINUTE = "Bestyrelsesmøde 1/2025, punkt 4"
TOLD = "Bestyrelsesmøde 4/2026, punkt 2"
ADOPTED = date(2025, 3, 20)
ASKED = Text(
    da="- Godkend, at S1 skal nås et halvt år før\n- Vælg, hvem der overtager den digitale delegation til Japan",
    en="- Approve that S1 is to be reached half a year earlier\n- Choose who takes over the delegation to Japan",
)
REASON = "Bevillingen udløber før tid, så målet skal være nået et halvt år tidligere."


def make_decisions(*, cluster: Cluster, example: Example, people: dict[str, User]) -> None:
    """Approve the demo's strategy, let a goal deviate, send a pack, and open a new round; done once."""
    if Approval.objects.of(cluster).exists():
        return
    strategy = Strategy.objects.of(cluster).current().get()
    strategy.cluster = cluster
    owner, editor, today = people["owner"], people["editor"], timezone.localdate()
    take_snapshot(shown=again(cluster, strategy), name="Udkast til bestyrelsen", by=editor)
    shown = again(cluster, strategy)
    seen = mark_of(frozen_of(cluster, shown, today))
    approve(shown=shown, seen=seen, approved_on=ADOPTED, minute=MINUTE, open_errors=0, by=owner)
    strategy = again(cluster, strategy).strategy
    goal = strategy.goals.alive().first()
    if goal is not None and goal.deadline is not None:
        goal.strategy = strategy
        draft = GoalDraft(
            title=goal.title_text,
            rationale=goal.rationale_text,
            owner=goal.owner,
            role=goal.role_text,
            deadline=date(goal.deadline.year, 6, 30),
        )
        change_goal(goal=goal, draft=draft, based_on=goal.revision, by=owner, reason=REASON)
    if not BoardPack.objects.of(cluster).exists():
        meeting = date(example.as_of.year, 12, 9)
        pack = start_pack(cluster=cluster, strategy=strategy, meeting_on=meeting, asked=ASKED, by=editor)
        send_pack(pack=pack, seen=digest_of(plain(gathered(pack, today))), by=owner)
    deviations = list(Deviation.objects.of(cluster).filter(strategy=strategy))
    answer_deviations(
        strategy=strategy, deviations=deviations, answer="noted", said_on=today, minute=TOLD, seen=0, by=owner
    )
    open_round(strategy=strategy, by=editor)
