"""Keeping a strategy as it stands, asking others to look at it, and approving it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Subquery
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import mail
from accounts.models import User
from clusters.activity import record
from clusters.locking import lock
from clusters.models import Cluster, Membership
from clusters.permissions import Permission
from core.dates import format_date
from core.errors import Conflict, Refusal
from core.frozen import digest_of, plain
from core.languages import content_language
from core.locking import hold
from kpis.models import MeasuringRound
from kpis.services.following import note_approved
from kpis.services.rounds import round_name
from library.models import Edition
from reviews.freezing import frozen_of, mark_of, parked_of
from reviews.models import Approval, Review, Snapshot
from reviews.querysets import ReviewSet
from reviews.rules.content import FrozenStrategy
from reviews.succeeding import succeed
from strategy.deciding import close_round, hold_strategy, lock_answers
from strategy.models import Strategy
from strategy.selectors.phases import StrategyPage
from workbooks.models import Workbook

# A board adopts a strategy before its period begins, but hardly so long before.
EARLIEST = timedelta(days=731)
NAME_LENGTH = 120


@transaction.atomic
def take_snapshot(
    *,
    shown: StrategyPage,
    name: str,
    by: User,
    note: str = "",
    reason: str = Snapshot.Reason.NAMED,
    content: FrozenStrategy | None = None,
) -> Snapshot:
    """Freeze the strategy whole, with a digest; `content` is what has been frozen already by the caller."""
    cluster = shown.cluster
    lock(cluster)
    found = content or frozen_of(cluster, shown, timezone.localdate())
    numbers = Snapshot.objects.of(cluster).filter(strategy=shown.strategy).order_by("-number").values("number")
    parked, newest = parked_of(shown.workbook, Subquery(numbers[:1]))
    kept = plain(replace(found, parked=parked))
    made = Snapshot.objects.create(
        strategy=shown.strategy,
        number=(newest or 0) + 1,
        edition=shown.workbook.edition,
        reason=reason,
        name=name,
        note=note,
        content=kept,
        digest=digest_of(kept),
        by=by,
        by_name=by.display_name,
    )
    _log(cluster, shown, made, "took-snapshot", by)
    return made


def keep_moment(*, strategy: Strategy, reason: str, name: str, by: User) -> Snapshot:
    """Keep the strategy as it stands at a moment that others will ask about: a sending, a closed round."""
    shown = again(strategy.cluster, strategy)
    return take_snapshot(shown=shown, name=name[:NAME_LENGTH], by=by, reason=reason)


def keep_at_closing(*, round: MeasuringRound, by: User, **_more: object) -> None:
    """Keep the strategy of a measuring round that has just been closed, if nobody has deleted it."""
    strategy = round.strategy
    strategy.cluster = round.cluster
    if strategy.deleted_at is None:
        keep_moment(strategy=strategy, reason=Snapshot.Reason.ROUND, name=round_name(round), by=by)


def keep_before_moving(*, workbook: Workbook, edition: Edition, by: User, **_more: object) -> None:
    """Keep the strategy that a workbook is of, before it is taken to another edition."""
    strategy = Strategy.objects.of(workbook.cluster_id).alive().filter(workbook=workbook.pk).first()
    if strategy is None:
        return
    strategy.cluster = workbook.cluster
    name = _("Before moving from edition %(former)s to edition %(version)s") % {
        "former": workbook.edition.version,
        "version": edition.version,
    }
    keep_moment(strategy=strategy, reason=Snapshot.Reason.EDITION, name=name, by=by)


@transaction.atomic
def ask_for_review(*, shown: StrategyPage, reviewers: Sequence[User], until: date, note: str, by: User) -> Snapshot:
    """Freeze the strategy and ask people to look at it by a day; they are asked once each.

    Raises Refusal for a day that has passed, for nobody, and for somebody who may not review here.
    """
    today = timezone.localdate()
    if until < today:
        raise Refusal(_("Choose a date in the future."), "until")
    if not reviewers:
        raise Refusal(_("Choose at least one person to look at it."), "reviewers")
    members = {one.user_id: one for one in Membership.objects.of(shown.cluster).filter(user__in=reviewers)}
    for person in reviewers:
        if person.pk not in members or not members[person.pk].may(Permission.REVIEW):
            words = _("%(name)s may not review in this cluster. Choose somebody else, or change their role first.")
            raise Refusal(words % {"name": person.display_name}, "reviewers")
    name = _("Review until %(day)s") % {"day": format_date(until, content_language())}
    snapshot = take_snapshot(shown=shown, name=name, by=by, note=note, reason=Snapshot.Reason.REVIEW)
    Review.objects.bulk_create(
        [
            Review(
                snapshot=snapshot,
                reviewer=person,
                reviewer_name=person.display_name,
                until=until,
                note=note,
                asked_by=by,
                asked_by_name=by.display_name,
            )
            for person in reviewers
        ]
    )
    held = hold_strategy(shown.strategy)
    if held.state == Strategy.State.DRAFT:
        _put(held, Strategy.State.REVIEW)
    _log(shown.cluster, shown, snapshot, "asked-for-review", by)
    return snapshot


@transaction.atomic
def answer_review(*, review: Review, answer: str, reason: str, by: User) -> Review:
    """Store what a reviewer says; they may change their mind until the strategy is approved, and what they said stays.

    Raises Refusal without a reason where changes are needed, and Conflict once the strategy has been approved.
    """
    cluster = review.snapshot.strategy.cluster
    # Who approves at this moment is waited for.
    lock(cluster)
    held: Review = hold(Review.objects.of(cluster).select_related("snapshot__strategy__cluster"), review)
    if answer not in Review.Answer.values:
        raise Refusal(_("Say whether it is ready."), "answer")
    if answer == Review.Answer.CHANGES and not reason.strip():
        raise Refusal(_("Write what needs to be changed."), "reason")
    if held.snapshot.strategy.state == Strategy.State.REPLACED:
        raise Conflict(_("This strategy has been replaced by the next one. Write in that one."))
    if not Review.objects.of(cluster).standing().filter(pk=held.pk).exists():
        raise Conflict(_("The strategy has been approved in the meantime. Your answer was not saved."))
    if (held.answer, held.reason) == (answer, reason):
        return held
    if held.answered_at is not None:
        said = {"answer": held.answer, "reason": held.reason, "at": held.answered_at.isoformat()}
        held.earlier = [*held.earlier, said]
    held.answer, held.reason, held.answered_at = answer, reason, timezone.now()
    held.save(update_fields=["answer", "reason", "answered_at", "earlier"])
    _settle(held.snapshot.strategy)
    verb = "found-ready" if answer == Review.Answer.READY else "asked-for-changes"
    url = held.snapshot.url(cluster, held.snapshot.strategy.number)
    record(cluster=cluster, by=by, verb=verb, subject=held.snapshot.strategy.title, url=url)
    _tell_who_asked(held, url)
    return held


def _tell_who_asked(review: Review, url: str) -> None:
    """Mail the answer to who asked for it, as long as they are in the cluster and did not answer themselves."""
    cluster, asked_by = review.snapshot.strategy.cluster, review.asked_by
    if asked_by is None or asked_by == review.reviewer or not cluster.memberships.filter(user=asked_by).exists():
        return
    with translation.override(asked_by.language or settings.LANGUAGE_CODE):
        context: dict[str, object] = {
            "name": asked_by.display_name,
            "who": review.reviewer_name,
            "strategy": review.snapshot.strategy.shown_title,
            "is_ready": review.answer == Review.Answer.READY,
            "reason": review.reason,
            "url": mail.absolute(url),
        }
    mail.post(to=asked_by, template="review_answered", context=context)


@transaction.atomic
def approve(*, shown: StrategyPage, seen: str, approved_on: date, minute: str, open_errors: int, by: User) -> Approval:
    """Approve the strategy as the approver saw it: `seen` is the digest that stood in the form.

    Nothing can be written while it is frozen, and nothing that is decided afterwards. Raises Conflict when it has
    changed since, or when the very same has been approved already; Refusal for a day that cannot be.
    """
    cluster, today = shown.cluster, timezone.localdate()
    if approved_on > today:
        day = format_date(approved_on, content_language())
        raise Refusal(
            _("%(day)s is in the future. Enter the date on which it was approved.") % {"day": day}, "approved_on"
        )
    # Two who approve at once wait for each other here, and the second finds it done.
    lock(cluster)
    _refuse_day(shown, approved_on)
    held = hold_strategy(shown.strategy)
    if held.state == Strategy.State.REPLACED:
        raise Refusal(_("This strategy has been replaced by the next one, so it cannot be approved."))
    # Who writes at this moment is waited for, and what is read now is what stays.
    lock_answers(held)
    shown = again(cluster, held)
    content = frozen_of(cluster, shown, today)
    if mark_of(content) != seen:
        raise Conflict(_("The strategy has been changed since you read it. See what has changed, then approve."))
    before = newest_approval(cluster, shown)
    if before is not None and before.snapshot.is_whole and mark_of(before.snapshot.frozen) == seen:
        words = _("%(who)s already approved exactly this on %(day)s.")
        day = format_date(before.approved_on, content_language())
        raise Conflict(words % {"who": before.by_name, "day": day})
    name = _("Approved on %(day)s") % {"day": format_date(approved_on, content_language())}
    snapshot = take_snapshot(shown=shown, name=name, by=by, reason=Snapshot.Reason.APPROVAL, content=content)
    approval = Approval.objects.create(
        snapshot=snapshot,
        approved_on=approved_on,
        minute=minute,
        by=by,
        by_name=by.display_name,
        open_errors=open_errors,
    )
    close_round(strategy=held, approved_on=approved_on, minute=minute, by=by)
    succeed(strategy=held, by=by)
    note_approved(cluster=cluster, strategy=held)
    _log(cluster, shown, snapshot, "approved-strategy", by)
    return approval


def again(cluster: Cluster, held: Strategy) -> StrategyPage:
    """Return the strategy as it stands at this moment; two queries."""
    strategy = Strategy.objects.of(cluster).with_workbook().get(pk=held.pk)
    return StrategyPage(cluster, strategy, {one.question_key: one for one in strategy.workbook.answers.all()})


def _refuse_day(shown: StrategyPage, day: date) -> None:
    """Raise Refusal for a day of approval that is most likely a slip of the pen."""
    language = content_language()
    begins, ends = shown.period
    words = {"day": format_date(day, language)}
    if begins and day < begins - EARLIEST:
        words["begins"] = format_date(begins, language)
        raise Refusal(
            _("%(day)s is more than two years before the strategy begins on %(begins)s.") % words, "approved_on"
        )
    if ends and day > ends:
        words["ends"] = format_date(ends, language)
        raise Refusal(_("%(day)s is after the strategy has ended on %(ends)s.") % words, "approved_on")
    before = newest_approval(shown.cluster, shown)
    if before and day < before.approved_on:
        words["before"] = format_date(before.approved_on, language)
        raise Refusal(
            _("%(day)s is before the approval of %(before)s, which this one replaces.") % words, "approved_on"
        )


def _settle(strategy: Strategy) -> None:
    """Let the strategy be in review as long as somebody has yet to answer; then the newest answers decide.

    It is a draft again when one of those who were asked last wants changes. What was asked before the approval in
    force is over.
    """
    cluster = strategy.cluster
    held = hold_strategy(strategy)
    if held.state not in (Strategy.State.DRAFT, Strategy.State.REVIEW):
        return
    asked = Review.objects.of(cluster).filter(snapshot__strategy=held)
    approved = Approval.objects.of(cluster).filter(snapshot__strategy=held).in_force()
    over = approved.values_list("snapshot__number", flat=True).first()
    # Who has left is asked no longer, and what they answered still counts.
    given = list(
        asked.filter(snapshot__number__gt=over or 0)
        .exclude(answer="", reviewer=None)
        .order_by("-snapshot__number")
        .values_list("snapshot__number", "answer")
    )
    newest = [answer for number, answer in given if number == given[0][0]]
    if all(answer for _number, answer in given):
        _put(held, Strategy.State.DRAFT if not given or Review.Answer.CHANGES in newest else Strategy.State.REVIEW)


def _put(strategy: Strategy, state: str) -> None:
    if strategy.state != state:
        strategy.state = state
        strategy.save(update_fields=["state"])


def tell_of_reviews(membership: Membership) -> str:
    """Say how many reviews a member has been asked for and has not answered."""
    count = _asked_of(membership).count()
    told = ngettext(
        "%(count)s review that they were asked for and have not answered is withdrawn.",
        "%(count)s reviews that they were asked for and have not answered are withdrawn.",
        count,
    )
    return told % {"count": count} if count else ""


def withdraw_reviews(membership: Membership) -> None:
    """Ask the member no longer; that they were asked stays, under their name.

    Where nobody else has yet to answer, the answers that were given decide how the strategy stands.
    """
    rows = _asked_of(membership)
    waiting = list(rows.order_by().values_list("snapshot__strategy", flat=True).distinct())
    rows.update(reviewer=None)
    for strategy in Strategy.objects.of(membership.cluster).alive().filter(pk__in=waiting).order_by("pk"):
        strategy.cluster = membership.cluster
        _settle(strategy)


def _asked_of(membership: Membership) -> ReviewSet:
    found: ReviewSet = Review.objects.of(membership.cluster).open().standing().filter(reviewer=membership.user)
    return found


def newest_approval(cluster: Cluster, shown: StrategyPage) -> Approval | None:
    """Return the approval in force, if there is one; one query."""
    rows = Approval.objects.of(cluster).filter(snapshot__strategy=shown.strategy).in_force()
    found: Approval | None = rows.first()
    return found


def _log(cluster: Cluster, shown: StrategyPage, snapshot: Snapshot, verb: str, by: User) -> None:
    url = snapshot.url(cluster, shown.strategy.number)
    record(cluster=cluster, by=by, verb=verb, subject=f"{shown.strategy.title}: {snapshot.name}", url=url)
