"""The demo's self-assessments, last year's talked through and this year's open, and a finding that was set aside."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from assessments.models import Agreement, Assessment, NextStep, Score, Scorer
from assessments.pages import result_page
from assessments.services import Guest, add_guest, close, start_assessment, take_step
from clusters.models import Cluster
from findings.models import Waiver
from findings.rules import Severity
from findings.services import thread_of, waive
from library.models import Edition, Kind
from strategy.models import Strategy
from strategy.selectors.phases import answered

YEAR = timedelta(days=365)
# How far the phases have come, and how much each person sees it otherwise; invented, as all of the demo.
PHASES = (4, 3, 3, 2, 2)
PEOPLE = ((1, 0, 1, 0, 1), (0, 0, 0, 0, 0), (-1, 0, 0, -1, -1), (0, 1, -1, 1, 0), (-1, -1, 0, 2, 0))
NOTES = {
    "delivery_follow_up": (
        "Vi ringer efter 30 og 90 dage. Men vi hjælper sjældent, når det går i stå.",
        "Jeg har været med to gange og aldrig hørt mere.",
        "Registret er godt, men tallet er 62 pct. og ikke 75.",
    ),
    "foundation_mandate": ("Referatet fra juni viser målene, men ikke landene.",),
}
REASONS = {
    "delivery_follow_up": "Alle bliver ringet op, og det står i registret. Vi når 62 pct. i tide, så 4 er for højt.",
    "foundation_mandate": "Bestyrelsen vedtog mål og budget i juni. Status får den endnu ikke hvert halve år.",
    "learning_baseline": "Nulpunktet er målt, og midtvejsmålingen er planlagt med de samme spørgsmål.",
}
DISPUTED = {"delivery_resources": "Sekretariatet siger 3, bestyrelsen 1. Vi tager den op igen, når budgettet er lagt."}
ASIDE = "Bestyrelsen tager det op på mødet i det nye år."
GUESTS = (Guest("Hanne Toft, bestyrelsen"), Guest("Peter Lind, bestyrelsen"))


def make_assessments(*, cluster: Cluster, people: dict[str, User]) -> None:
    """Make both, once."""
    edition = Edition.objects.newest().filter(publication__kind=Kind.ASSESSMENT).first()
    if edition is None or Assessment.objects.of(cluster).exists():
        return
    today = timezone.localdate()
    asked = [people["owner"], people["editor"], people["reviewer"]]
    before = _start(cluster, edition, f"Selvevaluering {today.year - 1}", asked, people["owner"])
    _score(before, list(before.scorers.order_by("pk")), shift=0)
    close(assessment=before, by=people["owner"])
    _agree(cluster, before)
    Assessment.objects.of(cluster).filter(pk=before.pk).update(closed_on=today - YEAR, until=today - YEAR)
    row = result_page(cluster, before).weakest[-1]
    if row.next_level is not None:
        level = row.next_level.number
        take_step(assessment=before, statement=row.text, level=level, kind=NextStep.Kind.NOTE, by=people["editor"])
    now = _start(cluster, edition, f"Selvevaluering {today.year}", asked, people["owner"])
    _score(now, list(now.scorers.order_by("pk"))[1:4], shift=1)


def set_finding_aside(*, cluster: Cluster, people: dict[str, User]) -> None:
    """Set the first warning of the red thread aside for two months, once."""
    strategy = Strategy.objects.of(cluster).current().with_workbook().first()
    if strategy is None or Waiver.objects.of(cluster).exists():
        return
    today = timezone.localdate()
    thread = thread_of(cluster, answered(cluster, strategy), today)
    found = next((one for one in thread.open if one.severity is Severity.WARNING), None)
    if found is not None:
        until, mark = today + timedelta(days=60), found.fingerprint
        waive(cluster=cluster, thread=thread, fingerprint=mark, reason=ASIDE, until=until, by=people["owner"])


def _start(cluster: Cluster, edition: Edition, name: str, asked: list[User], by: User) -> Assessment:
    until = timezone.localdate() + timedelta(days=10)
    made = start_assessment(cluster=cluster, edition=edition, name=name, until=until, people=asked, by=by)
    for guest in GUESTS:
        add_guest(assessment=made, guest=guest, by=by)
    return made


def _score(assessment: Assessment, scorers: Iterable[Scorer], shift: int) -> None:
    """Have people score every statement; what each sees otherwise turns with the statement."""
    rows = []
    for who, scorer in enumerate(scorers):
        for number, statement in enumerate(assessment.form.statements):
            phase = (statement.phase.number - 1) % len(PHASES)
            level = PHASES[phase] + PEOPLE[who][(phase + number) % len(PHASES)] + (shift if number % 3 == 0 else 0)
            notes = NOTES.get(statement.key, ())
            rows.append(
                Score(
                    scorer=scorer,
                    key=statement.key,
                    level=max(statement.numbers[0], min(statement.numbers[-1], level)),
                    note=notes[who] if who < len(notes) else "",
                )
            )
        scorer.is_done = True
        scorer.save(update_fields=["is_done"])
    Score.objects.bulk_create(rows)


def _agree(cluster: Cluster, assessment: Assessment) -> None:
    """Note what the group agreed on at the meeting, but for what it did not come to."""
    counted = {one.key: one for one in assessment.frozen.statements}
    rows = list(Agreement.objects.of(cluster).filter(assessment=assessment))
    for number, row in enumerate(rows):
        spread = counted[row.key].spread
        row.reason = REASONS.get(row.key, DISPUTED.get(row.key, ""))
        row.is_disputed = row.key in DISPUTED
        if not row.is_disputed and spread is not None and number % 5 != 4:
            row.level = int(spread.median)
    # across_clusters: the rows of this very assessment
    Agreement.across_clusters.bulk_update(rows, ["level", "reason", "is_disputed"])
