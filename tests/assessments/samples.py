"""Self-assessments made without surprises: three statements in two phases, and a question for words."""

from datetime import date, timedelta
from typing import Any

from accounts.models import User
from assessments.models import Agreement, Assessment, NextStep, Score, ScoreFile, Scorer
from assessments.services import Given, Guest, add_file, add_guest, close, score, start_assessment, take_step
from clusters.models import Cluster
from core.uploads import checked
from library.models import Edition
from library.services import publish_edition
from tests import factories
from tests.days import TODAY
from tests.schema.samples import common, question, scale, section

KEYS = ("mandate", "reason", "data")


def document(version: int = 1, **words: str) -> dict[str, Any]:
    """Return an edition; `words` are other wordings of its statements, by key."""

    def statement(key: str) -> dict[str, Any]:
        levels = [{"da": f"{key} trin {number}", "en": f"{key} step {number}"} for number in range(1, 6)]
        label = {"da": words.get(key, f"Påstand {key}"), "en": words.get(key, f"Statement {key}")}
        return {**scale(key), "label": label, "levels": levels}

    sections = [
        section("foundation", statement("mandate"), statement("reason")),
        section("learning", statement("data"), question("learning_next", "longtext")),
    ]
    return {**common("assessment", "check"), "version": version, "sections": sections}


def an_edition(version: int = 1, **words: str) -> Edition:
    """Publish an edition."""
    return publish_edition(data=document(version, **words), by=None)


def an_edition_of_phases() -> Edition:
    """Publish an edition whose statements stand in a phase each."""
    made = {**document(), "slug": "phases"}
    first, second = made["sections"]
    mandate, reason = first["questions"]
    made["sections"] = [{**first, "questions": [mandate]}, section("choices", reason), second]
    return publish_edition(data=made, by=None)


def an_assessment(
    cluster: Cluster, by: User, *people: User, until: date = TODAY + timedelta(days=14), **given: Any
) -> Assessment:
    """Ask `by` and the others for a self-assessment."""
    known = {"edition": an_edition() if "edition" not in given else given.pop("edition"), "name": "Status 2026"}
    return start_assessment(cluster=cluster, until=until, people=[by, *people], by=by, **{**known, **given})


def scores_of(assessment: Assessment, scorer: Scorer, *levels: int | str | None, note: str = "") -> None:
    """Score the statements in order: a level, "unsure", or nothing."""
    for key, level in zip(KEYS, levels, strict=False):
        if level is None:
            continue
        given = Given(level if isinstance(level, int) else None, level == "unsure", note)
        stored = Score.objects.of(assessment.cluster).filter(scorer=scorer, key=key).first()
        score(assessment=assessment, scorer=scorer, key=key, given=given, based_on=stored.revision if stored else 0)


def a_guest(assessment: Assessment, by: User, name: str, *levels: int | str | None, note: str = "") -> Scorer:
    """Ask a guest, who scores."""
    scorer, _token = add_guest(assessment=assessment, guest=Guest(name), by=by)
    scores_of(assessment, scorer, *levels, note=note)
    return scorer


def own(assessment: Assessment, user: User) -> Scorer:
    """Return a member's row."""
    return Scorer.objects.of(assessment.cluster).get(assessment=assessment, user=user)


def a_closed_one(cluster: Cluster, by: User, *rows: tuple[int | str | None, ...], **given: Any) -> Assessment:
    """Let as many guests as there are rows score, and open the answers."""
    made = an_assessment(cluster, by, **given)
    for number, levels in enumerate(rows, start=1):
        a_guest(made, by, f"Guest {number}", *levels)
    return close(assessment=made, by=by)


def agreement_of(assessment: Assessment, key: str) -> Agreement:
    """Return the row of what was agreed."""
    found = Agreement.objects.of(assessment.cluster).get(assessment=assessment, key=key)
    found.assessment = assessment
    return found


def a_step(cluster: Cluster, by: User) -> dict[str, Any]:
    """Make a note of a weak statement in a strategy."""
    factories.make_strategy(cluster, by)
    made = a_closed_one(cluster, by, (1, 2, 3), (1, 2, 3), (2, 2, 3))
    statement = made.form.by_key["mandate"]
    step = take_step(assessment=made, statement=statement, level=2, kind=NextStep.Kind.NOTE, by=by)
    return {"number": made.number, "pk": step.pk}


def asked_for_score(user: User, cluster: Cluster, day: date) -> Assessment:
    """Ask one person for a self-assessment by a day."""
    made = an_assessment(cluster, user)
    Assessment.objects.of(cluster).filter(pk=made.pk).update(until=day)
    return made


def a_file(
    assessment: Assessment, scorer: Scorer, key: str = "mandate", name: str = "Bevis.txt", words: str = "Et referat"
) -> ScoreFile:
    """Put a file beside an answer."""
    return add_file(assessment=assessment, scorer=scorer, key=key, upload=checked(name, words.encode()))


def an_opened_file(cluster: Cluster, by: User) -> dict[str, Any]:
    """Let a guest put a file beside an answer, and open the answers."""
    made = an_assessment(cluster, by)
    guest = a_guest(made, by, "Gerda", 3, 3, 3)
    kept = a_file(made, guest)
    close(assessment=made, by=by)
    return {"number": made.number, "key": "mandate", "mark": kept.mark}
