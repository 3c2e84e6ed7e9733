"""Conversations, made without surprises."""

from accounts.models import User
from comments.models import Comment, Conversation
from comments.services import begin, reply
from comments.topics import Topic, topic_named, whole
from strategy.models import Strategy
from tests.reviews.samples import opened


def topic(strategy: Strategy, name: str) -> Topic:
    """Return what an address names."""
    goals = {goal.number: goal for goal in strategy.goals.all()}
    found = topic_named(name, opened(strategy), goals)
    assert found is not None
    return found


def talk(strategy: Strategy, by: User, text: str = "Hvor kommer tallet fra?", about: str = "s") -> Comment:
    """Begin a conversation."""
    return begin(shown=opened(strategy), topic=topic(strategy, about) if about != "s" else whole(), text=text, by=by)


def answered(comment: Comment, by: User, text: str = "Fra interviewene.") -> Comment:
    """Reply in a conversation."""
    row = Conversation.objects.of(comment.own_cluster()).get(pk=comment.conversation_id)
    return reply(talk=row, shown=opened(comment.conversation.strategy), text=text, by=by)
