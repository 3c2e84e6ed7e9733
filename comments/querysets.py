"""Which conversations, comments and notices."""

from typing import TYPE_CHECKING

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from clusters.guard import ClusterQuerySet
from clusters.models import Membership

if TYPE_CHECKING:
    from comments.models import Comment, Conversation, Notice, ReadMark  # noqa: F401


def read_until(person: User) -> Coalesce:
    """Return until when a person has read the conversation of a comment.

    Somebody who has joined since is not asked to read what was said before.
    """
    from comments.models import ReadMark  # noqa: PLC0415 -- the models name these querysets

    # across_clusters: of the comment's own conversation and cluster
    read = ReadMark.across_clusters.filter(conversation=OuterRef("conversation"), user=person)
    cluster = OuterRef("conversation__strategy__cluster")
    joined = Membership.across_clusters.filter(cluster=cluster, user=person)
    return Coalesce(Subquery(read.values("at")[:1]), Subquery(joined.values("joined_at")[:1]))


class ConversationSet(ClusterQuerySet["Conversation"]):
    """Conversations about a strategy, the resolved ones too."""

    def open(self) -> "ConversationSet":
        """Return those that nobody has resolved."""
        return self.filter(resolved_at=None)

    def with_part_of(self, person: User) -> "ConversationSet":
        """Return those that a person has written in, was mentioned in, or was told of."""
        return self.filter(Q(comments__by=person) | Q(comments__notices__user=person)).distinct()

    def counted(self, person: User) -> "ConversationSet":
        """Add how many comments there are, and how many of them a person has not read."""
        from comments.models import Comment  # noqa: PLC0415 -- the models name these querysets

        # across_clusters: narrowed by the conversations that they belong to
        rows = Comment.across_clusters.filter(conversation=OuterRef("pk")).order_by()
        news = rows.exclude(by=person).filter(at__gt=read_until(person))

        def number(found: "SaidSet") -> Coalesce:
            counted = found.values("conversation").annotate(number=Count("pk")).values("number")
            return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

        return self.annotate(said=number(rows), unread=number(news))

    def unread_by(self, person: User) -> "ConversationSet":
        """Return those in which a person has not read everything."""
        return self.counted(person).filter(Q(unread__gt=0))

    def newest_first(self) -> "ConversationSet":
        """Return them in the order in which something was said last."""
        return self.order_by("-newest_at", "-pk")


class SaidSet(ClusterQuerySet["Comment"]):
    """Comments."""

    def as_said_to(self, person: User) -> "SaidSet":
        """Return them with people, conversation and until when a person has read, the first first; one query."""
        rows = self.select_related("by", "conversation").annotate(read_until=read_until(person))
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

    def with_comment(self) -> "NoticeSet":
        """Add comment, conversation, strategy and cluster, the first first."""
        return self.select_related("comment__conversation__strategy__cluster").order_by("comment__at", "pk")


class ReadMarkSet(ClusterQuerySet["ReadMark"]):
    """Until when people have read."""
