"""A weak statement becomes a goal, an activity or a note in the strategy, and stays tied to it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.models import Assessment, NextStep
from assessments.statements import StatementText
from clusters.models import Cluster
from core.errors import Refusal
from core.languages import both
from core.text import LANGUAGES, Text
from plans.services import add_activity
from plans.services.drafts import ActivityDraft
from strategy.models import Strategy
from strategy.services import GoalDraft, add_goal

LONGEST_TITLE = 200


@transaction.atomic
def take_step(*, assessment: Assessment, statement: StatementText, level: int, kind: str, by: User) -> NextStep:
    """Make what the statement needs to come to a level: its words become the title, what it is for is said beside it.

    Raises Refusal where there is no strategy to put it into.
    """
    cluster = assessment.cluster
    strategy = Strategy.objects.of(cluster).current().first()
    if strategy is None:
        raise Refusal(
            _("Start a strategy first. Then a weak statement can become a goal, an activity or a note in it.")
        )
    strategy.cluster = cluster
    wanted = statement.level(level)
    title = written_in(cluster, wanted.text if wanted and wanted.text else statement.label)
    why = written_in(cluster, _why(assessment, statement, level))
    step = NextStep(
        assessment=assessment, key=statement.key, kind=kind, strategy=strategy, by=by, by_name=by.display_name
    )
    if kind == NextStep.Kind.GOAL:
        step.goal = add_goal(strategy=strategy, draft=GoalDraft(title=_short(title), rationale=why), by=by)
    elif kind == NextStep.Kind.ACTIVITY:
        step.activity = add_activity(cluster=cluster, draft=ActivityDraft(title=_short(title), result=why), by=by)
    else:
        step.note = title.to_value()
    step.save()
    return step


@transaction.atomic
def remove_step(*, step: NextStep, by: User) -> None:
    """Take a note out of the strategy again; goals and activities are deleted where they stand."""
    if step.removed_at is None:
        step.removed_at = timezone.now()
        step.save(update_fields=["removed_at"])


def written_in(cluster: Cluster, words: Text) -> Text:
    """Return the words in the languages that the cluster writes in."""
    kept = Text()
    for language in cluster.languages:
        kept = kept.with_language(language, words.resolve(language).text)
    return kept


def _why(assessment: Assessment, statement: StatementText, level: int) -> Text:
    def said() -> str:
        return _("From the self-assessment “%(name)s”, to reach level %(level)s: %(statement)s")

    words = both(said)
    found = Text()
    for language in LANGUAGES:
        given = {"name": assessment.name, "level": level, "statement": statement.label.resolve(language).text}
        found = found.with_language(language, words.resolve(language).text % given)
    return found


def _short(title: Text) -> Text:
    """Return a title that fits: as many whole words as there is room for."""
    found = Text()
    for language in LANGUAGES:
        words = title.get(language).rstrip(".")
        if len(words) > LONGEST_TITLE:
            words = words[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"
        found = found.with_language(language, words)
    return found
