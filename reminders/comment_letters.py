"""A letter of what was said: its lines as they are kept until it goes, and its words in the language of the reader."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.mail import absolute
from comments.models import Notice
from core.languages import content_language
from core.text import Text

EXCERPT = 280


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment that concerns the reader."""

    cluster: int
    path: str
    about: dict[str, str]
    who: str
    text: str
    why: str

    @classmethod
    def of(cls, notice: Notice) -> "CommentLine":
        """Return the line of a notice, with its comment, conversation, strategy and cluster loaded."""
        said = notice.comment
        talk = said.conversation
        cluster = talk.strategy.cluster
        text = " ".join(said.text.split())
        short = text if len(text) <= EXCERPT else f"{text[: EXCERPT - 1]}…"
        path = f"{talk.url(cluster, talk.strategy.number)}#{said.anchor}"
        return cls(cluster.pk, path, talk.label, said.by_name, short, notice.why)

    def to_value(self) -> dict[str, Any]:
        """Return what is stored."""
        return asdict(self)

    @classmethod
    def from_value(cls, value: dict[str, Any]) -> "CommentLine":
        """Read what is stored."""
        return cls(**value)

    @property
    def label(self) -> str:
        """What it is about, in the active language."""
        return Text.from_value(self.about).resolve(content_language()).text

    @property
    def said(self) -> str:
        """Who said it and how it concerns the reader, in the active language."""
        if self.why == Notice.Why.MENTION:
            return _("%(who)s mentions you") % {"who": self.who}
        if self.why == Notice.Why.REPLY:
            return _("%(who)s has replied") % {"who": self.who}
        return _("%(who)s has written a comment") % {"who": self.who}

    @property
    def url(self) -> str:
        """Where it stands in its conversation."""
        return absolute(self.path)


@dataclass(frozen=True, slots=True)
class CommentPart:
    """What a letter tells of one cluster."""

    cluster: str
    lines: tuple[CommentLine, ...]


def comment_parts(lines: Sequence[CommentLine], names: dict[int, str]) -> list[CommentPart]:
    """Return the lines cluster by cluster, in the order in which the clusters are named."""
    parts = [CommentPart(name, tuple(one for one in lines if one.cluster == pk)) for pk, name in names.items()]
    return [part for part in parts if part.lines]
