"""The rows of conversations."""

from typing import Any

from clusters.permissions import Permission
from comments.models import Comment, Conversation
from tests import factories
from tests.house.matrix.rows import Place, Row
from tests.house.matrix.strategies import a_strategy


def a_comment(place: Place) -> dict[str, Any]:
    """Begin a conversation about a strategy; the owner has said something."""
    strategy = factories.make_strategy(place.cluster, place.owner)
    talk = Conversation.objects.create(
        strategy=strategy, number=1, about="strategy", label={"da": "x"}, by=place.owner, by_name="x"
    )
    said = Comment.objects.create(conversation=talk, text="Se her", by=place.owner, by_name="x")
    return {"number": strategy.number, "talk": talk.number, "pk": said.pk}


def a_talk(place: Place) -> dict[str, Any]:
    """Begin a conversation about a strategy."""
    made = a_comment(place)
    return {"number": made["number"], "talk": made["talk"]}


COMMENTS = {
    "comments:index": Row(Permission.REVIEW, a_strategy),
    "comments:beside": Row(Permission.REVIEW, a_strategy),
    "comments:add": Row(Permission.REVIEW, a_strategy),
    "comments:read_all": Row(Permission.REVIEW, a_strategy),
    "comments:conversation": Row(Permission.REVIEW, a_talk),
    "comments:resolve": Row(Permission.REVIEW, a_talk),
    "comments:reopen": Row(Permission.REVIEW, a_talk),
    "comments:edit": Row(Permission.REVIEW, a_comment),
}
