"""What a cluster's front page says: the next steps, what changed last, and where one was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from checklists.upcoming import Due
from clusters.activity import sentence
from clusters.models import ActivityEntry, Cluster
from core.languages import content_language
from core.times import moment
from plans.upcoming import due_in_plan
from strategy.models import Goal
from strategy.pages import StrategyPage, missing_words
from workbooks.models import Answer

MOST_STEPS = 5
MOST_CHANGES = 6
MOST_DUE = 3


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


def overview_of(
    cluster: Cluster,
    shown: StrategyPage,
    user: User,
    due: Sequence[Due] = (),
    today: date | None = None,
    first: Sequence[Step] = (),
) -> Overview:
    """Return the front page; `due` is what the checklists ask for, `first` what other rooms do.

    Three queries beside the strategy's own.
    """
    today = today or timezone.localdate()
    goals = list(shown.strategy.goals.alive())
    # What is late comes first, what is late longest before all; then what has a day, whichever room it comes from.
    dated = sorted(
        [*first, *due_steps(due), *plan_steps(cluster, user, today)],
        key=lambda step: (not step.is_late, step.due or date.max),
    )
    return Overview(
        steps=[*dated, *_steps(shown, goals, today)][:MOST_STEPS],
        changes=_changes(cluster, shown),
        mine=_where_i_was(shown, user),
        goals=goals,
    )


def _steps(shown: StrategyPage, goals: list[Goal], today: date) -> list[Step]:
    steps = []
    for goal in goals:
        if goal.deadline and goal.deadline < today:
            label = _("%(key)s should have been reached") % {"key": goal.key}
            steps.append(
                Step(
                    label,
                    shown.url("goals"),
                    goal.title_text.resolve(content_language()).text,
                    "flag",
                    goal.deadline,
                    True,
                )
            )
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
            Step(_("Set the first goal"), shown.url("goals"), _("Everything else hangs on the goals"), "target")
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
                _("Say who answers for %(keys)s") % {"keys": keys},
                shown.url("goals"),
                _("A goal without a name is nobody's"),
                "user-round",
            )
        )
    if not steps:
        steps.append(
            Step(
                _("Read the strategy through"),
                shown.url("detail"),
                _("Nothing that must be answered is missing"),
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


def due_steps(due: Sequence[Due]) -> list[Step]:
    """Return what the checklists ask for first: what is late, then what is the reader's own."""
    urgent = sorted(
        (one for one in due if one.is_late or one.is_mine), key=lambda one: (not one.is_late, not one.is_mine)
    )
    language = content_language()
    return [
        Step(
            one.item.label_text.resolve(language).text,
            one.url,
            f"{one.when} · {one.item.checklist.title}" + (f" · {one.who}" if one.who else ""),
            "clipboard-list",
            one.item.due,
            one.is_late,
        )
        for one in urgent[:MOST_DUE]
    ]


def plan_steps(cluster: Cluster, user: User, today: date) -> list[Step]:
    """Return what the action plan asks for: my own first, then what is late with others; one query."""
    urgent = [one for one in due_in_plan(cluster, user, today) if one.is_mine or one.is_late]
    return [
        Step(
            one.label,
            one.url,
            (_("Milestone of %(key)s") if one.milestone else _("%(key)s ends")) % {"key": one.activity.key}
            + (f" · {one.who}" if one.who else ""),
            "list-checks",
            one.day,
            one.is_late,
        )
        for one in urgent[:MOST_DUE]
    ]


def _where_i_was(shown: StrategyPage, user: User) -> Step | None:
    """Return the answer that the person wrote last."""
    mine = [answer for answer in shown.answers.values() if answer.changed_by_id == user.pk and answer.revision > 0]
    newest = max(mine, key=lambda answer: answer.changed_at, default=None)
    if newest is None:
        return None
    place = _place(shown, newest)
    return Step(place[0], place[1], moment(newest.changed_at), "pencil") if place else None


def _place(shown: StrategyPage, answer: Answer) -> tuple[str, str] | None:
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
