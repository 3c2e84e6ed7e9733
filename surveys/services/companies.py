"""Adding, merging and forgetting member companies; what stands in them is changed by `clusters.revisions`."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.activity import record
from clusters.locking import lock, newest_number
from clusters.models import Change, Cluster
from clusters.revisions import change, change_together
from core.errors import Refusal
from core.locking import held
from surveys.models import Company, SurveyInvitation, SurveyRules
from surveys.services.sending import ask_anew, drop_mails

MOST_COMPANIES = 5_000
# What says who a contact is; a company keeps the rest.
PERSONAL = ("contact_name", "email")


def rules_of(cluster: Cluster) -> SurveyRules:
    """Return the cluster's own limits, or those that hold until it sets any; not stored before they are changed."""
    found: SurveyRules | None = SurveyRules.objects.of(cluster).first()
    found = found or SurveyRules(cluster=cluster)
    found.cluster = cluster
    return found


@transaction.atomic
def rules_to_change(cluster: Cluster) -> SurveyRules:
    """Return the cluster's own limits, stored, so that a change has something to be based on."""
    lock(cluster)
    found = rules_of(cluster)
    if found.pk is None:
        found.save()
    return found


@transaction.atomic
def add_company(*, cluster: Cluster, values: Mapping[str, Any], by: User) -> Company:
    """Put a company into the register; raises Refusal for one that is there, and when the register is full."""
    lock(cluster)
    companies = Company.objects.of(cluster)
    refuse_taken(cluster, values.get("registration", ""))
    _refuse_again(cluster, values)
    if companies.alive().count() >= MOST_COMPANIES:
        raise Refusal(_("The register is full: it holds at most %(most)s companies.") % {"most": MOST_COMPANIES})
    known: Any = {"created_by": by, "changed_by": by, **values}
    made: Company = Company.objects.create(cluster=cluster, number=newest_number(companies) + 1, **known)
    record(cluster=cluster, by=by, verb="added-company", subject=made.name, url=made.get_absolute_url())
    return made


def change_company(*, company: Company, values: Mapping[str, Any], based_on: int | None, by: User) -> Company:
    """Change a company; raises Conflict when a colleague changed the same, Refusal for a number that is taken."""
    refuse_taken(company.cluster, values.get("registration", ""), besides=company)
    before = company.email
    # Not in one transaction with what follows: a conflict keeps the words of whoever came second.
    changed = change(company, values, based_on=based_on, by=by)
    if changed.email != before:
        ask_anew(company.cluster, [changed.pk])
    return changed


def refuse_taken(cluster: Cluster, registration: str, besides: Company | None = None) -> None:
    """Raise Refusal when another company has this registration number."""
    if not registration:
        return
    others = Company.objects.of(cluster).alive().filter(registration=registration)
    other = others.exclude(pk=besides.pk if besides else None).first()
    if other is not None:
        raise Refusal(_("“%(name)s” has this registration number already.") % {"name": other.name}, "registration")


def _refuse_again(cluster: Cluster, values: Mapping[str, Any]) -> None:
    """Raise Refusal for a name that is there; companies of one name are told apart by their registration numbers."""
    if values.get("registration"):
        return
    other = Company.objects.of(cluster).alive().filter(name__iexact=values["name"]).first()
    if other is not None:
        said = _(
            "“%(name)s” is in the register already. If you mean another company of the same name, enter its "
            "registration number."
        )
        raise Refusal(said % {"name": other.name}, "name")


@transaction.atomic
def merge_companies(*, company: Company, into: Company, by: User) -> None:
    """Let two rows of one company become one: what is empty in the other is filled, and a no holds for both."""
    if company.pk == into.pk:
        raise Refusal(_("Choose another company."), "into")
    lock(company.cluster)
    rows = {
        row.pk: row for row in held(Company.objects.of(company.cluster).alive().filter(pk__in=[company.pk, into.pk]))
    }
    if len(rows) < 2:
        raise Refusal(_("One of the two has been merged already."))
    fresh, other = rows[company.pk], rows[into.pk]
    fresh.cluster = other.cluster = company.cluster
    # First the one that goes, since no two may have one registration number.
    # What was merged into it before points at what is left, so that a contact is erased everywhere.
    gone = Company.objects.of(company.cluster).filter(Q(pk=fresh.pk) | Q(merged_into=fresh.pk))
    gone.update(merged_into=other)
    filled = {
        name: getattr(fresh, name)
        for name in Company.revised
        if getattr(fresh, name) and not getattr(other, name) and name != "is_active"
    }
    if filled:
        change_together([other], lambda _row: filled, by=by)
    record(cluster=company.cluster, by=by, verb="merged-company", subject=other.name, url=other.get_absolute_url())


@transaction.atomic
def erase_contact(*, company: Company, by: User | None) -> None:
    """Forget whom a company is written to, also in its earlier versions; answers are not tied to it anyway."""
    rows = list(held(Company.objects.of(company.cluster).filter(Q(pk=company.pk) | Q(merged_into=company.pk))))
    for row in rows:
        row.cluster = company.cluster
        for name in PERSONAL:
            setattr(row, name, "")
        row.revision += 1
        row.changed_by, row.changed_at = by, timezone.now()
        row.save(update_fields=[*PERSONAL, "revision", "changed_by", "changed_at"])
        # A line of a history is never changed, so the lines that name a person go whole.
        Change.objects.of(company.cluster).about(row).delete()
    # A mail on its way bears the address, and would still reach whoever asked to be forgotten.
    asked = SurveyInvitation.objects.of(company.cluster).filter(company__in=rows)
    drop_mails(asked.values_list("pk", flat=True))
    record(cluster=company.cluster, by=by, verb="erased-contact", subject=company.name, url=company.get_absolute_url())


def prune_contacts(*, today: date) -> int:
    """Forget the contacts of former members after the time that each cluster has set; return how many."""
    erased = 0
    # across_clusters: the nightly pruning concerns every cluster
    former = Company.across_clusters.filter(is_active=False).exclude(contact_name="", email="")
    kept = dict(SurveyRules.across_clusters.values_list("cluster", "months_kept"))
    for company in former.select_related("cluster"):
        months = kept.get(company.cluster_id, SurveyRules._meta.get_field("months_kept").default)
        if timezone.localdate(company.changed_at) < today - timedelta(days=months * 365 // 12):
            erase_contact(company=company, by=None)
            erased += 1
    return erased
