"""Opening the answers: they are counted once, frozen, and no single score leaves this module but by who gave it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.models import Assessment, Score, ScoreFile, Scorer
from assessments.rules.counting import Answers, Counted, count, count_again, count_alone
from assessments.rules.spread import FEWEST
from assessments.services.asking import refuse_past, still_open
from assessments.statements import Form
from clusters.activity import record
from core.errors import Conflict, Refusal
from core.frozen import digest_of, plain
from core.locking import hold


@transaction.atomic
def close(*, assessment: Assessment, by: User | None) -> Assessment:
    """Open the answers for the group: nobody scores any more, and what they come to is counted and frozen.

    `by` is nobody where the last day has passed. Raises Conflict when a colleague has done so already.
    """
    held = still_open(assessment)
    _refuse_moved(held, assessment)
    scorers = list(held.scorers.all())
    scores = _scores_by_scorer(held)
    now = [answers_of(scores[one.pk], assessment.form) for one in scorers]
    fresh = count(assessment.form.asked, now, invited=len(scorers))
    counted = (
        fresh if not held.counted else count_again(held.frozen, [one.answers_counted for one in scorers], now, fresh)
    )
    _keep_what_was_counted(held.frozen if held.counted else None, counted, scorers, now)
    # What the only one who was asked has written is opened by themselves alone (`show_alone`).
    is_theirs = len(scorers) == 1 and not scorers[0].has_link
    notes = held.notes if is_theirs else _notes(held, counted, scorers, scores)
    _freeze(assessment, counted, notes, timezone.localdate())
    record(cluster=assessment.cluster, by=by, verb="closed-assessment", subject=held.name, url=assessment.url())
    return assessment


@transaction.atomic
def show_alone(*, assessment: Assessment, by: User) -> Assessment:
    """Let the cluster read what the only person who was asked answered, as that person wants; it is closed with it.

    Raises Conflict where somebody else is asked too, and Refusal where there is nothing to show or a group's is shown.
    """
    held: Assessment = hold(Assessment.objects.of(assessment.cluster).alive(), assessment)
    held.cluster = assessment.cluster
    _refuse_moved(held, assessment)
    scorers = list(held.scorers.all())
    if [one.user_id for one in scorers] != [by.pk]:
        raise Conflict(_("You are not the only one who has been asked, so nothing of it has been shown."))
    if held.frozen.is_of_a_group:
        raise Refusal(_("A result of three or more is shown here. One person’s answers cannot take its place."))
    scores = _scores_by_scorer(held)
    own = answers_of(scores[scorers[0].pk], assessment.form)
    counted = count_alone(assessment.form.asked, own)
    if not counted.is_alone:
        raise Refusal(_("You have not chosen a level anywhere, so there is nothing to show."))
    notes = _notes(held, counted, scorers, scores)
    if held.is_closed and (counted, notes) == (held.frozen, held.notes):
        # Sent twice.
        return held
    _keep_what_was_counted(None, counted, scorers, [own])
    _freeze(assessment, counted, notes, held.closed_on or timezone.localdate())
    record(cluster=assessment.cluster, by=by, verb="showed-own-answers", subject=held.name, url=assessment.url())
    return assessment


def close_if_over(assessment: Assessment, today: date) -> None:
    """Open the answers once the last day has passed; two who look at the same moment do it once."""
    if assessment.is_closed or assessment.until >= today or assessment.deleted_at is not None:
        return
    try:
        close(assessment=assessment, by=None)
    except Conflict:
        assessment.refresh_from_db(fields=["closed_on", "counted", "digest", "notes"])


@transaction.atomic
def reopen(*, assessment: Assessment, until: date, by: User) -> Assessment:
    """Let people answer again until a day. What was counted stands until enough of it is new (`count_again`)."""
    refuse_past(until)
    held: Assessment = hold(Assessment.objects.of(assessment.cluster).alive(), assessment)
    if not held.is_closed:
        raise Conflict(_("It is open for answers already."))
    assessment.closed_on, assessment.until = None, until
    assessment.revision = held.revision + 1
    assessment.changed_by, assessment.changed_at = by, timezone.now()
    assessment.save(update_fields=["closed_on", "until", "revision", "changed_by", "changed_at"])
    record(cluster=assessment.cluster, by=by, verb="reopened-assessment", subject=held.name, url=assessment.url())
    return assessment


def answers_of(scores: Iterable[Score], form: Form) -> Answers:
    """Return what one person answered to what is asked."""
    scores, known = list(scores), {one[0] for one in form.asked}
    levels = {one.key: one.level for one in scores if one.level is not None and one.key in known}
    return Answers(levels, frozenset(one.key for one in scores if one.is_unsure and one.key in known))


def _refuse_moved(held: Assessment, assessment: Assessment) -> None:
    if held.edition_id != assessment.edition_id:
        raise Conflict(_("It has been taken to another edition at this moment. Look at it again before you open it."))


def _scores_by_scorer(held: Assessment) -> defaultdict[int, list[Score]]:
    scores: defaultdict[int, list[Score]] = defaultdict(list)
    for one in Score.objects.of(held.cluster).filter(scorer__assessment=held):
        scores[one.scorer_id].append(one)
    return scores


def _freeze(assessment: Assessment, counted: Counted, notes: dict[str, Any], day: date) -> None:
    kept = plain(counted)
    assessment.closed_on = day
    assessment.counted, assessment.digest = kept, digest_of(kept)
    assessment.notes = notes
    assessment.save(update_fields=["closed_on", "counted", "digest", "notes"])


def _keep_what_was_counted(before: Counted | None, after: Counted, scorers: list[Scorer], now: list[Answers]) -> None:
    """Remember with each person which of their scores are in what is shown now."""
    first = {one.key: one for one in before.statements} if before else {}
    stands = {one.key for one in after.statements if first.get(one.key) == one}
    for scorer, answers in zip(scorers, now, strict=True):
        old = scorer.answers_counted
        scores = {key: level for key, level in answers.scores.items() if key not in stands}
        scores |= {key: level for key, level in old.scores.items() if key in stands}
        unsure = (answers.unsure - stands) | (old.unsure & stands)
        scorer.counted = {"scores": scores, "unsure": sorted(unsure)}
    # across_clusters: the scorers of this very assessment
    Scorer.across_clusters.bulk_update(scorers, ["counted"])


def _notes(
    assessment: Assessment, counted: Counted, scorers: list[Scorer], scores: dict[int, list[Score]]
) -> dict[str, list[dict[str, Any]]]:
    """Return the notes of each statement by their words; with names only where that was said and three have scored."""
    shown = {one.key for one in counted.statements if one.spread and not one.is_alone}
    files: defaultdict[tuple[int, str], list[dict[str, str]]] = defaultdict(list)
    for kept in ScoreFile.objects.of(assessment.cluster).filter(scorer__assessment=assessment).order_by("name", "mark"):
        files[kept.scorer_id, kept.key].append({"mark": kept.mark, "name": kept.name})
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for scorer in scorers:
        for one in scores[scorer.pk]:
            own = files[scorer.pk, one.key]
            # What stands beside what is asked is its writer's alone.
            if one.is_beside:
                continue
            if one.note or one.link or own:
                is_named = not assessment.is_anonymous and one.key in shown and counted.answered >= FEWEST
                name = scorer.name if is_named else ""
                said = {"note": one.note, "link": one.link, "name": name}
                found[one.key].append({**said, "files": own} if own else said)
    return {key: sorted(notes, key=_by_words) for key, notes in found.items()}


def _by_words(note: dict[str, Any]) -> tuple[str, str, list[str]]:
    return note["note"].casefold(), note["link"], [one["name"] for one in note.get("files", ())]
