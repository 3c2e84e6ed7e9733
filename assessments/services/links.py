"""Personal links: for people without an account, each opening one person's own scores and nothing else."""

import secrets

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import mail
from accounts.models import User
from assessments.models import Assessment, Scorer
from assessments.services.asking import Guest, refuse_to_open_alone, refuse_too_many, still_open
from clusters.activity import record
from clusters.services import digest_of
from core.dates import format_date
from core.errors import Refusal
from core.languages import content_language

LONGEST_TOKEN = 100


@transaction.atomic
def add_guest(*, assessment: Assessment, guest: Guest, by: User) -> tuple[Scorer, str]:
    """Ask somebody without an account, and return them with the token of their link, which is not kept.

    With an address the link goes out by mail. Raises Refusal for an address that has been asked already.
    """
    held = still_open(assessment)
    refuse_to_open_alone(held, by)
    refuse_too_many(held, 1)
    email = guest.email.strip().lower()
    if email and held.scorers.filter(email__iexact=email).exists():
        raise Refusal(_("%(email)s has been asked already.") % {"email": email}, "email")
    scorer = Scorer.objects.create(assessment=held, name=guest.name, email=email, language=guest.language)
    token = _new_token(scorer)
    record(cluster=assessment.cluster, by=by, verb="asked-scorers", subject=held.name, url=assessment.url())
    _send(assessment, scorer, token, by)
    return scorer, token


@transaction.atomic
def renew_link(*, assessment: Assessment, scorer: Scorer, by: User) -> str:
    """Give a guest a new link, and let the old one answer no longer; what was scored stays."""
    still_open(assessment)
    # A row without a link may be that of somebody who has left: what they answered is read by nobody.
    if not scorer.has_link and scorer.has_begun:
        raise Refusal(_("Answers have been given here, and they stay unseen. Ask the person again."))
    token = _new_token(scorer)
    _send(assessment, scorer, token, by)
    return token


@transaction.atomic
def revoke_link(*, assessment: Assessment, scorer: Scorer, by: User) -> None:
    """Let a guest's link answer no longer; what was scored stays and counts."""
    scorer.token_digest = None
    scorer.save(update_fields=["token_digest"])


def scorer_of(token: str) -> Scorer | None:
    """Return whose link this is; one query."""
    if len(token) > LONGEST_TOKEN:
        return None
    # across_clusters: the row is found by its secret, and the cluster is taken from the row
    rows = Scorer.across_clusters.filter(token_digest=digest_of(token), assessment__deleted_at=None)
    return rows.select_related("assessment__cluster", "assessment__edition__publication").first()


def _new_token(scorer: Scorer) -> str:
    token = secrets.token_urlsafe(32)
    scorer.token_digest = digest_of(token)
    scorer.save(update_fields=["token_digest"])
    return token


def _send(assessment: Assessment, scorer: Scorer, token: str, by: User) -> None:
    if not scorer.email:
        return
    language = content_language(scorer.language)
    context = {
        "name": scorer.name,
        "cluster": assessment.cluster.name.resolve(language).text,
        "who": by.display_name,
        "until": format_date(assessment.until, language),
        "note": assessment.note,
        "count": len(assessment.form.statements),
        "address": mail.absolute(reverse("scoring:start", args=[token])),
    }
    # Into the outbox, in this transaction: the mail holds the only copy of the link.
    mail.send(to=scorer.email, template="score", language=scorer.language, context=context, reply_to=by.email)
