"""Conversations as pages show them: beside what they are about, in a list, and one by itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.models import User
from clusters.models import Cluster
from comments.mentions import marked
from comments.models import Comment, Conversation
from comments.querysets import SaidSet
from comments.topics import Topic, topic_of, topic_url
from core.prepared import Prepared
from core.times import moment
from strategy.models import Goal, Strategy
from strategy.selectors.phases import StrategyPage

# Beside a text stands the end of a conversation; its own page has all of it.
BESIDE = 3
# So many conversations stand beside one text; the list has the others.
MOST_BESIDE = 5


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as it is shown."""

    row: Comment
    html: SafeString
    # Those who are told and whose name does not stand in the text.
    also: tuple[str, ...]
    is_own: bool
    is_unread: bool
    # Where its author mends it, while that is still possible.
    edit_url: str = ""

    @property
    def who(self) -> str:
        """Who said it; the name as it was then, when the person has left."""
        return self.row.by.display_name if self.row.by else self.row.by_name

    @property
    def when(self) -> str:
        """When, in words."""
        return moment(self.row.at)

    @property
    def is_mended(self) -> bool:
        """Whether it was changed after it was said."""
        return self.row.revision > 1


@dataclass(slots=True)
class Talk:
    """A conversation as it is shown."""

    row: Conversation
    topic: Topic
    url: str
    topic_url: str
    said: list[Said] = field(default_factory=list)
    left_out: int = 0
    unread: int = 0

    @property
    def number(self) -> int:
        """How many comments it has."""
        return len(self.said) + self.left_out

    @property
    def resolve_url(self) -> str:
        """Where it is brought to an end."""
        return f"{self.url}resolve/"

    @property
    def reopen_url(self) -> str:
        """Where it is opened again."""
        return f"{self.url}reopen/"

    @property
    def resolved_when(self) -> str:
        """When it was brought to an end, in words."""
        return moment(self.row.resolved_at) if self.row.resolved_at else ""


@dataclass(slots=True)
class Beside:
    """The conversations of a strategy by the spot that they stand beside."""

    by_spot: dict[str, list[Talk]]

    def at(self, spot: str) -> list[Talk]:
        """Return the open conversations beside a spot, at most a few."""
        return [one for one in self.by_spot.get(spot, []) if one.row.is_open][:MOST_BESIDE]

    def resolved_at(self, spot: str) -> list[Talk]:
        """Return the resolved ones beside a spot, at most a few."""
        return [one for one in self.by_spot.get(spot, []) if not one.row.is_open][:MOST_BESIDE]

    def more_at(self, spot: str) -> int:
        """Return how many stand in the list only."""
        return len(self.by_spot.get(spot, [])) - len(self.at(spot)) - len(self.resolved_at(spot))

    @property
    def unread(self) -> int:
        """How many conversations have something that the reader has not read."""
        return sum(1 for talks in self.by_spot.values() for one in talks if one.unread)

    @property
    def open(self) -> int:
        """How many are open."""
        return sum(1 for talks in self.by_spot.values() for one in talks if one.row.is_open)


def goals_of(shown: StrategyPage) -> dict[int, Goal]:
    """Return all goals that the strategy ever had, by their ids; one query."""
    return {goal.pk: goal for goal in _goals(shown.cluster, shown.strategy)}


@Prepared
def _goals(cluster: Cluster, strategy: Strategy) -> "QuerySet[Goal]":
    return Goal.objects.of(cluster).filter(strategy=strategy).select_related("owner")


def talks_of(
    comments: Iterable[Comment],
    shown: StrategyPage,
    reader: User,
    goals: Mapping[int, Goal],
    *,
    most: int | None = None,
) -> list[Talk]:
    """Return the conversations that these comments make, the newest first, with what was said last in each."""
    now = timezone.now()
    said: dict[int, list[Said]] = {}
    rows: dict[int, Conversation] = {}
    for comment in comments:
        rows[comment.conversation_id] = comment.conversation
        said.setdefault(comment.conversation_id, []).append(_said(comment, shown, reader, now))
    found = []
    for pk, row in sorted(rows.items(), key=lambda one: (one[1].newest_at, one[0]), reverse=True):
        topic = topic_of(row, shown, goals)
        every = said[pk]
        last = every if most is None else every[-most:]
        url = row.url(shown.cluster, shown.strategy.number)
        unread = sum(1 for one in every if one.is_unread)
        found.append(Talk(row, topic, url, topic_url(topic, shown), last, len(every) - len(last), unread))
    return found


def _said(comment: Comment, shown: StrategyPage, reader: User, now: datetime) -> Said:
    """Return a comment as this reader sees it."""
    names = [name for name in comment.mentions if isinstance(name, str)]
    is_own = comment.by_id == reader.pk
    read_until: datetime | None = getattr(comment, "read_until", None)
    return Said(
        comment,
        marked(comment.text, names),
        tuple(name for name in names if f"@{name}".casefold() not in comment.text.casefold()),
        is_own,
        not is_own and read_until is not None and comment.at > read_until,
        _edit_url(comment, shown) if is_own and comment.is_editable(now) else "",
    )


def _edit_url(comment: Comment, shown: StrategyPage) -> str:
    return f"{comment.conversation.url(shown.cluster, shown.strategy.number)}{comment.pk}/edit/"


def said_in(shown: StrategyPage, reader: User, rows: Sequence[Conversation]) -> SaidSet:
    """Return the comments of some conversations of a strategy; one query."""
    found: SaidSet = Comment.objects.of(shown.cluster).filter(conversation__strategy=shown.strategy)
    return found.filter(conversation__in=[row.pk for row in rows]).as_said_to(reader)


def beside_of(shown: StrategyPage, reader: User, goals: Mapping[int, Goal]) -> Beside:
    """Return what stands beside the texts of a strategy; one query."""
    said = _said_to(shown.cluster, shown.strategy, reader)
    return beside_from(talks_of(said, shown, reader, goals, most=BESIDE))


@Prepared
def _said_to(cluster: Cluster, strategy: Strategy, reader: User) -> "QuerySet[Comment]":
    return Comment.objects.of(cluster).filter(conversation__strategy=strategy).as_said_to(reader)


def beside_from(talks: Iterable[Talk]) -> Beside:
    """Put conversations beside the spots that they are about."""
    by_spot: dict[str, list[Talk]] = {}
    for talk in talks:
        by_spot.setdefault(talk.topic.spot, []).append(talk)
    return Beside(by_spot)
