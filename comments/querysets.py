"""Which conversations, comments and notices."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from clusters.guard import ClusterQuerySet

if TYPE_CHECKING:
    from comments.models import Comment, Conversation, Notice, ReadMark  # noqa: F401


class ConversationSet(ClusterQuerySet["Conversation"]):
    """Conversations."""

    def open(self) -> "ConversationSet":
        """Return those that nobody has resolved."""
        return self.filter(resolved_at=None)

    def with_part_of(self, person: User) -> "ConversationSet":
        """Return those that a person has written in, was mentioned in, or was told of."""
        return self.filter(Q(comments__by=person) | Q(comments__notices__user=person)).distinct()

    def counted(self, person: User, since: datetime) -> "ConversationSet":
        """Add how many comments there are, and how many of them a person has not read.

        Somebody who has joined since is not asked to read what was said before.
        """
        from comments.models import Comment, ReadMark  # noqa: PLC0415 -- the models name these querysets

        # across_clusters: narrowed by the conversations that they belong to
        read = ReadMark.across_clusters.filter(conversation=OuterRef("conversation"), user=person).values("at")[:1]
        rows = Comment.across_clusters.filter(conversation=OuterRef("pk")).order_by()
        news = rows.exclude(by=person).filter(at__gt=Coalesce(Subquery(read), Value(since)))

        def number(found: "SaidSet") -> Coalesce:
            counted = found.values("conversation").annotate(number=Count("pk")).values("number")
            return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

        return self.annotate(said=number(rows), unread=number(news))

    def unread_by(self, person: User, since: datetime) -> "ConversationSet":
        """Return those in which a person has not read everything."""
        return self.counted(person, since).filter(Q(unread__gt=0))

    def newest_first(self) -> "ConversationSet":
        """Return them in the order in which something was said last."""
        return self.order_by("-newest_at", "-pk")


class SaidSet(ClusterQuerySet["Comment"]):
    """Comments."""

    def as_said_to(self, person: User) -> "SaidSet":
        """Return them with people, conversation and until when a person has read, the first first; one query."""
        from comments.models import ReadMark  # noqa: PLC0415 -- the models name these querysets

        # across_clusters: narrowed by the conversations that they belong to
        read = ReadMark.across_clusters.filter(conversation=OuterRef("conversation"), user=person).values("at")[:1]
        rows = self.select_related("by", "conversation").annotate(read_at=Subquery(read))
        return rows.order_by("at", "pk")


class NoticeSet(ClusterQuerySet["Notice"]):
    """Whom a comment concerns."""

    def untold(self) -> "NoticeSet":
        """Return those of which nobody has told the person yet."""
        return self.filter(told_at=None)

    def unread(self) -> "NoticeSet":
        """Return those whose comment the person has not read yet."""
        from comments.models import ReadMark  # noqa: PLC0415 -- the models name these querysets

        # across_clusters: narrowed by the notices' own conversations and people
        read = ReadMark.across_clusters.filter(
            conversation=OuterRef("comment__conversation"), user=OuterRef("user")
        ).values("at")[:1]
        return self.annotate(read_at=Subquery(read)).filter(Q(read_at=None) | Q(read_at__lt=F("comment__at")))


class ReadMarkSet(ClusterQuerySet["ReadMark"]):
    """Until when people have read."""
