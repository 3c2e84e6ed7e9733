"""What the group agrees on, statement by statement, when it has seen how far apart it is."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.models import Agreement, Assessment
from clusters.revisions import change, change_together
from core.errors import Refusal
from core.locking import held


def agree(
    *,
    assessment: Assessment,
    agreement: Agreement,
    level: int | None,
    is_disputed: bool,
    reason: str,
    based_on: int | None,
    by: User,
) -> Agreement:
    """Note the level that was agreed, or that there was none; raises Conflict when a colleague noted something else."""
    if not assessment.is_closed:
        raise Refusal(_("Open the answers first. Until then nobody has seen where you differ."))
    statement = assessment.form.by_key.get(agreement.key)
    if statement is None or (level is not None and level not in statement.numbers):
        raise Refusal(_("Choose one of the levels."), "level")
    if level is None and not is_disputed:
        raise Refusal(_("Choose a level, or say that you do not agree."), "level")
    fields = {"level": None if is_disputed else level, "is_disputed": is_disputed, "reason": reason}
    return change(agreement, fields, based_on=based_on, by=by, verb="")


@transaction.atomic
def agree_where_all_said_the_same(*, assessment: Assessment, by: User) -> int:
    """Note the level of each statement at which a group chose one level, and nothing was noted; return how many."""
    if not assessment.is_closed:
        raise Refusal(_("Open the answers first. Until then nobody has seen where you differ."))
    same = {one.key: one.spread.scores[0] for one in assessment.frozen.statements if one.spread and one.spread.is_same}
    rows = Agreement.objects.of(assessment.cluster).filter(
        assessment=assessment, key__in=same, level=None, is_disputed=False
    )
    found = list(held(rows))
    for one in found:
        one.assessment = assessment
    return change_together(found, lambda one: {"level": same[one.key]}, by=by)
