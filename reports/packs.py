"""The board's pack: gathered from the rooms, kept as it was sent."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import mail
from accounts.models import User
from clusters import logos
from clusters.activity import record
from clusters.locking import lock, newest_number
from clusters.models import Cluster
from clusters.revisions import change
from core.dates import format_date
from core.errors import Conflict, Refusal
from core.frozen import UnreadableError, digest_of, plain
from core.languages import content_language
from core.locking import hold
from core.text import Text
from kpis.models import Kpi
from kpis.selectors import NEWEST, Followed, followed_in
from kpis.words import CHIPS
from plans.models import Activity
from plans.shown.activities import KINDS
from reports.models import BoardPack
from reports.rules.pack import (
    PackChange,
    PackContent,
    PackDeviation,
    PackKnot,
    PackKpi,
    PackLate,
    PackMoney,
    PackStrand,
    PackSurvey,
    PackValue,
)
from reviews.freezing import frozen_of, page_of
from reviews.models import Approval, Snapshot
from reviews.services import again, keep_moment
from reviews.shown.comparison import compare
from strategy.models import Deviation, Strategy
from surveys.models import SurveyRound
from surveys.services.answering import came

# As many as a small line can show.
MOST_VALUES = 6
# What two pages have room for, and how far back the first pack looks.
MOST_SURVEYS, YEAR = 3, timedelta(days=365)


@transaction.atomic
def start_pack(*, cluster: Cluster, strategy: Strategy, meeting_on: date, asked: Text, by: User) -> BoardPack:
    """Begin the pack for a meeting."""
    lock(cluster)
    made = BoardPack.objects.create(
        cluster=cluster,
        strategy=strategy,
        number=newest_number(BoardPack.objects.of(cluster)) + 1,
        meeting_on=meeting_on,
        asked=asked.to_value(),
        created_by=by,
        changed_by=by,
    )
    record(cluster=cluster, by=by, verb="started-pack", subject=made.called, url=made.get_absolute_url())
    return made


def change_pack(*, pack: BoardPack, meeting_on: date, asked: Text, based_on: int, by: User) -> BoardPack:
    """Change day and decisions on top of what was read; raises Conflict, and Refusal for a pack that was sent."""
    return change(pack, {"meeting_on": meeting_on, "asked": asked.to_value()}, based_on=based_on, by=by)


@transaction.atomic
def send_pack(*, pack: BoardPack, seen: str, by: User) -> BoardPack:
    """Freeze the pack as it was seen, with a snapshot of the strategy beside it.

    Raises Conflict when something in it has changed since, and when it has been sent already.
    """
    cluster = pack.cluster
    lock(cluster)
    held: BoardPack = hold(BoardPack.objects.of(cluster).select_related("strategy"), pack)
    held.cluster = held.strategy.cluster = cluster
    if held.sent_at is not None:
        words = _("%(who)s has already sent this pack, on %(day)s.")
        day = format_date(timezone.localdate(held.sent_at), content_language())
        raise Conflict(words % {"who": held.sent_by_name, "day": day})
    content = plain(gathered(held, timezone.localdate()))
    if digest_of(content) != seen:
        raise Conflict(_("Something in the pack has changed since you opened this page. Read it again, then send it."))
    name = _("Board’s pack for %(day)s") % {"day": format_date(held.meeting_on, content_language())}
    held.snapshot = keep_moment(strategy=held.strategy, reason=Snapshot.Reason.PACK, name=name, by=by)
    held.content, held.digest = content, digest_of(content)
    held.sent_at, held.sent_by, held.sent_by_name = timezone.now(), by, by.display_name
    held.save(update_fields=["snapshot", "content", "digest", "sent_at", "sent_by", "sent_by_name"])
    record(cluster=cluster, by=by, verb="sent-pack", subject=held.called, url=held.get_absolute_url())
    return held


@transaction.atomic
def mail_pack(*, pack: BoardPack, people: Sequence[User], note: str, by: User) -> int:
    """Mail members the address of a pack that was sent, with a note; each gets one mail, in their own language.

    The mails wait in the outbox with this transaction. Raises Refusal for a pack that still changes.
    """
    if not pack.is_sent:
        raise Refusal(_("Freeze the pack first: what the board is mailed must not change afterwards."))
    cluster = pack.cluster
    members = cluster.memberships.filter(user__in=people).select_related("user")
    found = [one.user for one in members.order_by("user__name", "user__email")]
    if len(found) < len(people):
        raise Refusal(_("Somebody you chose is no longer a member. Choose again."), "people")
    for person in found:
        language = person.language or settings.LANGUAGE_CODE
        with translation.override(language):
            context = {
                "name": person.display_name,
                "who": by.display_name,
                "pack": pack.called,
                "organisation": cluster.name.resolve(content_language()).text,
                "note": note,
                "url": mail.absolute(pack.get_absolute_url()),
            }
        mail.send(to=person.email, template="pack", language=language, context=context, reply_to=by.email)
    names = ", ".join(one.display_name for one in found)
    record(cluster=cluster, by=by, verb="mailed-pack", subject=f"{pack.called}: {names}", url=pack.get_absolute_url())
    return len(found)


def content_of(pack: BoardPack, today: date) -> PackContent:
    """Return what a pack says: as it was sent, or as it stands today."""
    return pack.frozen if pack.is_sent else gathered(pack, today)


def gathered(pack: BoardPack, today: date) -> PackContent:
    """Return what stands, in about twenty queries whatever there is of it."""
    cluster, strategy = pack.cluster, pack.strategy
    before = last_before(pack)
    told = _told(before) if before else {}
    rows = Kpi.objects.of(cluster).alive().in_strategy(strategy.pk).order_by("goal__position", "number")
    approved_at = (
        Approval.objects.of(cluster).filter(snapshot__strategy=strategy).in_force().values_list("at", flat=True)
    )
    deviations = Deviation.objects.of(cluster).filter(strategy=strategy)
    deviations = deviations.to_be_told(before.sent_at if before else None, approved_at.first())
    followed = followed_in(cluster, rows, most=NEWEST, today=today)
    return PackContent(
        organisation=cluster.name,
        strategy=strategy.title_text,
        meeting_on=pack.meeting_on,
        day=today,
        asked=pack.asked_text,
        approved_on=strategy.approved_on,
        approved_by=strategy.approved_by_name,
        minute=strategy.minute,
        kpis=tuple(_kpi(one, today, told) for one in followed),
        thread=_thread(cluster, strategy, followed, today),
        late=_late(cluster, strategy, today),
        grants=_grants(cluster, strategy),
        money=_money(cluster, strategy),
        deviations=tuple(_deviation(one) for one in deviations.with_answers()),
        surveys=_surveys(cluster, before, today),
        changed=_changed(cluster, strategy, before, today) if before else None,
        logo=logos.data_uri(cluster),
        accent=cluster.accent,
        supporters=logos.supporters_of(cluster),
    )


def _surveys(cluster: Cluster, before: BoardPack | None, today: date) -> tuple[PackSurvey, ...]:
    """Return the surveys that are running, and those that were closed since the last pack, or in the last year."""
    since = timezone.localdate(before.sent_at) if before and before.sent_at else today - YEAR
    rows = SurveyRound.objects.of(cluster).named().counted().exclude(state=SurveyRound.State.DRAFT)
    rows = rows.filter(Q(state=SurveyRound.State.OPEN) | Q(closed_on__gte=since)).order_by("-number")[:MOST_SURVEYS]
    return tuple(_survey(one.in_cluster(cluster)) for one in rows)


def _survey(one: SurveyRound) -> PackSurvey:
    states = [told.get("state") for told in one.fed]
    return PackSurvey(
        title=one.title_text,
        is_closed=one.is_closed,
        day=one.ends,
        answered=came(one) if one.has_open_link else one.answered,  # type: ignore[attr-defined]  # counted above
        invited=one.invited,  # type: ignore[attr-defined]  # counted above
        fed=tuple(told["key"] for told in one.fed if told.get("state") == "written"),
        without=sum(state in ("held-back", "refused") for state in states),
    )


def last_before(pack: BoardPack) -> BoardPack | None:
    """Return the pack of this strategy that was sent last; one query."""
    sent = BoardPack.objects.of(pack.cluster).filter(strategy=pack.strategy, sent_at__isnull=False)
    found: BoardPack | None = sent.exclude(pk=pack.pk).select_related("snapshot__edition").order_by("-sent_at").first()
    return found


def _told(before: BoardPack) -> dict[str, str]:
    """Return how each KPI stood in the pack before; nothing where somebody has changed that pack out of shape."""
    try:
        return {one.key: one.state for one in before.frozen.kpis}
    except UnreadableError:
        return {}


def _deviation(one: Deviation) -> PackDeviation:
    said, day = one.board_answer, timezone.localdate(one.at)
    told = (said.answer, said.said_on) if said else ("", None)
    return PackDeviation(one.key, one.subject_text, one.reason, day, *told)


def _kpi(one: Followed, today: date, told: dict[str, str]) -> PackKpi:
    latest = one.latest
    coming = [target for target in one.targets if target.date >= today] or list(one.targets)[-1:]
    return PackKpi(
        pk=one.kpi.pk,
        key=one.kpi.key,
        name=one.name,
        unit=one.unit,
        state=str(one.state),
        baseline=one.baseline.value if one.baseline else None,
        latest=latest.value if latest else None,
        latest_on=latest.date if latest else None,
        target=coming[0].value if coming else None,
        target_on=coming[0].date if coming else None,
        before=told.get(one.kpi.key, ""),
        is_summed=one.series.is_summed,
        total=one.verdict.total,
        history=_history(one),
    )


def _history(one: Followed) -> tuple[PackValue, ...]:
    """Return the newest values that can be compared: of one definition, and no year's baseline among its months."""
    summed = one.series.is_summed
    rows = [m for m in one.measurements if m.version == one.current.version and not (summed and m.is_baseline)]
    return tuple(PackValue(m.date, m.value) for m in rows[-MOST_VALUES:])


def _late(cluster: Cluster, strategy: Strategy, today: date) -> tuple[PackLate, ...]:
    rows = Activity.objects.of(cluster).alive().of_strategy(strategy).exclude(status__in=Activity.CLOSED)
    late = rows.filter(Q(ends__lt=today) | Q(status=Activity.Status.DELAYED)).with_people()
    found = sorted(late, key=lambda one: (one.ends or date.max, one.number))
    return tuple(
        PackLate(
            key=one.key,
            title=one.title_text,
            ends=one.ends,
            owner=one.owner.display_name if one.owner else "",
            role=one.role_text,
            reason=one.reason_text,
        )
        for one in found
    )


def _thread(cluster: Cluster, strategy: Strategy, followed: Sequence[Followed], today: date) -> tuple[PackStrand, ...]:
    rows = Activity.objects.of(cluster).alive().of_strategy(strategy).exclude(status=Activity.Status.DROPPED)
    activities: defaultdict[int | None, list[PackKnot]] = defaultdict(list)
    for row in rows.order_by("number"):
        # Whether it is late shows without its milestones, which the plan has.
        sign = "bad" if row.is_overdue(today) else KINDS[Activity.Status(row.status)]
        loose = row.owner_id is None and not row.role_text
        activities[row.goal_id].append(PackKnot(row.key, sign, loose))
    kpis: defaultdict[int | None, list[PackKnot]] = defaultdict(list)
    for one in followed:
        loose = one.kpi.owner_id is None and not one.kpi.role_text
        kpis[one.kpi.goal_id].append(PackKnot(one.kpi.key, CHIPS[one.state], loose))
    return tuple(
        PackStrand(goal.key, goal.title_text, tuple(kpis[goal.pk]), tuple(activities[goal.pk]))
        for goal in strategy.goals.alive()
    )


def _grants(cluster: Cluster, strategy: Strategy) -> tuple[str, ...]:
    rows = Activity.objects.of(cluster).alive().of_strategy(strategy).exclude(eu_grant="").order_by("number")
    return tuple(dict.fromkeys(rows.values_list("eu_grant", flat=True)))


def _money(cluster: Cluster, strategy: Strategy) -> tuple[PackMoney, ...]:
    rows = Activity.objects.of(cluster).alive().of_strategy(strategy).exclude(status=Activity.Status.DROPPED)
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for currency, budget, spent in rows.values_list("currency", "budget", "spent"):
        sums[currency][0] += budget or 0
        sums[currency][1] += spent or 0
    return tuple(PackMoney(currency, *found) for currency, found in sorted(sums.items()) if any(found))


def _changed(cluster: Cluster, strategy: Strategy, before: BoardPack, today: date) -> PackChange | None:
    """Return how much differs from the snapshot that was kept with the last pack."""
    if before.snapshot is None or before.sent_at is None:
        return None
    shown, kept = again(cluster, strategy), before.snapshot
    try:
        content = kept.frozen
    except UnreadableError:
        return None
    then = page_of(cluster, strategy, kept.edition, content)
    found = compare(then, shown, content, frozen_of(cluster, shown, today))
    counts = (len(found.goals), len(found.kpis), len(found.activities))
    return PackChange(timezone.localdate(before.sent_at), found.answers, *counts)
