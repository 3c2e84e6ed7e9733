"""What a search finds of conversations, for those who may take part in them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from clusters.permissions import Permission
from comments.models import Comment
from core.text import Text
from search.sources import Piece, Source


class CommentSource(Source):
    """Comments by what they say, under the name of what they are about."""

    name = "comments"
    right = Permission.REVIEW
    kinds = {"comments": (_("Comments"), "message-square")}

    def rows(self, cluster: Cluster | None) -> QuerySet[Any]:
        """Return what was said about strategies that are there."""
        rows: QuerySet[Any] = Comment.objects.of(cluster).filter(conversation__strategy__deleted_at=None)  # type: ignore[arg-type]
        return rows

    def pieces(self, rows: QuerySet[Any], cluster: Cluster | None) -> Iterable[Piece]:
        """Return each comment; it leads to its place in the conversation."""
        for row in rows.select_related("conversation__strategy"):
            talk = row.conversation
            path = f"{talk.url(cluster, talk.strategy.number)}#{row.anchor}" if cluster else ""
            said = Text(row.text, row.text)
            yield Piece(row.pk, self.name, path, talk.label_text, said, of=Text(row.by_name, row.by_name), weight=2)
