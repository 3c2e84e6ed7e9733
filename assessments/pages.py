"""What the pages and documents of a result show, put together from what was frozen and what was agreed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments import words
from assessments.drawing import Axis, radar, small_dots
from assessments.models import Agreement, Assessment, NextStep
from assessments.rules.counting import Counted
from assessments.rules.result import Change, Result, Statement, changes, phase_changes
from assessments.statements import Level, Phase, StatementText
from clusters.models import Cluster
from core.languages import content_language
from core.prepared import Prepared

# Below this a statement is weak: nearer to level 2 than to 3, where things begin to be in place.
WEAK = Fraction(5, 2)
EARLIER = 3
# Of so many the newest that shows anything is looked for.
RECENT = 4


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement of a result: its words, its figure, how it stood before, and what became of it."""

    text: StatementText
    found: Statement
    agreement: Agreement | None
    change: Change | None
    earlier: tuple[tuple[str, str], ...]
    steps: tuple[NextStep, ...]
    # Whether the reader sees their own answers, which nobody else does.
    is_own: bool = False

    @property
    def figure(self) -> str:
        """The figure in words."""
        return words.figure_words(self.found.figure)

    @property
    def moved(self) -> str:
        """How far it has moved since the last time."""
        return words.change_words(self.change.by if self.change else None)

    @property
    def state(self) -> str:
        """Whether it is new, or was worded otherwise."""
        return words.state_words(self.change)

    @property
    def is_weak(self) -> bool:
        """Whether its figure lies below `WEAK`; without a figure it does not."""
        return self.found.figure is not None and self.found.figure < WEAK

    @property
    def next_level(self) -> Level | None:
        """The level above; none at the top, and none without a figure."""
        if self.found.figure is None:
            return None
        return self.text.level(floor(self.found.figure) + 1)

    @property
    def now_level(self) -> Level | None:
        """The level that has been reached."""
        return None if self.found.figure is None else self.text.level(floor(self.found.figure))

    @property
    def spread(self) -> str:
        """The spread in words."""
        return words.spread_words(self.found.spread) if self.found.spread else ""

    @property
    def mini(self) -> str:
        """The spread drawn small."""
        return small_dots(self.found.spread.counts) if self.found.spread else ""

    @property
    def standing(self) -> str:
        """Whether it was agreed, left open, or is the mean of the scores."""
        if self.agreement is not None and self.agreement.is_disputed:
            return _("Not agreed")
        if self.found.agreed is not None:
            return _("Agreed")
        if self.is_own:
            return (
                _("Your answer") if self.found.spread else _("Don’t know") if self.found.unsure else _("Not answered")
            )
        if self.found.is_alone:
            return _("One person’s answer")
        return _("Average") if self.found.figure is not None else _("Fewer than three scores")


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """A phase of a result."""

    phase: Phase
    figure: Fraction | None
    before: Fraction | None
    change: str
    rows: tuple[StatementRow, ...]

    @property
    def words(self) -> str:
        """The figure in words."""
        return words.figure_words(self.figure)

    @property
    def before_words(self) -> str:
        """The figure of the time before."""
        return words.figure_words(self.before) if self.before is not None else ""

    @property
    def value(self) -> str:
        """The figure for a meter."""
        return f"{float(self.figure):.2f}" if self.figure is not None else "0"


class ResultPage:
    """A closed assessment with what was agreed, compared with the times before."""

    def __init__(
        self,
        assessment: Assessment,
        agreements: Sequence[Agreement],
        before: Sequence[tuple[Assessment, Result]] = (),
        steps: Sequence[NextStep] = (),
        own: Counted | None = None,
    ) -> None:
        self.assessment, self.before, self.is_own = assessment, before, own is not None
        self.agreements = {one.key: one for one in agreements}
        self.counted = assessment.frozen if own is None else own
        self.result = self.counted.with_agreed(agreed_of(agreements))
        self._steps: defaultdict[str, list[NextStep]] = defaultdict(list)
        for step in steps:
            self._steps[step.key].append(step)
        known = changes(before[0][1], self.result) if before else {}
        figures_then = [{one.key: one.figure for one in result.statements} for _then, result in before]
        earlier = list(zip(self.names, figures_then, strict=True))
        texts = assessment.form.by_key
        self.rows = [
            StatementRow(
                texts[one.key],
                one,
                self.agreements.get(one.key),
                known.get(one.key),
                tuple((name, words.figure_words(figures.get(one.key))) for name, figures in earlier),
                tuple(self._steps[one.key]),
                self.is_own,
            )
            for one in self.result.statements
            if one.key in texts
        ]
        self.by_key = {row.text.key: row for row in self.rows}
        gone = [key for key, one in known.items() if one.state == "dropped"]
        then = before[0][0].form.by_key if before else {}
        # What was scored the time before and is asked no more.
        self.dropped = [then[key] for key in gone if key in then]
        self.levels = sorted({number for one in assessment.form.statements for number in one.numbers})

    @property
    def columns(self) -> int:
        """How many columns its table has; one's own answers have no spread."""
        return 3 - self.is_own + len(self.before) + bool(self.before)

    @property
    def names(self) -> list[str]:
        """What the times before are called; it is said where one was a single person's."""
        return [one.name if self.is_own else words.named(one.name, result) for one, result in self.before]

    @property
    def last_name(self) -> str:
        """What the time before is called."""
        return self.names[0] if self.before else ""

    @property
    def no_notes(self) -> str:
        """Say that there is no note; of one person who has not shown theirs it is not said whether they wrote any."""
        return _("Nobody wrote a note.") if self.counted.answered != 1 or self.alone else _("No notes are shown.")

    @property
    def alone(self) -> str:
        """Whose the levels are, where one person's own are shown."""
        return "" if self.is_own else words.alone_words(self.result)

    @property
    def last(self) -> Assessment | None:
        """The time before."""
        return self.before[0][0] if self.before else None

    @property
    def phases(self) -> list[PhaseRow]:
        """The phases in order."""
        moved = phase_changes(self.before[0][1], self.result) if self.before else {}
        then = {one.key: one.figure for one in self.before[0][1].phases} if self.before else {}
        now = {one.key: one.figure for one in self.result.phases}
        return [
            PhaseRow(
                phase,
                now.get(phase.key),
                then.get(phase.key),
                words.change_words(moved[phase.key][1]) if phase.key in moved else "",
                tuple(row for row in self.rows if row.text.phase.key == phase.key),
            )
            for phase in self.assessment.form.phases
            if phase.key in now
        ]

    @property
    def weakest(self) -> list[StatementRow]:
        """The three lowest, and whatever else is weak."""
        first = [self.by_key[one.key] for one in self.result.weakest if one.key in self.by_key]
        return first + [row for row in self.rows if row.is_weak and row not in first]

    @property
    def strongest(self) -> list[StatementRow]:
        """The three highest."""
        return [self.by_key[one.key] for one in self.result.strongest if one.key in self.by_key]

    @property
    def rises(self) -> list[StatementRow]:
        """The statements that have a level above their own, in the order of the form."""
        return [row for row in self.rows if row.next_level is not None]

    @property
    def by_disagreement(self) -> list[StatementRow]:
        """Statements with shown scores, most disagreement first; then those whose scores nobody sees."""
        shown = [self.by_key[one.key] for one in self.result.by_disagreement if one.key in self.by_key]
        return shown + [row for row in self.rows if row not in shown]

    @property
    def in_words(self) -> list[tuple[StatementText, list[dict[str, Any]]]]:
        """The questions for words alone that somebody answered, with what was written, by its words."""
        asked = [one for one in self.assessment.form.steps if not one.levels]
        return [(one, notes) for one in asked if (notes := self.assessment.notes.get(one.key))]

    @property
    def settled(self) -> int:
        """How many statements the group has agreed on, or agreed that it does not."""
        return sum(one.level is not None or one.is_disputed for one in self.agreements.values())

    @property
    def disputed(self) -> list[StatementRow]:
        """Those on which the group could not agree."""
        return [row for row in self.rows if row.agreement is not None and row.agreement.is_disputed]

    @property
    def overall(self) -> str:
        """The mean of the phases in words."""
        return words.figure_words(self.result.overall)

    def radar(self, *, is_print: bool = False) -> SafeString:
        """Return the drawing of the phases, compared with the time before."""
        axes = [Axis(_label(one.phase), one.figure, one.before) for one in self.phases]
        said = "; ".join(f"{_label(one.phase)}: {one.words}" for one in self.phases)
        drawn = _("Radar of the phases. %(figures)s.") % {"figures": said}
        if not self.levels:
            return SafeString("")
        return radar(axes, self.levels[0], self.levels[-1], drawn, is_print=is_print)


def _label(phase: Phase) -> str:
    return phase.label.resolve(content_language()).text


def agreed_of(agreements: Sequence[Agreement]) -> Mapping[str, int]:
    """Return what was agreed, by statement."""
    return {one.key: one.level for one in agreements if one.level is not None}


def result_page(cluster: Cluster, assessment: Assessment) -> ResultPage:
    """Return a closed assessment with those before it; three queries, however many scored."""
    rows = Assessment.objects.of(cluster).alive().closed().with_edition()
    same = rows.filter(number__lt=assessment.number, edition__publication=assessment.edition.publication_id)
    earlier = list(same.order_by("-number")[:EARLIER])
    wanted = [assessment, *earlier]
    agreements: defaultdict[int, list[Agreement]] = defaultdict(list)
    for one in Agreement.objects.of(cluster).filter(assessment__in=wanted):
        agreements[one.assessment_id].append(one)
    steps = list(NextStep.objects.of(cluster).filter(assessment=assessment).living())
    for step in steps:
        step.assessment = assessment
    before = [(one, one.frozen.with_agreed(agreed_of(agreements[one.pk]))) for one in earlier]
    return ResultPage(assessment, agreements[assessment.pk], before, steps)


def newest_result(cluster: Cluster) -> Assessment | None:
    """Return the newest closed one of which anything is shown; one query.

    One that a person has answered alone and not shown, or two without agreeing, does not hide the result before it.
    """
    return _first_shown(_closed(cluster)[:RECENT])


def _closed(cluster: Cluster) -> "QuerySet[Assessment]":
    agreed = Agreement.objects.of(cluster).filter(assessment=OuterRef("pk"), level__isnull=False)
    return Assessment.objects.of(cluster).alive().closed().with_edition().annotate(has_agreed=Exists(agreed))


@Prepared
def _newest_closed(cluster: Cluster) -> "QuerySet[Assessment]":
    return _closed(cluster).defer("edition__document", "notes")[:RECENT]


def _first_shown(rows: Iterable[Assessment]) -> Assessment | None:
    found = list(rows)
    for one in found:
        if one.has_agreed or any(said.spread for said in one.frozen.statements):  # type: ignore[attr-defined]  # added
            return one
    return found[0] if found else None


@Prepared
def _with_steps(cluster: Cluster, assessment: Assessment) -> "QuerySet[Agreement]":
    steps = NextStep.objects.of(cluster).filter(assessment=assessment, key=OuterRef("key")).living()
    return Agreement.objects.of(cluster).filter(assessment=assessment).annotate(has_step=Exists(steps))


def weakest_without_step(cluster: Cluster) -> list[tuple[int, Statement, StatementText]]:
    """Return those of the three weakest statements of the newest result that have led to nothing; two queries."""
    newest = _first_shown(_newest_closed(cluster))
    if newest is None:
        return []
    agreements = _with_steps(cluster, newest)
    taken = {one.key for one in agreements if one.has_step}  # type: ignore[attr-defined]  # added below
    texts, found = newest.form.by_key, newest.frozen.with_agreed(agreed_of(agreements)).weakest
    return [
        (newest.number, one, texts[one.key])
        for one in found
        if one.figure is not None and one.figure < WEAK and one.key not in taken and one.key in texts
    ]


def origin_of(cluster: Cluster, *, goal: int | None = None, activity: int | None = None) -> NextStep | None:
    """Return the weak statement that a goal or an activity was made of, while its assessment is there; one query."""
    rows = NextStep.objects.of(cluster).living().filter(assessment__deleted_at=None, goal=goal, activity=activity)
    return rows.select_related("assessment__edition__publication").defer("assessment__notes").first()
