"""What a cluster's front page says: the next steps, what changed last, and where one was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from clusters.activity import sentence
from clusters.duties import Duty, duties_of
from clusters.models import ActivityEntry, Cluster
from core.languages import content_language
from core.times import moment, when_due
from findings.services import Thread
from findings.shown.findings import FindingRow, rows_of
from findings.words import broken
from strategy.duties import GoalDuties
from strategy.models import Goal
from strategy.selectors.phases import StrategyPage, missing_words
from workbooks.stores.base import StoredAnswer

MOST_STEPS = 5
MOST_CHANGES = 6
MOST_BREAKS = 3


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do next: what, where, and by when or how much of it."""

    label: str
    url: str
    detail: str
    icon: str
    due: date | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened: who, what, where and when."""

    who: str
    what: str
    subject: str
    url: str
    at: datetime

    @property
    def when(self) -> str:
        """When, in words."""
        return moment(self.at)


@dataclass(frozen=True, slots=True)
class Overview:
    """The front page of a cluster that has a strategy."""

    steps: list[Step]
    changes: list[Change]
    mine: Step | None
    goals: list[Goal]
    # What breaks the red thread, worst first, and the sentence that sums it up.
    breaks: list[FindingRow]
    thread_words: str = ""


def overview_of(
    cluster: Cluster,
    shown: StrategyPage,
    user: User,
    duties: Sequence[Duty] = (),
    today: date | None = None,
    thread: Thread | None = None,
) -> Overview:
    """Return the front page; `duties` are what the other rooms ask for. Two queries beside the strategy's own."""
    today = today or timezone.localdate()
    goals = list(thread.loaded.goals) if thread else list(shown.strategy.goals.alive())
    late_goals = [duty for duty in GoalDuties().made(goals, {cluster.pk: cluster}) if duty.is_late(today)]
    # What is late comes first, what is late longest before all; then what has a day, whichever room it comes from.
    dated = sorted(
        [duty for duty in [*late_goals, *duties] if duty.is_late(today) or duty.owner_id == user.pk],
        key=lambda duty: (not duty.is_late(today), duty.owner_id != user.pk, duty.day or date.max),
    )
    return Overview(
        steps=[*(step_of(duty, today) for duty in dated), *_steps(shown, goals)][:MOST_STEPS],
        changes=_changes(cluster, shown),
        mine=_where_i_was(shown, user),
        goals=goals,
        breaks=rows_of(cluster, thread, thread.open[:MOST_BREAKS]) if thread else [],
        thread_words=broken(thread.errors) if thread else "",
    )


def step_of(duty: Duty, today: date) -> Step:
    """Return a duty as a step: what, where, and how late it is in words."""
    offered = duties_of(duty.kind)
    when = when_due(duty.day, today) if duty.day else ""
    detail = " · ".join(words for words in (when, offered.detail(duty), duty.who) if words)
    label = duty.title.resolve(content_language()).text
    return Step(label, duty.path, detail, offered.icon, duty.day, duty.is_late(today))


def _steps(shown: StrategyPage, goals: list[Goal]) -> list[Step]:
    steps = []
    for phase in shown.phases:
        wrong = phase.progress.faulty
        if wrong:
            detail = ngettext("%(count)s answer does not add up", "%(count)s answers do not add up", wrong) % {
                "count": wrong
            }
            steps.append(
                Step(
                    _("Correct phase %(number)s, %(label)s") % {"number": phase.number, "label": phase.label},
                    phase.url,
                    detail,
                    "triangle-alert",
                )
            )
    if not goals:
        steps.append(
            Step(_("Set the first goal"), shown.url("goals"), _("Everything else builds on the goals"), "target")
        )
    for phase in shown.phases:
        missing = phase.progress.missing
        if missing:
            words = {"number": phase.number, "label": phase.label}
            label = (
                _("Begin phase %(number)s, %(label)s")
                if not phase.progress.is_begun
                else _("Finish phase %(number)s, %(label)s")
            )
            steps.append(Step(label % words, phase.url, missing_words(missing), phase.icon))
    nobody = [goal for goal in goals if goal.owner_id is None and not goal.role_text]
    if nobody:
        keys = ", ".join(goal.key for goal in nobody)
        steps.append(
            Step(
                _("Say who is responsible for %(keys)s") % {"keys": keys},
                shown.url("goals"),
                _("A goal without an owner is nobody’s job"),
                "user-round",
            )
        )
    if not shown.progress.is_begun and not any(phase.progress.missing for phase in shown.phases):
        # Nothing is required, so nothing is missing: still there is nothing to take to a board.
        steps.append(
            Step(_("Begin to fill in the strategy"), shown.begin_url, _("Nothing has been answered yet"), "pencil")
        )
    if not steps:
        steps.append(
            Step(
                _("Read the strategy through"),
                shown.url("detail"),
                _("Every required answer is there"),
                "eye",
            )
        )
        steps.append(
            Step(
                _("Take it to the board as a PDF"),
                reverse("reports:strategy", args=[shown.cluster.slug, shown.strategy.number]),
                _("In Danish or English"),
                "file-down",
            )
        )
    return steps


def _where_i_was(shown: StrategyPage, user: User) -> Step | None:
    """Return the answer that the person wrote last."""
    mine = [answer for answer in shown.answers.values() if answer.changed_by_id == user.pk and answer.revision > 0]
    newest = max(mine, key=lambda answer: answer.changed_at, default=None)
    if newest is None:
        return None
    place = _place(shown, newest)
    return Step(place[0], place[1], moment(newest.changed_at), "pencil") if place else None


def _place(shown: StrategyPage, answer: StoredAnswer) -> tuple[str, str] | None:
    question = shown.sheet.document.question(answer.question_key)
    section = shown.sheet.document.section_of(answer.question_key)
    if question is None or section is None:
        return None
    label = question.label.resolve(content_language()).text
    return label, f"{shown.url('phase', section.key)}#q-{question.key}"


def _changes(cluster: Cluster, shown: StrategyPage) -> list[Change]:
    """Return what happened last: answers as they stand, and the lines of the log."""
    found = []
    newest = sorted(shown.answers.values(), key=lambda answer: answer.changed_at, reverse=True)[:MOST_CHANGES]
    for answer in newest:
        place = _place(shown, answer)
        if place and answer.changed_by:
            found.append(Change(answer.changed_by.display_name, _("answered"), place[0], place[1], answer.changed_at))
    entries = ActivityEntry.objects.of(cluster).newest(MOST_CHANGES)
    found += [Change(_name(entry), sentence(entry), "", entry.url, entry.at) for entry in entries]
    return sorted(found, key=lambda change: change.at, reverse=True)[:MOST_CHANGES]


def _name(entry: ActivityEntry) -> str:
    return entry.by.display_name if entry.by else entry.by_name or _("Somebody who has left")
