"""How people come into a cluster: invitations by mail."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task

from accounts import mail, outbox
from accounts.emails import normal
from accounts.fields import holds_address
from accounts.models import OutboxMail, User
from accounts.services import create_person
from clusters import activity
from clusters.locking import lock
from clusters.models import ActivityEntry, Cluster, Invitation, Membership
from clusters.permissions import Role
from clusters.querysets import InvitationSet
from clusters.services.people import add_member, people_page
from core import workers
from core.errors import Refusal
from core.languages import content_language
from core.locking import held
from core.plain import one_line

INVITATION_DAYS = 14
INVITED_AT_ONCE = 30
WAITING_AT_MOST = 200
# Mails of invitations within a day: of one person, wherever they are owner, and of one cluster.
A_DAY_OF_ONE = 200
A_DAY_OF_A_CLUSTER = 300

log = structlog.get_logger(__name__)


def digest_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def invite(*, cluster: Cluster, emails: Sequence[str], role: Role, language: str, by: User) -> list[Invitation]:
    """Invite people by mail, all of them or none; who is a member or has an open invitation is refused by name.

    An invitation that has expired makes room for a new one.
    """
    wanted = list(dict.fromkeys(normal(email) for email in emails))
    now = timezone.now()
    with transaction.atomic():
        lock(cluster)
        _refuse_members(cluster, wanted)
        waiting = Invitation.objects.of(cluster).waiting()
        waiting.to(set(wanted)).filter(expires_at__lte=now).update(withdrawn_at=now)
        _refuse_invited(waiting, wanted)
        if waiting.count() + len(wanted) > WAITING_AT_MOST:
            raise Refusal(
                _("At most %(count)s invitations can be pending at once. Withdraw some of them first.")
                % {"count": WAITING_AT_MOST},
                "emails",
            )
        _refuse_too_many(cluster, by, len(wanted), now)
        invitations = []
        for email in wanted:
            invitation = Invitation.objects.create(
                cluster=cluster,
                email=email,
                role=role,
                language=language,
                invited_by=by,
                token_digest=nobodys_digest(),
                created_at=now,
                expires_at=now + timedelta(days=INVITATION_DAYS),
            )
            activity.record(cluster=cluster, by=by, verb="invited", subject=email, url=people_page(cluster))
            post(invitation)
            invitations.append(invitation)
    return invitations


def _refuse_members(cluster: Cluster, emails: Sequence[str]) -> None:
    found = Membership.objects.of(cluster).filter(user__email__in=emails).values_list("user__email", flat=True)
    members = sorted(set(found))
    if members:
        raise Refusal(
            ngettext(
                "%(who)s is already a member. Remove the email address from the list.",
                "%(who)s are already members. Remove their email addresses from the list.",
                len(members),
            )
            % {"who": ", ".join(members)},
            "emails",
        )


def _refuse_invited(waiting: InvitationSet, emails: Sequence[str]) -> None:
    invited = sorted(waiting.filter(email__in=emails).values_list("email", flat=True))
    if invited:
        raise Refusal(
            ngettext(
                "%(who)s already has an invitation. You can send it again from the list of people.",
                "%(who)s already have invitations. You can send them again from the list of people.",
                len(invited),
            )
            % {"who": ", ".join(invited)},
            "emails",
        )


def _refuse_too_many(cluster: Cluster, by: User, more: int, now: datetime) -> None:
    """Keep the installation from being used to mail strangers: each mail of an invitation stands in the log."""
    # across_clusters: a person may be owner of several clusters, and the limit is theirs
    mailed = ActivityEntry.across_clusters.filter(verb__in=("invited", "invited-again"), at__gt=now - timedelta(days=1))
    if mailed.filter(by=by).count() + more > A_DAY_OF_ONE:
        sentence = _("You can send at most %(count)s invitations a day. Send the rest tomorrow.")
        raise Refusal(sentence % {"count": A_DAY_OF_ONE}, "emails")
    if mailed.filter(cluster=cluster).count() + more > A_DAY_OF_A_CLUSTER:
        sentence = _("A cluster can send at most %(count)s invitations a day. Send the rest tomorrow.")
        raise Refusal(sentence % {"count": A_DAY_OF_A_CLUSTER}, "emails")


def post(invitation: Invitation) -> None:
    """Have the invitation mailed: by a worker where one is at work, otherwise once the transaction is done."""
    if workers.is_anybody_at_work():
        mail_in_background.enqueue(invitation.pk)
    else:
        transaction.on_commit(lambda: mail_invitation(invitation.pk))


@task()
def mail_in_background(pk: int) -> None:
    """Mail an invitation from the worker; a second run of the same task finds it mailed."""
    mail_invitation(pk)


def mail_invitation(pk: int) -> None:
    """Make the token of an invitation and mail it, and note whether the mail went.

    The token is made here and nowhere else, so that it stands in the mail alone: not in a task that waits.
    """
    about = about_mail(pk)
    # across_clusters: the worker works for every cluster
    rows = held(Invitation.across_clusters.select_related("cluster", "invited_by"))
    with transaction.atomic():
        invitation = rows.filter(pk=pk).first()
        if invitation is None or invitation.mailed_at or invitation.state != "open" or outbox.is_here(about):
            return
        # The link and the mail that holds it are one act: whoever is sent a link can open it.
        token = secrets.token_urlsafe(32)
        invitation.token_digest = digest_of(token)
        by = invitation.invited_by
        language = content_language(invitation.language)
        context = {
            "by": _inviter(invitation),
            "cluster": invitation.cluster.name.resolve(language).text,
            "role": Role(invitation.role).label,
            "url": mail.absolute(reverse("clusters:invitation", args=[token])),
            "expires_at": invitation.expires_at,
        }
        try:
            mail.send(
                to=invitation.email,
                template="invitation",
                language=invitation.language,
                context=context,
                reply_to=by.email if by else "",
                about=about,
            )
        except mail.MailNotSentError as fault:
            log.warning("invitation_not_mailed", invitation=pk, fault=type(fault.__cause__).__name__)
            invitation.mail_failed_at = timezone.now()
        else:
            # While it waits for the mail server it is on its way.
            invitation.mailed_at = None if outbox.is_here(about) else timezone.now()
        invitation.save(update_fields=["token_digest", "mailed_at", "mail_failed_at"])


def about_mail(pk: int) -> str:
    """Return by what the outbox knows the mail of an invitation."""
    return f"invitation:{pk}"


def note_mail(sender: object, *, mail: OutboxMail, went: bool, **kwargs: object) -> None:
    """Note whether the mail server took the mail of an invitation; called by the outbox."""
    kind, _colon, pk = mail.about.partition(":")
    if kind == "invitation":
        changes = {"mailed_at": timezone.now()} if went else {"mail_failed_at": timezone.now()}
        # across_clusters: the worker sends for every cluster
        Invitation.across_clusters.filter(pk=int(pk)).update(**changes)


def _inviter(invitation: Invitation) -> str:
    """Return who invites, as a stranger may be told: a name from before there was a rule may hold a whole letter."""
    person = invitation.invited_by
    if person is None:
        return ""
    name = one_line(person.display_name)
    return person.email if holds_address(name) else name


def nobodys_digest() -> str:
    """Return a digest that no link leads to, for an invitation that has not been mailed yet."""
    return digest_of(secrets.token_urlsafe(32))


def resend_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Send an invitation again, with a new token and all its days; the link of the earlier mail works no longer."""
    with transaction.atomic():
        invitation = _locked(invitation)
        _refuse_settled(invitation)
        _refuse_too_many(invitation.cluster, by, 1, timezone.now())
        outbox.drop(about_mail(invitation.pk))
        invitation.token_digest = nobodys_digest()
        invitation.expires_at = timezone.now() + timedelta(days=INVITATION_DAYS)
        invitation.mailed_at = invitation.mail_failed_at = None
        invitation.save(update_fields=["token_digest", "expires_at", "mailed_at", "mail_failed_at"])
        cluster = invitation.cluster
        activity.record(
            cluster=cluster, by=by, verb="invited-again", subject=invitation.email, url=people_page(cluster)
        )
        post(invitation)
    return invitation


def withdraw_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Withdraw an invitation; withdrawing it twice changes nothing."""
    with transaction.atomic():
        invitation = _locked(invitation)
        if invitation.withdrawn_at:
            return invitation
        _refuse_settled(invitation)
        outbox.drop(about_mail(invitation.pk))
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        activity.record(cluster=invitation.cluster, by=by, verb="withdrew-invitation", subject=invitation.email)
    return invitation


def _locked(invitation: Invitation) -> Invitation:
    # across_clusters: the invitation was found by its cluster or by its token, and is read once more under a lock
    rows = held(Invitation.across_clusters.select_related("cluster", "invited_by"))
    return rows.get(pk=invitation.pk)


def _refuse_settled(invitation: Invitation) -> None:
    if invitation.accepted_at:
        raise Refusal(_("The invitation has been accepted."))
    if invitation.withdrawn_at:
        raise Refusal(_("The invitation has been withdrawn."))


def accept_invitation(*, invitation: Invitation, user: User) -> Membership:
    """Make the invited person a member; accepting twice gives the same membership, anybody else is refused."""
    with transaction.atomic():
        invitation = _locked(invitation)
        if normal(user.email) != normal(invitation.email):
            raise Refusal(_("The invitation is for somebody else."))
        if invitation.accepted_at and invitation.accepted_by_id == user.pk:
            return _accepted_before(invitation, user)
        _refuse_settled(invitation)
        if invitation.is_expired:
            raise Refusal(_("The invitation has expired."))
        invitation.accepted_at, invitation.accepted_by = timezone.now(), user
        invitation.save(update_fields=["accepted_at", "accepted_by"])
        return add_member(cluster=invitation.cluster, user=user, role=Role(invitation.role))


def _accepted_before(invitation: Invitation, user: User) -> Membership:
    membership: Membership | None = Membership.objects.of(invitation.cluster).filter(user=user).first()
    if membership is None:
        raise Refusal(_("The invitation has been used. Ask an owner of the cluster for a new one."))
    return membership


def join(*, invitation: Invitation, name: str, password: str, language: str) -> User:
    """Make the person whom the invitation reached, and make them a member; the e-mail is theirs, as the mail came."""
    with transaction.atomic():
        invitation = _locked(invitation)
        _refuse_settled(invitation)
        person = create_person(email=invitation.email, name=name, password=password, language=language)
        accept_invitation(invitation=invitation, user=person)
    return person
