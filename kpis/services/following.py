"""Taking up KPIs, changing what is said about them, and their targets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.activity import record
from clusters.locking import lock, newest_number
from clusters.models import Cluster
from clusters.revisions import change, mark
from core.dates import format_date
from core.errors import Conflict, Refusal
from core.languages import content_language
from core.locking import hold
from core.text import Text
from kpis.models import Kpi, KpiDefinition, Measurement, Target
from kpis.rules.status import LOWER, UPPER
from kpis.words import value_fault
from schema import kpis as catalogue
from schema.examples import Example
from strategy.deciding import note_deviation
from strategy.models import Goal, Strategy

MOST_KPIS = 60
MOST_TARGETS = 20
NO_WORDS = Text()


@dataclass(frozen=True, slots=True)
class KpiDraft:
    """What a person says about following a KPI: for which goal, who answers, what is tolerated."""

    goal: Goal | None = None
    owner: User | None = None
    role: Text = NO_WORDS
    lower: Decimal = LOWER
    upper: Decimal = UPPER


@dataclass(frozen=True, slots=True)
class DefinitionDraft:
    """What a person says a KPI counts."""

    name: Text
    definition: Text
    level: str
    unit: str
    direction: str
    frequency: str
    aggregation: str
    source: Text = NO_WORDS
    section: str = ""


@transaction.atomic
def adopt_kpi(*, cluster: Cluster, definition: catalogue.KpiDefinition, draft: KpiDraft, by: User | None) -> Kpi:
    """Start following a catalogue KPI; one that the cluster already follows is returned as it is."""
    lock(cluster)
    known: Kpi | None = Kpi.objects.of(cluster).alive().filter(catalogue_key=definition.key).first()
    if known is not None:
        return known
    counted = DefinitionDraft(
        name=definition.name,
        definition=definition.definition,
        level=definition.level,
        unit=definition.unit,
        direction=definition.direction,
        frequency=definition.frequency,
        aggregation=definition.aggregation,
        source=definition.source,
        section=definition.section,
    )
    kpi = _make(cluster, counted, draft, by, catalogue_key=definition.key)
    _record(kpi, definition.name, "adopted-kpi", by)
    return kpi


@transaction.atomic
def make_kpi(*, cluster: Cluster, definition: DefinitionDraft, draft: KpiDraft, by: User) -> Kpi:
    """Start following a KPI of the cluster's own."""
    lock(cluster)
    kpi = _make(cluster, definition, draft, by)
    _record(kpi, definition.name, "adopted-kpi", by)
    return kpi


def _make(cluster: Cluster, counted: DefinitionDraft, draft: KpiDraft, by: User | None, **more: Any) -> Kpi:
    kpis = Kpi.objects.of(cluster)
    if kpis.alive().count() >= MOST_KPIS:
        raise Refusal(
            _("The cluster follows %(count)s KPIs. Drop one before you add another; eight to twelve are enough.")
            % {"count": MOST_KPIS}
        )
    newest = newest_number(kpis)
    values: Any = {**_fields(draft), **more}
    kpi: Kpi = Kpi.objects.create(cluster=cluster, number=newest + 1, created_by=by, changed_by=by, **values)
    first: Any = {"kpi": kpi, "version": 1, "created_by": by, **_counted(counted)}
    KpiDefinition.objects.create(**first)
    return kpi


def change_kpi(*, kpi: Kpi, draft: KpiDraft, definition: DefinitionDraft, based_on: int, by: User) -> Kpi:
    """Change goal, owner, tolerances and wording on top of the revision that was read; what is counted stays.

    Raises Conflict when a colleague was first.
    """
    counted = {name: value for name, value in _counted(definition).items() if name in Kpi.COUNTED}
    return change(kpi, {**_fields(draft), **counted}, based_on=based_on, by=by)


@transaction.atomic
def redefine_kpi(
    *,
    kpi: Kpi,
    definition: DefinitionDraft,
    valid_from: date,
    reason: str,
    bridge: tuple[Decimal, Decimal] | None,
    by: User,
    based_on: int | None = None,
) -> KpiDefinition:
    """Change what is counted from a day on: the series breaks there, unless one day was measured both ways.

    Raises Refusal for a day that has been measured already, and for a bridge from or to nothing.
    """
    locked = lock_kpi(kpi)
    locked.cluster = kpi.cluster
    if based_on is not None and based_on != locked.revision:
        raise Conflict(
            _("A colleague changed this KPI while you were writing. Look at it before you change what is counted.")
        )
    before = locked.pieces()
    measured = Measurement.objects.of(kpi.cluster).filter(kpi=kpi).standing().aggregate(newest=Max("date"))["newest"]
    newest: KpiDefinition = KpiDefinition.objects.of(kpi.cluster).filter(kpi=kpi).latest("version")
    last = max((day for day in (measured, newest.valid_from) if day), default=None)
    if last is not None and valid_from <= last:
        raise Refusal(
            _("There is a value for %(day)s under the current definition. The new one can apply from %(first)s.")
            % {"day": _day(last), "first": _day(last + timedelta(days=1))},
            "valid_from",
        )
    if bridge and 0 in bridge:
        raise Refusal(_("A bridge needs two values that are not zero."), "bridge_before")
    values: Any = {
        "kpi": locked,
        "version": newest.version + 1,
        "valid_from": valid_from,
        "reason": reason,
        "bridge_before": bridge[0] if bridge else None,
        "bridge_after": bridge[1] if bridge else None,
        "created_by": by,
        **_counted(definition),
    }
    made: KpiDefinition = KpiDefinition.objects.create(**values)
    locked.newest = made
    mark(locked, before, by=by)
    _record(kpi, definition.name, "redefined-kpi", by)
    return made


def set_targets(
    *,
    kpi: Kpi,
    targets: Sequence[tuple[date, Decimal]],
    by: User | None,
    based_on: int | None = None,
    log: bool = True,
    reason: str = "",
) -> None:
    """Set the targets on top of the revision that was read, each by itself: what a colleague changed stays.

    Each that is new is counted by the definition that holds now. Raises Refusal for impossible days, and Conflict for
    a target that two people changed. Under an approved strategy it is a deviation, and raises Refusal without a reason;
    a target after the last one that was approved is none.
    """
    _refuse_dropped(kpi)
    baseline = (
        Measurement.objects.of(kpi.cluster).filter(kpi=kpi, is_baseline=True).standing().order_by("-version").first()
    )
    check_targets(targets, baseline.date if baseline else None)
    verb = "set-targets" if log else ""
    kpi.deviates_because = reason.strip()

    def note(made: Kpi, _before: Kpi) -> None:
        strategy = made.decided_in() if reason.strip() else None
        if strategy is not None:
            note_deviation(
                strategy,
                made,
                key=made.key,
                subject=made.newest.name_text,
                reason=reason,
                by=by,
                decided=made.decided_among,
            )

    change(kpi, {"targets": dict(targets)}, based_on=based_on, by=by, verb=verb, by_piece=True, then=note)


def note_approved(*, cluster: Cluster, strategy: Strategy) -> None:
    """Keep until when the targets of a strategy's KPIs are decided; in the approval's own transaction, one query."""
    # across_clusters: of the very KPI that is updated
    last = Target.across_clusters.filter(kpi=OuterRef("pk")).order_by("-date").values("date")[:1]
    Kpi.objects.of(cluster).alive().in_strategy(strategy.pk).update(decided_until=Subquery(last))


def check_targets(targets: Sequence[tuple[date, Decimal]], baseline: date | None) -> None:
    """Raise Refusal for targets that cannot stand together, or that are not after the baseline."""
    days = [day for day, _value in targets]
    twice = next((day for n, day in enumerate(days) if day in days[:n]), None)
    if twice:
        raise Refusal(_("There are two targets for %(day)s. Keep one of them.") % {"day": _day(twice)})
    if len(targets) > MOST_TARGETS:
        raise Refusal(_("A KPI has at most %(count)s targets.") % {"count": MOST_TARGETS})
    early = next((day for day in days if baseline and day <= baseline), None)
    if early and baseline:
        raise Refusal(
            _("The target for %(day)s is not after the baseline of %(baseline)s.")
            % {"day": _day(early), "baseline": _day(baseline)},
            f"targets.{early.isoformat()}",
        )
    for _target_day, value in targets:
        check_value(value)


@transaction.atomic
def drop_kpi(*, kpi: Kpi, by: User) -> None:
    """Stop following a KPI; with everything that was measured it can be taken up again."""
    if kpi.decided_in():
        words = _("%(key)s measures a goal of an approved strategy. Open a new round to stop following it.")
        raise Refusal(words % {"key": kpi.key})
    kpi.dropped_at, kpi.dropped_by = timezone.now(), by
    kpi.save(update_fields=["dropped_at", "dropped_by"])
    record_kpi(kpi, "dropped-kpi", by)


@transaction.atomic
def restore_kpi(*, kpi: Kpi, by: User) -> None:
    """Take a KPI up again, under its key; raises Refusal when the same was adopted again in the meantime."""
    lock(kpi.cluster)
    if kpi.catalogue_key and Kpi.objects.of(kpi.cluster).alive().filter(catalogue_key=kpi.catalogue_key).exists():
        raise Refusal(_("The cluster has started following this KPI again. Drop that one first."))
    kpi.dropped_at = kpi.dropped_by = None
    kpi.save(update_fields=["dropped_at", "dropped_by"])
    record_kpi(kpi, "restored-kpi", by)


@transaction.atomic
def load_example_kpis(
    *, cluster: Cluster, example: Example, definitions: catalogue.KpiCatalogue, goals: Sequence[Goal], by: User | None
) -> list[Kpi]:
    """Follow the KPIs of an example, with its baselines, targets and measurements; for the demo."""
    by_key = {goal.key: goal for goal in goals}
    made = []
    for one in example.kpis:
        definition = definitions.kpi(one.key)
        if definition is None:
            continue
        draft = KpiDraft(goal=by_key.get(one.goal or ""), role=one.responsible or NO_WORDS)
        kpi = adopt_kpi(cluster=cluster, definition=definition, draft=draft, by=by)
        points = {point.date: point for point in one.measurements}
        if one.baseline:
            points.setdefault(one.baseline.date, one.baseline)
        Measurement.objects.bulk_create(
            [
                Measurement(
                    kpi=kpi,
                    date=point.date,
                    value=point.value,
                    is_baseline=bool(one.baseline and point.date == one.baseline.date),
                    note=point.note.to_value() if point.note else {},
                    created_by=by,
                )
                for point in points.values()
            ]
        )
        set_targets(kpi=kpi, targets=[(target.date, target.value) for target in one.targets], by=by, log=False)
        made.append(kpi)
    return made


def lock_kpi(kpi: Kpi) -> Kpi:
    """Hold the KPI until the transaction ends; raises Refusal when somebody has dropped it."""
    locked: Kpi = hold(Kpi.objects.of(kpi.cluster), kpi)
    _refuse_dropped(locked)
    return locked


def _refuse_dropped(kpi: Kpi) -> None:
    if kpi.dropped_at is not None:
        raise Refusal(
            _("%(key)s has been dropped in the meantime, so nothing was saved. Resume it to go on measuring.")
            % {"key": kpi.key}
        )


def check_value(value: Decimal) -> None:
    """Raise Refusal for a number that is larger or finer than the portal keeps."""
    fault = value_fault(value, content_language())
    if fault:
        raise Refusal(fault, "value")


def record_kpi(kpi: Kpi, verb: str, by: User | None) -> None:
    """Add a line about the KPI to the log."""
    newest = KpiDefinition.objects.of(kpi.cluster).filter(kpi=kpi).latest("version")
    _record(kpi, newest.name_text, verb, by)


def _record(kpi: Kpi, name: Text, verb: str, by: User | None) -> None:
    subject = f"{kpi.key} {name.resolve(kpi.cluster.language).text}"
    record(cluster=kpi.cluster, by=by, verb=verb, subject=subject, url=kpi.get_absolute_url())


def _fields(draft: KpiDraft) -> dict[str, Any]:
    return {
        "goal": draft.goal,
        "owner": draft.owner,
        "owner_role": draft.role.to_value(),
        "lower": draft.lower,
        "upper": draft.upper,
    }


def _counted(draft: DefinitionDraft) -> dict[str, Any]:
    return {
        "name": draft.name.to_value(),
        "definition": draft.definition.to_value(),
        "level": str(draft.level),
        "unit": str(draft.unit),
        "direction": str(draft.direction),
        "frequency": str(draft.frequency),
        "aggregation": str(draft.aggregation),
        "source": draft.source.to_value(),
        "section": draft.section,
    }


def _day(day: date) -> str:
    return format_date(day, content_language())
