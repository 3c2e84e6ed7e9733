"""Conversations, what is said in them, whom it concerns, and who has read it."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.guard import ClusterOwned, GuardedManager
from clusters.models import Cluster, Membership
from clusters.permissions import Permission
from clusters.revised import Revised
from comments.querysets import ConversationSet, NoticeSet, ReadMarkSet, SaidSet
from core.text import Text
from strategy.models import Goal, Strategy

# For so long a slip of the pen can be mended; what others may have answered stays as it was said.
EDITABLE = timedelta(minutes=15)
LONGEST = 4000


class Conversation(ClusterOwned):
    """What is said about one topic of a strategy. It stays when the topic has gone, under the name that it had."""

    class About(models.TextChoices):
        STRATEGY = "strategy", _("The whole strategy")
        QUESTION = "question", _("A question")
        ROW = "row", _("A row of a table")
        GOAL = "goal", _("A goal")

    cluster_path = "strategy__cluster"

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="conversations")
    number = models.PositiveIntegerField()
    about = models.CharField(max_length=10, choices=About)
    question_key = models.CharField(max_length=80, blank=True)
    row = models.CharField(max_length=80, blank=True)
    goal = models.ForeignKey(Goal, models.CASCADE, null=True, blank=True, related_name="conversations")
    # What the topic was called when the conversation began.
    label = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now, editable=False)
    newest_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    resolved_by_name = models.CharField(max_length=120, blank=True)

    objects = GuardedManager(ConversationSet)
    across_clusters: ClassVar = models.Manager.from_queryset(ConversationSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["strategy", "number"], name="conversation_number_once")]
        indexes = [models.Index(fields=["strategy", "resolved_at", "-newest_at"], name="conversation_newest")]

    def __str__(self) -> str:
        return f"conversation {self.number}"

    @property
    def label_text(self) -> Text:
        """What the topic was called, in both languages."""
        return Text.from_value(self.label)

    @property
    def is_open(self) -> bool:
        """Whether nobody has resolved it."""
        return self.resolved_at is None

    def url(self, cluster: Cluster, strategy: int, name: str = "conversation") -> str:
        """Return the address of its page, or of an act on it."""
        return reverse(f"comments:{name}", args=[cluster.slug, strategy, self.number])


class Comment(Revised, ClusterOwned):
    """What somebody said. It can be mended by whoever said it, for a while."""

    cluster_path = "conversation__strategy__cluster"

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="comments")
    text = models.TextField(_("Comment"), max_length=LONGEST)
    # The names of those whom it mentions, as they were then.
    mentions = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now)

    revised = ("text",)
    verb = "changed-comment"
    read_right = change_right = Permission.REVIEW

    objects = GuardedManager(SaidSet)
    across_clusters: ClassVar = models.Manager.from_queryset(SaidSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def called(self) -> str:
        """The beginning of what was said."""
        return self.text if len(self.text) <= 60 else f"{self.text[:60]}…"

    @property
    def form_url(self) -> str:
        """Where whoever said it mends it."""
        talk = self.conversation
        slug = talk.strategy.cluster.slug
        return reverse("comments:edit", args=[slug, talk.strategy.number, talk.number, self.pk])

    @property
    def log_url(self) -> str:
        """Where it stands in its conversation."""
        talk = self.conversation
        return f"{talk.url(talk.strategy.cluster, talk.strategy.number)}#{self.anchor}"

    @property
    def anchor(self) -> str:
        """The id of its place on the page."""
        return f"c-{self.pk}"

    def is_editable(self, now: datetime) -> bool:
        """Whether it is still early enough to mend it."""
        return now < self.at + EDITABLE

    def may_be_changed_by(self, membership: Membership) -> bool:
        """Tell whether this member said it, and may still mend it."""
        is_theirs: bool = super().may_be_changed_by(membership) and membership.user_id == self.by_id
        return is_theirs and self.is_editable(timezone.now())


class Notice(ClusterOwned):
    """That a comment concerns somebody, and when a mail told them. The row keeps it from being told twice."""

    class Why(models.TextChoices):
        MENTION = "mention", _("You were mentioned")
        REPLY = "reply", _("A reply in a conversation that you are part of")
        OWN = "own", _("About something that you are responsible for, or wrote")

    cluster_path = "comment__conversation__strategy__cluster"

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    why = models.CharField(max_length=8, choices=Why)
    told_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedManager(NoticeSet)
    across_clusters: ClassVar = models.Manager.from_queryset(NoticeSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="notice_once_a_person")]
        indexes = [models.Index(fields=["user", "told_at"], name="notice_untold")]

    def __str__(self) -> str:
        return f"{self.why} for {self.user_id}"


class ReadMark(ClusterOwned):
    """Until when a person has read a conversation."""

    cluster_path = "conversation__strategy__cluster"

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="read_marks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = GuardedManager(ReadMarkSet)
    across_clusters: ClassVar = models.Manager.from_queryset(ReadMarkSet)()

    class Meta(ClusterOwned.Meta):
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["conversation", "user"], name="read_mark_once_a_person")]

    def __str__(self) -> str:
        return f"{self.user_id} until {self.at}"
