"""Saying something, answering, mending it, and bringing a conversation to an end."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Case, DateTimeField, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.activity import record
from clusters.locking import lock, newest_number
from clusters.models import Cluster, Membership
from clusters.permissions import Permission, Role, may
from clusters.revisions import change
from comments.mentions import mentioned_in
from comments.models import EDITABLE, Comment, Conversation, Notice, ReadMark
from comments.topics import Topic
from core.errors import Refusal
from core.locking import hold
from core.times import moment
from strategy.selectors.phases import StrategyPage
from workbooks.models import Workbook

ROLES = [role for role in Role if may(role, Permission.REVIEW)]
Why = Notice.Why


def people_in(cluster: Cluster) -> list[User]:
    """Return the members who may take part; one query."""
    rows = Membership.objects.of(cluster).filter(role__in=ROLES, user__in=User.objects.who_may_sign_in())
    return [one.user for one in rows.select_related("user").order_by("user__name", "user__email")]


@transaction.atomic
def begin(*, shown: StrategyPage, topic: Topic, text: str, chosen: Collection[User] = (), by: User) -> Comment:
    """Begin a conversation about a topic; whoever answers for it, or wrote it, is told."""
    cluster = shown.cluster
    lock(cluster)
    now = timezone.now()
    talk = Conversation.objects.create(
        strategy=shown.strategy,
        number=newest_number(Conversation.objects.of(cluster).filter(strategy=shown.strategy)) + 1,
        about=topic.about,
        question_key=topic.question,
        row=topic.row,
        goal=topic.goal,
        label=topic.label.to_value(),
        by=by,
        by_name=by.display_name,
        at=now,
        newest_at=now,
    )
    return _say(talk, shown, text, chosen, by, now, {_owner(shown, topic): Why.OWN})


@transaction.atomic
def reply(*, talk: Conversation, shown: StrategyPage, text: str, chosen: Collection[User] = (), by: User) -> Comment:
    """Answer in a conversation; one that was resolved is open again by it."""
    lock(shown.cluster)
    held = hold(Conversation.objects.of(shown.cluster), talk)
    now = timezone.now()
    held.newest_at, held.resolved_at, held.resolved_by, held.resolved_by_name = now, None, None, ""
    held.save(update_fields=["newest_at", "resolved_at", "resolved_by", "resolved_by_name"])
    earlier = set(held.comments.values_list("by", flat=True))
    return _say(held, shown, text, chosen, by, now, dict.fromkeys(earlier, Why.REPLY))


def _say(
    talk: Conversation,
    shown: StrategyPage,
    text: str,
    chosen: Collection[User],
    by: User,
    now: datetime,
    others: dict[int | None, str],
) -> Comment:
    """Store what is said, note whom it concerns, and that whoever says it has read so far."""
    cluster = shown.cluster
    people = people_in(cluster)
    meant = _meant(text, people, chosen)
    made = Comment.objects.create(
        conversation=talk,
        text=text,
        mentions=[one.display_name for one in meant],
        by=by,
        by_name=by.display_name,
        at=now,
        changed_by=by,
        changed_at=now,
    )
    _note(made, people, {**others, **{one.pk: Why.MENTION for one in meant}}, by)
    talk.newest_at = now
    mark_read(talks=[talk], by=by)
    url = f"{talk.url(cluster, shown.strategy.number)}#{made.anchor}"
    label = talk.label_text.resolve(cluster.language).text
    record(cluster=cluster, by=by, verb="commented", subject=label, url=url)
    return made


def _meant(text: str, people: Collection[User], chosen: Collection[User]) -> list[User]:
    """Return the members whom a comment mentions: in its words, or chosen beside them."""
    found = {one.pk: one for one in mentioned_in(text, people)}
    known = {one.pk for one in people}
    return [*found.values(), *(one for one in chosen if one.pk in known and one.pk not in found)]


def _note(made: Comment, people: Collection[User], why: Mapping[int | None, str], by: User) -> None:
    """Note each person once, by the strongest reason; only members who may take part."""
    Notice.objects.bulk_create(
        [Notice(comment=made, user=one, why=why[one.pk]) for one in people if one.pk in why and one.pk != by.pk],
        ignore_conflicts=True,
    )


def _owner(shown: StrategyPage, topic: Topic) -> int | None:
    """Return whom a new conversation concerns: the goal's owner, who wrote the answer, or who began the strategy."""
    if topic.goal is not None:
        return topic.goal.owner_id or topic.goal.changed_by_id
    if topic.question:
        answer = shown.answers.get(topic.question)
        return getattr(answer, "changed_by_id", None)
    return shown.strategy.created_by_id


def not_yours() -> str:
    """Return what is said to who would change somebody else's words."""
    return _("Only the person who wrote a comment can change it.")


def mend(*, comment: Comment, text: str, based_on: int, by: User) -> Comment:
    """Change what one said oneself, for a while; whom it now mentions besides is told.

    Raises Refusal when it is somebody else's or too late, and Conflict when it was changed in another window.
    """
    if comment.by_id != by.pk:
        raise Refusal(not_yours())
    if not comment.is_editable(timezone.now()):
        minutes = int(EDITABLE.total_seconds() // 60)
        words = _("A comment can be changed for %(minutes)s minutes. Copy your text, and write it as a reply.")
        raise Refusal(words % {"minutes": minutes})
    people = people_in(comment.own_cluster())

    def note(made: Comment, before: Comment) -> None:
        # Who was chosen beside the words before stays mentioned.
        former = [one.display_name for one in mentioned_in(before.text, people)]
        chosen = [one for one in people if one.display_name in made.mentions and one.display_name not in former]
        meant = _meant(made.text, people, chosen)
        made.mentions = [one.display_name for one in meant]
        Comment.objects.of(made.own_cluster()).filter(pk=made.pk).update(mentions=made.mentions)
        _note(made, people, {one.pk: Why.MENTION for one in meant}, by)

    return change(comment, {"text": text}, based_on=based_on, by=by, then=note)


@transaction.atomic
def resolve(*, talk: Conversation, shown: StrategyPage, by: User) -> Conversation:
    """Bring a conversation to an end; raises Refusal, with who did it, when that has been done already."""
    held = hold(Conversation.objects.of(shown.cluster).select_related("resolved_by"), talk)
    if held.resolved_at is not None:
        words = _("%(who)s already resolved this conversation (%(when)s).")
        raise Refusal(words % {"who": held.resolved_by_name, "when": moment(held.resolved_at)})
    held.resolved_at, held.resolved_by, held.resolved_by_name = timezone.now(), by, by.display_name
    return _turned(held, shown, "resolved-conversation", by)


@transaction.atomic
def reopen(*, talk: Conversation, shown: StrategyPage, by: User) -> Conversation:
    """Open a conversation again; raises Refusal when it is open."""
    held = hold(Conversation.objects.of(shown.cluster), talk)
    if held.resolved_at is None:
        raise Refusal(_("This conversation is already open."))
    held.resolved_at, held.resolved_by, held.resolved_by_name = None, None, ""
    return _turned(held, shown, "reopened-conversation", by)


def _turned(held: Conversation, shown: StrategyPage, verb: str, by: User) -> Conversation:
    held.save(update_fields=["resolved_at", "resolved_by", "resolved_by_name"])
    label = held.label_text.resolve(shown.cluster.language).text
    url = held.url(shown.cluster, shown.strategy.number)
    record(cluster=shown.cluster, by=by, verb=verb, subject=label, url=url)
    return held


def mark_read(*, talks: Iterable[Conversation], by: User) -> None:
    """Note that a person has read conversations as they were loaded: what was said since is still unread.

    A mark never goes back: of two windows the older one may be the last to come. Two queries.
    """
    found = {one.pk: one.newest_at for one in talks}
    if not found:
        return
    rows = [ReadMark(conversation_id=key, user=by, at=at) for key, at in found.items()]
    ReadMark.objects.bulk_create(rows, ignore_conflicts=True)
    loaded = Case(*(When(conversation=key, then=Value(at)) for key, at in found.items()), output_field=DateTimeField())
    # across_clusters: narrowed by conversations that the caller has loaded from the cluster
    ReadMark.across_clusters.filter(user=by, conversation__in=found, at__lt=loaded).update(at=loaded)


def follow_questions(*, workbook: Workbook, renamed: Mapping[str, str], **_more: object) -> None:
    """Have conversations stand at the questions that took the place of theirs; in the transaction of the move."""
    rows = Conversation.objects.of(workbook.cluster_id).filter(strategy__workbook=workbook.pk)
    for row in rows.filter(question_key__in=renamed):
        row.question_key = renamed[row.question_key]
        row.save(update_fields=["question_key"])
