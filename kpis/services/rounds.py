"""Measuring rounds: starting, entering, closing, and correcting what is closed."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.activity import record
from clusters.locking import lock, newest_number
from clusters.revised import values_of
from clusters.revisions import change
from core.dates import format_date
from core.errors import Conflict, Refusal
from core.frozen import digest_of
from core.languages import content_language
from core.locking import held, hold
from core.text import Text
from kpis.freezing import frozen_of
from kpis.freezing.whole import kept_whole, live_whole
from kpis.models import (
    Kpi,
    Measurement,
    MeasuringRound,
    RoundCorrection,
    RoundEntry,
)
from kpis.moments import round_closed
from kpis.services.following import lock_kpi
from kpis.services.measuring import MeasurementDraft, correct_measurement, record_measurement
from strategy.models import Goal, Strategy

# A value belongs to a round when its day is no further from the round's than this.
BEFORE, AFTER = timedelta(days=183), timedelta(days=92)


@transaction.atomic
def start_round(
    *, strategy: Strategy, kind: str, day: date, kpis: Sequence[tuple[Kpi, str]], by: User, note: str = ""
) -> MeasuringRound:
    """Plan a round with the KPIs that belong to it and who delivers each; raises Refusal when there is one already."""
    cluster = strategy.cluster
    lock(cluster)
    rounds = MeasuringRound.objects.of(cluster)
    if rounds.filter(strategy=strategy, kind=kind).exists():
        raise Refusal(_("The strategy already has this round."), "kind")
    if not kpis:
        raise Refusal(_("Choose at least one KPI for the round."))
    newest = newest_number(rounds)
    made: MeasuringRound = MeasuringRound.objects.create(
        cluster=cluster, strategy=strategy, number=newest + 1, kind=kind, date=day, note=note, created_by=by
    )
    RoundEntry.objects.bulk_create(
        [
            RoundEntry(round=made, kpi=kpi, deliverer=who, measurement=_standing_on(kpi, day))
            for kpi, who in _in_order(kpis)
        ]
    )
    _record(made, "started-round", by)
    return made


def change_round(
    *,
    round: MeasuringRound,
    day: date,
    kpis: Sequence[tuple[Kpi, str]],
    by: User,
    note: str = "",
    based_on: int | None = None,
) -> None:
    """Change the day, the KPIs and who delivers, as long as the round is open; a KPI left out keeps its values.

    Raises Conflict when a colleague changed the same, or closed the round.
    """
    if not kpis:
        raise Refusal(_("Choose at least one KPI for the round."))
    fields = {
        "date": day,
        "note": note,
        "kpis": [kpi.pk for kpi, _who in kpis],
        "deliverers": {kpi.pk: who for kpi, who in kpis},
    }
    _refuse_closed(round)
    change(round, fields, based_on=based_on, by=by, then=lambda made, _before: _open(made))


@transaction.atomic
def delete_round(*, round: MeasuringRound, by: User) -> None:
    """Delete a round that is open; what was measured in it stays with the KPIs. Raises Refusal for a closed one."""
    _open(round)
    _record(round, "deleted-round", by)
    MeasuringRound.objects.of(round.cluster).filter(pk=round.pk).delete()


@transaction.atomic
def enter_round_value(*, entry: RoundEntry, draft: MeasurementDraft, by: User) -> Measurement:
    """Store a KPI's value in an open round; in the baseline round it is the KPI's baseline.

    Raises Refusal when the round is closed or the day lies outside it, Conflict when somebody entered another value.
    """
    round = _open(entry.round)
    _belongs(round, draft.date)
    fresh: RoundEntry = hold(RoundEntry.objects.of(round.cluster).select_related("measurement"), entry)
    standing = fresh.measurement
    if standing is not None and (standing.value, standing.date) != (draft.value, draft.date):
        raise Conflict(_("The round already has a value for this KPI. Correct that one if it is wrong."), "value")
    is_baseline = round.kind == MeasuringRound.Kind.BASELINE
    made = record_measurement(kpi=entry.kpi, draft=draft, by=by, is_baseline=is_baseline)
    fresh.measurement = made
    fresh.save(update_fields=["measurement"])
    return made


@transaction.atomic
def use_measurement(*, entry: RoundEntry, measurement: Measurement, by: User) -> None:
    """Let what was measured near the round's day stand in the open round.

    Raises Refusal when the round is closed or the day lies outside it, Conflict when it has a value or the measurement
    no longer stands.
    """
    round = _open(entry.round)
    _belongs(round, measurement.date)
    fresh: RoundEntry = hold(RoundEntry.objects.of(round.cluster), entry)
    if fresh.measurement_id == measurement.pk:
        return
    if fresh.measurement_id is not None:
        raise Conflict(_("The round already has a value for this KPI. Correct that one if it is wrong."), "value")
    standing = Measurement.objects.of(round.cluster).filter(kpi=entry.kpi_id, pk=measurement.pk).standing()
    if not standing.exists():
        raise Conflict(_("The value was corrected or withdrawn in the meantime. See the KPI’s page."), "value")
    fresh.measurement = measurement
    fresh.save(update_fields=["measurement"])
    _record(round, "changed-round", by)


def nearest_to(round: MeasuringRound, measurements: Sequence[Measurement]) -> Measurement | None:
    """Return what was measured nearest to the round's day; for the baseline round only a baseline will do."""
    is_baseline = round.kind == MeasuringRound.Kind.BASELINE
    near = [
        one
        for one in measurements
        if one.is_baseline == is_baseline and round.date - BEFORE <= one.date <= round.date + AFTER
    ]
    return min(near, key=lambda one: (abs(one.date - round.date), one.date), default=None)


@transaction.atomic
def close_round(*, round: MeasuringRound, closed_on: date, remark: str, by: User) -> MeasuringRound:
    """Freeze the round with its digest, with name, date and remark; raises Conflict when somebody has closed it."""
    # What others keep of this moment takes the cluster's turn, which comes before the round's.
    lock(round.cluster)
    locked = _open(round)
    today = timezone.localdate()
    if closed_on > today:
        raise Refusal(_("%(day)s is in the future.") % {"day": _day(closed_on)}, "closed_on")
    if closed_on < locked.date:
        raise Refusal(
            _("The round is on %(day)s and cannot be closed before that.") % {"day": _day(locked.date)}, "closed_on"
        )
    entries = entries_of(locked)
    whole = live_whole(locked, closed_on)
    locked.frozen = frozen_of(locked, entries, {one.kpi.pk: one for one in whole.followed})
    locked.frozen["whole"] = kept_whole(whole, locked)
    locked.digest = digest_of(locked.frozen)
    locked.closed_at, locked.closed_on = timezone.now(), closed_on
    locked.closed_by, locked.closed_by_name, locked.remark = by, by.display_name, remark
    locked.save(update_fields=["frozen", "digest", "closed_at", "closed_on", "closed_by", "closed_by_name", "remark"])
    _record(locked, "closed-round", by)
    round_closed.send(sender=MeasuringRound, round=locked, by=by)
    return locked


@transaction.atomic
def correct_closed_value(
    *, round: MeasuringRound, kpi: Kpi, draft: MeasurementDraft, reason: str, by: User
) -> RoundCorrection:
    """Add a correction to a closed round: the frozen number stays, and both are shown.

    Raises Refusal for a round that is open and for a KPI that does not belong to it.
    """
    locked: MeasuringRound = hold(MeasuringRound.objects.of(round.cluster), round)
    if not locked.is_closed:
        raise Refusal(_("The round is open: the value itself can be corrected."))
    entry = RoundEntry.objects.of(round.cluster).filter(round=round, kpi=kpi).select_related("measurement__kpi").first()
    if entry is None:
        raise Refusal(_("%(key)s does not belong to this round.") % {"key": kpi.key})
    _belongs(locked, draft.date)
    if entry.measurement is not None:
        entry.measurement.kpi.cluster = round.cluster
        made = correct_measurement(measurement=entry.measurement, draft=draft, reason=reason, by=by)
        found: RoundCorrection = RoundCorrection.objects.of(round.cluster).get(round=round, measurement=made)
    else:
        made = record_measurement(kpi=kpi, draft=draft, by=by)
        entry.measurement = made
        entry.save(update_fields=["measurement"])
        found = RoundCorrection.objects.create(
            round=round, kpi=kpi, measurement=made, after=made.value, reason=reason, by=by, by_name=by.display_name
        )
    _record(locked, "corrected-round", by)
    return found


def comment_on_goals(
    *, round: MeasuringRound, texts: Sequence[tuple[Goal, Text]], based_on: int | None, by: User
) -> MeasuringRound:
    """Store what the cluster says about goals in the round's evaluation, each by itself; an empty text is taken away.

    Raises Conflict for a goal on which two people wrote.
    """
    asked = {goal.pk for goal, _text in texts}
    said = {f"{goal.pk}.{language}": words for goal, text in texts for language, words in text.to_value().items()}
    # What is said of goals that were not asked for stays.
    kept = {
        key: words
        for key, words in values_of(round.pieces(), "comments").items()
        if int(key.partition(".")[0]) not in asked
    }
    fields = {"comments": {**kept, **said}}
    return change(round, fields, based_on=based_on, by=by, verb="commented-round", by_piece=True)


def comment_on_goal(*, round: MeasuringRound, goal: Goal, text: Text, by: User) -> MeasuringRound:
    """Store what the cluster says about one goal."""
    return comment_on_goals(round=round, texts=[(goal, text)], based_on=None, by=by)


def entries_of(round: MeasuringRound) -> list[RoundEntry]:
    """Return what belongs to a round, in the order of the KPIs, with values and evidence."""
    found = RoundEntry.objects.of(round.cluster).filter(round=round).select_related("kpi", "measurement__created_by")
    return list(found.prefetch_related("measurement__evidence").order_by("kpi__number"))


def round_name(round: MeasuringRound) -> str:
    """Name a round in words: its kind and its day."""
    return round.called


def _in_order(kpis: Sequence[tuple[Kpi, str]]) -> list[tuple[Kpi, str]]:
    """Return them in the order in which KPIs are held."""
    return sorted(kpis, key=lambda pair: pair[0].pk)


def _standing_on(kpi: Kpi, day: date) -> Measurement | None:
    """Return what was measured on the round's own day already."""
    lock_kpi(kpi)
    found: Measurement | None = Measurement.objects.of(kpi.cluster).filter(kpi=kpi, date=day).standing().first()
    return found


def _open(round: MeasuringRound) -> MeasuringRound:
    locked: MeasuringRound | None = held(MeasuringRound.objects.of(round.cluster).filter(pk=round.pk)).first()
    if locked is None:
        raise Conflict(_("The round has been deleted in the meantime."))
    locked.cluster = round.cluster
    _refuse_closed(locked)
    return locked


def _refuse_closed(round: MeasuringRound) -> None:
    if round.is_closed:
        raise Conflict(
            _(
                "%(who)s closed this round on %(day)s, so the value was not saved. You can add a correction to the "
                "round."
            )
            % {"who": round.closed_by_name, "day": _day(round.closed_on or round.date)}
        )


def _belongs(round: MeasuringRound, day: date) -> None:
    first, last = round.date - BEFORE, round.date + AFTER
    if not first <= day <= last:
        raise Refusal(
            _("%(day)s is outside the round. Its values are from %(first)s to %(last)s.")
            % {"day": _day(day), "first": _day(first), "last": _day(last)},
            "date",
        )


def _day(day: date) -> str:
    return format_date(day, content_language())


def _record(round: MeasuringRound, verb: str, by: User) -> None:
    record(cluster=round.cluster, by=by, verb=verb, subject=round_name(round), url=round.get_absolute_url())
