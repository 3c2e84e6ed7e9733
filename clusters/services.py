"""What can be done to a cluster and its people. Every act is one transaction and one line in the log."""

import hashlib
import itertools
import secrets
from collections.abc import Callable, Sequence
from datetime import timedelta

import structlog
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import mail
from accounts.models import User
from accounts.second_factor import has_second_factor
from accounts.services import create_person, remove_second_factor
from clusters import activity
from clusters.logos import Logo
from clusters.models import Cluster, Invitation, Membership
from clusters.permissions import Role
from clusters.querysets import InvitationSet
from core.errors import Refusal
from core.languages import content_language
from core.text import Language, Text

INVITATION_DAYS = 14
INVITED_AT_ONCE = 30
WAITING_AT_MOST = 200
DANISH_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})

log = structlog.get_logger(__name__)


def create_cluster(
    *, slug: str, name_da: str = "", name_en: str = "", main_language: Language = "da", by: User | None
) -> Cluster:
    """Make a cluster without people; an address that is taken is refused."""
    try:
        with transaction.atomic():
            cluster = Cluster.objects.create(
                slug=slug, name_da=name_da.strip(), name_en=name_en.strip(), main_language=main_language
            )
            activity.record(cluster=cluster, by=by, verb="made-cluster")
    except IntegrityError as error:
        raise Refusal(_("Another cluster has this address. Choose another one."), "slug") from error
    return cluster


def suggest_slug(name: str) -> str:
    """Return an address for a cluster of this name that no other cluster has."""
    written = name.lower().translate(DANISH_LETTERS)
    base = slugify(written)[:34].strip("-") or "cluster"
    taken = set(Cluster.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug for slug in itertools.chain([base], (f"{base}-{n}" for n in itertools.count(2))) if slug not in taken
    )


def found_cluster(
    *, slug: str, name_da: str, name_en: str, main_language: Language, owner: str, language: str, by: User
) -> Cluster:
    """Make a cluster and invite the person who is to lead it."""
    with transaction.atomic():
        cluster = create_cluster(slug=slug, name_da=name_da, name_en=name_en, main_language=main_language, by=by)
        invite(cluster=cluster, emails=[owner], role=Role.OWNER, language=language, by=by)
    return cluster


def change_cluster(
    *,
    cluster: Cluster,
    name_da: str,
    name_en: str,
    description: Text,
    main_language: Language,
    has_second_language: bool,
    requires_second_factor: bool,
    by: User,
) -> Cluster:
    """Change what the cluster is called, the languages it writes in, and whether its people sign in in two steps.

    Nothing written in a language is lost. Only who signs in in two steps may require it, or they would be shut out.
    """
    if requires_second_factor and not cluster.requires_second_factor and not has_second_factor(by):
        raise Refusal(_("Set up two-step sign-in for yourself first, from your profile."), "requires_second_factor")
    is_new_requirement = requires_second_factor != cluster.requires_second_factor
    cluster.name_da, cluster.name_en = name_da.strip(), name_en.strip()
    cluster.description = description.to_value()
    cluster.main_language, cluster.has_second_language = main_language, has_second_language
    cluster.requires_second_factor = requires_second_factor
    fields = ["name_da", "name_en", "description", "main_language", "has_second_language", "requires_second_factor"]
    settings_page = reverse("clusters:settings", args=[cluster.slug])
    with transaction.atomic():
        cluster.save(update_fields=fields)
        activity.record(cluster=cluster, by=by, verb="changed-cluster", url=settings_page)
        if is_new_requirement:
            verb = "required-second-factor" if requires_second_factor else "freed-second-factor"
            activity.record(cluster=cluster, by=by, verb=verb, url=settings_page)
    return cluster


def change_profile(*, cluster: Cluster, mission: Text, vision: Text, accent: str, by: User) -> Cluster:
    """Change what the cluster says of itself and the colour of its documents."""
    cluster.mission, cluster.vision, cluster.accent = mission.to_value(), vision.to_value(), accent
    with transaction.atomic():
        cluster.save(update_fields=["mission", "vision", "accent"])
        activity.record(cluster=cluster, by=by, verb="changed-profile", url=_profile(cluster))
    return cluster


def change_logo(*, cluster: Cluster, logo: Logo | None, by: User) -> Cluster:
    """Keep a new logo, or none; the file of the old one goes when the change stands."""
    storage, old = cluster.logo.storage, cluster.logo.name
    with transaction.atomic():
        if logo is None:
            cluster.logo = ""
        else:
            cluster.logo.save(logo.name, ContentFile(logo.content), save=False)
        cluster.save(update_fields=["logo"])
        activity.record(cluster=cluster, by=by, verb="changed-logo", url=_profile(cluster))
        if old and old != cluster.logo.name:
            transaction.on_commit(lambda: storage.delete(old))
    return cluster


def reset_second_factor(*, person: User, by: User) -> None:
    """Take two-step sign-in away from a person who has lost phone and codes; they are told, and so are their clusters.

    Nobody does it to themselves: an open session that somebody finds must not be enough.
    """
    if person == by:
        raise Refusal(
            _("Your own two-step sign-in is removed from your profile. Another administrator can do it here.")
        )
    with transaction.atomic():
        if not remove_second_factor(person=person, by=by):
            return
        for cluster in Cluster.objects.with_member(person):
            activity.record(cluster=cluster, by=by, verb="reset-second-factor", subject=person.display_name)


def add_member(*, cluster: Cluster, user: User, role: Role) -> Membership:
    """Make a person a member; who is one already keeps the role they have."""
    with transaction.atomic():
        membership, is_new = Membership.across_clusters.get_or_create(
            cluster=cluster, user=user, defaults={"role": role}
        )
        if is_new:
            activity.record(cluster=cluster, by=user, verb="joined")
    return membership


def digest_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def invite(*, cluster: Cluster, emails: Sequence[str], role: Role, language: str, by: User) -> list[Invitation]:
    """Invite people by mail, all of them or none; who is a member or has an open invitation is refused by name.

    An invitation that has expired makes room for a new one.
    """
    wanted = list(dict.fromkeys(email.strip().lower() for email in emails))
    now = timezone.now()
    with transaction.atomic():
        lock(cluster)
        _refuse_members(cluster, wanted)
        waiting = Invitation.objects.of(cluster).waiting()
        waiting.to(set(wanted)).filter(expires_at__lte=now).update(withdrawn_at=now)
        _refuse_invited(waiting, wanted)
        if waiting.count() + len(wanted) > WAITING_AT_MOST:
            raise Refusal(
                _("At most %(count)s invitations can wait at the same time. Withdraw some of them first.")
                % {"count": WAITING_AT_MOST},
                "emails",
            )
        invitations = []
        for email in wanted:
            token = secrets.token_urlsafe(32)
            invitation = Invitation.objects.create(
                cluster=cluster,
                email=email,
                role=role,
                language=language,
                invited_by=by,
                token_digest=digest_of(token),
                created_at=now,
                expires_at=now + timedelta(days=INVITATION_DAYS),
            )
            activity.record(cluster=cluster, by=by, verb="invited", subject=email, url=_people(cluster))
            transaction.on_commit(mailer(invitation, token))
            invitations.append(invitation)
    return invitations


def _refuse_members(cluster: Cluster, emails: Sequence[str]) -> None:
    found = Membership.objects.of(cluster).filter(user__email__in=emails).values_list("user__email", flat=True)
    members = sorted(set(found))
    if members:
        raise Refusal(
            ngettext(
                "%(who)s is a member already. Take the e-mail out of the list.",
                "%(who)s are members already. Take their e-mails out of the list.",
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
                "%(who)s has an invitation already. You can send it again from the list of people.",
                "%(who)s have invitations already. You can send them again from the list of people.",
                len(invited),
            )
            % {"who": ", ".join(invited)},
            "emails",
        )


def mailer(invitation: Invitation, token: str) -> Callable[[], None]:
    """Return the act that mails an invitation and notes that the mail went; one that did not go can be sent again."""

    def act() -> None:
        language = content_language(invitation.language)
        context = {
            "by": invitation.invited_by.display_name if invitation.invited_by else "",
            "cluster": invitation.cluster.name.resolve(language).text,
            "role": Role(invitation.role).label,
            "url": mail.absolute(reverse("clusters:invitation", args=[token])),
            "expires_at": invitation.expires_at,
        }
        try:
            mail.send(to=invitation.email, template="invitation", language=invitation.language, context=context)
        except mail.MailNotSentError:
            log.exception("invitation_not_mailed", invitation=invitation.pk)
            return
        invitation.mailed_at = timezone.now()
        invitation.save(update_fields=["mailed_at"])

    return act


def resend_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Send an invitation again, with a new token and all its days; the link of the earlier mail works no longer."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        invitation = _locked(invitation)
        _refuse_settled(invitation)
        invitation.token_digest = digest_of(token)
        invitation.expires_at = timezone.now() + timedelta(days=INVITATION_DAYS)
        invitation.mailed_at = None
        invitation.save(update_fields=["token_digest", "expires_at", "mailed_at"])
        cluster = invitation.cluster
        activity.record(cluster=cluster, by=by, verb="invited-again", subject=invitation.email, url=_people(cluster))
        transaction.on_commit(mailer(invitation, token))
    return invitation


def withdraw_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Withdraw an invitation; withdrawing it twice changes nothing."""
    with transaction.atomic():
        invitation = _locked(invitation)
        if invitation.withdrawn_at:
            return invitation
        _refuse_settled(invitation)
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        activity.record(cluster=invitation.cluster, by=by, verb="withdrew-invitation", subject=invitation.email)
    return invitation


def _locked(invitation: Invitation) -> Invitation:
    # across_clusters: the invitation was found by its cluster or by its token, and is read once more under a lock
    rows = Invitation.across_clusters.select_for_update(of=("self",)).select_related("cluster", "invited_by")
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
        if user.email.lower() != invitation.email:
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


def change_role(*, membership: Membership, role: Role, by: User) -> Membership:
    """Give a member another role; the last owner stays one."""
    with transaction.atomic():
        lock(membership.cluster)
        current = _current(membership)
        if current is None:
            raise Refusal(_("The person is no longer a member of the cluster."))
        if current.role == role:
            return current
        if role != Role.OWNER:
            _refuse_last_owner(current)
        current.role = role
        current.save(update_fields=["role"])
        cluster, name = current.cluster, current.user.display_name
        activity.record(cluster=cluster, by=by, verb="changed-role", subject=name, url=_people(cluster))
    return current


def remove_member(*, membership: Membership, by: User) -> None:
    """Take a person out of the cluster, or let them leave; what they wrote stays. The last owner stays too."""
    with transaction.atomic():
        lock(membership.cluster)
        current = _current(membership)
        if current is None:
            return
        _refuse_last_owner(current)
        verb, subject = ("left", "") if current.user == by else ("removed-member", current.user.display_name)
        activity.record(cluster=current.cluster, by=by, verb=verb, subject=subject)
        current.delete()


def _current(membership: Membership) -> Membership | None:
    """Return the membership as it is now, under the lock: it was read before."""
    row: Membership | None = (
        Membership.objects.of(membership.cluster).select_related("cluster", "user").filter(pk=membership.pk).first()
    )
    return row


def lock(cluster: Cluster) -> None:
    """Have changes to the cluster's people wait for each other, so that two owners cannot remove one another."""
    Cluster.objects.select_for_update().get(pk=cluster.pk)


def _refuse_last_owner(membership: Membership) -> None:
    others = Membership.objects.of(membership.cluster).owners().exclude(pk=membership.pk)
    if membership.role == Role.OWNER and not others.exists():
        raise Refusal(
            _("The cluster needs an owner, and this is the only one. Make somebody else owner first."), "role"
        )


def _profile(cluster: Cluster) -> str:
    return reverse("clusters:profile", args=[cluster.slug])


def _people(cluster: Cluster) -> str:
    return reverse("clusters:people", args=[cluster.slug])
