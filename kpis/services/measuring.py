"""Entering, correcting and withdrawing measurements, and the files that prove them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.quota import refuse_beyond
from core.dates import format_date
from core.errors import Conflict, Refusal
from core.languages import content_language
from core.orphans import delete_strays
from core.text import Text
from core.uploads import Upload, put_away
from kpis.models import Evidence, Kpi, KpiDefinition, Measurement, RoundCorrection, RoundEntry
from kpis.rules.periods import Period, period_of
from kpis.rules.yearly import Rule, rule_of
from kpis.services.following import NO_WORDS, check_value, lock_kpi, record_kpi
from kpis.words import not_yet_words, period_words, value_words
from schema.vocabulary import Aggregation, Frequency


@dataclass(frozen=True, slots=True)
class MeasurementDraft:
    """What a person enters: a number for a day, where it comes from, and a file that proves it."""

    date: date
    value: Decimal
    note: Text = NO_WORDS
    source: str = ""
    proof: Upload | None = None


def version_on(definitions: list[KpiDefinition], day: date) -> KpiDefinition:
    """Return the version of the definition that holds on a day."""
    return max((d for d in definitions if d.valid_from is None or d.valid_from <= day), key=lambda d: d.version)


@transaction.atomic
def record_measurement(
    *, kpi: Kpi, draft: MeasurementDraft, by: User, is_baseline: bool = False, log: bool = True
) -> Measurement:
    """Store a number for a day; the same number again changes nothing.

    Raises Conflict when somebody has entered another number for the day or, where a value covers a period, for its
    period; Refusal for a dropped KPI, a day to come or a number that cannot be kept.
    """
    lock_kpi(kpi)
    check_value(draft.value)
    if draft.date > timezone.localdate():
        raise Refusal(not_yet_words(draft.date, content_language()), "date")
    definitions = list(KpiDefinition.objects.of(kpi.cluster).filter(kpi=kpi))
    definition = version_on(definitions, draft.date)
    standing = list(Measurement.objects.of(kpi.cluster).filter(kpi=kpi).standing().select_related("created_by"))
    known = next((m for m in standing if m.date == draft.date), None) or _same_period(
        standing, definition, draft.date, is_baseline=is_baseline
    )
    if known is not None:
        return _already(known, definition, draft, by, is_baseline)
    if is_baseline:
        _leave_baseline(kpi, definition, by)
    made = _store(kpi, definition.version, draft, by, is_baseline=is_baseline)
    if log:
        record_kpi(kpi, "set-baseline" if is_baseline else "measured", by)
    return made


def _same_period(
    standing: list[Measurement], definition: KpiDefinition, day: date, *, is_baseline: bool
) -> Measurement | None:
    """Return the value of the same period where a value covers exactly one: there cannot be two.

    Where a year is summed, the baseline is for a year and stands beside the value of its period. A value of a longer
    period covers this one too, when it was measured less often before; one of a shorter period does not.
    """
    period = period_of(Frequency(definition.frequency), day)
    if period is None or definition.aggregation != Aggregation.PERIOD:
        return None
    same = [m for m in standing if m.version == definition.version and _covers(m, period, definition)]
    if _is_summed(definition):
        same = [m for m in same if m.is_baseline == is_baseline]
    return next(iter(same), None)


def _covers(measurement: Measurement, period: Period, definition: KpiDefinition) -> bool:
    own = period_of(Frequency(measurement.frequency or definition.frequency), measurement.date)
    return own is not None and own.start <= period.start and period.end <= own.end


def _is_summed(definition: KpiDefinition) -> bool:
    return rule_of(definition.aggregation, definition.frequency, definition.unit) is Rule.SUM


def _already(
    known: Measurement, definition: KpiDefinition, draft: MeasurementDraft, by: User, is_baseline: bool
) -> Measurement:
    same = known.value == draft.value and known.date == draft.date
    if same and is_baseline and not known.is_baseline:
        _leave_baseline(known.kpi, definition, by)
        known.is_baseline = True
        known.save(update_fields=["is_baseline"])
        record_kpi(known.kpi, "set-baseline", by)
    if same:
        return known
    language = content_language()
    raise Conflict(
        _(
            "%(who)s has already entered %(value)s for %(day)s. Nothing has been overwritten; "
            "correct that value if it is wrong."
        )
        % {
            "who": known.created_by.display_name if known.created_by else _("Somebody"),
            "value": value_words(known.value, definition.unit, language),
            "day": format_date(known.date, language)
            if known.date == draft.date
            else period_words(period_of(Frequency(known.frequency or definition.frequency), known.date), language),
        },
        "value",
    )


def _leave_baseline(kpi: Kpi, definition: KpiDefinition, by: User) -> None:
    """Let an earlier baseline of the same definition become an ordinary value; one for a whole year cannot be one."""
    rows = Measurement.objects.of(kpi.cluster).filter(kpi=kpi, version=definition.version, is_baseline=True).standing()
    if _is_summed(definition):
        for former in rows:
            former.reason = _("Another baseline has taken its place.")
            former.save(update_fields=["reason"])
            _supersede(former, by)
    else:
        rows.update(is_baseline=False)


def _store(kpi: Kpi, version: int, draft: MeasurementDraft, by: User, **more: Any) -> Measurement:
    values: Any = {
        "kpi": kpi,
        "version": version,
        "date": draft.date,
        "value": draft.value,
        "note": draft.note.to_value(),
        "source": draft.source,
        "created_by": by,
        **more,
    }
    made: Measurement = Measurement.objects.create(**values)
    if draft.proof is not None:
        add_evidence(measurement=made, proof=draft.proof, by=by)
    return made


def add_evidence(*, measurement: Measurement, proof: Upload, by: User) -> Evidence:
    """Keep a checked file beside a measurement, under a name that nobody can guess; raises Refusal beyond the quota."""
    refuse_beyond(measurement.kpi.cluster, len(proof.content), "proof")
    evidence = Evidence(
        measurement=measurement,
        name=proof.name,
        content_type=proof.content_type,
        size=len(proof.content),
        digest=proof.digest,
        created_by=by,
    )
    put_away(evidence.file, proof.content, measurement.kpi.cluster_id)
    evidence.save(force_insert=True)
    return evidence


def prune_evidence(*, before: datetime) -> None:
    """Delete the files older than `before` that no evidence points at.

    What proves a number that was corrected or withdrawn stays: the number is shown for ever, and so is its proof.
    """

    def known(names: Collection[str]) -> Collection[str]:
        # across_clusters: the nightly pruning concerns every cluster
        return list(Evidence.across_clusters.filter(file__in=names).values_list("file", flat=True))

    delete_strays("evidence", known, before=before)


@transaction.atomic
def correct_measurement(*, measurement: Measurement, draft: MeasurementDraft, reason: str, by: User) -> Measurement:
    """Put a corrected number in the place of another; both stay visible.

    In a round that is closed the correction is added, and the frozen number stays. Raises Conflict when a colleague
    corrected it first, Refusal where a new number could not be entered.
    """
    kpi = measurement.kpi
    lock_kpi(kpi)
    check_value(draft.value)
    fresh: Measurement = Measurement.objects.of(kpi.cluster).select_related("superseded_by").get(pk=measurement.pk)
    _must_stand(fresh)
    if draft.date > timezone.localdate():
        raise Refusal(not_yet_words(draft.date, content_language()), "date")
    definitions = list(KpiDefinition.objects.of(kpi.cluster).filter(kpi=kpi))
    others = Measurement.objects.of(kpi.cluster).filter(kpi=kpi).standing().exclude(pk=fresh.pk)
    definition = version_on(definitions, draft.date)
    # On its own day it keeps its period, whatever has been measured beside it since.
    if draft.date != fresh.date and (
        others.filter(date=draft.date).exists()
        or _same_period(list(others), definition, draft.date, is_baseline=fresh.is_baseline)
    ):
        raise Refusal(_("There is another value for %(day)s. Correct that one instead.") % _named(draft), "date")
    if fresh.is_baseline and others.filter(version=definition.version, is_baseline=True).exists():
        raise Refusal(_("The definition that applies on %(day)s has a baseline of its own.") % _named(draft), "date")
    _supersede(fresh, by)
    more: dict[str, Any] = {"corrects": fresh, "reason": reason, "frequency": fresh.frequency}
    made = _store(kpi, definition.version, draft, by, is_baseline=fresh.is_baseline, **more)
    entries = RoundEntry.objects.of(kpi.cluster).filter(measurement=fresh).select_related("round")
    for entry in entries:
        if entry.round.is_closed:
            RoundCorrection.objects.create(
                round=entry.round,
                kpi=kpi,
                measurement=made,
                before=fresh.value,
                after=made.value,
                reason=reason,
                by=by,
                by_name=by.display_name,
            )
    entries.update(measurement=made)
    record_kpi(kpi, "corrected-value", by)
    return made


@transaction.atomic
def withdraw_measurement(*, measurement: Measurement, reason: str, by: User) -> None:
    """Take back a number that should not have been entered; it stays visible as withdrawn.

    Raises Refusal when a closed round rests on it.
    """
    kpi = measurement.kpi
    lock_kpi(kpi)
    fresh: Measurement = Measurement.objects.of(kpi.cluster).select_related("superseded_by").get(pk=measurement.pk)
    _must_stand(fresh)
    entries = RoundEntry.objects.of(kpi.cluster).filter(measurement=fresh)
    if entries.filter(round__closed_at__isnull=False).exists():
        raise Refusal(
            _("A closed measuring round uses this value. Correct it instead of withdrawing it; the round shows both.")
        )
    fresh.reason = reason
    fresh.save(update_fields=["reason"])
    _supersede(fresh, by)
    entries.update(measurement=None)
    record_kpi(kpi, "withdrew-value", by)


def _must_stand(measurement: Measurement) -> None:
    if measurement.superseded_at is None:
        return
    who = measurement.superseded_by.display_name if measurement.superseded_by else _("Somebody")
    raise Conflict(
        _("%(who)s corrected or withdrew this value while you were writing. Nothing has been overwritten.")
        % {"who": who}
    )


def _supersede(measurement: Measurement, by: User) -> None:
    measurement.superseded_at, measurement.superseded_by = timezone.now(), by
    measurement.save(update_fields=["superseded_at", "superseded_by"])


def _named(draft: MeasurementDraft) -> dict[str, str]:
    return {"day": format_date(draft.date, content_language())}
