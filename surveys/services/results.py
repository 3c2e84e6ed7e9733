"""Hiding what somebody wrote when it says who they are."""

from django.db import transaction

from accounts.models import User
from clusters.activity import record
from core.locking import hold
from surveys.models import SurveyAnswer, SurveyRound


@transaction.atomic
def hide_text(*, round: SurveyRound, answer: SurveyAnswer, key: str, by: User) -> bool:
    """Hide the text at a question, or show it again; return whether it is hidden now."""
    fresh: SurveyAnswer = hold(SurveyAnswer.objects.of(round.cluster).filter(round=round), answer)
    is_hidden = key not in fresh.hidden and key in fresh.values
    fresh.hidden = [one for one in fresh.hidden if one != key] + ([key] if is_hidden else [])
    fresh.save(update_fields=["hidden"])
    record(cluster=round.cluster, by=by, verb="hid-text", subject=round.called, url=round.get_absolute_url())
    return is_hidden
