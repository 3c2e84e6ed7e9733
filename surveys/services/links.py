"""Links that are made anew, and links that are withdrawn."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from clusters.activity import record
from core.errors import Refusal
from core.locking import hold
from surveys.models import SurveyInvitation, SurveyRound
from surveys.services.sending import drop_mails, new_seed, token_digest


@transaction.atomic
def new_link(*, round: SurveyRound, is_test: bool, by: User) -> SurveyRound:
    """Make the open link or the test link of a round anew; the one before opens nothing any more."""
    fresh: SurveyRound = hold(SurveyRound.objects.of(round.cluster), round)
    if fresh.is_closed or (not is_test and not (fresh.has_open_link and fresh.is_open)):
        raise Refusal(_("The survey has no such link."))
    seed = new_seed()
    if is_test:
        fresh.test_seed, fresh.test_digest = seed, token_digest(seed)
    else:
        fresh.open_seed, fresh.open_digest = seed, token_digest(seed)
        record(
            cluster=round.cluster, by=by, verb="renewed-survey-link", subject=round.called, url=round.get_absolute_url()
        )
    fresh.save(update_fields=["test_seed", "test_digest", "open_seed", "open_digest"])
    return fresh


@transaction.atomic
def withdraw_link(*, round: SurveyRound, invitation: SurveyInvitation, by: User) -> None:
    """Withdraw the link of one company; an answer that has come by it stays, since nobody can tell which it is."""
    fresh: SurveyInvitation = hold(SurveyInvitation.objects.of(round.cluster), invitation)
    if fresh.is_revoked:
        return
    fresh.is_revoked = True
    fresh.save(update_fields=["is_revoked"])
    drop_mails([fresh.pk])
    record(
        cluster=round.cluster, by=by, verb="withdrew-survey-link", subject=round.called, url=round.get_absolute_url()
    )
