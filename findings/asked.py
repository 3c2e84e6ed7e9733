"""What the rules are told of surveys among the member companies, and of measuring rounds that wait for one."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from clusters.models import Cluster
from core.prepared import Prepared
from findings.rules.facts import DueRoundFact, SurveyFact
from findings.rules.surveys import AHEAD
from kpis.models import MeasuringRound, RoundEntry
from kpis.selectors import Followed
from kpis.services.feeding import feeds
from kpis.services.rounds import AFTER, BEFORE
from surveys.models import SurveyRound
from surveys.models.companies import LEAST_RATE

# What became of a KPI that a survey asks about, and that got no value from it.
WITHOUT = frozenset({"held-back", "refused"})


def surveys_of(cluster: Cluster) -> list[SurveyRound]:
    """Return the rounds of a cluster's surveys, counted, each with the cluster's least response rate; one query."""
    return _surveys(cluster)


@Prepared
def _surveys(cluster: Cluster) -> "QuerySet[SurveyRound]":
    rows = SurveyRound.objects.of(cluster).named()
    rows = rows.annotate(least_rate=Coalesce("cluster__survey_rules__least_rate", Value(LEAST_RATE)))
    return rows.counted().order_by("number")


def least_rate_of(rounds: Sequence[SurveyRound]) -> int:
    """Return below which response rate the cluster wants to be told; 0 where it has asked nobody yet."""
    return rounds[0].least_rate if rounds else 0  # type: ignore[attr-defined]  # annotated above


def survey_facts(rounds: Sequence[SurveyRound], kpis: Sequence[Followed]) -> tuple[SurveyFact, ...]:
    """Return what is not closed, and what was closed last; no query."""
    closed = [one for one in rounds if one.is_closed]
    last = max(closed, key=lambda one: (one.ends, one.number), default=None)
    return tuple(_fact(one, kpis) for one in rounds if one == last or not one.is_closed)


def _fact(one: SurveyRound, kpis: Sequence[Followed]) -> SurveyFact:
    return SurveyFact(
        number=one.number,
        title=one.title_text,
        closes_on=one.closes_on,
        is_draft=one.is_draft,
        is_open=one.is_open,
        answered=one.answered,  # type: ignore[attr-defined]  # counted above
        invited=one.invited,  # type: ignore[attr-defined]  # counted above
        without=_without(one, kpis) if one.is_closed else 0,
    )


def _without(one: SurveyRound, kpis: Sequence[Followed]) -> int:
    """Return how many KPIs the round gave no value, and nobody else has either."""
    missing = {told["key"] for told in one.fed if told.get("state") in WITHOUT}
    first, last = (one.opened_on or one.ends), one.ends + AFTER
    return sum(
        kpi.kpi.key in missing
        and not (one.kind == SurveyRound.Kind.BASELINE and kpi.baseline)
        and not any(first <= value.date <= last for value in kpi.measurements)
        for kpi in kpis
    )


def due_rounds_of(
    cluster: Cluster, planned: Sequence[MeasuringRound], surveys: Sequence[SurveyRound], today: date
) -> tuple[DueRoundFact, ...]:
    """Return the measuring rounds that are near and wait for a survey; two queries where there is such a round."""
    waiting = [
        one
        for one in planned
        if one.closed_at is None
        and one.date - AHEAD <= today
        and not any(asked.kind == one.kind and asked.ends >= one.date - BEFORE for asked in surveys)
    ]
    if not waiting:
        return ()
    entries = RoundEntry.objects.of(cluster).filter(round__in=waiting, measurement=None, kpi__dropped_at=None)
    tied = list(entries.filter(kpi__catalogue_key__in=feeds()).values_list("round", flat=True))
    return tuple(DueRoundFact(one.kind, one.date, tied.count(one.pk)) for one in waiting if one.pk in tied)
