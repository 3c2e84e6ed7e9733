"""What a closed survey does to KPIs: each that is tied to a question gets its value, or it is said why not."""

from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.dates import format_date
from core.errors import Refusal
from core.languages import content_language
from kpis.models import Kpi, KpiDefinition, Measurement, MeasuringRound, RoundEntry
from kpis.services.measuring import MeasurementDraft, record_measurement, withdraw_measurement
from kpis.services.rounds import AFTER, BEFORE
from kpis.words import value_words
from library.models import Edition, Kind
from schema.kpis import KpiCatalogue, SurveyFeed
from surveys.closing import Fed
from surveys.models import SurveyRound
from surveys.results import Results

# A survey of some companies tells no more than this, by unit; it is judged and shown alike.
PLACES: dict[str, int] = {KpiDefinition.Unit.PERCENT: 1}
OTHERWISE = 2


def feeds() -> dict[str, SurveyFeed]:
    """Return how surveys feed the catalogue's KPIs, by the KPI's key."""
    editions = Edition.objects.newest().of_kind(Kind.KPI_CATALOGUE)
    catalogues = [document for edition in editions if isinstance(document := edition.parsed, KpiCatalogue)]
    return {kpi.key: kpi.survey for catalogue in catalogues for kpi in catalogue.kpis if kpi.survey}


@transaction.atomic
def feed(*, round: SurveyRound, results: Results, by: User) -> list[Fed]:
    """Give each KPI that the round feeds its value; return what became of each, also of those that got none."""
    known = feeds()
    kpis = Kpi.objects.of(round.cluster).alive().filter(catalogue_key__in=known).order_by("number")
    done = []
    for kpi in kpis:
        kpi.cluster = round.cluster
        done.append(_feed_one(kpi, known[kpi.catalogue_key], round, results, by))
    return done


def _feed_one(kpi: Kpi, how: SurveyFeed, round: SurveyRound, results: Results, by: User) -> Fed:
    name, url = kpi.newest.name_text.to_value(), kpi.get_absolute_url()
    question = results.document.question(how.question)
    if question is None:
        return Fed(kpi.key, name, "not-asked", None, why=_("The survey does not ask about this."), url=url)
    counted = results.counted(question)
    if results.why_hidden(question) is not None or counted.n < how.min_answers:
        # How many there were would be told by the number itself.
        return Fed(kpi.key, name, "held-back", None, url=url)
    value = rounded(counted.statistic(how.statistic, options=how.options, at_least=how.at_least), kpi.newest.unit)
    draft = MeasurementDraft(date=round.closed_on or round.closes_on, value=value, source=source_words(round, results))
    is_baseline = round.kind == SurveyRound.Kind.BASELINE and not _has_baseline(kpi)
    try:
        with transaction.atomic():
            made = record_measurement(kpi=kpi, draft=draft, by=by, is_baseline=is_baseline)
    except Refusal as refusal:
        return Fed(kpi.key, name, "refused", None, why=refusal.message, url=url)
    Measurement.objects.of(round.cluster).filter(pk=made.pk).update(
        survey_round=round, answers=counted.n, invited=results.invited or None
    )
    _put_into_rounds(kpi, made, round)
    words = value_words(value, kpi.newest.unit, content_language())
    return Fed(kpi.key, name, "written", counted.n, value=words, url=url)


def rounded(value: Fraction, unit: str) -> Decimal:
    """Return a figure as a measurement keeps it: a share with one decimal, all else with two."""
    places = PLACES.get(unit, OTHERWISE)
    return Decimal(round(value * 10**places)).scaleb(-places).normalize() + 0


def source_words(round: SurveyRound, results: Results) -> str:
    """Return where the value comes from, as a source is written."""
    answered, invited = len(results.answers), results.invited
    rate = f"{100 * answered // invited} %" if invited else ""
    words = {"title": round.called, "answered": answered, "invited": invited, "rate": rate}
    edition = _("edition %(version)s") % {"version": round.edition.version}
    if not invited:
        # By an open link nobody knows how many were asked.
        said = _("%(title)s: %(answered)s answered") % words
        return f"{said}, {edition}"[:300]
    said = _("%(title)s: %(answered)s of %(invited)s answered (%(rate)s)") % words
    return f"{said}, {edition}"[:300]


def _has_baseline(kpi: Kpi) -> bool:
    found = Measurement.objects.of(kpi.cluster).filter(kpi=kpi, version=kpi.newest.version, is_baseline=True)
    return bool(found.standing().exists())


def _put_into_rounds(kpi: Kpi, made: Measurement, round: SurveyRound) -> None:
    """Let the value stand in an open measuring round of its kind that waits for it."""
    entries = RoundEntry.objects.of(kpi.cluster).filter(
        kpi=kpi,
        measurement=None,
        round__kind=round.kind,
        round__closed_at=None,
        round__date__gte=made.date - AFTER,
        round__date__lte=made.date + BEFORE,
    )
    if round.kind == MeasuringRound.Kind.BASELINE and not made.is_baseline:
        return
    entries.update(measurement=made)


@transaction.atomic
def take_back(*, round: SurveyRound, reason: str, by: User) -> None:
    """Withdraw the values that a round gave; raises Refusal when a closed measuring round rests on one."""
    day = format_date(round.closed_on, content_language()) if round.closed_on else ""
    why = _("The survey that was closed on %(day)s was opened again: %(reason)s") % {"day": day, "reason": reason}
    rows = Measurement.objects.of(round.cluster).filter(survey_round=round).standing().select_related("kpi")
    for row in rows.order_by("kpi"):
        row.kpi.cluster = round.cluster
        withdraw_measurement(measurement=row, reason=why[:500], by=by)
