"""How clusters and accounts come to an end: archived, deleted after days of grace, and kept after all."""

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.dispatch import Signal
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import acts, mail
from accounts.goodbye import end_everything
from accounts.models import User
from clusters import activity
from clusters.locking import lock
from clusters.models import Cluster, Membership
from clusters.permissions import Role
from clusters.querysets import MembershipSet
from clusters.revisions import change
from clusters.whole import erase
from core.dates import format_date
from core.errors import Refusal
from core.languages import content_language
from core.locking import held
from core.plain import one_line

GRACE = timedelta(days=30)
# Sent with `cluster` and `by` when it is decided to delete a cluster, in the transaction that decides it.
closing = Signal()
# Sent with `person` before their account is deleted, in the transaction that does it; returns the pseudonym that stands
# in place of the name from then on.
erasing = Signal()

log = structlog.get_logger(__name__)


def rename_cluster(*, cluster: Cluster, name_da: str, name_en: str, based_on: int, by: User) -> Cluster:
    """Give a cluster another name; its address stays, since links in mails and calendars lead to it."""
    with transaction.atomic():
        fields = {"name_da": one_line(name_da), "name_en": one_line(name_en)}
        changed = change(cluster, fields, based_on=based_on, by=by)
        acts.record(by=by, verb="renamed-cluster", subject=called(changed))
    return changed


def archive_cluster(*, cluster: Cluster, by: User) -> None:
    """Have the cluster be read and not changed from now on; twice is as once."""
    with transaction.atomic():
        now = _locked(cluster)
        if now.archived_at is None:
            now.archived_at = timezone.now()
            now.save(update_fields=["archived_at"])
            _note(now, "archived-cluster", by)


def reopen_cluster(*, cluster: Cluster, by: User) -> None:
    """Have the cluster be as it was before it was archived, or was to be deleted."""
    with transaction.atomic():
        now = _locked(cluster)
        if now.archived_at or now.deletes_at:
            now.archived_at = now.deletes_at = None
            now.save(update_fields=["archived_at", "deletes_at"])
            _note(now, "reopened-cluster", by)


def close_cluster(*, cluster: Cluster, typed: str, by: User) -> datetime:
    """Archive the cluster, tell its owners, and have it deleted when the days of grace have passed.

    Raises Refusal unless the cluster's address has been typed.
    """
    if typed.strip() != cluster.slug:
        raise Refusal(_("Type the cluster’s address exactly as it is shown above: %(slug)s") % {"slug": cluster.slug})
    with transaction.atomic():
        now = _locked(cluster)
        if now.deletes_at:
            return now.deletes_at
        at = timezone.now()
        now.archived_at, now.deletes_at = now.archived_at or at, at + GRACE
        now.save(update_fields=["archived_at", "deletes_at"])
        _note(now, "closed-cluster", by, subject=format_date(timezone.localdate(now.deletes_at), now.language))
        closing.send(Cluster, cluster=now, by=by)
        for owner in Membership.objects.of(now).owners().select_related("user"):
            mail.post(to=owner.user, template="cluster_closed", context=_words_for(owner.user, now))
    return now.deletes_at


def rename_person(*, person: User, name: str, by: User) -> User:
    """Give a person another name."""
    with transaction.atomic():
        person.name = one_line(name)
        person.save(update_fields=["name"])
        acts.record(by=by, verb="renamed-person", subject=f"{person.display_name} ({person.email})")
    return person


def refusal_to_close(person: User, by: User) -> str:
    """Return the sentence that says why the person's account cannot be deleted, or nothing."""
    if person == by:
        return _("Another administrator has to delete your own account.")
    # across_clusters: what the person leads, whichever clusters they are in
    led = Membership.across_clusters.of_person(person).filter(role=Role.OWNER, cluster__deletes_at=None)
    alone = [one.cluster for one in led if not _owners_beside(person, one.cluster).exists()]
    if alone:
        words = _("%(name)s is the only owner of %(clusters)s. Invite another owner first, or delete the cluster.")
        names = ", ".join(cluster.shown_name for cluster in alone)
        return words % {"name": person.display_name, "clusters": names}
    return ""


def _owners_beside(person: User, cluster: Cluster) -> MembershipSet:
    found: MembershipSet = Membership.objects.of(cluster).owners().exclude(user=person)
    return found


def close_account(*, person: User, by: User) -> list[str]:
    """Switch an account off, have it deleted after the days of grace, and return in sentences what ended."""
    with transaction.atomic():
        now = held(User.objects.filter(pk=person.pk)).get()
        if refusal := refusal_to_close(now, by):
            raise Refusal(refusal)
        if now.deletes_at:
            return []
        return close_now(now, by=by)


def close_now(person: User, *, by: User) -> list[str]:
    """Switch the account off and set the day; the caller holds the person's row and has asked whether they may go."""
    was_active, person.is_active = person.is_active, False
    person.is_superuser, person.deletes_at = False, timezone.now() + GRACE
    person.save(update_fields=["is_active", "is_superuser", "deletes_at"])
    acts.record(by=by, verb="closed-account", subject=f"{person.display_name} ({person.email})")
    day = format_date(timezone.localdate(person.deletes_at), content_language())
    for cluster in Cluster.objects.with_member(person):
        activity.record(cluster=cluster, by=by, verb="closed-account", subject=f"{person.display_name}, {day}")
    return end_everything(person) if was_active else []


def keep_account(*, person: User, by: User) -> None:
    """Keep an account that was to be deleted; the person may sign in again."""
    with transaction.atomic():
        now = held(User.objects.filter(pk=person.pk)).get()
        if now.deletes_at:
            now.deletes_at, now.is_active = None, True
            now.save(update_fields=["deletes_at", "is_active"])
            acts.record(by=by, verb="kept-account", subject=f"{now.display_name} ({now.email})")


def delete_what_is_due() -> None:
    """Delete the clusters and accounts whose days of grace have passed; each by itself."""
    now = timezone.now()
    for cluster in Cluster.objects.to_delete(now):
        with transaction.atomic():
            found = held(Cluster.objects.to_delete(now).filter(pk=cluster.pk)).first()
            if found is not None:
                acts.record(by=None, verb="deleted-cluster", subject=called(found))
                erase(found)
        log.info("cluster_deleted", cluster=cluster.pk)
    for person in User.objects.filter(deletes_at__lte=now):
        with transaction.atomic():
            due = held(User.objects.filter(pk=person.pk, deletes_at__lte=now)).first()
            if due is not None:
                told = [pseudonym for _receiver, pseudonym in erasing.send(User, person=due)]
                acts.record(by=None, verb="deleted-account", subject="".join(str(one) for one in told))
                due.delete()
        log.info("account_deleted", person=person.pk)


def called(cluster: Cluster) -> str:
    """Return name and address, as the log of administration names a cluster."""
    return f"{cluster.shown_name} ({cluster.slug})"


def _words_for(owner: User, cluster: Cluster) -> dict[str, object]:
    with translation.override(owner.language or settings.LANGUAGE_CODE):
        day = format_date(timezone.localdate(cluster.deletes_at), content_language())
        name = cluster.shown_name
    url = mail.absolute(cluster.get_absolute_url())
    return {"name": owner.display_name, "cluster": name, "day": day, "url": url}


def _locked(cluster: Cluster) -> Cluster:
    lock(cluster)
    return Cluster.objects.get(pk=cluster.pk)


def _note(cluster: Cluster, verb: str, by: User, *, subject: str = "") -> None:
    url = reverse("dashboard:overview", args=[cluster.slug])
    activity.record(cluster=cluster, by=by, verb=verb, subject=subject, url=url)
    acts.record(by=by, verb=verb, subject=called(cluster))
