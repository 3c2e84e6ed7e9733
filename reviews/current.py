"""What a page of reading is about: a strategy as it stands or as it was kept, with what is said and what is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clusters.access import ClusterRequest
from comments.shown import Beside, beside_of
from core.navigation import NavItem
from core.times import moment
from reviews.rules.content import FrozenStrategy
from reviews.shown.news import News, news_of
from reviews.shown.reading import (
    Beneath,
    ReadingPhase,
    goal_spots,
    goals_stand_at,
    marked,
    reading_of,
    without_the_same,
)
from reviews.sittings import sit_down, stood_at
from strategy.models import Goal
from strategy.selectors.phases import StrategyPage
from strategy.shown.read_view import ReadPhase


@dataclass(frozen=True, slots=True)
class Reading:
    """A strategy that somebody reads: the phases that are shown, those that are folded, and what is new."""

    parts: list[ReadingPhase]
    folded: list[ReadingPhase]
    beside: Beside
    goal_spots: tuple[Beneath, ...]
    news: News | None
    tabs: list[NavItem]
    others: list[tuple[int, str]]


def reading(
    request: ClusterRequest,
    *,
    live: StrategyPage,
    after: StrategyPage,
    content: FrozenStrategy,
    parts: Sequence[ReadPhase],
    goals: dict[int, Goal],
    saw: datetime,
) -> Reading:
    """Return what a page shows, and note that the reader has seen the strategy as it stood at `saw`.

    `live` is the strategy as it stands, `after` what is shown: the same, or what was kept of it. `goals` are all that
    it ever had, by their ids.
    """
    earlier = sit_down(cluster=request.cluster, strategy=live.strategy, by=request.user, saw=saw, now=timezone.now())
    beside = beside_of(live, request.user, goals)
    shown = reading_of(parts, after, content.goals)
    news = _news(request, live, after, content, goals, [one for one in earlier if one < saw], goals_stand_at(shown))
    folded: list[ReadingPhase] = []
    if news is not None:
        shown = marked(shown, news.marks)
    only_new = news is not None and not news.is_empty and request.GET.get("show") == "new"
    if only_new:
        shown, folded = without_the_same(shown)
    has_goals = bool(goals_stand_at(shown) or goals_stand_at(folded))
    spots = () if has_goals else goal_spots(content.goals)
    return Reading(shown, folded, beside, spots, news, _tabs(only_new=only_new), _others(earlier, saw, news))


def _news(
    request: ClusterRequest,
    live: StrategyPage,
    after: StrategyPage,
    content: FrozenStrategy,
    goals: dict[int, Goal],
    earlier: list[datetime],
    goals_at_question: str,
) -> News | None:
    """Return what is new since the reader's last sitting, or the one that they choose; None for a first reading."""
    if not earlier:
        return None
    wanted = request.GET.get("since", "")
    place = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 3 else 0
    since = earlier[min(place, len(earlier) - 1)]
    before, goals_before = stood_at(live, goals.values(), since)
    return news_of(after, content, before=before, goals_before=goals_before, since=since, goals_at=goals_at_question)


def _tabs(*, only_new: bool) -> list[NavItem]:
    return [
        NavItem(_("The whole strategy"), "?", current=not only_new),
        NavItem(_("Only what is new"), "?show=new", current=only_new),
    ]


def _others(earlier: Sequence[datetime], saw: datetime, news: News | None) -> list[tuple[int, str]]:
    """Return the other days from which the reader may look."""
    if news is None:
        return []
    known = [one for one in earlier if one < saw]
    return [(place, moment(one)) for place, one in enumerate(known) if one != news.since]


def context_of(found: Reading) -> dict[str, Any]:
    """Return what the templates of a page of reading are given."""
    return {
        "parts": found.parts,
        "folded": found.folded,
        "beside": found.beside,
        "goal_spots": found.goal_spots,
        "news": found.news,
        "tabs": found.tabs,
        "others": found.others,
    }
