"""One person's own answer to one statement: saved at once, never erased by another window without a word."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Assessment, Score, Scorer
from assessments.statements import StatementText
from core.errors import Conflict, Refusal, Side
from core.locking import held as held_rows
from core.locking import hold


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody answers: a level, or that they do not know, or nothing yet; with a note and a link."""

    level: int | None = None
    is_unsure: bool = False
    note: str = ""
    link: str = ""


@transaction.atomic
def score(
    *,
    assessment: Assessment,
    scorer: Scorer,
    key: str,
    given: Given,
    based_on: int,
    page: str = "",
    wording: str = "",
) -> Score:
    """Store an answer; the newest choice counts, and a note that another window wrote is not overwritten unseen.

    `wording` is the statement's that the page showed. Raises Conflict where it reads differently meanwhile, once the
    answers are opened or the last day has passed, and with both notes where the other window wrote another one;
    Refusal for a level that the statement does not have.
    """
    statement = hold_open(assessment, key)
    if wording and wording != statement.wording:
        raise Conflict(asked_anew())
    if given.level is not None and given.level not in statement.numbers:
        raise Refusal(_("Choose one of the levels."), "level")
    stored = held_rows(Score.objects.of(assessment.cluster).filter(scorer=scorer, key=key))
    now = stored.first() or Score(scorer=scorer, key=key, revision=0)
    if now.revision != based_on and now.page != page:
        _refuse_other_words(now, given)
    if now.pk and Given(now.level, now.is_unsure, now.note, now.link) == given and not now.earlier:
        return now
    # Whoever saves has read the statement as it is asked now.
    now.earlier = None
    now.level, now.is_unsure, now.note, now.link = given.level, given.is_unsure, given.note, given.link
    now.revision, now.page = now.revision + 1, page
    now.save()
    note_progress(assessment, scorer)
    return now


def hold_open(assessment: Assessment, key: str) -> StatementText:
    """Hold the assessment while somebody answers, and return the statement.

    Raises Conflict once it is too late, or where it has been taken to another edition meanwhile.
    """
    held: Assessment = hold(Assessment.objects.of(assessment.cluster).alive(), assessment)
    if held.is_closed or held.until < timezone.localdate():
        raise Conflict(_("The last day to answer has passed, so this was not saved. What you saved before counts."))
    if held.edition_id != assessment.edition_id:
        raise Conflict(asked_anew())
    if assessment.cluster.archived_at is not None:
        raise Conflict(_("The cluster is archived, so nothing can be answered there any more. This was not saved."))
    statement = assessment.form.by_key.get(key)
    if statement is None:
        raise Refusal(_("This statement is not part of the self-assessment."))
    return statement


def asked_anew() -> str:
    """Say that a statement is not as the page showed it."""
    return _("The statement reads differently since you opened the page, so this was not saved. Read it again.")


def _refuse_other_words(now: Score, given: Given) -> None:
    sides = tuple(
        Side(name, str(label), getattr(given, name), getattr(now, name))
        for name, label in (("note", _("Why this level?")), ("link", _("Link")))
        if getattr(now, name) and getattr(now, name) != getattr(given, name)
    )
    if sides:
        words = _("You wrote something else here in another window. Nothing has been overwritten.")
        raise Conflict(words, sides=sides)


def note_progress(assessment: Assessment, scorer: Scorer) -> None:
    """Write down whether the person has answered all that is scored."""
    wanted = [one.key for one in assessment.form.statements]
    answered = Score.objects.of(assessment.cluster).filter(scorer=scorer, key__in=wanted)
    is_done = answered.exclude(level=None, is_unsure=False).count() == len(wanted)
    if is_done != scorer.is_done:
        scorer.is_done = is_done
        scorer.save(update_fields=["is_done"])
