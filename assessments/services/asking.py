"""Starting an assessment, and whom it asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.models import Agreement, Assessment, Scorer
from assessments.statements import form_of
from clusters.activity import record
from clusters.locking import lock, newest_number
from clusters.models import Cluster, Membership
from clusters.revisions import change
from core.errors import Conflict, Refusal
from core.locking import hold
from library.models import Edition

# A group that talks about what it answered; a survey is for more.
MOST_SCORERS = 200


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody without an account who is to be asked."""

    name: str
    email: str = ""
    language: str = "da"


@transaction.atomic
def start_assessment(
    *,
    cluster: Cluster,
    edition: Edition,
    name: str,
    until: date,
    people: Iterable[User] = (),
    is_anonymous: bool = True,
    note: str = "",
    by: User,
) -> Assessment:
    """Ask people to score an edition by a day; raises Refusal for a day that has passed and for what has no scale."""
    refuse_past(until)
    form = form_of(edition.parsed)
    if not form.statements:
        raise Refusal(_("This has no statements that can be scored. Choose another."), "edition")
    lock(cluster)
    made = Assessment.objects.create(
        cluster=cluster,
        number=newest_number(Assessment.objects.of(cluster)) + 1,
        edition=edition,
        name=name,
        until=until,
        note=note,
        is_anonymous=is_anonymous,
        created_by=by,
        changed_by=by,
    )
    Agreement.objects.bulk_create([Agreement(assessment=made, key=one.key) for one in form.statements])
    _add(made, people)
    record(cluster=cluster, by=by, verb="started-assessment", subject=name, url=made.url())
    return made


def change_assessment(
    *, assessment: Assessment, name: str, until: date, note: str, based_on: int | None, by: User
) -> Assessment:
    """Change name, last day and message on top of the revision that was read."""
    if until != assessment.until:
        refuse_past(until)
    fields = {"name": name, "until": until, "note": note}
    return change(assessment, fields, based_on=based_on, by=by)


@transaction.atomic
def ask(*, assessment: Assessment, people: Iterable[User], by: User) -> int:
    """Ask more members; who has been asked already is asked once. Raises Conflict once the answers are opened."""
    held = still_open(assessment)
    refuse_to_open_alone(held, by)
    count = _add(held, people)
    if count:
        record(cluster=assessment.cluster, by=by, verb="asked-scorers", subject=held.name, url=assessment.url())
    return count


@transaction.atomic
def delete_assessment(*, assessment: Assessment, by: User) -> None:
    """Put it away; it can be brought back whole."""
    if assessment.deleted_at is None:
        assessment.put_away()
        record(cluster=assessment.cluster, by=by, verb="deleted-assessment", subject=assessment.name)


@transaction.atomic
def restore_assessment(*, assessment: Assessment, by: User) -> None:
    """Bring it back."""
    if assessment.deleted_at is not None:
        assessment.bring_back()
        words = {"subject": assessment.name, "url": assessment.url()}
        record(cluster=assessment.cluster, by=by, verb="restored-assessment", **words)


def still_open(assessment: Assessment) -> Assessment:
    """Return it, held until the transaction ends; raises Conflict when it can no longer be answered."""
    cluster = assessment.cluster
    held: Assessment = hold(Assessment.objects.of(cluster).alive(), assessment)
    held.cluster = cluster
    if held.is_closed:
        raise Conflict(_("The answers have been opened in the meantime, so nothing more can be changed."))
    return held


def refuse_past(until: date) -> None:
    """Raise Refusal for a last day that has passed."""
    if until < timezone.localdate():
        raise Refusal(_("Choose a date in the future."), "until")


def refuse_to_open_alone(assessment: Assessment, by: User) -> None:
    """Raise Refusal where one person has answered alone: what was theirs is made a group's by nobody else."""
    scorers = list(assessment.scorers.all()[:2])
    if len(scorers) != 1 or scorers[0].has_link or scorers[0].user_id == by.pk:
        return
    if scorers[0].has_begun:
        words = _("%(name)s has answered this alone, and alone may ask others too. Start a new self-assessment.")
        raise Refusal(words % {"name": scorers[0].name})


def refuse_too_many(assessment: Assessment, more: int) -> None:
    """Raise Refusal where more people would be asked than a group can talk with."""
    if assessment.scorers.count() + more > MOST_SCORERS:
        words = _("At most %(most)s people can be asked. Use a survey to ask more.")
        raise Refusal(words % {"most": MOST_SCORERS})


def _add(assessment: Assessment, people: Iterable[User]) -> int:
    """Ask members of the cluster who have not been asked; return how many."""
    wanted = {one.pk: one for one in people}
    members = set(Membership.objects.of(assessment.cluster).filter(user__in=wanted).values_list("user", flat=True))
    for person in wanted.values():
        if person.pk not in members:
            raise Refusal(_("%(name)s is not a member of the cluster.") % {"name": person.display_name}, "people")
    asked = set(assessment.scorers.filter(user__in=wanted).values_list("user", flat=True))
    fresh = [one for one in wanted.values() if one.pk not in asked]
    refuse_too_many(assessment, len(fresh))
    Scorer.objects.bulk_create(
        [
            Scorer(assessment=assessment, user=one, name=one.display_name, email=one.email, language=one.language)
            for one in fresh
        ]
    )
    return len(fresh)
