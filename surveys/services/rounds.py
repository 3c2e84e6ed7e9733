"""Planning a round, sending it, closing it and opening it again."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.activity import record
from clusters.locking import lock, newest_number
from clusters.models import Cluster
from clusters.revisions import change, hand_over
from core.errors import Conflict, Refusal
from core.locking import hold
from library.models import Edition
from schema.documents import Template
from surveys.closing import Fed, closed, reopened
from surveys.models import Company, SurveyInvitation, SurveyRound, UsedProof, WaitingAnswer
from surveys.results import Results, results_of
from surveys.rules.hiding import is_few
from surveys.services.anonymity import coarse, drawn, let_go
from surveys.services.companies import rules_of
from surveys.services.sending import drop_mails, new_seed, send_soon, token_digest

YEAR = timedelta(days=365)


@transaction.atomic
def plan_round(*, cluster: Cluster, edition: Edition, kind: str, values: Mapping[str, Any], by: User) -> SurveyRound:
    """Prepare a round of a published survey; nobody is written to."""
    lock(cluster)
    refuse_unanswerable(edition)
    refuse_days(values)
    rounds = SurveyRound.objects.of(cluster)
    seed = new_seed()
    test = {"test_seed": seed, "test_digest": token_digest(seed)}
    known: Any = {**test, "created_by": by, "changed_by": by, "owner": by, **values}
    number = newest_number(rounds) + 1
    made: SurveyRound = SurveyRound.objects.create(cluster=cluster, edition=edition, kind=kind, number=number, **known)
    record(cluster=cluster, by=by, verb="planned-survey", subject=made.called, url=made.get_absolute_url())
    return made


def refuse_unanswerable(edition: Edition) -> None:
    """Raise Refusal for a survey with a question that cannot be answered on a phone by a stranger."""
    document = edition.parsed
    is_template = isinstance(document, Template)
    questions = document.questions() if isinstance(document, Template) else ()
    if not is_template or any(getattr(one, "columns", ()) or not one.stores_answer for one in questions):
        raise Refusal(_("This survey has a question that cannot be answered by link. Choose another one."), "edition")


def refuse_days(values: Mapping[str, Any]) -> None:
    """Raise Refusal for reminders that come after the last day, or in the wrong order."""
    last, first, second = (values.get(name) for name in ("closes_on", "first_reminder", "second_reminder"))
    for name, day in (("first_reminder", first), ("second_reminder", second)):
        if day and last and day > last:
            raise Refusal(_("The reminder comes after the last day to answer."), name)
    if second and (not first or second <= first):
        raise Refusal(_("The second reminder must come after the first."), "second_reminder")


def change_round(*, round: SurveyRound, values: Mapping[str, Any], based_on: int | None, by: User) -> SurveyRound:
    """Change a round; while it is open only its days, raises Refusal when it is closed."""
    if round.is_closed:
        raise Refusal(_("The survey is closed. Open it again to change it."))
    refuse_days(values)
    return change(round, values, based_on=based_on, by=by)


def hand_over_rounds(*, cluster: Cluster, of: User, to: User, by: User) -> int:
    """Give somebody's rounds to another; whoever asks for it writes the one line in the log."""
    return hand_over(SurveyRound.objects.of(cluster).filter(owner=of), "owner", to=to, by=by)


@transaction.atomic
def delete_round(*, round: SurveyRound, by: User) -> None:
    """Delete a round that nobody has been asked in."""
    fresh: SurveyRound = hold(SurveyRound.objects.of(round.cluster), round)
    if not fresh.is_draft:
        raise Refusal(_("The survey has been sent and cannot be deleted."))
    record(cluster=round.cluster, by=by, verb="deleted-survey", subject=round.called)
    SurveyRound.objects.of(round.cluster).filter(pk=round.pk).delete()


def who_is_asked(round: SurveyRound, today: date) -> tuple[list[Company], dict[str, list[str]]]:
    """Return the companies that a draft would ask, before lots are drawn, and those it leaves out, by reason."""
    companies = Company.objects.of(round.cluster).active().order_by("name", "number")
    if round.size:
        companies = companies.filter(size=round.size)
    if round.region:
        companies = companies.filter(region=round.region)
    # By the day that a round was sent: of two that are sent one after the other, no mail of the first need have gone.
    asked = SurveyInvitation.objects.of(round.cluster).filter(round__opened_on__gt=today - YEAR)
    # What was asked of a row that was merged was asked of the company.
    who = Coalesce("company__merged_into", "company")
    often = dict(asked.values_list(who).annotate(times=Count("round", distinct=True)).order_by())
    most = rules_of(round.cluster).most_a_year
    found: list[Company] = []
    left_out: dict[str, list[str]] = {}
    for company in companies:
        why = (
            "said-no"
            if company.do_not_ask
            else "no-email"
            if not company.email
            else "asked-often"
            if often.get(company.pk, 0) >= most
            else ""
        )
        if why:
            left_out.setdefault(why, []).append(company.name)
        else:
            found.append(company)
    return found, left_out


@transaction.atomic
def open_round(*, round: SurveyRound, by: User) -> SurveyRound:
    """Invite the companies; the mails go out in the background. Raises Refusal when there is nobody to be asked."""
    lock(round.cluster)
    fresh: SurveyRound = hold(SurveyRound.objects.of(round.cluster), round)
    fresh.cluster, fresh.edition = round.cluster, round.edition
    today = timezone.localdate()
    if not fresh.is_draft:
        raise Conflict(_("The survey has been sent already."))
    if fresh.closes_on < today:
        raise Refusal(_("The last day to answer has passed. Choose a later one."))
    if fresh.has_open_link:
        fresh.open_seed = new_seed()
        fresh.open_digest = token_digest(fresh.open_seed)
    else:
        found, fresh.left_out = who_is_asked(fresh, today)
        asked = drawn(found, fresh.sample)
        if not asked:
            raise Refusal(_("There is no company to be asked. See below why each is left out."))
        invite(fresh, asked)
    fresh.state, fresh.opened_on = SurveyRound.State.OPEN, today
    fresh.save(update_fields=["state", "opened_on", "left_out", "open_seed", "open_digest"])
    record(cluster=fresh.cluster, by=by, verb="sent-survey", subject=fresh.called, url=fresh.get_absolute_url())
    if not fresh.has_open_link:
        send_soon(fresh)
    return fresh


def invite(round: SurveyRound, companies: Sequence[Company]) -> None:
    """Give each company a link of its own and a segment that it shares; no mail is written."""
    segments = coarse([(company.size, company.region) for company in companies])
    rows = []
    for company, (size, region) in zip(companies, segments, strict=True):
        seed = new_seed()
        rows.append(
            SurveyInvitation(
                round=round, company=company, seed=seed, digest=token_digest(seed), size=size, region=region
            )
        )
    SurveyInvitation.objects.bulk_create(rows, batch_size=500)


@transaction.atomic
def close_round(*, round: SurveyRound, by: User) -> SurveyRound:
    """End a round: what has come goes over to the answers, and the KPIs that it feeds get their values."""
    lock(round.cluster)
    fresh: SurveyRound = hold(SurveyRound.objects.of(round.cluster), round)
    fresh.cluster, fresh.edition = round.cluster, round.edition
    if not fresh.is_open:
        raise Conflict(_("The survey is not open."))
    let_go(fresh)
    fresh.state, fresh.closed_on, fresh.closed_by = SurveyRound.State.CLOSED, timezone.localdate(), by
    invitations = SurveyInvitation.objects.of(fresh.cluster).filter(round=fresh)
    UsedProof.objects.of(fresh.cluster).filter(round=fresh).delete()
    drop_mails(invitations.filter(has_answered=False).values_list("pk", flat=True))
    results = results_of(fresh, invitations.count())
    # The seal of what may be told is that of the answers as they are now; what was hidden stays as it was told.
    fresh.shown = {**fresh.shown, **_told(fresh, results)}
    fed: list[Fed] = []
    told: Any = closed.send(SurveyRound, round=fresh, results=results, by=by)
    for _receiver, done in told:
        fed += done or []
    fresh.fed = [one.to_value() for one in fed]
    fresh.save(update_fields=["state", "closed_on", "closed_by", "shown", "fed"])
    record(cluster=fresh.cluster, by=by, verb="closed-survey", subject=fresh.called, url=fresh.get_absolute_url())
    return fresh


def _told(round: SurveyRound, results: Results) -> dict[str, int]:
    """Return how many answered each question whose figures are shown from now on."""
    counts = {question.key: results.counted(question).n for question in results.document.questions()}
    return {key: n for key, n in counts.items() if not is_few(abs(n - round.shown.get(key, n)))}


@transaction.atomic
def reopen_round(*, round: SurveyRound, reason: str, closes_on: date, by: User) -> SurveyRound:
    """Open a closed round again; the values that it gave are withdrawn, and stay visible as withdrawn."""
    lock(round.cluster)
    fresh: SurveyRound = hold(SurveyRound.objects.of(round.cluster), round)
    fresh.cluster, fresh.edition = round.cluster, round.edition
    if not fresh.is_closed:
        raise Conflict(_("The survey is not closed."))
    if closes_on < timezone.localdate():
        raise Refusal(_("The last day to answer has passed. Choose a later one."), "closes_on")
    reopened.send(SurveyRound, round=fresh, reason=reason, by=by)
    on = timezone.localdate().isoformat()
    fresh.reopened = [*fresh.reopened, {"reason": reason, "by": by.display_name, "on": on}]
    fresh.state, fresh.closed_on, fresh.closes_on, fresh.fed = SurveyRound.State.OPEN, None, closes_on, []
    fresh.save(update_fields=["state", "closed_on", "closes_on", "fed", "reopened"])
    record(cluster=fresh.cluster, by=by, verb="reopened-survey", subject=fresh.called, url=fresh.get_absolute_url())
    return fresh


def held_back(round: SurveyRound) -> int:
    """Return how many answers stay sealed in a closed round, since they are too few to be told apart from nobody."""
    return WaitingAnswer.objects.of(round.cluster).filter(round=round).count()
