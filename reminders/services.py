"""Who is reminded of what, once; and how the letters go.

What a person has been reminded of is noted in the transaction that writes the letter and asks for its sending, so that
a worker may be killed at any moment: either nothing has happened yet, or the letter is there and will be sent.
"""

from collections.abc import Iterable
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from smtplib import SMTPException
from uuid import uuid4

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.mail import MailNotSentError
from accounts.models import User
from accounts.second_factor import is_set_up_by
from clusters.duties import Duty, all_duties
from clusters.locking import lock
from clusters.models import ActivityEntry, Cluster, Membership
from core import workers
from core.locking import held
from reminders import tasks
from reminders.comment_letters import CommentLine
from reminders.due import due_for, overdue_without_owner
from reminders.letters import LetterLine, Stage, comment_message_of, message_of
from reminders.models import Letter, Preference, Reminder, Watch
from reminders.new_findings import KIND, new_findings
from reminders.querysets import people_to_look_at
from reminders.telling import lines_for, may_be_told, people_to_tell

# How long a task keeps a letter for itself; then somebody else may try.
CLAIM_HOLDS = timedelta(minutes=15)
# A letter that the mail server has not taken by then says nothing new.
TOO_OLD = timedelta(days=3)
# Lines of the log can come to light a little later than the time they carry.
OVERLAP = timedelta(minutes=10)
OUTBOX = "accounts.outbox.OutboxBackend"

log = structlog.get_logger(__name__)


def look(*, now: datetime | None = None) -> int:
    """Do all that is to be done by now, and return how many letters were written. Doing it twice does it once."""
    now = now or timezone.now()
    send_left_lying(now=now)
    written = notice_assignments(now=now) + tell(now=now, is_daily=True)
    for pk in people_to_look_at(timezone.localdate(now)).values_list("pk", flat=True):
        workers.note_progress()
        if remind(user=User.objects.get(pk=pk), today=timezone.localdate(now)):
            written += 1
    return written


def remind(*, user: User, today: date) -> Letter | None:
    """Write to a person what is due, if it is their day for it or something has come to a new stage."""
    with transaction.atomic():
        preference = preference_of(user, today, lock=True)
        if preference.looked_on == today:
            return None
        monday = today - timedelta(days=today.weekday())
        is_weekly = preference.weekly and today.weekday() >= preference.weekday and preference.week != monday
        letter = None
        if is_weekly or preference.on_the_day:
            letter = _write_what_is_due(user, today, is_weekly=is_weekly)
        preference.looked_on = today
        if is_weekly:
            preference.week = monday
        preference.save(update_fields=["looked_on", "week"])
    _send_without_worker(letter)
    return letter


def _write_what_is_due(user: User, today: date, *, is_weekly: bool) -> Letter | None:
    duties = [(duty, Stage(stage)) for duty in due_for(user, today) if (stage := duty.stage(today))]
    # across_clusters: the person's own reminders, whichever clusters they are about
    rows = Reminder.across_clusters.filter(user=user, key__in={duty.once for duty, _stage in duties})
    known = set(rows.values_list("kind", "key", "stage"))
    fresh = [(duty, stage) for duty, stage in duties if (duty.kind, duty.once, stage) not in known]
    lines = [LetterLine.of_duty(duty, stage) for duty, stage in (duties if is_weekly else fresh)]
    if is_weekly:
        # Nobody is reminded of these, so that whoever leads the cluster sees them once a week, until somebody is.
        loose = overdue_without_owner(user, today)
        lines += [LetterLine.of_duty(duty, Stage.OVERDUE, is_loose=True) for duty in loose]
    found = new_findings(user, today) if is_weekly else []
    lines += [LetterLine.of_finding(one) for one in found]
    if not lines:
        return None
    Reminder.objects.bulk_create(
        [Reminder(cluster=duty.cluster, user=user, kind=duty.kind, key=duty.once, stage=stage) for duty, stage in fresh]
        + [Reminder(cluster=one.cluster, user=user, kind=KIND, key=one.mark, stage=Stage.FOUND) for one in found]
    )
    kind = Letter.Kind.WEEKLY if is_weekly else Letter.Kind.ON_THE_DAY
    return _write(user, kind, lines)


def tell(*, now: datetime | None = None, is_daily: bool = False) -> int:
    """Write to people what was said that concerns them, and return to how many; `is_daily` with the day's mails."""
    now = now or timezone.now()
    written = 0
    for user in people_to_tell():
        with transaction.atomic():
            preference = preference_of(user, timezone.localdate(now), lock=True)
            lines = lines_for(user, preference, now, is_daily=is_daily)
            letter = _write(user, Letter.Kind.COMMENTS, lines) if lines else None
        _send_without_worker(letter)
        written += letter is not None
    return written


def _write(user: User, kind: Letter.Kind, lines: Iterable[LetterLine | CommentLine]) -> Letter:
    """Store a letter, and ask for its sending in the same transaction."""
    letter = Letter.objects.create(user=user, kind=kind, lines=[line.to_value() for line in lines])
    if workers.is_anybody_at_work():
        tasks.send.enqueue(letter=letter.pk)
    return letter


def _send_without_worker(*letters: Letter | None) -> None:
    """Send here and now where no worker does; what does not go is tried again at the next look."""
    if workers.is_anybody_at_work():
        return
    for letter in letters:
        if letter is not None:
            try:
                deliver(letter=letter.pk, claim=uuid4().hex)
            except MailNotSentError as fault:
                log.warning("reminder_not_sent", letter=letter.pk, fault=type(fault.__cause__).__name__)


def notice_assignments(*, now: datetime | None = None) -> int:
    """Write to people what somebody else has given them, and return to how many.

    The log of who did what says in which clusters something has happened; there, what people answer for is compared
    with what they know of. The very first time everything is taken as known.
    """
    now = now or timezone.now()
    watch = Watch.objects.first()
    clusters = Cluster.objects.order_by("pk")
    if watch is not None:
        # across_clusters: the question is in which clusters anything has happened
        entries = ActivityEntry.across_clusters.filter(cluster=OuterRef("pk"), at__gt=watch.seen_at - OVERLAP)
        clusters = clusters.filter(Exists(entries))
    written = 0
    for cluster in clusters:
        letters = _notice(cluster, silently=watch is None)
        _send_without_worker(*letters)
        written += len(letters)
    Watch.objects.update_or_create(pk=watch.pk if watch else 1, defaults={"seen_at": now})
    return written


@transaction.atomic
def _notice(cluster: Cluster, *, silently: bool) -> list[Letter]:
    # Two who look at once wait for each other here, and the second finds nothing new.
    lock(cluster)
    people = _people_of(cluster)
    owned = {(t.owner_id, t.kind, str(t.pk)): t for t in _given(cluster) if t.owner_id in people}
    rows = Reminder.objects.of(cluster).assignments()
    known = {(row.user_id, row.kind, row.key): row.pk for row in rows}
    rows.filter(pk__in=[pk for key, pk in known.items() if key not in owned]).delete()
    fresh = {key: duty for key, duty in owned.items() if key not in known}
    Reminder.objects.bulk_create(
        [
            Reminder(cluster=cluster, user_id=user, kind=kind, key=key, stage=Stage.ASSIGNED)
            for user, kind, key in fresh
            if user is not None
        ]
    )
    if silently:
        return []
    given: dict[User, list[LetterLine]] = {}
    for (user_id, _kind, _key), duty in fresh.items():
        user = people[user_id or 0]
        giver = people.get(duty.given_by_id or 0)
        if duty.given_by_id not in (None, user.pk) and user.is_active and _wants(user):
            line = LetterLine.of_duty(duty, Stage.ASSIGNED, by=giver.display_name if giver else "")
            given.setdefault(user, []).append(line)
    return [_write(user, Letter.Kind.AT_ONCE, lines) for user, lines in given.items()]


def _people_of(cluster: Cluster) -> dict[int, User]:
    members = Membership.objects.of(cluster).select_related("user__reminder_preference")
    if cluster.requires_second_factor:
        members = members.filter(is_set_up_by("user_id"))
    return {member.user_id: member.user for member in members}


def _wants(user: User) -> bool:
    preference: Preference | None = getattr(user, "reminder_preference", None)
    return preference is None or preference.at_once


def _given(cluster: Cluster) -> list[Duty]:
    """Return what somebody in a cluster answers for and has not finished."""
    return [duty for one in all_duties() for duty in one.owned(cluster)]


def send_left_lying(*, now: datetime) -> None:
    """Try the letters again that have not gone, because the mail server was away or a worker fell in between."""
    letters = Letter.objects.left_lying(before=now - CLAIM_HOLDS, since=now - TOO_OLD)
    if workers.is_anybody_at_work():
        for letter in letters:
            tasks.send.enqueue(letter=letter.pk)
    else:
        _send_without_worker(*letters)


def deliver(*, letter: int, claim: str) -> bool:
    """Send a letter, unless it has gone or another task has it in hand; tell whether it went.

    Raises MailNotSentError when the mail server does not take it. `claim` names the task: run again because its worker
    was killed, it may go on. What the reader may no longer see, or no longer wants, is not sent.
    """
    now = timezone.now()
    free = Q(claim="") | Q(claim=claim) | Q(claimed_at__lt=now - CLAIM_HOLDS)
    if not Letter.objects.waiting().filter(free, pk=letter).update(claim=claim, claimed_at=now):
        return False
    found = Letter.objects.select_related("user").get(pk=letter)
    preference = preference_of(found.user, timezone.localdate(now))
    message = _message(found, preference)
    is_wanted = found.user.is_active and wants(preference, found.kind) and message is not None
    # The outbox lies in the same database: there the mail and the note that it went are one act. A mail server is
    # asked outside of a transaction, which it could hold open for a minute.
    with transaction.atomic() if settings.EMAIL_BACKEND == OUTBOX else nullcontext():
        if is_wanted and message is not None:
            try:
                message.send()
            except (SMTPException, OSError) as error:
                raise MailNotSentError(found.kind) from error
        Letter.objects.filter(pk=letter).update(sent_at=timezone.now(), lines=[])
    return is_wanted


def _message(letter: Letter, preference: Preference) -> EmailMessage | None:
    """Return the mail of what the reader may still see; None where nothing is left of it."""
    if letter.kind == Letter.Kind.COMMENTS:
        said = may_be_told(letter.user, [CommentLine.from_value(value) for value in letter.lines])
        return comment_message_of(letter, said) if said else None
    members = set(letter.user.memberships.values_list("cluster_id", flat=True))
    lines = [line for value in letter.lines if (line := LetterLine.from_value(value)).cluster in members]
    return message_of(letter, lines, preference) if lines else None


def prune_letters(*, before: datetime) -> None:
    """Forget the letters from before an instant; what people have been reminded of is another matter."""
    Letter.objects.filter(created_at__lt=before).delete()


def prune_reminders(*, before: datetime) -> None:
    """Forget what people were reminded of before an instant, unless it is due to this day: that is reminded of once.

    That something is theirs stays noted as long as it is, and so does what the red thread has found.
    """
    # across_clusters: the nightly pruning concerns every cluster
    old = Reminder.across_clusters.filter(at__lt=before).exclude(stage__in=[Stage.ASSIGNED, Stage.FOUND])
    today = timezone.localdate()
    for user in User.objects.filter(pk__in=old.values("user")).order_by("pk"):
        due = {(duty.kind, duty.once) for duty in due_for(user, today)}
        rows = old.filter(user=user).values_list("pk", "kind", "key")
        gone = [pk for pk, kind, key in rows if (kind, key) not in due]
        Reminder.across_clusters.filter(pk__in=gone).delete()


FIELDS = {Letter.Kind.WEEKLY: "weekly", Letter.Kind.ON_THE_DAY: "on_the_day", Letter.Kind.AT_ONCE: "at_once"}


def wants(preference: Preference, kind: str) -> bool:
    """Tell whether the person wants letters of this kind."""
    if kind == Letter.Kind.COMMENTS:
        return preference.comments != Preference.Telling.NEVER
    return bool(getattr(preference, FIELDS[Letter.Kind(kind)]))


def preference_of(user: User, today: date, *, lock: bool = False) -> Preference:
    """Return what the person wants. For somebody new the first weekly letter comes on the next day for it."""
    monday = today - timedelta(days=today.weekday())
    is_past = today.weekday() > Preference.Weekday.MONDAY
    rows = held(Preference.objects.all()) if lock else Preference.objects.all()
    preference, _is_new = rows.get_or_create(user=user, defaults={"week": monday if is_past else None})
    return preference


def change_preference(
    *,
    user: User,
    weekly: bool,
    weekday: int,
    on_the_day: bool,
    at_once: bool,
    comments: str = Preference.Telling.AT_ONCE,
    today: date | None = None,
) -> Preference:
    """Change which mails the person wants."""
    preference = preference_of(user, today or timezone.localdate())
    preference.weekly, preference.weekday = weekly, weekday
    preference.on_the_day, preference.at_once, preference.comments = on_the_day, at_once, comments
    preference.save(update_fields=["weekly", "weekday", "on_the_day", "at_once", "comments"])
    return preference


def stop(*, user: User, kind: Letter.Kind) -> None:
    """Turn one kind of mail off; turning it off twice changes nothing."""
    preference = preference_of(user, timezone.localdate())
    if kind == Letter.Kind.COMMENTS:
        preference.comments = Preference.Telling.NEVER
        preference.save(update_fields=["comments"])
        return
    setattr(preference, FIELDS[kind], False)
    preference.save(update_fields=[FIELDS[kind]])
