"""The strategy year: everything with a day, gathered from where it was written, so that nothing is typed twice."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from clusters.duties import Duty, due_by
from clusters.models import Cluster
from core.addresses import reverse
from core.dates import spanned
from core.languages import content_language
from core.prepared import Prepared
from core.text import Language, Text
from kpis.models import MeasuringRound
from plans.models import Activity, Milestone, YearEntry
from plans.shown.activities import short
from strategy.models import Goal, Strategy
from strategy.selectors.phases import StrategyPage
from surveys.models import SurveyRound

# A template that asks for the steps of the year asks under this key, with these columns (docs/content-format.md).
WHEEL = "strategy_wheel"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
EARLIEST, LATEST = 1990, 2199


class YearKind(TextChoices):
    """What something of the year is."""

    STEP = "step", gettext_lazy("Strategy step")
    MEETING = "meeting", gettext_lazy("Board or steering group")
    MEASURING = "measuring", gettext_lazy("Measuring round")
    SURVEY = "survey", gettext_lazy("Survey round")
    DEADLINE = "deadline", gettext_lazy("Deadline")
    EVENT = "event", gettext_lazy("Event")
    ACTIVITY = "activity", gettext_lazy("Activity ends")
    MILESTONE = "milestone", gettext_lazy("Milestone")
    ITEM = "item", gettext_lazy("Checklist item")
    OTHER = "other", gettext_lazy("Something else")


@dataclass(frozen=True, slots=True)
class YearItem:
    """One thing of the year, wherever it comes from."""

    kind: str
    title: Text
    starts: date
    # Under which the calendar programme knows it; it stays the same when the day moves.
    uid: str
    ends: date | None = None
    who: str = ""
    url: str = ""
    # Only its month is known.
    is_vague: bool = False
    is_done: bool = False
    entry: YearEntry | None = None

    @property
    def label(self) -> str:
        """What kind of thing it is, in words."""
        return str(YearKind(self.kind).label)

    @property
    def when(self) -> str:
        """Its day or days within the year, in words."""
        if self.is_vague:
            return _("during the month")
        return spanned(short(self.starts), short(self.ends)) if self.ends else short(self.starts)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.ends or self.starts


# A room above adds what it knows: given the cluster and the first and last day, it returns its items.
Source = Callable[[Cluster, date, date], Iterable[YearItem]]
SOURCES: list[Source] = []


def gather(cluster: Cluster, shown: StrategyPage | None, first: date, last: date, language: Language) -> list[YearItem]:
    """Return what happens between two days, in order of time; seven queries and those of the rooms above."""
    items = [
        *_steps(shown, first, last, language),
        *_goals(cluster, shown, first, last),
        *_entries(cluster, first, last),
        *_rounds(cluster, first, last),
        *_surveys(cluster, first, last),
        *_activities(cluster, first, last, language),
        *_milestones(cluster, first, last, language),
    ]
    for source in SOURCES:
        items += source(cluster, first, last)
    return in_order(items)


def tasks_of(cluster: Cluster, user: User, first: date, last: date, today: date) -> list[YearItem]:
    """Return what is the person's own and still to be done, in every room."""
    return in_order(
        YearItem(
            TASKS.get(duty.kind, YearKind.OTHER),
            _named(duty),
            duty.day,
            f"{duty.kind}-{duty.pk}",
            who=duty.of,
            url=duty.path,
        )
        for duty in due_by([cluster], last, today=today, owner=user)
        if duty.day and duty.day >= first
    )


# What a duty is in the year, by its kind.
TASKS = {
    "goal": YearKind.DEADLINE,
    "activity": YearKind.ACTIVITY,
    "milestone": YearKind.MILESTONE,
    "item": YearKind.ITEM,
    "kpi": YearKind.MEASURING,
    "survey": YearKind.SURVEY,
}


def _named(duty: Duty) -> Text:
    """Return a duty's title after the key that people know it by."""
    key = duty.key or (duty.of if duty.kind == "milestone" else "")
    return _after(key, duty.title) if key else duty.title


ORDER = {str(kind): place for place, kind in enumerate(YearKind.values)}


def in_order(items: Iterable[YearItem]) -> list[YearItem]:
    """Return the items by time; what has only a month comes before what has a day in it."""
    return sorted(items, key=lambda one: (one.starts, not one.is_vague, ORDER[str(one.kind)], one.uid))


def of_year(cluster: Cluster, shown: StrategyPage | None, year: int, language: Language) -> list[YearItem]:
    """Return what happens in a year."""
    return gather(cluster, shown, date(year, 1, 1), date(year, 12, 31), language)


def _steps(shown: StrategyPage | None, first: date, last: date, language: Language) -> list[YearItem]:
    """Return the steps of the strategy's own wheel in every year of its period."""
    rows = shown.own_value(WHEEL) if shown is not None else None
    if shown is None or not isinstance(rows, list):
        return []
    begins, ends = shown.period
    url = _question_url(shown)
    found = []
    for place, row in enumerate(rows):
        cells = row.get("cells", {}) if isinstance(row, dict) else {}
        title, month = Text.from_value(cells.get("step")), cells.get("month")
        if month not in MONTHS or not title:
            continue
        number = MONTHS.index(month) + 1
        for year in range(first.year, last.year + 1):
            day = date(year, number, 1)
            if not first <= day <= last or (begins and day < begins.replace(day=1)) or (ends and day > ends):
                continue
            who = Text.from_value(cells.get("who")).resolve(language).text
            uid = f"step-{shown.strategy.pk}-{row.get('id', place)}-{year}"
            found.append(YearItem(YearKind.STEP, title, day, uid, who=who, url=url, is_vague=True))
    return found


def _question_url(shown: StrategyPage) -> str:
    section = shown.sheet.document.section_of(WHEEL)
    return f"{shown.detail_url}#a-{WHEEL}" if section is not None else shown.detail_url


@Prepared
def _deadlines(cluster: Cluster, strategy: Strategy, first: date, last: date) -> "QuerySet[Goal]":
    return Goal.objects.of(cluster).alive().filter(strategy=strategy, deadline__range=(first, last))


@Prepared
def _entries_between(cluster: Cluster, first: date, last: date) -> "QuerySet[YearEntry]":
    return YearEntry.objects.of(cluster).alive().filter(starts__range=(first, last))


@Prepared
def _rounds_between(cluster: Cluster, first: date, last: date) -> "QuerySet[MeasuringRound]":
    rounds = MeasuringRound.objects.of(cluster).filter(date__range=(first, last), strategy__deleted_at=None)
    return rounds.order_by("date", "number")


@Prepared
def _surveys_between(cluster: Cluster, first: date, last: date) -> "QuerySet[SurveyRound]":
    # One that is being prepared has only its last day.
    rows = SurveyRound.objects.of(cluster).named().filter(closes_on__gte=first)
    return rows.filter(Q(opened_on__lte=last) | Q(closes_on__lte=last)).order_by("closes_on", "number")


@Prepared
def _ending_between(cluster: Cluster, first: date, last: date) -> "QuerySet[Activity]":
    rows = Activity.objects.of(cluster).alive().with_people().filter(ends__range=(first, last))
    return rows.exclude(status=Activity.Status.DROPPED)


@Prepared
def _milestones_between(cluster: Cluster, first: date, last: date) -> "QuerySet[Milestone]":
    rows = Milestone.objects.of(cluster).alive().select_related("activity__owner").filter(date__range=(first, last))
    return rows.exclude(activity__status=Activity.Status.DROPPED)


def _goals(cluster: Cluster, shown: StrategyPage | None, first: date, last: date) -> list[YearItem]:
    if shown is None:
        return []
    goals = _deadlines(cluster, shown.strategy, first, last)
    return [
        YearItem(
            YearKind.DEADLINE,
            _after(goal.key, goal.title_text),
            goal.deadline,
            f"goal-{goal.pk}",
            who=goal.owner.display_name if goal.owner else "",
            url=shown.url("goals"),
        )
        for goal in goals
        if goal.deadline
    ]


def _entries(cluster: Cluster, first: date, last: date) -> list[YearItem]:
    return [
        YearItem(
            entry.kind,
            entry.title_text,
            entry.starts,
            f"entry-{entry.pk}",
            ends=entry.ends,
            who=entry.who,
            url=reverse("plans:year", args=[cluster.slug, entry.starts.year]),
            entry=entry,
        )
        for entry in _entries_between(cluster, first, last)
    ]


def _rounds(cluster: Cluster, first: date, last: date) -> list[YearItem]:
    return [
        YearItem(
            YearKind.MEASURING,
            _round_title(one),
            one.date,
            f"round-{one.pk}",
            url=reverse("kpis:round", args=[cluster.slug, one.number]),
            is_done=one.is_closed,
        )
        for one in _rounds_between(cluster, first, last)
    ]


def _surveys(cluster: Cluster, first: date, last: date) -> list[YearItem]:
    """Return the surveys, from the day they were sent to their last day."""
    found = []
    for one in _surveys_between(cluster, first, last):
        url, ended = reverse("surveys:round", args=[cluster.slug, one.number]), one.closed_on or one.closes_on
        starts = max(one.opened_on or one.closes_on, first)
        ends = min(max(ended, starts), last)
        until = ends if ends > starts else None
        kind, uid, done = YearKind.SURVEY, f"survey-{one.pk}", one.is_closed
        found.append(YearItem(kind, one.title_text, starts, uid, ends=until, url=url, is_done=done))
    return found


def _round_title(one: MeasuringRound) -> Text:
    words = {
        "baseline": Text(da="Nulpunktsmåling", en="Baseline"),
        "midterm": Text(da="Midtvejsmåling", en="Mid-term measuring"),
        "final": Text(da="Slutmåling", en="Final measuring"),
    }
    return words.get(one.kind, Text(da=one.kind, en=one.kind))


def _activities(cluster: Cluster, first: date, last: date, language: Language) -> list[YearItem]:
    return [
        YearItem(
            YearKind.ACTIVITY,
            _after(row.key, row.title_text),
            row.ends,
            f"activity-{row.pk}",
            who=_who(row, language),
            url=reverse("plans:activity", args=[cluster.slug, row.number]),
            is_done=row.status == Activity.Status.DONE,
        )
        for row in _ending_between(cluster, first, last)
        if row.ends
    ]


def _milestones(cluster: Cluster, first: date, last: date, language: Language) -> list[YearItem]:
    return [
        YearItem(
            YearKind.MILESTONE,
            _after(row.activity.key, row.title_text),
            row.date,
            f"milestone-{row.pk}",
            who=_who(row.activity, language),
            url=reverse("plans:activity", args=[cluster.slug, row.activity.number]) + "#milestones",
            is_done=row.is_done,
        )
        for row in _milestones_between(cluster, first, last)
    ]


def _after(key: str, text: Text) -> Text:
    return text.each(f"{key} {{}}".format)


def _who(activity: Activity, language: Language) -> str:
    return activity.owner.display_name if activity.owner else activity.role_text.resolve(language).text


def clashes(items: Sequence[YearItem], holidays: dict[date, str]) -> list[str]:
    """Return what does not go well together, in sentences.

    A survey in July reaches nobody, two in one month tire the same people, and a meeting on a day off finds no board.
    """
    dated = [one for one in items if not one.is_vague]
    found = []
    asking = [one for one in items if one.kind == YearKind.SURVEY]
    for one in asking:
        days = {one.starts + timedelta(days=n) for n in range((one.last - one.starts).days + 1)}
        if any(day.month == 7 for day in days):
            found.append(
                _("“%(what)s” runs in July, when most members are on holiday. Move it to June or September.")
                % {"what": words_of(one)}
            )
    for place, one in enumerate(asking):
        for other in asking[place + 1 :]:
            if (one.starts.year, one.starts.month) == (other.starts.year, other.starts.month):
                found.append(
                    _(
                        "“%(first)s” and “%(second)s” ask the members twice in one month. Move them further apart, "
                        "or ask once."
                    )
                    % {"first": words_of(one), "second": words_of(other)}
                )
    for one in dated:
        if one.kind not in (YearKind.MEETING, YearKind.EVENT, YearKind.MEASURING, YearKind.SURVEY):
            continue
        if one.starts in holidays:
            found.append(
                _("“%(what)s” falls on a public holiday: %(holiday)s.")
                % {"what": words_of(one), "holiday": holidays[one.starts]}
            )
        elif one.kind == YearKind.MEETING and one.starts.weekday() >= 5:
            found.append(_("“%(what)s” falls on a weekend.") % {"what": words_of(one)})
    meetings = [one for one in dated if one.kind == YearKind.MEETING]
    for before, after in pairwise(meetings):
        if before.starts == after.starts:
            found.append(
                _("“%(first)s” and “%(second)s” are on the same day.")
                % {"first": words_of(before), "second": words_of(after)}
            )
    return found


def words_of(item: YearItem) -> str:
    """Return what an item is called, in the language of the page."""
    return item.title.resolve(content_language()).text
