"""All that the document of a measuring round is drawn from: as it stands, and as it stood when the round was closed.

What is kept are the rows themselves. They come back as rows that were never in the database, so that the same code
draws what stands and what was frozen, and nothing that is changed later can show.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model

from clusters import logos
from clusters.models import Cluster
from core.frozen import plain, revived
from core.supporters import Supporter
from core.text import Text
from kpis.models import (
    Kpi,
    KpiDefinition,
    Measurement,
    MeasuringRound,
    RoundComment,
    RoundCorrection,
    RoundEntry,
    Target,
)
from kpis.selectors import Followed, followed_in
from strategy.models import Goal

Row = TypeVar("Row", bound=Model)

_KEPT: dict[type[Model], tuple[str, ...]] = {
    Goal: ("id", "number", "position", "title"),
    Kpi: ("id", "number", "goal_id", "lower", "upper"),
    KpiDefinition: (
        *("id", "kpi_id", "version", "valid_from", "name", "definition", "level", "unit", "direction", "frequency"),
        *("aggregation", "source", "reason", "bridge_before", "bridge_after"),
    ),
    Target: ("id", "kpi_id", "version", "date", "value"),
    Measurement: (
        *("id", "kpi_id", "version", "date", "value", "is_baseline", "frequency", "note", "source"),
        *("corrects_id", "reason", "superseded_at"),
    ),
    MeasuringRound: ("id", "number", "strategy_id", "kind", "date", "note", "closed_at", "closed_on", "frozen"),
    RoundEntry: ("id", "round_id", "kpi_id", "deliverer", "measurement_id"),
    RoundCorrection: ("id", "round_id", "kpi_id", "measurement_id", "before", "after", "reason", "by_name", "at"),
    RoundComment: ("id", "round_id", "goal_id", "text"),
}


@dataclass(frozen=True)
class RoundWhole:
    """A round with all that its document says, be it live or frozen; `rounds` are it and those before it."""

    organisation: Text
    strategy: Text
    logo: str
    accent: str
    supporters: tuple[Supporter, ...]
    day: date
    rounds: tuple[MeasuringRound, ...]
    goals: tuple[Goal, ...]
    followed: tuple[Followed, ...]
    entries: tuple[RoundEntry, ...]
    corrections: tuple[RoundCorrection, ...]
    comments: tuple[RoundComment, ...]
    # What was superseded, and what other rounds took later, by its id.
    former: dict[int, Measurement] = field(default_factory=dict)


def live_whole(round: MeasuringRound, today: date) -> RoundWhole:
    """Return what stands on a day, which may be past; some ten queries.

    A round may be closed in October with the day on which it was over in April: of what was measured after that day
    only what the round itself took as its value stands in its document.
    """
    cluster: Cluster = round.cluster
    earlier = MeasuringRound.objects.of(cluster).filter(strategy=round.strategy_id, date__lte=round.date)
    rounds = [round if one.pk == round.pk else one for one in earlier.order_by("date", "number")]
    keys = [one.pk for one in rounds]
    entries = list(RoundEntry.objects.of(cluster).filter(round__in=keys).select_related("measurement"))
    corrections = RoundCorrection.objects.of(cluster).filter(round__in=keys).order_by("at", "pk")
    kpis = Kpi.objects.of(cluster).filter(pk__in={entry.kpi_id for entry in entries})
    own = {entry.measurement_id for entry in entries if entry.measurement_id and entry.round_id == round.pk}
    followed = [one.until(today, own) for one in followed_in(cluster, kpis, today=today)]
    superseded = Measurement.objects.of(cluster).filter(kpi__in=[one.kpi.pk for one in followed]).superseded()
    return RoundWhole(
        organisation=cluster.name,
        strategy=round.strategy.title_text,
        logo=logos.data_uri(cluster),
        accent=cluster.accent,
        supporters=logos.supporters_of(cluster),
        day=today,
        rounds=tuple(rounds),
        goals=tuple(Goal.objects.of(cluster).filter(strategy=round.strategy_id).alive()),
        followed=tuple(followed),
        entries=tuple(entries),
        corrections=tuple(corrections),
        comments=tuple(RoundComment.objects.of(cluster).filter(round=round)),
        former={one.pk: one for one in superseded} | _late(entries, today),
    )


def _late(entries: Iterable[RoundEntry], today: date) -> dict[int, Measurement]:
    """Return what other rounds took as their value after the day, by its id: they are compared with it."""
    taken = (entry.measurement for entry in entries)
    return {one.pk: one for one in taken if one is not None and one.date > today}


def kept_whole(whole: RoundWhole, round: MeasuringRound) -> dict[str, Any]:
    """Return it as plain data; of the round itself everything is in what surrounds this."""
    earlier = []
    for one in whole.rounds:
        row = _row(one)
        # Of the rounds before, only what a document compares.
        row["frozen"] = {"kpis": one.frozen["kpis"]} if one.frozen and one.pk != round.pk else None
        earlier.append(row)
    return {
        "organisation": plain(whole.organisation),
        "strategy": plain(whole.strategy),
        "logo": whole.logo,
        "accent": whole.accent,
        "supporters": plain(whole.supporters),
        "day": plain(whole.day),
        "rounds": earlier,
        "goals": _rows(whole.goals),
        "kpis": _rows(one.kpi for one in whole.followed),
        "definitions": _rows(row for one in whole.followed for row in one.definitions),
        "targets": _rows(row for one in whole.followed for row in one.targets),
        "measurements": _rows(row for one in whole.followed for row in one.measurements),
        "former": _rows(whole.former.values()),
        "entries": _rows(whole.entries),
        "corrections": _rows(whole.corrections),
        "comments": _rows(whole.comments),
    }


def frozen_whole(round: MeasuringRound) -> RoundWhole | None:
    """Return what was kept when the round was closed; None of one that is open, or was closed before this was kept."""
    kept = (round.frozen or {}).get("whole")
    if not kept:
        return None
    day = date.fromisoformat(kept["day"])
    measurements = _revived(Measurement, kept["measurements"])
    former = {one.pk: one for one in _revived(Measurement, kept["former"])}
    by_key = {one.pk: one for one in measurements}
    entries = _revived(RoundEntry, kept["entries"])
    for entry in entries:
        # What was superseded between two rounds still is what the first one found.
        entry.measurement = by_key.get(entry.measurement_id or 0) or former.get(entry.measurement_id or 0)
    goals = {one.pk: one for one in _revived(Goal, kept["goals"])}
    return RoundWhole(
        organisation=Text.from_value(kept["organisation"]),
        strategy=Text.from_value(kept["strategy"]),
        logo=kept["logo"],
        accent=kept["accent"],
        supporters=tuple(revived(Supporter, one) for one in kept.get("supporters", ())),
        day=day,
        rounds=tuple(round if one.pk == round.pk else one for one in _revived(MeasuringRound, kept["rounds"])),
        goals=tuple(goals.values()),
        followed=tuple(_followed(kept, measurements, goals, day, round.cluster)),
        entries=tuple(entries),
        corrections=tuple(_revived(RoundCorrection, kept["corrections"])),
        comments=tuple(_revived(RoundComment, kept["comments"])),
        former=former,
    )


def _followed(
    kept: dict[str, Any], measurements: Sequence[Measurement], goals: dict[int, Goal], day: date, cluster: Cluster
) -> Iterable[Followed]:
    definitions, targets = _revived(KpiDefinition, kept["definitions"]), _revived(Target, kept["targets"])
    for kpi in _revived(Kpi, kept["kpis"]):
        kpi.cluster, kpi.goal = cluster, goals.get(kpi.goal_id or 0)
        yield Followed(
            kpi,
            tuple(one for one in definitions if one.kpi_id == kpi.pk),
            tuple(one for one in targets if one.kpi_id == kpi.pk),
            tuple(one for one in measurements if one.kpi_id == kpi.pk),
            day,
        )


def _rows(rows: Iterable[Model]) -> list[dict[str, Any]]:
    return [_row(one) for one in rows]


def _row(one: Model) -> dict[str, Any]:
    return {name: plain(getattr(one, name)) for name in _KEPT[type(one)]}


def _revived(model: type[Row], rows: Iterable[dict[str, Any]]) -> list[Row]:
    fields: dict[str, Any] = {name: model._meta.get_field(name) for name in _KEPT[model]}
    return [model(**{name: fields[name].to_python(row[name]) for name in fields if name in row}) for row in rows]
