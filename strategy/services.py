"""What changes strategies and their goals."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.activity import record
from clusters.locking import lock, newest_number
from clusters.models import Cluster
from clusters.revisions import change, hand_over
from core.errors import Refusal
from core.languages import interface_language
from core.locking import hold
from core.text import Text
from library.models import Edition
from schema.examples import Example
from strategy.deciding import note_deviation, refuse_decided
from strategy.models import Goal, Strategy
from workbooks.origins import Origin
from workbooks.services.workbooks import start_workbook

MOST_GOALS = 30
# The question that the profile's mission and vision answer, in templates that ask it (docs/content-format.md).
MISSION_QUESTION = "overall_mission_vision"
NO_WORDS = Text()


@dataclass(frozen=True, slots=True)
class GoalDraft:
    """What a person says about a goal."""

    title: Text
    rationale: Text = NO_WORDS
    owner: User | None = None
    role: Text = NO_WORDS
    deadline: date | None = None


@transaction.atomic
def start_strategy(
    *,
    cluster: Cluster,
    edition: Edition,
    title: Text,
    by: User | None,
    example: Edition | None = None,
    is_own: bool = False,
) -> Strategy:
    """Start a strategy on a published template, empty or with the answers of an example.

    They are marked until somebody changes or confirms them, and goals are left out: those must be the cluster's own.
    `is_own` is for the cluster that the example tells of, whose answers and goals they are.

    The cluster's first strategy becomes its current one. Raises Refusal for an example of another template.
    """
    # Numbers are given out by the cluster: whoever starts two at one moment waits for the other here.
    lock(cluster)
    document = example.parsed if example else None
    if document is not None and not (isinstance(document, Example) and document.template == edition.publication.slug):
        raise Refusal(_("The example belongs to another template."))
    workbook = start_workbook(
        cluster=cluster,
        edition=edition,
        title=title.resolve(cluster.language).text,
        by=by,
        answers=document.answers if isinstance(document, Example) else from_profile(cluster),
        origin=Origin.EXAMPLE if isinstance(document, Example) and not is_own else Origin.OWN,
    )
    newest = newest_number(Strategy.objects.of(cluster))
    strategy = Strategy(
        cluster=cluster,
        number=newest + 1,
        workbook=workbook,
        example=example,
        is_current=not Strategy.objects.of(cluster).current().exists(),
        created_by=by,
    )
    strategy.entitle(title, cluster.language)
    strategy.save(force_insert=True)
    if isinstance(document, Example) and is_own:
        _copy_goals(strategy, document, by)
    record(cluster=cluster, by=by, verb="started-strategy", subject=strategy.title, url=strategy.get_absolute_url())
    return strategy


def from_profile(cluster: Cluster) -> dict[str, Any]:
    """Return what the cluster's profile answers already, so that nobody writes it twice: its mission and vision."""
    told: dict[str, str] = {}
    for language in cluster.languages:
        with translation.override(interface_language(language)):
            named = ((_("Mission"), cluster.mission_text), (_("Vision"), cluster.vision_text))
            words = [f"**{name}**\n\n{text.get(language)}" for name, text in named if text.get(language)]
        if words:
            told[language] = "\n\n".join(words)
    return {MISSION_QUESTION: told} if told else {}


def _copy_goals(strategy: Strategy, example: Example, by: User | None) -> None:
    Goal.objects.bulk_create(
        [
            Goal(
                strategy=strategy,
                number=number,
                position=number,
                title=goal.title.to_value(),
                rationale=goal.rationale.to_value() if goal.rationale else {},
                owner_role=goal.owner.to_value() if goal.owner else {},
                deadline=goal.deadline,
                changed_by=by,
            )
            for number, goal in enumerate(example.goals, start=1)
        ]
    )


def rename_strategy(*, strategy: Strategy, title: Text, by: User, based_on: int | None = None) -> Strategy:
    """Give the strategy another title on top of the one that was read; raises Conflict when a colleague did so too."""
    return change(strategy, {"title": title.to_value()}, based_on=based_on, by=by)


@transaction.atomic
def make_current(*, strategy: Strategy, by: User) -> None:
    """Make this the strategy that the cluster works by; another one steps back."""
    if strategy.is_current:
        return
    lock(strategy.cluster)
    Strategy.objects.of(strategy.cluster).filter(is_current=True).update(is_current=False)
    strategy.is_current = True
    strategy.save(update_fields=["is_current"])
    record(
        cluster=strategy.cluster, by=by, verb="made-current", subject=strategy.title, url=strategy.get_absolute_url()
    )


@transaction.atomic
def delete_strategy(*, strategy: Strategy, by: User) -> None:
    """Put the strategy away; it can be brought back whole. The newest of the others becomes current in its place."""
    lock(strategy.cluster)
    was_current = strategy.is_current
    strategy.deleted_at = timezone.now()
    strategy.is_current = False
    strategy.save(update_fields=["deleted_at", "is_current"])
    record(cluster=strategy.cluster, by=by, verb="deleted-strategy", subject=strategy.title)
    heir = Strategy.objects.of(strategy.cluster).alive().order_by("-number").first() if was_current else None
    if heir is not None:
        heir.cluster = strategy.cluster
        make_current(strategy=heir, by=by)


@transaction.atomic
def restore_strategy(*, strategy: Strategy, by: User) -> None:
    """Bring back a strategy that was deleted; it becomes current when no other is."""
    lock(strategy.cluster)
    strategy.deleted_at = None
    strategy.is_current = not Strategy.objects.of(strategy.cluster).current().exists()
    strategy.save(update_fields=["deleted_at", "is_current"])
    record(
        cluster=strategy.cluster,
        by=by,
        verb="restored-strategy",
        subject=strategy.title,
        url=strategy.get_absolute_url(),
    )


@transaction.atomic
def add_goal(*, strategy: Strategy, draft: GoalDraft, by: User) -> Goal:
    """Add a goal at the end; its number is never given out again, not even when the goal is deleted."""
    _lock(strategy)
    refuse_decided(strategy, _("The strategy has been approved. Open a new round to add a goal."))
    goals = Goal.objects.of(strategy.cluster).filter(strategy=strategy)
    if goals.alive().count() >= MOST_GOALS:
        raise Refusal(
            _("The strategy has %(count)s goals. Delete one before you add another; few goals are easier to reach.")
            % {"count": MOST_GOALS}
        )
    last = goals.aggregate(number=Max("number"), position=Max("position"))
    number, position = (last["number"] or 0) + 1, (last["position"] or 0) + 1
    goal = Goal(strategy=strategy, number=number, position=position, changed_by=by)
    for name, value in _fields(draft).items():
        setattr(goal, name, value)
    goal.save(force_insert=True)
    _record(goal, "added-goal", by)
    return goal


def change_goal(*, goal: Goal, draft: GoalDraft, based_on: int | None, by: User, reason: str = "") -> Goal:
    """Change a goal on top of the revision that was read; raises Conflict when a colleague changed the same.

    Under an approved strategy it is a deviation, and raises Refusal without a reason.
    """
    goal.deviates_because = reason.strip()

    def note(made: Goal, _before: Goal) -> None:
        if reason.strip():
            about = {"key": made.key, "subject": made.title_text, "reason": reason}
            note_deviation(goal.strategy, made, **about, by=by)  # type: ignore[arg-type]  # text and texts

    return change(goal, _fields(draft), based_on=based_on, by=by, then=note)


@transaction.atomic
def move_goal(*, goal: Goal, step: int, by: User) -> None:
    """Move a goal one place up (-1) or down (1); at the end of the list nothing happens."""
    _lock(goal.strategy)
    refuse_decided(
        goal.strategy, _("The strategy has been approved. Open a new round to put the goals in another order.")
    )
    goals = list(Goal.objects.of(goal.strategy.cluster).filter(strategy=goal.strategy).alive())
    place = next((n for n, other in enumerate(goals) if other.pk == goal.pk), None)
    if place is None or not 0 <= place + step < len(goals):
        return
    goals.insert(place + step, goals.pop(place))
    for position, other in enumerate(goals, start=1):
        if other.position != position:
            other.position = position
            other.save(update_fields=["position"])
    _record(goal, "moved-goal", by)


@transaction.atomic
def delete_goal(*, goal: Goal, by: User) -> None:
    """Put the goal away; it can be brought back under the same key."""
    refuse_decided(goal.strategy, _("The strategy has been approved. Open a new round to delete a goal."))
    goal.put_away()
    _record(goal, "deleted-goal", by)


@transaction.atomic
def restore_goal(*, goal: Goal, by: User) -> None:
    """Bring back a goal that was deleted, to the place where it stood."""
    refuse_decided(goal.strategy, _("The strategy has been approved. Open a new round to bring back a goal."))
    goal.bring_back()
    _record(goal, "restored-goal", by)


def _fields(draft: GoalDraft) -> dict[str, Any]:
    return {
        "title": draft.title.to_value(),
        "rationale": draft.rationale.to_value(),
        "owner": draft.owner,
        "owner_role": draft.role.to_value(),
        "deadline": draft.deadline,
    }


def _lock(strategy: Strategy) -> None:
    hold(Strategy.objects.of(strategy.cluster), strategy)


def _record(goal: Goal, verb: str, by: User) -> None:
    cluster = goal.strategy.cluster
    record(cluster=cluster, by=by, verb=verb, subject=goal.called, url=goal.log_url)


@transaction.atomic
def hand_over_goals(*, cluster: Cluster, of: User, to: User, by: User) -> int:
    """Give somebody's goals to another, deleted ones too; whoever asks for it writes the one line in the log."""
    rows = Goal.objects.of(cluster).filter(owner=of).select_related("strategy__cluster")
    return hand_over(rows, "owner", to=to, by=by)
