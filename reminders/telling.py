"""Who is told by mail of what was said about a strategy: at once, once a day or never, and each comment once.

A comment that concerns somebody has a notice of it. The notice is marked in the transaction that writes the letter, so
that a worker may be killed at any moment and nothing is told twice.
"""

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from clusters.models import Membership
from clusters.permissions import Permission
from comments.models import Notice
from reminders.comment_letters import CommentLine
from reminders.due import memberships_of
from reminders.letters import MOST_LINES
from reminders.models import Preference

Telling = Preference.Telling


def people_to_tell() -> list[User]:
    """Return those whom a comment concerns of which nobody has told them yet."""
    # across_clusters: the question is whom any comment concerns at all
    waiting = Notice.across_clusters.untold().values("user")
    return list(User.objects.who_may_sign_in().filter(pk__in=waiting).order_by("pk"))


def lines_for(user: User, preference: Preference, now: datetime, *, is_daily: bool) -> list[CommentLine]:
    """Return what a person is to be told of now, and note it as told; `preference` is held by the caller.

    What they have read meanwhile, may not see or do not want is noted as told without a word.
    """
    today = timezone.localdate(now)
    if preference.comments == Telling.DAILY and (not is_daily or preference.told_on == today):
        return []
    # across_clusters: a person's own notices, whichever clusters they are about
    waiting = Notice.across_clusters.untold().filter(user=user, comment__at__lte=now)
    # A letter has an end; what does not go into it waits for the next.
    keys = list(waiting.order_by("comment__at", "pk").values_list("pk", flat=True)[:MOST_LINES])
    if not keys:
        return []
    lines = [] if preference.comments == Telling.NEVER else _lines(user, keys)
    Notice.across_clusters.filter(pk__in=keys).update(told_at=now)
    if preference.comments == Telling.DAILY:
        preference.told_on = today
        preference.save(update_fields=["told_on"])
    return lines


def _lines(user: User, keys: list[int]) -> list[CommentLine]:
    # across_clusters: the person's own notices, of the clusters in which they may take part
    rows = Notice.across_clusters.unread().filter(
        pk__in=keys,
        comment__conversation__strategy__deleted_at=None,
        comment__conversation__strategy__cluster__in=[one.cluster_id for one in members_of(user)],
    )
    return [CommentLine.of(row) for row in rows.with_comment()]


def members_of(user: User) -> list[Membership]:
    """Return the memberships with which a person may take part in conversations."""
    return [one for one in memberships_of(user) if one.may(Permission.REVIEW)]


def may_be_told(user: User, lines: list[CommentLine]) -> list[CommentLine]:
    """Return the lines that a person may still see when the letter goes."""
    clusters = {one.cluster_id for one in members_of(user)}
    return [line for line in lines if line.cluster in clusters]
