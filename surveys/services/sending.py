"""Invitations and reminders: written into the outbox in the transaction that notes them, so that each goes once.

A link is made of the invitation's seed and the installation's key. The database alone, or a copy of it, opens none.
"""

from base64 import urlsafe_b64encode
from collections.abc import Collection, Iterable
from datetime import date
from secrets import token_urlsafe

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.text import capfirst

from accounts import mail
from accounts.models import OutboxMail
from clusters.models import Cluster
from clusters.revisions import change
from clusters.services import digest_of
from core import workers
from core.dates import format_date
from core.languages import in_language
from core.locking import held, hold
from core.markdown import plain
from core.text import Language, Text
from surveys import tasks
from surveys.models import SurveyInvitation, SurveyRound

BATCH = 50
SALT = "surveys.links"
ABOUT = "survey:"


def new_seed() -> str:
    """Return what a link is made of, besides the installation's key."""
    return token_urlsafe(32)


def token_of(seed: str, digest: str = "") -> str:
    """Return the token of a link; with a digest the one that it was made with, also after the key was changed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = [salted_hmac(SALT, seed, secret=key, algorithm="sha256").digest() for key in keys]
    tokens = [urlsafe_b64encode(one).decode().rstrip("=") for one in made]
    return next((token for token in tokens if digest_of(token) == digest), tokens[0])


def token_digest(seed: str) -> str:
    """Return what is stored of a link."""
    return digest_of(token_of(seed))


def about(invitation: int) -> str:
    """Return what the mails of an invitation are about, so that they can be found in the outbox."""
    return f"{ABOUT}{invitation}"


def drop_mails(invitations: Iterable[int]) -> None:
    """Take out of the outbox what has not gone yet."""
    named = [about(pk) for pk in invitations]
    for begin in range(0, len(named), 500):
        OutboxMail.objects.filter(about__in=named[begin : begin + 500]).delete()


def send_soon(round: SurveyRound) -> None:
    """Have the mails of a round sent: by the worker, or at once where there is none."""
    if workers.is_anybody_at_work():
        tasks.send_round.enqueue(round=round.pk)
    else:
        send_round(round.pk)


def look(*, today: date | None = None) -> None:
    """Send what is due in every open round."""
    today = today or timezone.localdate()
    for pk in _running(today).values_list("pk", flat=True):
        send_round(pk, today=today)


def _running(today: date) -> QuerySet[SurveyRound]:
    """Return the open rounds of which mails may go: an archived cluster writes to nobody."""
    # across_clusters: the worker sends for every cluster
    rows = SurveyRound.across_clusters.filter(state=SurveyRound.State.OPEN, cluster__archived_at=None)
    return rows.filter(closes_on__gte=today)


def send_round(pk: int, *, today: date | None = None) -> int:
    """Write the mails of a round that are due into the outbox, some at a time; return how many."""
    today = today or timezone.localdate()
    sent = 0
    while some := _send_some(pk, today):
        sent += some
        workers.note_progress()
    return sent


@transaction.atomic
def _send_some(pk: int, today: date) -> int:
    round = _running(today).filter(pk=pk).select_related("cluster", "edition").first()
    if round is None:
        return 0
    round = hold(SurveyRound.objects.of(round.cluster).select_related("cluster", "edition"), round)
    invitations = SurveyInvitation.objects.of(round.cluster).filter(round=round).waiting().filter(_due(round, today))
    rows = list(held(invitations.exclude(company__email="")).select_related("company")[:BATCH])
    for row in rows:
        _post(round, row)
    touched = SurveyInvitation.objects.of(round.cluster).filter(pk__in=[row.pk for row in rows])
    touched.update(mailed=F("mailed") + 1, mailed_on=today)
    return len(rows)


def _due(round: SurveyRound, today: date) -> Q:
    """Return who is to be written to: who has had no mail, and who had the last one before a reminder's day."""
    due = Q(mailed=0)
    for times, day in ((1, round.first_reminder), (2, round.second_reminder)):
        if day and day <= today:
            due |= Q(mailed=times, mailed_on__lt=day)
    return due


def _post(round: SurveyRound, invitation: SurveyInvitation) -> None:
    company = invitation.company
    token = token_of(invitation.seed, invitation.digest)
    language: Language = "en" if company.language == "en" else "da"
    stop = mail.absolute(reverse("answering:stop", args=[token]))
    introduction = Text.from_value(round.introduction).resolve(language)
    context = {
        "contact": company.contact_name,
        "company": company.name,
        "sender": round.sender_in(language),
        "title": round.title_text.resolve(language).text,
        "introduction": plain(introduction.text),
        "closes_on": format_date(round.closes_on, language),
        "url": mail.absolute(reverse("answering:answer", args=[token])),
        "stop": stop,
        "is_reminder": invitation.mailed > 0,
    }
    with translation.override("en-gb" if language == "en" else "da"):
        # A mail of plain words can mark them by words alone.
        context["borrowed"] = capfirst(in_language(introduction.language)) if introduction.is_fallback else ""
        mail.send(
            to=company.email,
            template="survey",
            language=translation.get_language(),
            context=context,
            about=about(invitation.pk),
            more={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        )


def note_settled(*, mail: OutboxMail, went: bool) -> None:
    """Note on an invitation that its mail cannot be delivered."""
    number = mail.about.removeprefix(ABOUT)
    if went or not mail.about.startswith(ABOUT) or not number.isdecimal():
        return
    if mail.state == OutboxMail.State.FAILED:
        # across_clusters: the mail names the invitation
        SurveyInvitation.across_clusters.filter(pk=int(number)).update(failed=True)


@transaction.atomic
def ask_anew(cluster: Cluster, companies: Collection[int]) -> None:
    """Invite those again whose mail came back, now that they have another address; their reminders begin anew."""
    open_rounds = SurveyRound.objects.of(cluster).filter(state=SurveyRound.State.OPEN)
    rows = SurveyInvitation.objects.of(cluster).filter(company__in=companies, failed=True, round__in=open_rounds)
    found = dict(rows.values_list("pk", "round"))
    # Whoever looks after the outbox is not to send what went to the address that was wrong.
    drop_mails(found)
    SurveyInvitation.objects.of(cluster).filter(pk__in=found).update(failed=False, mailed=0)
    for round in open_rounds.filter(pk__in=set(found.values())):
        send_soon(round)


@transaction.atomic
def refuse_for_good(*, invitation: SurveyInvitation) -> None:
    """Note that a company does not want to be asked again, in this round or any other; said twice, it is said once."""
    company = invitation.company
    company.cluster = invitation.round.cluster
    SurveyInvitation.objects.of(company.cluster).filter(pk=invitation.pk).update(has_refused=True)
    drop_mails([invitation.pk])
    change(company, {"do_not_ask": True}, based_on=None, by=None)
