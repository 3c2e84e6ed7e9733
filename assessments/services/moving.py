"""Taking a self-assessment that is still open to another edition: each answer follows its statement, unseen."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.models import Agreement, Assessment, Score, ScoreFile, Scorer
from assessments.rules.moving import Worded, first_come, place_of, placed, restored
from assessments.services.asking import still_open
from assessments.services.scoring import note_progress
from assessments.statements import Form, StatementText, form_of
from clusters.activity import record
from core.errors import Conflict, Refusal
from core.frozen import digest_of
from library.models import Edition
from schema.differences import Difference
from workbooks.services.editions import newer_of, renamed_by, told_between


@dataclass(frozen=True)
class Prospect:
    """What another edition asks, beside what is asked now; no score and no person is part of it."""

    assessment: Assessment
    edition: Edition
    difference: Difference

    @cached_property
    def form(self) -> Form:
        """What it asks."""
        return form_of(self.edition.parsed)

    @property
    def seen(self) -> str:
        """What somebody who says yes has seen."""
        return digest_of({"editions": [self.assessment.edition_id, self.edition.pk]})

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Where each statement that is asked now is asked then, by key; gone ones are left out."""
        heirs = _heirs(self.difference, self.assessment.form)
        found = {one.key: place_of(one.key, heirs, self.form.by_key) for one in self.assessment.form.steps}
        return {key: place for key, place in found.items() if place}


def newer_edition(assessment: Assessment) -> Edition | None:
    """Return the newest edition of what is asked, if it is another and has statements; none once it was opened."""
    if assessment.is_closed or assessment.counted:
        return None
    found = newer_of(assessment.edition)
    return found if found is not None and form_of(found.parsed).statements else None


def prospect_of(assessment: Assessment, edition: Edition) -> Prospect:
    """Return what it would ask; raises Refusal where it cannot be taken there."""
    if assessment.is_closed or assessment.counted:
        raise Refusal(_("Its answers have been opened, and stay as they were seen. Ask for a new self-assessment."))
    told = told_between(assessment.edition, edition)
    if not form_of(edition.parsed).statements:
        raise Refusal(_("This has no statements that can be scored. Choose another."))
    return Prospect(assessment, edition, told)


@transaction.atomic
def move_assessment(*, assessment: Assessment, edition: Edition, seen: str, by: User) -> Assessment:
    """Take it to another edition, as it was shown to the person who says yes.

    Raises Conflict when a colleague has done so, opened the answers or deleted it meanwhile.
    """
    held = still_open(assessment)
    if held.edition_id != assessment.edition_id or prospect_of(assessment, edition).seen != seen:
        raise Conflict(_("Somebody has taken it to another edition since you opened this page. Look at it again."))
    scorers = list(Scorer.objects.of(assessment.cluster).filter(assessment=assessment))
    _place(assessment, edition, scorers)
    held.edition = assessment.edition = edition
    held.save(update_fields=["edition"])
    # What it asks is read again.
    assessment.__dict__.pop("form", None)
    known = set(Agreement.objects.of(assessment.cluster).filter(assessment=held).values_list("key", flat=True))
    missing = [Agreement(assessment=held, key=one.key) for one in assessment.form.statements if one.key not in known]
    # across_clusters: the agreements of this very assessment
    Agreement.across_clusters.bulk_create(missing)
    for scorer in scorers:
        note_progress(assessment, scorer)
    record(cluster=assessment.cluster, by=by, verb="moved-edition", subject=held.name, url=assessment.url())
    return assessment


def _place(assessment: Assessment, edition: Edition, scorers: Iterable[Scorer]) -> None:
    """Put every answer where it is asked for now, with its files; what is not asked stands beside."""
    rows = _rows(assessment, scorers)
    given = {one.pk: one.given_in(assessment.edition.version) for one in rows}
    sources = _sources(edition, {one.edition for one in given.values()})
    asked = form_of(edition.parsed).by_key
    places, by_scorer = {}, defaultdict(list)
    for one in rows:
        was = given[one.pk]
        source = sources.get(was.edition)
        places[one.pk] = place_of(was.key, source.heirs if source else {}, asked)
        rank = 0 if was.edition == edition.version else 1 if places[one.pk] == was.key else 2
        by_scorer[one.scorer_id].append((one.pk, places[one.pk], rank))
    first = frozenset[int]().union(*(first_come(wanted) for wanted in by_scorer.values()))
    ends = {}
    for one in rows:
        was, key = given[one.pk], places[one.pk] if one.pk in first else ""
        source = sources.get(was.edition)
        before = _worded(source.form.by_key.get(was.key)) if source else None
        made = placed(was, key, before, _worded(asked.get(key)))
        if was.edition == assessment.edition.version:
            one.kept = {**(one.kept or {}), str(was.edition): asdict(was)}
        made = restored(made, one.kept_in(edition.version))
        one.level, one.is_unsure, one.earlier = made.level, made.is_unsure, None
        if not made.is_original:
            one.earlier = {"given": asdict(was), "at": made.key, "reworded": made.is_reworded}
        ends[one.pk] = made.key or f"beside-{one.pk}"
    _store(assessment, rows, ends)


@dataclass(frozen=True)
class _Source:
    """An edition in which something was answered, and under which names its statements are asked now."""

    form: Form
    heirs: Mapping[str, str]


def _sources(edition: Edition, versions: Collection[int]) -> dict[int, _Source]:
    # across_clusters: of what is asked, which may be the cluster's own
    editions = Edition.across_clusters.published().filter(publication=edition.publication_id, version__in=versions)
    found = {}
    for one in editions:
        form = form_of(one.parsed)
        found[one.version] = _Source(form, _heirs(told_between(one, edition), form))
    return found


def _heirs(told: Difference, form: Form) -> dict[str, str]:
    """Return what is asked in the place of statements that are gone; what was asked before keeps its own answers."""
    return {key: heir for key, heir in renamed_by(told).items() if heir not in form.by_key}


def _rows(assessment: Assessment, scorers: Iterable[Scorer]) -> list[Score]:
    """Return every answer; a file that was put where nothing has been answered has one too."""
    scores = Score.objects.of(assessment.cluster).filter(scorer__assessment=assessment)
    files = ScoreFile.objects.of(assessment.cluster).filter(scorer__assessment=assessment)
    alone = set(files.values_list("scorer", "key")) - set(scores.values_list("scorer", "key"))
    known = {one.pk: one for one in scorers}
    # across_clusters: the scores of this very assessment
    Score.across_clusters.bulk_create([Score(scorer=known[pk], key=key, revision=0) for pk, key in sorted(alone)])
    return list(scores.order_by("pk"))


def _worded(statement: StatementText | None) -> Worded | None:
    return Worded(tuple(statement.numbers), statement.wording) if statement else None


def _store(assessment: Assessment, rows: Sequence[Score], ends: Mapping[int, str]) -> None:
    """Store them with their files; no two of one person stand at one place at any moment."""
    before = {one.pk: one.key for one in rows}
    files = defaultdict(list)
    for one in ScoreFile.objects.of(assessment.cluster).filter(scorer__assessment=assessment):
        files[one.scorer_id, one.key].append(one)
    for step in (lambda row: f"moving-{row.pk}", lambda row: ends[row.pk]):
        for row in rows:
            row.key = step(row)
            for kept in files[row.scorer_id, before[row.pk]]:
                kept.key = row.key
        # across_clusters: the rows of this very assessment
        Score.across_clusters.bulk_update(rows, ["key", "level", "is_unsure", "earlier", "kept"])
        ScoreFile.across_clusters.bulk_update([one for found in files.values() for one in found], ["key"])
